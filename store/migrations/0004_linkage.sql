-- Outside lists, what they were linked to, who decided so, which businesses were found to be one, and campaigns.

-- A list that comes from elsewhere, month after month: the merchant list of a platform, a register of permits, a list
-- of aid. Its name, door and authority are those of its source.
CREATE TABLE outside_list (
    source_id {uuid} PRIMARY KEY REFERENCES source (id),
    regency {key} NOT NULL,
    kind {key} NOT NULL,
    -- From this probability a link is taken without a reader; from the other one readers are asked; below the third
    -- two readers must agree.
    accept_at {real} NOT NULL,
    review_at {real} NOT NULL,
    second_below {real} NOT NULL,
    created_at {int} NOT NULL
);
CREATE INDEX outside_list_kind ON outside_list (regency, kind);

-- One file of an outside list: its edition of a day.
CREATE TABLE list_edition (
    id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    source_id {uuid} NOT NULL REFERENCES source (id),
    account_id {uuid},
    file_name TEXT NOT NULL,
    file_hash {bytes} NOT NULL,
    stated_on TEXT NOT NULL,
    layout TEXT NOT NULL,
    state {key} NOT NULL,
    rows_at_most {int} NOT NULL,
    -- Rows up to and including this one are committed: where a killed run goes on.
    done_rows {int} NOT NULL,
    refused_rows {int} NOT NULL,
    pairs_at_most {int} NOT NULL,
    done_pairs {int} NOT NULL,
    -- What changed against the edition before, as JSON; written at the end.
    changes TEXT,
    failure TEXT,
    started_at {int} NOT NULL,
    finished_at {int}
);
CREATE INDEX list_edition_newest ON list_edition (regency, started_at);
CREATE INDEX list_edition_source ON list_edition (regency, source_id, started_at);

-- A row of an outside list, through all its editions. What is compared has columns; the cells stand beside them as
-- they came, less identity numbers: of a NIK only its keyed hash is kept.
CREATE TABLE list_row (
    id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    source_id {uuid} NOT NULL REFERENCES source (id),
    row_key {int} NOT NULL,
    content {int} NOT NULL,
    name TEXT,
    owner TEXT,
    phone TEXT,
    nik_hash {bytes},
    nib TEXT,
    region {key},
    place TEXT,
    address TEXT,
    facts TEXT NOT NULL,
    cells TEXT NOT NULL,
    first_edition {uuid} NOT NULL,
    changed_edition {uuid} NOT NULL,
    last_edition {uuid} NOT NULL,
    first_on TEXT NOT NULL,
    last_on TEXT NOT NULL,
    -- The edition that no longer had it, and its day.
    gone_edition {uuid},
    gone_on TEXT,
    UNIQUE (regency, source_id, row_key)
);
CREATE INDEX list_row_edition ON list_row (regency, source_id, last_edition);

-- Two records that may be one: a row of a list and a business (kind link), or two businesses (kind duplicate).
CREATE TABLE record_pair (
    id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    kind {key} NOT NULL,
    source_id {uuid},
    left_id {uuid} NOT NULL,
    business_id {uuid} NOT NULL,
    probability {real} NOT NULL,
    weight {real} NOT NULL,
    reasons TEXT NOT NULL,
    -- proposed, second (one reader said the same, another must look), unsure, accepted, rejected; ended and dropped are
    -- pairs whose row is gone, or which the linkage itself no longer proposes.
    state {key} NOT NULL,
    by_reader {bool} NOT NULL,
    needs {int} NOT NULL,
    -- The edition (or search for duplicates) that last changed it.
    edition_id {uuid},
    -- What an accepted link says of the business, and the statement that says it.
    said TEXT,
    statement_id {uuid},
    made_at {int} NOT NULL,
    decided_at {int},
    UNIQUE (regency, left_id, business_id)
);
CREATE INDEX record_pair_queue ON record_pair (regency, kind, state, probability);
CREATE INDEX record_pair_source ON record_pair (regency, source_id, state);
CREATE INDEX record_pair_business ON record_pair (regency, business_id);

-- What readers said of a pair, one after the other. Append-only but for taking one's own answer back.
CREATE TABLE pair_decision (
    seq {identity},
    regency {key} NOT NULL,
    pair_id {uuid} NOT NULL REFERENCES record_pair (id),
    account_id {uuid} NOT NULL,
    answer TEXT NOT NULL,
    decided_at {int} NOT NULL,
    undone_at {int}
);
CREATE INDEX pair_decision_pair ON pair_decision (regency, pair_id);
CREATE INDEX pair_decision_account ON pair_decision (regency, account_id, seq);

-- Two businesses found to be one. Nothing that was said is rewritten: while a merge stands, what is said about the
-- merged one counts for the kept one by this reference, and undoing it puts the merged one back under its old keys.
CREATE TABLE business_merge (
    id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    kept_id {uuid} NOT NULL,
    merged_id {uuid} NOT NULL,
    pair_id {uuid},
    merged_seq {int} NOT NULL,
    merged_owner_id {uuid},
    merged_created_at {int} NOT NULL,
    -- Whether the kept one had no owner and took the merged one's.
    took_owner {bool} NOT NULL,
    account_id {uuid},
    merged_at {int} NOT NULL,
    undone_at {int},
    undone_by {uuid}
);
CREATE UNIQUE INDEX business_merge_merged ON business_merge (regency, merged_id) WHERE undone_at IS NULL;
CREATE INDEX business_merge_kept ON business_merge (regency, kept_id) WHERE undone_at IS NULL;
CREATE INDEX business_merge_newest ON business_merge (regency, merged_at);
CREATE INDEX business_merge_owner ON business_merge (regency, merged_owner_id) WHERE merged_owner_id IS NOT NULL;
CREATE INDEX business_merge_seq ON business_merge (merged_seq);

-- Who is on which channel or register, since when, and last seen when: the evidence behind the facts, and a view, so
-- that it cannot disagree with the links it rests on.
CREATE VIEW presence AS
SELECT p.regency, p.business_id, l.kind AS channel, p.source_id, p.id AS pair_id, r.id AS row_id, r.name,
       r.first_on, r.last_on, r.gone_on
FROM record_pair p
JOIN list_row r ON r.regency = p.regency AND r.id = p.left_id
JOIN outside_list l ON l.source_id = p.source_id
WHERE p.kind = 'link' AND p.state IN ('accepted', 'ended');

-- A list of businesses that somebody goes and sees, and what becomes of them month by month.
CREATE TABLE campaign (
    id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    name TEXT NOT NULL,
    filter TEXT NOT NULL,
    account_id {uuid},
    created_at {int} NOT NULL,
    closed_at {int}
);
CREATE INDEX campaign_newest ON campaign (regency, created_at);

CREATE TABLE campaign_member (
    regency {key} NOT NULL,
    campaign_id {uuid} NOT NULL REFERENCES campaign (id),
    business_id {uuid} NOT NULL,
    region {key} NOT NULL,
    mentor_id {uuid},
    PRIMARY KEY (regency, campaign_id, business_id)
);
CREATE INDEX campaign_member_mentor ON campaign_member (regency, mentor_id) WHERE mentor_id IS NOT NULL;

CREATE TABLE campaign_outcome (
    regency {key} NOT NULL,
    campaign_id {uuid} NOT NULL REFERENCES campaign (id),
    business_id {uuid} NOT NULL,
    month {key} NOT NULL,
    outcome TEXT NOT NULL,
    note TEXT NOT NULL,
    account_id {uuid},
    noted_at {int} NOT NULL,
    PRIMARY KEY (regency, campaign_id, business_id, month)
);
