-- +goose Up
CREATE TABLE rollup_states (
    consortium_id BIGINT NOT NULL,
    through BIGINT NOT NULL,
    edition TEXT NOT NULL,
    PRIMARY KEY (consortium_id)
);

CREATE TABLE rollups (
    consortium_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    metric TEXT NOT NULL,
    definition TEXT NOT NULL,
    PRIMARY KEY (consortium_id, id),
    UNIQUE (consortium_id, metric)
);

CREATE TABLE rollup_slices (
    consortium_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    rollup_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    scope TEXT NOT NULL,
    owner_id UUID,
    dimension TEXT NOT NULL,
    dimension_value TEXT NOT NULL,
    PRIMARY KEY (consortium_id, id),
    UNIQUE (consortium_id, name)
);
CREATE INDEX rollup_slices_rollup ON rollup_slices (consortium_id, rollup_id);

CREATE TABLE rollup_cells (
    consortium_id BIGINT NOT NULL,
    slice_id BIGINT NOT NULL,
    grain TEXT NOT NULL,
    starts_on DATE NOT NULL,
    facts BIGINT NOT NULL,
    reversals BIGINT NOT NULL,
    ever BIGINT NOT NULL,
    within_year BIGINT NOT NULL,
    within_half BIGINT NOT NULL,
    within_quarter BIGINT NOT NULL,
    within_term BIGINT NOT NULL,
    alone BIGINT NOT NULL,
    PRIMARY KEY (consortium_id, slice_id, grain, starts_on)
);
-- tenant: rollup_states, rollups, rollup_slices, rollup_cells

DROP INDEX facts_kind;
CREATE INDEX facts_kind ON facts (consortium_id, kind, counts_on, seq);
DROP INDEX facts_record;
CREATE INDEX facts_record ON facts (consortium_id, record_kind, record_id, counts_on, seq);
DROP INDEX facts_owner;
CREATE INDEX facts_owner ON facts (consortium_id, owner_id, kind, counts_on, seq);
CREATE INDEX facts_reversals ON facts (consortium_id, kind, counts_on, seq) WHERE reverses_id IS NOT NULL;

-- +goose Down
DROP INDEX facts_reversals;
DROP INDEX facts_record;
CREATE INDEX facts_record ON facts (consortium_id, record_kind, record_id);
DROP INDEX facts_owner;
CREATE INDEX facts_owner ON facts (consortium_id, owner_id);
DROP INDEX facts_kind;
CREATE INDEX facts_kind ON facts (consortium_id, kind, counts_on);
DROP TABLE rollup_cells;
DROP TABLE rollup_slices;
DROP TABLE rollups;
DROP TABLE rollup_states;
