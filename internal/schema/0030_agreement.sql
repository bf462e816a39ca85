-- +goose Up
CREATE TABLE agreements (
    consortium_id BIGINT NOT NULL,
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    number TEXT NOT NULL,
    title TEXT NOT NULL,
    type TEXT NOT NULL,
    topics TEXT NOT NULL,
    parties TEXT NOT NULL,
    party_names TEXT NOT NULL,
    from_on DATE NOT NULL,
    to_on DATE,
    purpose TEXT NOT NULL,
    clauses TEXT NOT NULL,
    obligations TEXT NOT NULL,
    order_id UUID,
    response_id UUID,
    renews_id UUID,
    state TEXT NOT NULL,
    turn TEXT NOT NULL,
    with_id UUID,
    code TEXT,
    signed_on DATE,
    signed_file_id UUID,
    ended_on DATE,
    end_reason TEXT NOT NULL,
    registered BOOLEAN NOT NULL,
    next_due_on DATE,
    due_told DATE,
    end_told BOOLEAN NOT NULL,
    landing BIGINT,
    landed BIGINT NOT NULL,
    obligation_count BIGINT NOT NULL,
    sample BOOLEAN NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (consortium_id, id),
    UNIQUE (consortium_id, number),
    UNIQUE (consortium_id, code)
);
CREATE INDEX agreements_state ON agreements (consortium_id, state, to_on);
CREATE INDEX agreements_created ON agreements (consortium_id, created_at);
CREATE INDEX agreements_order ON agreements (consortium_id, order_id);

CREATE TABLE agreement_parties (
    consortium_id BIGINT NOT NULL,
    agreement_id UUID NOT NULL,
    organisation_id UUID NOT NULL,
    PRIMARY KEY (consortium_id, agreement_id, organisation_id),
    FOREIGN KEY (consortium_id, agreement_id) REFERENCES agreements (consortium_id, id)
);
CREATE INDEX agreement_parties_organisation ON agreement_parties (consortium_id, organisation_id);
-- tenant: agreements, agreement_parties

-- +goose Down
DROP TABLE agreement_parties;
DROP TABLE agreements;
