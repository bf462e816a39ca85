-- +goose Up
CREATE TABLE bulletins (
    consortium_id BIGINT NOT NULL,
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    series TEXT NOT NULL,
    period TEXT NOT NULL,
    year BIGINT,
    issue BIGINT,
    title TEXT NOT NULL,
    content TEXT NOT NULL,
    state TEXT NOT NULL,
    turn TEXT NOT NULL,
    numbers TEXT NOT NULL,
    head_size BIGINT NOT NULL,
    published_on DATE,
    reason TEXT NOT NULL,
    sample BOOLEAN NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (consortium_id, id),
    UNIQUE (consortium_id, series, year, issue)
);
CREATE UNIQUE INDEX bulletins_period ON bulletins (consortium_id, series, period) WHERE state <> 'withdrawn';
CREATE INDEX bulletins_created ON bulletins (consortium_id, created_at);

-- What is kept of a published paper: its document and the proof.
CREATE TABLE bulletin_archives (
    consortium_id BIGINT NOT NULL,
    bulletin_id UUID NOT NULL,
    document TEXT NOT NULL,
    proof TEXT NOT NULL,
    PRIMARY KEY (consortium_id, bulletin_id),
    FOREIGN KEY (consortium_id, bulletin_id) REFERENCES bulletins (consortium_id, id)
);

-- Published figures, to be found by what they count.
CREATE TABLE bulletin_figures (
    consortium_id BIGINT NOT NULL,
    bulletin_id UUID NOT NULL,
    place BIGINT NOT NULL,
    metric TEXT NOT NULL,
    scope TEXT NOT NULL,
    dimension TEXT NOT NULL,
    part TEXT NOT NULL,
    period TEXT NOT NULL,
    value BIGINT NOT NULL,
    facts BIGINT NOT NULL,
    PRIMARY KEY (consortium_id, bulletin_id, place),
    FOREIGN KEY (consortium_id, bulletin_id) REFERENCES bulletins (consortium_id, id)
);
CREATE INDEX bulletin_figures_metric ON bulletin_figures (consortium_id, metric);
-- tenant: bulletins, bulletin_archives, bulletin_figures

-- +goose Down
DROP TABLE bulletin_figures;
DROP TABLE bulletin_archives;
DROP TABLE bulletins;
