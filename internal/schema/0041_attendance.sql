-- +goose Up
CREATE TABLE attendance_secrets (
    consortium_id BIGINT NOT NULL,
    class_id UUID NOT NULL,
    secret TEXT NOT NULL,
    PRIMARY KEY (consortium_id, class_id),
    FOREIGN KEY (consortium_id, class_id) REFERENCES training_classes (consortium_id, id)
);

CREATE TABLE attendance_marks (
    consortium_id BIGINT NOT NULL,
    enrolment_id UUID NOT NULL,
    held_on DATE NOT NULL,
    half TEXT NOT NULL,
    source TEXT NOT NULL,
    class_id UUID NOT NULL,
    present BOOLEAN NOT NULL,
    device TEXT NOT NULL,
    marked_at TIMESTAMPTZ NOT NULL,
    person_id UUID,
    person_name TEXT NOT NULL,
    PRIMARY KEY (consortium_id, enrolment_id, held_on, half, source),
    FOREIGN KEY (consortium_id, enrolment_id) REFERENCES training_enrolments (consortium_id, id),
    FOREIGN KEY (consortium_id, class_id) REFERENCES training_classes (consortium_id, id)
);
CREATE INDEX attendance_marks_class ON attendance_marks (consortium_id, class_id, held_on);

CREATE TABLE attendance_leaves (
    consortium_id BIGINT NOT NULL,
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    class_id UUID NOT NULL,
    enrolment_id UUID NOT NULL,
    held_on DATE NOT NULL,
    half TEXT NOT NULL,
    reason TEXT NOT NULL,
    state TEXT NOT NULL,
    answer TEXT NOT NULL,
    asked_at TIMESTAMPTZ NOT NULL,
    decided_at TIMESTAMPTZ,
    PRIMARY KEY (consortium_id, id),
    UNIQUE (consortium_id, enrolment_id, held_on, half),
    FOREIGN KEY (consortium_id, enrolment_id) REFERENCES training_enrolments (consortium_id, id),
    FOREIGN KEY (consortium_id, class_id) REFERENCES training_classes (consortium_id, id)
);
CREATE INDEX attendance_leaves_class ON attendance_leaves (consortium_id, class_id, held_on);

CREATE TABLE attendance_inspections (
    consortium_id BIGINT NOT NULL,
    id UUID NOT NULL,
    class_id UUID NOT NULL,
    held_on DATE NOT NULL,
    half TEXT NOT NULL,
    heads BIGINT NOT NULL,
    remark TEXT NOT NULL,
    person_id UUID,
    person_name TEXT NOT NULL,
    inspected_at TIMESTAMPTZ NOT NULL,
    sample BOOLEAN NOT NULL,
    PRIMARY KEY (consortium_id, id),
    FOREIGN KEY (consortium_id, class_id) REFERENCES training_classes (consortium_id, id),
    CONSTRAINT attendance_heads CHECK (heads >= 0)
);
CREATE INDEX attendance_inspections_class ON attendance_inspections (consortium_id, class_id, held_on);

CREATE TABLE attendance_signals (
    consortium_id BIGINT NOT NULL,
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    class_id UUID NOT NULL,
    kind TEXT NOT NULL,
    finding TEXT NOT NULL,
    evidence TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    found_on DATE NOT NULL,
    decided_at TIMESTAMPTZ,
    person_name TEXT NOT NULL,
    PRIMARY KEY (consortium_id, id),
    FOREIGN KEY (consortium_id, class_id) REFERENCES training_classes (consortium_id, id)
);
CREATE INDEX attendance_signals_class ON attendance_signals (consortium_id, class_id);
CREATE INDEX attendance_signals_state ON attendance_signals (consortium_id, state, found_on);
-- tenant: attendance_secrets, attendance_marks, attendance_leaves, attendance_inspections, attendance_signals

-- +goose Down
DROP TABLE attendance_signals;
DROP TABLE attendance_inspections;
DROP TABLE attendance_leaves;
DROP TABLE attendance_marks;
DROP TABLE attendance_secrets;
