-- +goose Up
-- Quantities of one kind of order lie together: training is asked for in larger
-- numbers than people, so that a list of the largest orders of people walked past
-- all of training.
CREATE INDEX orders_kind_quantity ON orders (consortium_id, kind, quantity, id, state, mode, industry, visibility, opened_at, enterprise_id);
CREATE INDEX orders_public_kind_quantity ON orders (consortium_id, kind, quantity, id, state, mode, industry, opened_at, enterprise_id) WHERE visibility = 'public';

-- +goose Down
DROP INDEX orders_public_kind_quantity;
DROP INDEX orders_kind_quantity;
