-- +goose Up
-- What is searched by words (decision 0022). A source is a kind of record whose
-- rows are its text of a query; it is indexed when it stands here, but for the
-- records that are pending.
CREATE TABLE search_sources (
    consortium_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    query TEXT NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (consortium_id, kind)
);
CREATE TABLE search_documents (
    consortium_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    number BIGINT NOT NULL,
    record_id UUID NOT NULL,
    owner_id UUID,
    text TEXT NOT NULL,
    PRIMARY KEY (consortium_id, kind, number),
    CONSTRAINT search_documents_record UNIQUE (consortium_id, kind, record_id)
);
CREATE INDEX search_documents_owner ON search_documents (consortium_id, owner_id);
CREATE TABLE search_pending (
    consortium_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    record_id UUID NOT NULL,
    PRIMARY KEY (consortium_id, kind, record_id)
);
-- The documents with a gram, of each 4,096 by number those that have it, two
-- characters each.
CREATE TABLE search_grams (
    consortium_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    gram TEXT NOT NULL,
    block BIGINT NOT NULL,
    documents TEXT NOT NULL,
    PRIMARY KEY (consortium_id, kind, gram, block)
);
-- tenant: search_sources, search_documents, search_pending, search_grams

-- +goose Down
DROP TABLE search_grams;
DROP TABLE search_pending;
DROP TABLE search_documents;
DROP TABLE search_sources;
