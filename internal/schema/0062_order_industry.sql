-- +goose Up
-- The number of orders of an industry is counted along an index of its own. It is
-- partial so that SQLite, which has no statistics here, takes it for a question
-- that says so (a count) and for no page, whose order other indexes hold.
CREATE INDEX orders_industry ON orders (consortium_id, industry, id, state, kind, mode, visibility, opened_at, enterprise_id) WHERE industry <> '';

-- +goose Down
DROP INDEX orders_industry;
