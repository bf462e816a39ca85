-- +goose Up
CREATE TABLE training_providers (
    consortium_id BIGINT NOT NULL,
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    organisation_id UUID NOT NULL,
    permitted TEXT NOT NULL,
    basic BOOLEAN NOT NULL,
    from_on DATE NOT NULL,
    until_on DATE,
    document TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (consortium_id, id),
    UNIQUE (consortium_id, organisation_id),
    FOREIGN KEY (consortium_id, organisation_id) REFERENCES organisations (consortium_id, id)
);

CREATE TABLE training_teachers (
    consortium_id BIGINT NOT NULL,
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    organisation_id UUID NOT NULL,
    name TEXT NOT NULL,
    qualification TEXT NOT NULL,
    phone TEXT NOT NULL,
    gone BOOLEAN NOT NULL,
    PRIMARY KEY (consortium_id, id),
    UNIQUE (consortium_id, organisation_id, name),
    FOREIGN KEY (consortium_id, organisation_id) REFERENCES organisations (consortium_id, id)
);

CREATE TABLE training_classes (
    consortium_id BIGINT NOT NULL,
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    number TEXT NOT NULL,
    name TEXT NOT NULL,
    provider_id UUID NOT NULL,
    category TEXT NOT NULL,
    occupation TEXT NOT NULL,
    level TEXT NOT NULL,
    subsidised BOOLEAN NOT NULL,
    fund TEXT NOT NULL,
    industry TEXT NOT NULL,
    opens_on DATE NOT NULL,
    closes_on DATE NOT NULL,
    hours BIGINT NOT NULL,
    seats BIGINT NOT NULL,
    enrolled BIGINT NOT NULL,
    place TEXT NOT NULL,
    plan TEXT NOT NULL,
    exam_on DATE,
    exception TEXT NOT NULL,
    findings TEXT NOT NULL,
    order_id UUID,
    state TEXT NOT NULL,
    registered BOOLEAN NOT NULL,
    filed_on DATE,
    approved_on DATE,
    completed_on DATE,
    end_reason TEXT NOT NULL,
    code TEXT,
    sample BOOLEAN NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (consortium_id, id),
    UNIQUE (consortium_id, number),
    UNIQUE (consortium_id, code),
    FOREIGN KEY (consortium_id, provider_id) REFERENCES organisations (consortium_id, id),
    CONSTRAINT training_places CHECK (enrolled >= 0 AND (seats = 0 OR enrolled <= seats))
);
CREATE INDEX training_classes_opens ON training_classes (consortium_id, opens_on);
CREATE INDEX training_classes_state ON training_classes (consortium_id, state, opens_on);
CREATE INDEX training_classes_provider ON training_classes (consortium_id, provider_id, opens_on);

CREATE TABLE training_sessions (
    consortium_id BIGINT NOT NULL,
    id UUID NOT NULL,
    class_id UUID NOT NULL,
    held_on DATE NOT NULL,
    from_minute BIGINT NOT NULL,
    to_minute BIGINT NOT NULL,
    hours BIGINT NOT NULL,
    topic TEXT NOT NULL,
    teacher_id UUID,
    place TEXT NOT NULL,
    PRIMARY KEY (consortium_id, id),
    FOREIGN KEY (consortium_id, class_id) REFERENCES training_classes (consortium_id, id),
    FOREIGN KEY (consortium_id, teacher_id) REFERENCES training_teachers (consortium_id, id)
);
CREATE INDEX training_sessions_class ON training_sessions (consortium_id, class_id, held_on);
CREATE INDEX training_sessions_teacher ON training_sessions (consortium_id, teacher_id, held_on);

CREATE TABLE trainees (
    consortium_id BIGINT NOT NULL,
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    kind_of_person TEXT NOT NULL,
    employment TEXT NOT NULL,
    sample BOOLEAN NOT NULL,
    erased_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (consortium_id, id)
);

CREATE TABLE trainee_identities (
    consortium_id BIGINT NOT NULL,
    trainee_id UUID NOT NULL,
    name TEXT NOT NULL,
    id_number TEXT NOT NULL,
    phone TEXT NOT NULL,
    sex TEXT NOT NULL,
    birth_on DATE NOT NULL,
    bank_account TEXT NOT NULL,
    person_id UUID,
    PRIMARY KEY (consortium_id, trainee_id),
    UNIQUE (consortium_id, id_number),
    FOREIGN KEY (consortium_id, trainee_id) REFERENCES trainees (consortium_id, id)
);
CREATE INDEX trainee_identities_phone ON trainee_identities (consortium_id, phone);
CREATE INDEX trainee_identities_person ON trainee_identities (consortium_id, person_id);

CREATE TABLE training_enrolments (
    consortium_id BIGINT NOT NULL,
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    class_id UUID NOT NULL,
    trainee_id UUID NOT NULL,
    state TEXT NOT NULL,
    source TEXT NOT NULL,
    enrolled_on DATE NOT NULL,
    hours BIGINT NOT NULL,
    score BIGINT NOT NULL,
    certificate_no TEXT,
    certificate_code TEXT,
    certified_on DATE,
    findings TEXT NOT NULL,
    reason TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (consortium_id, id),
    UNIQUE (consortium_id, class_id, trainee_id),
    UNIQUE (consortium_id, certificate_no),
    UNIQUE (consortium_id, certificate_code),
    FOREIGN KEY (consortium_id, class_id) REFERENCES training_classes (consortium_id, id),
    FOREIGN KEY (consortium_id, trainee_id) REFERENCES trainees (consortium_id, id)
);
CREATE INDEX training_enrolments_trainee ON training_enrolments (consortium_id, trainee_id);
-- tenant: training_providers, training_teachers, training_classes, training_sessions, trainees, trainee_identities, training_enrolments

-- +goose Down
DROP TABLE training_enrolments;
DROP TABLE trainee_identities;
DROP TABLE trainees;
DROP TABLE training_sessions;
DROP TABLE training_classes;
DROP TABLE training_teachers;
DROP TABLE training_providers;
