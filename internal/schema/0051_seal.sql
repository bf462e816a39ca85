-- +goose Up
CREATE TABLE seal_heads (
    consortium_id BIGINT NOT NULL,
    size BIGINT NOT NULL,
    signed TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (consortium_id, size)
);

CREATE TABLE seal_tiles (
    consortium_id BIGINT NOT NULL,
    level BIGINT NOT NULL,
    n BIGINT NOT NULL,
    hashes TEXT NOT NULL,
    PRIMARY KEY (consortium_id, level, n)
);

CREATE TABLE seal_leaves (
    consortium_id BIGINT NOT NULL,
    n BIGINT NOT NULL,
    leaves TEXT NOT NULL,
    PRIMARY KEY (consortium_id, n)
);

CREATE TABLE seal_counts (
    consortium_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    month TEXT NOT NULL,
    facts BIGINT NOT NULL,
    PRIMARY KEY (consortium_id, kind, month)
);

CREATE TABLE seal_salts (
    consortium_id BIGINT NOT NULL,
    about_id UUID NOT NULL,
    since BIGINT NOT NULL,
    salt TEXT NOT NULL,
    erased_at TIMESTAMPTZ,
    PRIMARY KEY (consortium_id, about_id, since)
);
-- tenant: seal_heads, seal_tiles, seal_leaves, seal_counts, seal_salts

-- +goose Down
DROP TABLE seal_salts;
DROP TABLE seal_counts;
DROP TABLE seal_leaves;
DROP TABLE seal_tiles;
DROP TABLE seal_heads;
