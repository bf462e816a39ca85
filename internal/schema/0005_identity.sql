-- +goose Up
CREATE TABLE persons (
    id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    kept_by BIGINT NOT NULL,
    name TEXT NOT NULL,
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    sample BOOLEAN NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    FOREIGN KEY (kept_by) REFERENCES consortia (id)
);
CREATE INDEX persons_email ON persons (email);

CREATE TABLE person_consortia (
    person_id UUID NOT NULL,
    consortium_id BIGINT NOT NULL,
    PRIMARY KEY (person_id, consortium_id),
    FOREIGN KEY (person_id) REFERENCES persons (id),
    FOREIGN KEY (consortium_id) REFERENCES consortia (id)
);

CREATE TABLE accounts (
    id UUID NOT NULL PRIMARY KEY,
    version BIGINT NOT NULL,
    person_id UUID NOT NULL UNIQUE,
    kept_by BIGINT NOT NULL,
    login TEXT NOT NULL UNIQUE,
    hash TEXT NOT NULL,
    must_change BOOLEAN NOT NULL,
    disabled BOOLEAN NOT NULL,
    tries BIGINT NOT NULL,
    locked_at TIMESTAMPTZ,
    demo BOOLEAN NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    FOREIGN KEY (person_id) REFERENCES persons (id),
    FOREIGN KEY (kept_by) REFERENCES consortia (id)
);

CREATE TABLE sessions (
    id UUID NOT NULL PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    account_id UUID NOT NULL,
    person_id UUID NOT NULL,
    assignment_id UUID,
    device TEXT NOT NULL,
    address TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    seen_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    FOREIGN KEY (account_id) REFERENCES accounts (id)
);
CREATE INDEX sessions_account ON sessions (account_id);

CREATE TABLE assignments (
    consortium_id BIGINT NOT NULL,
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    person_id UUID NOT NULL,
    role TEXT NOT NULL,
    organisation_id UUID NOT NULL,
    from_on DATE NOT NULL,
    until_on DATE,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (consortium_id, id),
    UNIQUE (consortium_id, person_id, role, organisation_id, from_on),
    FOREIGN KEY (person_id) REFERENCES persons (id),
    FOREIGN KEY (consortium_id, organisation_id) REFERENCES organisations (consortium_id, id)
);
CREATE INDEX assignments_role ON assignments (consortium_id, role, organisation_id);
-- tenant: assignments

-- +goose Down
DROP TABLE assignments;
DROP TABLE sessions;
DROP TABLE accounts;
DROP TABLE person_consortia;
DROP TABLE persons;
