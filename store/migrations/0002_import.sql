-- Where lists come from, and what became of each file and row.

CREATE TABLE source (
    id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    name TEXT NOT NULL,
    door TEXT NOT NULL,
    mapping TEXT,
    created_at {int} NOT NULL,
    UNIQUE (regency, name)
);

CREATE TABLE import (
    id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    source_id {uuid} NOT NULL REFERENCES source (id),
    account_id {uuid},
    file_name TEXT NOT NULL,
    file_hash {bytes} NOT NULL,
    state TEXT NOT NULL,
    mapping TEXT NOT NULL,
    -- Rows up to and including this one are committed: where a killed import goes on.
    done_rows {int} NOT NULL,
    new_rows {int} NOT NULL,
    updated_rows {int} NOT NULL,
    unchanged_rows {int} NOT NULL,
    rejected_rows {int} NOT NULL,
    started_at {int} NOT NULL,
    finished_at {int},
    undone_at {int}
);
CREATE INDEX import_source ON import (regency, source_id, started_at);

-- Only rows which somebody must look at; the others are counted.
CREATE TABLE import_row (
    import_id {uuid} NOT NULL REFERENCES import (id),
    sheet TEXT NOT NULL,
    row {int} NOT NULL,
    outcome TEXT NOT NULL,
    business_id {uuid},
    cells TEXT NOT NULL,
    problems TEXT NOT NULL,
    PRIMARY KEY (import_id, sheet, row)
);

-- Which business a source's row is, and what it said last: the same file twice changes nothing.
CREATE TABLE source_key (
    regency {key} NOT NULL,
    source_id {uuid} NOT NULL,
    key {bytes} NOT NULL,
    business_id {uuid} NOT NULL,
    content {bytes} NOT NULL,
    PRIMARY KEY (regency, source_id, key)
) {clustered};
