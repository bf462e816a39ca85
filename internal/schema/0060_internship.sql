-- +goose Up
CREATE TABLE students (
    consortium_id BIGINT NOT NULL,
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    sample BOOLEAN NOT NULL,
    erased_at TIMESTAMPTZ,
    created_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (consortium_id, id)
);

CREATE TABLE student_identities (
    consortium_id BIGINT NOT NULL,
    student_id UUID NOT NULL,
    name TEXT NOT NULL,
    id_number TEXT NOT NULL,
    sex TEXT NOT NULL,
    birth_on DATE NOT NULL,
    PRIMARY KEY (consortium_id, student_id),
    UNIQUE (consortium_id, id_number),
    FOREIGN KEY (consortium_id, student_id) REFERENCES students (consortium_id, id)
);

CREATE TABLE internships (
    consortium_id BIGINT NOT NULL,
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    student_id UUID NOT NULL,
    school_id UUID NOT NULL,
    host_id UUID NOT NULL,
    nature TEXT NOT NULL,
    post TEXT NOT NULL,
    from_on DATE NOT NULL,
    until_on DATE NOT NULL,
    days TEXT NOT NULL,
    starts_minute BIGINT NOT NULL,
    ends_minute BIGINT NOT NULL,
    hours BIGINT NOT NULL,
    class_name TEXT NOT NULL,
    agreement_no TEXT NOT NULL,
    exception TEXT NOT NULL,
    findings TEXT NOT NULL,
    ended_on DATE,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    sample BOOLEAN NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (consortium_id, id),
    FOREIGN KEY (consortium_id, student_id) REFERENCES students (consortium_id, id),
    FOREIGN KEY (consortium_id, school_id) REFERENCES organisations (consortium_id, id),
    FOREIGN KEY (consortium_id, host_id) REFERENCES organisations (consortium_id, id)
);
CREATE INDEX internships_from ON internships (consortium_id, from_on);
CREATE INDEX internships_state ON internships (consortium_id, state, from_on);
CREATE INDEX internships_student ON internships (consortium_id, student_id);
CREATE INDEX internships_school ON internships (consortium_id, school_id, from_on);
CREATE INDEX internships_host ON internships (consortium_id, host_id, from_on);
-- tenant: students, student_identities, internships

-- +goose Down
DROP TABLE internships;
DROP TABLE student_identities;
DROP TABLE students;
