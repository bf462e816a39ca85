-- +goose Up
CREATE TABLE orders (
    consortium_id BIGINT NOT NULL,
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    number TEXT NOT NULL,
    enterprise_id UUID NOT NULL,
    industry TEXT NOT NULL,
    industry_code TEXT NOT NULL,
    kind TEXT NOT NULL,
    mode TEXT NOT NULL,
    reference TEXT,
    match_key TEXT NOT NULL,
    title TEXT NOT NULL,
    quantity BIGINT NOT NULL,
    agreed BIGINT NOT NULL,
    start_on DATE,
    end_on DATE,
    deadline DATE,
    valid_until DATE,
    visibility TEXT NOT NULL,
    shown_to TEXT NOT NULL,
    details TEXT NOT NULL,
    findings TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    submitted_at TIMESTAMPTZ,
    opened_at TIMESTAMPTZ,
    confirmed_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (consortium_id, id),
    CONSTRAINT orders_number UNIQUE (consortium_id, number),
    CONSTRAINT orders_reference UNIQUE (consortium_id, enterprise_id, reference),
    FOREIGN KEY (consortium_id, enterprise_id) REFERENCES organisations (consortium_id, id)
);
-- One index for each sort of the list. Each carries what the list filters by, so
-- that a list walks it in order and reads only the rows that it shows.
CREATE INDEX orders_created ON orders (consortium_id, created_at, id, state, kind, mode, industry, visibility, opened_at, enterprise_id);
CREATE INDEX orders_confirmed ON orders (consortium_id, confirmed_at, id, state, kind, mode, industry, visibility, opened_at, enterprise_id);
CREATE INDEX orders_until ON orders (consortium_id, valid_until, id, state, kind, mode, industry, visibility, opened_at, enterprise_id);
CREATE INDEX orders_quantity ON orders (consortium_id, quantity, id, state, kind, mode, industry, visibility, opened_at, enterprise_id);
CREATE INDEX orders_title ON orders (consortium_id, title, id, state, kind, mode, industry, visibility, opened_at, enterprise_id);
CREATE INDEX orders_state ON orders (consortium_id, state, created_at, id);
CREATE INDEX orders_valid ON orders (consortium_id, state, valid_until);
CREATE INDEX orders_match ON orders (consortium_id, enterprise_id, match_key);

CREATE TABLE order_schools (
    consortium_id BIGINT NOT NULL,
    order_id UUID NOT NULL,
    school_id UUID NOT NULL,
    PRIMARY KEY (consortium_id, order_id, school_id),
    FOREIGN KEY (consortium_id, order_id) REFERENCES orders (consortium_id, id),
    FOREIGN KEY (consortium_id, school_id) REFERENCES organisations (consortium_id, id)
);

CREATE TABLE responses (
    consortium_id BIGINT NOT NULL,
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    order_id UUID NOT NULL,
    school_id UUID NOT NULL,
    answer TEXT NOT NULL,
    category TEXT NOT NULL,
    reason TEXT NOT NULL,
    terms TEXT NOT NULL,
    quantity BIGINT NOT NULL,
    turn TEXT NOT NULL,
    turn_with UUID,
    state TEXT NOT NULL,
    ended_by UUID,
    findings TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (consortium_id, id),
    CONSTRAINT responses_school UNIQUE (consortium_id, order_id, school_id),
    FOREIGN KEY (consortium_id, order_id) REFERENCES orders (consortium_id, id),
    FOREIGN KEY (consortium_id, school_id) REFERENCES organisations (consortium_id, id)
);
CREATE INDEX responses_of_school ON responses (consortium_id, school_id, state);
CREATE INDEX responses_turn ON responses (consortium_id, order_id, turn_with, school_id);

CREATE TABLE products (
    consortium_id BIGINT NOT NULL,
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    enterprise_id UUID NOT NULL,
    name TEXT NOT NULL,
    year BIGINT NOT NULL,
    industry_code TEXT NOT NULL,
    position TEXT NOT NULL,
    output_fen BIGINT NOT NULL,
    processes TEXT NOT NULL,
    programmes TEXT NOT NULL,
    occupations TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (consortium_id, id),
    CONSTRAINT products_name UNIQUE (consortium_id, enterprise_id, name, year),
    FOREIGN KEY (consortium_id, enterprise_id) REFERENCES organisations (consortium_id, id)
);
CREATE INDEX products_year ON products (consortium_id, year, name);
-- tenant: orders, order_schools, responses, products

-- +goose Down
DROP TABLE products;
DROP TABLE responses;
DROP TABLE order_schools;
DROP TABLE orders;
