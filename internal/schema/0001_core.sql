-- +goose Up
CREATE TABLE consortia (
    id BIGINT NOT NULL PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    body_id UUID NOT NULL,
    settings TEXT NOT NULL,
    sample BOOLEAN NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE organisations (
    consortium_id BIGINT NOT NULL,
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    name TEXT NOT NULL,
    name_en TEXT NOT NULL,
    kind TEXT NOT NULL,
    credit_code TEXT,
    division_code TEXT NOT NULL,
    industry TEXT NOT NULL,
    industry_code TEXT NOT NULL,
    specialised_sme BOOLEAN NOT NULL,
    staff_count BIGINT NOT NULL,
    contact TEXT NOT NULL,
    phone TEXT NOT NULL,
    sample BOOLEAN NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (consortium_id, id),
    FOREIGN KEY (consortium_id) REFERENCES consortia (id),
    UNIQUE (consortium_id, credit_code)
);
CREATE INDEX organisations_kind ON organisations (consortium_id, kind, name);

CREATE TABLE facts (
    consortium_id BIGINT NOT NULL,
    id UUID NOT NULL,
    seq BIGINT NOT NULL,
    kind TEXT NOT NULL,
    counts_on DATE NOT NULL,
    recorded_at TIMESTAMPTZ NOT NULL,
    quantity BIGINT NOT NULL,
    unit TEXT NOT NULL,
    scope TEXT NOT NULL,
    owner_id UUID,
    subject_id UUID,
    dims TEXT NOT NULL,
    record_kind TEXT NOT NULL,
    record_id UUID NOT NULL,
    evidence_id UUID,
    person_id UUID,
    reverses_id UUID,
    reason TEXT NOT NULL,
    PRIMARY KEY (consortium_id, id),
    UNIQUE (consortium_id, seq),
    UNIQUE (consortium_id, reverses_id)
);
CREATE INDEX facts_kind ON facts (consortium_id, kind, counts_on);
CREATE INDEX facts_subject ON facts (consortium_id, subject_id, kind);
CREATE INDEX facts_owner ON facts (consortium_id, owner_id);
CREATE INDEX facts_record ON facts (consortium_id, record_kind, record_id);

CREATE TABLE timeline (
    consortium_id BIGINT NOT NULL,
    id UUID NOT NULL,
    record_kind TEXT NOT NULL,
    record_id UUID NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    person_id UUID,
    person_name TEXT NOT NULL,
    role TEXT NOT NULL,
    organisation TEXT NOT NULL,
    verb TEXT NOT NULL,
    args TEXT NOT NULL,
    message TEXT NOT NULL,
    waits BOOLEAN NOT NULL,
    PRIMARY KEY (consortium_id, id)
);
CREATE INDEX timeline_record ON timeline (consortium_id, record_kind, record_id, at);

CREATE TABLE todos (
    consortium_id BIGINT NOT NULL,
    id UUID NOT NULL,
    record_kind TEXT NOT NULL,
    record_id UUID NOT NULL,
    step TEXT NOT NULL,
    args TEXT NOT NULL,
    organisation_id UUID,
    role TEXT NOT NULL,
    person_id UUID,
    due_on DATE,
    escalate_to TEXT NOT NULL,
    escalated BOOLEAN NOT NULL,
    opened_at TIMESTAMPTZ NOT NULL,
    closed_at TIMESTAMPTZ,
    PRIMARY KEY (consortium_id, id)
);
CREATE INDEX todos_record ON todos (consortium_id, record_kind, record_id);
CREATE INDEX todos_open ON todos (consortium_id, closed_at, person_id, organisation_id, role);
CREATE INDEX todos_due ON todos (consortium_id, closed_at, due_on, opened_at, id);

CREATE TABLE notices (
    consortium_id BIGINT NOT NULL,
    id UUID NOT NULL,
    record_kind TEXT NOT NULL,
    record_id UUID NOT NULL,
    key TEXT NOT NULL,
    args TEXT NOT NULL,
    organisation_id UUID,
    role TEXT NOT NULL,
    person_id UUID,
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (consortium_id, id)
);
CREATE INDEX notices_at ON notices (consortium_id, at);
CREATE INDEX notices_for ON notices (consortium_id, person_id, organisation_id, role, at);

CREATE TABLE notice_reads (
    consortium_id BIGINT NOT NULL,
    person_id UUID NOT NULL,
    read_until TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (consortium_id, person_id)
);

CREATE TABLE turns (
    consortium_id BIGINT NOT NULL,
    record_kind TEXT NOT NULL,
    record_id UUID NOT NULL,
    with_id UUID,
    lapses_on DATE,
    state TEXT NOT NULL,
    PRIMARY KEY (consortium_id, record_kind, record_id)
);
CREATE INDEX turns_with ON turns (consortium_id, with_id);
CREATE INDEX turns_lapse ON turns (consortium_id, lapses_on);

CREATE TABLE jobs (
    consortium_id BIGINT NOT NULL,
    id UUID NOT NULL,
    kind TEXT NOT NULL,
    args TEXT NOT NULL,
    state TEXT NOT NULL,
    attempt BIGINT NOT NULL,
    run_at TIMESTAMPTZ NOT NULL,
    lease_until TIMESTAMPTZ,
    unique_key TEXT,
    person_id UUID,
    done BIGINT NOT NULL,
    total BIGINT NOT NULL,
    resume_at TEXT NOT NULL,
    problem TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ,
    PRIMARY KEY (consortium_id, id),
    UNIQUE (consortium_id, unique_key)
);
CREATE INDEX jobs_due ON jobs (consortium_id, state, run_at);

CREATE TABLE once_keys (
    consortium_id BIGINT NOT NULL,
    key TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (consortium_id, key)
);

CREATE TABLE numbers (
    consortium_id BIGINT NOT NULL,
    series TEXT NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (consortium_id, series)
);
-- tenant: organisations, facts, timeline, todos, notices, notice_reads, turns, jobs, once_keys, numbers

-- +goose Down
DROP TABLE numbers;
DROP TABLE once_keys;
DROP TABLE jobs;
DROP TABLE turns;
DROP TABLE notice_reads;
DROP TABLE notices;
DROP TABLE todos;
DROP TABLE timeline;
DROP TABLE facts;
DROP TABLE organisations;
DROP TABLE consortia;
