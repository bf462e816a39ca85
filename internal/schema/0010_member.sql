-- +goose Up
CREATE TABLE memberships (
    consortium_id BIGINT NOT NULL,
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    organisation_id UUID NOT NULL,
    state TEXT NOT NULL,
    tier TEXT NOT NULL,
    purpose TEXT NOT NULL,
    materials TEXT NOT NULL,
    assessments TEXT NOT NULL,
    decided_on DATE,
    decision TEXT NOT NULL,
    meeting TEXT NOT NULL,
    joined_on DATE,
    ended_on DATE,
    end_reasons TEXT NOT NULL,
    end_note TEXT NOT NULL,
    reviews TEXT NOT NULL,
    applied_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (consortium_id, id),
    UNIQUE (consortium_id, organisation_id),
    FOREIGN KEY (consortium_id, organisation_id) REFERENCES organisations (consortium_id, id)
);
CREATE INDEX memberships_state ON memberships (consortium_id, state, joined_on);
CREATE INDEX memberships_applied ON memberships (consortium_id, applied_at, id);
-- tenant: memberships

-- +goose Down
DROP TABLE memberships;
