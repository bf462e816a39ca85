-- +goose Up
-- The ways by which somebody who does not see all orders finds those that they
-- may see: the own ones, those shown to the own school, and those that are public,
-- in each order of the list.
CREATE INDEX orders_own ON orders (consortium_id, enterprise_id, id);
CREATE INDEX order_schools_school ON order_schools (consortium_id, school_id, order_id);
CREATE INDEX orders_public_created ON orders (consortium_id, created_at, id, state, kind, mode, industry, opened_at, enterprise_id) WHERE visibility = 'public';
CREATE INDEX orders_public_confirmed ON orders (consortium_id, confirmed_at, id, state, kind, mode, industry, opened_at, enterprise_id) WHERE visibility = 'public';
CREATE INDEX orders_public_until ON orders (consortium_id, valid_until, id, state, kind, mode, industry, opened_at, enterprise_id) WHERE visibility = 'public';
CREATE INDEX orders_public_quantity ON orders (consortium_id, quantity, id, state, kind, mode, industry, opened_at, enterprise_id) WHERE visibility = 'public';
CREATE INDEX orders_public_title ON orders (consortium_id, title, id, state, kind, mode, industry, opened_at, enterprise_id) WHERE visibility = 'public';
CREATE INDEX orders_public_number ON orders (consortium_id, number, id, state, kind, mode, industry, opened_at, enterprise_id) WHERE visibility = 'public';
-- The cohorts of a programme that an order could be offered.
CREATE INDEX cohorts_programme ON cohorts (consortium_id, programme_id, state);

-- +goose Down
DROP INDEX cohorts_programme;
DROP INDEX orders_public_number;
DROP INDEX orders_public_title;
DROP INDEX orders_public_quantity;
DROP INDEX orders_public_until;
DROP INDEX orders_public_confirmed;
DROP INDEX orders_public_created;
DROP INDEX order_schools_school;
DROP INDEX orders_own;
