-- +goose Up
CREATE TABLE subsidy_policies (
    consortium_id BIGINT NOT NULL,
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    name TEXT NOT NULL,
    source TEXT NOT NULL,
    edition TEXT NOT NULL,
    article TEXT NOT NULL,
    mark TEXT NOT NULL,
    from_on DATE NOT NULL,
    until_on DATE,
    shape TEXT NOT NULL,
    terms TEXT NOT NULL,
    state TEXT NOT NULL,
    drafted_by UUID,
    sample BOOLEAN NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (consortium_id, id)
);

CREATE TABLE subsidy_rounds (
    consortium_id BIGINT NOT NULL,
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    number TEXT NOT NULL,
    permille BIGINT NOT NULL,
    above_fen BIGINT NOT NULL,
    strata TEXT NOT NULL,
    commitment TEXT NOT NULL,
    frame TEXT NOT NULL,
    seed TEXT NOT NULL,
    word TEXT NOT NULL,
    results TEXT NOT NULL,
    state TEXT NOT NULL,
    committed_by UUID,
    committed_at TIMESTAMPTZ NOT NULL,
    drawn_by UUID,
    drawn_at TIMESTAMPTZ,
    code TEXT NOT NULL,
    sample BOOLEAN NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (consortium_id, id),
    UNIQUE (consortium_id, number),
    UNIQUE (consortium_id, code)
);

CREATE TABLE subsidy_claims (
    consortium_id BIGINT NOT NULL,
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    number TEXT NOT NULL,
    class_id UUID NOT NULL,
    class_number TEXT NOT NULL,
    class_name TEXT NOT NULL,
    provider_id UUID NOT NULL,
    category TEXT NOT NULL,
    occupation TEXT NOT NULL,
    level TEXT NOT NULL,
    fund TEXT NOT NULL,
    opens_on DATE NOT NULL,
    closes_on DATE NOT NULL,
    policy_id UUID,
    basis TEXT NOT NULL,
    holder TEXT NOT NULL,
    account TEXT NOT NULL,
    bank TEXT NOT NULL,
    state TEXT NOT NULL,
    claimed_fen BIGINT NOT NULL,
    due_fen BIGINT NOT NULL,
    paid_fen BIGINT NOT NULL,
    back_fen BIGINT NOT NULL,
    submitted_by UUID,
    submitted_at TIMESTAMPTZ,
    checked_by UUID,
    notice_from DATE,
    notice_to DATE,
    code TEXT,
    objections TEXT NOT NULL,
    round_id UUID,
    approvals TEXT NOT NULL,
    exported_at TIMESTAMPTZ,
    paid_on DATE,
    bank_reference TEXT NOT NULL,
    clawbacks TEXT NOT NULL,
    end_reason TEXT NOT NULL,
    sample BOOLEAN NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (consortium_id, id),
    UNIQUE (consortium_id, number),
    UNIQUE (consortium_id, class_id),
    UNIQUE (consortium_id, code),
    FOREIGN KEY (consortium_id, class_id) REFERENCES training_classes (consortium_id, id),
    FOREIGN KEY (consortium_id, provider_id) REFERENCES organisations (consortium_id, id),
    FOREIGN KEY (consortium_id, policy_id) REFERENCES subsidy_policies (consortium_id, id),
    FOREIGN KEY (consortium_id, round_id) REFERENCES subsidy_rounds (consortium_id, id),
    CONSTRAINT subsidy_sums CHECK (due_fen >= 0 AND due_fen <= claimed_fen AND paid_fen <= due_fen AND back_fen >= 0 AND back_fen <= paid_fen)
);
CREATE INDEX subsidy_claims_state ON subsidy_claims (consortium_id, state, closes_on);
CREATE INDEX subsidy_claims_provider ON subsidy_claims (consortium_id, provider_id, closes_on);
CREATE INDEX subsidy_claims_round ON subsidy_claims (consortium_id, round_id);

CREATE TABLE subsidy_lines (
    consortium_id BIGINT NOT NULL,
    id UUID NOT NULL,
    claim_id UUID NOT NULL,
    place BIGINT NOT NULL,
    enrolment_id UUID NOT NULL,
    trainee_id UUID NOT NULL,
    result TEXT NOT NULL,
    hours BIGINT NOT NULL,
    counted BOOLEAN NOT NULL,
    amount_fen BIGINT NOT NULL,
    steps TEXT NOT NULL,
    findings TEXT NOT NULL,
    rejected BOOLEAN NOT NULL,
    reason TEXT NOT NULL,
    sampled BOOLEAN NOT NULL,
    assured TEXT NOT NULL,
    assured_reason TEXT NOT NULL,
    back_fen BIGINT NOT NULL,
    PRIMARY KEY (consortium_id, id),
    UNIQUE (consortium_id, claim_id, enrolment_id),
    FOREIGN KEY (consortium_id, claim_id) REFERENCES subsidy_claims (consortium_id, id),
    FOREIGN KEY (consortium_id, enrolment_id) REFERENCES training_enrolments (consortium_id, id),
    CONSTRAINT subsidy_line_sums CHECK (amount_fen >= 0 AND back_fen >= 0 AND back_fen <= amount_fen)
);
CREATE INDEX subsidy_lines_trainee ON subsidy_lines (consortium_id, trainee_id);
CREATE INDEX subsidy_lines_claim ON subsidy_lines (consortium_id, claim_id, place);

CREATE TABLE subsidy_years (
    consortium_id BIGINT NOT NULL,
    year BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (consortium_id, year)
);
-- tenant: subsidy_policies, subsidy_rounds, subsidy_claims, subsidy_lines, subsidy_years

-- +goose Down
DROP TABLE subsidy_years;
DROP TABLE subsidy_lines;
DROP TABLE subsidy_claims;
DROP TABLE subsidy_rounds;
DROP TABLE subsidy_policies;
