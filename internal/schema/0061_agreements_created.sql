-- +goose Up
-- The list of agreements as it opens carries what it is filtered by: the few that
-- are being made were looked for in the rows of all.
DROP INDEX agreements_created;
CREATE INDEX agreements_created ON agreements (consortium_id, created_at, id, state, type, with_id);

-- +goose Down
DROP INDEX agreements_created;
CREATE INDEX agreements_created ON agreements (consortium_id, created_at);
