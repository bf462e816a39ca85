-- +goose Up
CREATE TABLE imports (
    consortium_id BIGINT NOT NULL,
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    kind TEXT NOT NULL,
    file_id UUID NOT NULL,
    file_name TEXT NOT NULL,
    hash TEXT NOT NULL,
    state TEXT NOT NULL,
    created_rows BIGINT NOT NULL,
    updated_rows BIGINT NOT NULL,
    unchanged_rows BIGINT NOT NULL,
    failed_rows BIGINT NOT NULL,
    problems TEXT NOT NULL,
    job_id UUID NOT NULL,
    person_id UUID,
    person_name TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ,
    PRIMARY KEY (consortium_id, id),
    FOREIGN KEY (consortium_id) REFERENCES consortia (id)
);
CREATE INDEX imports_person ON imports (consortium_id, person_id, created_at);
CREATE INDEX imports_created ON imports (consortium_id, created_at);
CREATE INDEX imports_hash ON imports (consortium_id, kind, hash);

CREATE TABLE import_failures (
    consortium_id BIGINT NOT NULL,
    import_id UUID NOT NULL,
    row_number BIGINT NOT NULL,
    cells TEXT NOT NULL,
    problems TEXT NOT NULL,
    PRIMARY KEY (consortium_id, import_id, row_number),
    FOREIGN KEY (consortium_id, import_id) REFERENCES imports (consortium_id, id)
);
-- tenant: imports, import_failures

-- +goose Down
DROP TABLE import_failures;
DROP TABLE imports;
