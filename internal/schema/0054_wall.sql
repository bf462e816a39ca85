-- +goose Up
CREATE TABLE wall_links (
    consortium_id BIGINT NOT NULL,
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    name TEXT NOT NULL,
    hash TEXT NOT NULL,
    made_by TEXT NOT NULL,
    expires_on DATE,
    revoked_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (consortium_id, id),
    UNIQUE (consortium_id, hash)
);
-- tenant: wall_links

-- +goose Down
DROP TABLE wall_links;
