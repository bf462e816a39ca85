-- +goose Up
CREATE TABLE programmes (
    consortium_id BIGINT NOT NULL,
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    school_id UUID NOT NULL,
    code TEXT NOT NULL,
    code_digits TEXT NOT NULL,
    category TEXT NOT NULL,
    level TEXT NOT NULL,
    name TEXT NOT NULL,
    years BIGINT NOT NULL,
    occupations TEXT NOT NULL,
    skills TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    confirmed_at TIMESTAMPTZ NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (consortium_id, id),
    CONSTRAINT programmes_code UNIQUE (consortium_id, school_id, code_digits),
    FOREIGN KEY (consortium_id, school_id) REFERENCES organisations (consortium_id, id)
);
CREATE INDEX programmes_state ON programmes (consortium_id, state, code);

CREATE TABLE cohorts (
    consortium_id BIGINT NOT NULL,
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    programme_id UUID NOT NULL,
    name TEXT NOT NULL,
    start_on DATE NOT NULL,
    graduate_on DATE NOT NULL,
    students BIGINT NOT NULL,
    available BIGINT NOT NULL,
    practice_from DATE,
    practice_to DATE,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    confirmed_at TIMESTAMPTZ NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (consortium_id, id),
    CONSTRAINT cohorts_name UNIQUE (consortium_id, programme_id, name),
    FOREIGN KEY (consortium_id, programme_id) REFERENCES programmes (consortium_id, id)
);
CREATE INDEX cohorts_state ON cohorts (consortium_id, state, graduate_on);
-- tenant: programmes, cohorts

-- +goose Down
DROP TABLE cohorts;
DROP TABLE programmes;
