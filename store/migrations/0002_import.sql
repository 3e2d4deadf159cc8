-- Where lists come from, and what became of each file and row.

CREATE TABLE source (
    id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    name TEXT NOT NULL,
    door TEXT NOT NULL,
    -- Facts for which this list is the authority (OSS for nib), as ids with a space between.
    authority TEXT NOT NULL DEFAULT '',
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
    -- The day for which the file's facts hold.
    stated_on TEXT NOT NULL,
    -- The mapping as it was laid over this file, so that a resumed import reads it the very same way.
    layout TEXT NOT NULL,
    -- Facts whose bad cells do not refuse a row of this import.
    forgiven TEXT NOT NULL,
    state TEXT NOT NULL,
    rows_at_most {int} NOT NULL,
    -- Rows up to and including this one are committed: where a killed import goes on.
    done_rows {int} NOT NULL,
    new_rows {int} NOT NULL,
    updated_rows {int} NOT NULL,
    unchanged_rows {int} NOT NULL,
    rejected_rows {int} NOT NULL,
    skipped_rows {int} NOT NULL,
    noted_rows {int} NOT NULL,
    failure TEXT,
    started_at {int} NOT NULL,
    finished_at {int},
    undone_at {int}
);
CREATE INDEX import_newest ON import (regency, started_at);

-- Only rows which somebody must look at; the others are counted. The cells themselves are not copied: they may hold
-- a NIK, and the file is kept.
CREATE TABLE import_row (
    import_id {uuid} NOT NULL REFERENCES import (id),
    sheet {int} NOT NULL,
    row {int} NOT NULL,
    outcome TEXT NOT NULL,
    problems TEXT NOT NULL,
    PRIMARY KEY (import_id, sheet, row)
);

-- By what a row is recognised as a business already known: 64-bit keyed hashes of what identifies it (NIK, name and
-- village; the source's own number; NIB). The regency is hashed into the key and not a column, an exception to the
-- rule above: as an integer key the table stays small enough to be held in memory during a load of a million rows.
-- A key may outlive its business; whoever finds one looks whether the business is still there and fits.
CREATE TABLE identity_key (
    key {int} PRIMARY KEY,
    business_id {uuid} NOT NULL
);

-- Keyed hash of all that a row said, so that the same file twice changes nothing.
ALTER TABLE statement ADD COLUMN content {int};
