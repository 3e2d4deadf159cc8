-- What the engine is busy with between reading rows and writing pairs, so that a page can say it whichever process
-- does the work.
ALTER TABLE list_edition ADD COLUMN stage TEXT;
ALTER TABLE list_edition ADD COLUMN stage_done {int} NOT NULL DEFAULT 0;
ALTER TABLE list_edition ADD COLUMN stage_total {int} NOT NULL DEFAULT 0;

-- One look through the registry for businesses that stand in it twice.
CREATE TABLE duplicate_search (
    id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    account_id {uuid},
    state {key} NOT NULL,
    stage TEXT,
    stage_done {int} NOT NULL,
    stage_total {int} NOT NULL,
    pairs_at_most {int} NOT NULL,
    done_pairs {int} NOT NULL,
    -- Pairs newly put before readers, and pairs no longer proposed.
    proposed {int} NOT NULL,
    dropped {int} NOT NULL,
    failure TEXT,
    started_at {int} NOT NULL,
    finished_at {int}
);
CREATE INDEX duplicate_search_newest ON duplicate_search (regency, started_at);

-- Who closed a campaign, and what they wrote at its end.
ALTER TABLE campaign ADD COLUMN closed_by {uuid};
ALTER TABLE campaign ADD COLUMN closing TEXT;

-- Rows whose NIK is a sample that can be nobody's: a list of real people has none.
ALTER TABLE import ADD COLUMN specimen_rows {int} NOT NULL DEFAULT 0;
