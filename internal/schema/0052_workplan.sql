-- +goose Up
CREATE TABLE work_plans (
    consortium_id BIGINT NOT NULL,
    id UUID NOT NULL,
    version BIGINT NOT NULL,
    year BIGINT NOT NULL,
    title TEXT NOT NULL,
    items TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    editions BIGINT NOT NULL,
    result TEXT NOT NULL,
    concluded TEXT NOT NULL,
    sample BOOLEAN NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (consortium_id, id),
    UNIQUE (consortium_id, year)
);

CREATE TABLE work_plan_editions (
    consortium_id BIGINT NOT NULL,
    plan_id UUID NOT NULL,
    no BIGINT NOT NULL,
    decision TEXT NOT NULL,
    reason TEXT NOT NULL,
    title TEXT NOT NULL,
    items TEXT NOT NULL,
    PRIMARY KEY (consortium_id, plan_id, no),
    FOREIGN KEY (consortium_id, plan_id) REFERENCES work_plans (consortium_id, id)
);

CREATE TABLE work_plan_items (
    consortium_id BIGINT NOT NULL,
    id UUID NOT NULL,
    plan_id UUID NOT NULL,
    light TEXT NOT NULL,
    why TEXT NOT NULL,
    since_on DATE,
    said TEXT NOT NULL,
    said_by TEXT NOT NULL,
    said_on DATE,
    PRIMARY KEY (consortium_id, id),
    FOREIGN KEY (consortium_id, plan_id) REFERENCES work_plans (consortium_id, id)
);
CREATE INDEX work_plan_items_plan ON work_plan_items (consortium_id, plan_id);

CREATE TABLE work_plan_reports (
    consortium_id BIGINT NOT NULL,
    id UUID NOT NULL,
    item_id UUID NOT NULL,
    counts_on DATE NOT NULL,
    value BIGINT NOT NULL,
    note TEXT NOT NULL,
    file_id UUID NOT NULL,
    person_id UUID,
    person_name TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (consortium_id, id),
    FOREIGN KEY (consortium_id, item_id) REFERENCES work_plan_items (consortium_id, id)
);
CREATE INDEX work_plan_reports_item ON work_plan_reports (consortium_id, item_id, counts_on, at);
-- tenant: work_plans, work_plan_editions, work_plan_items, work_plan_reports

-- +goose Down
DROP TABLE work_plan_reports;
DROP TABLE work_plan_items;
DROP TABLE work_plan_editions;
DROP TABLE work_plans;
