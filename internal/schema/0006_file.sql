-- +goose Up
CREATE TABLE files (
    consortium_id BIGINT NOT NULL,
    id UUID NOT NULL,
    record_kind TEXT NOT NULL,
    record_id UUID NOT NULL,
    name TEXT NOT NULL,
    media TEXT NOT NULL,
    size BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    person_id UUID,
    person_name TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (consortium_id, id)
);
CREATE INDEX files_record ON files (consortium_id, record_kind, record_id, at);
-- tenant: files

-- +goose Down
DROP TABLE files;
