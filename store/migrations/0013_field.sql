-- What comes from phones that were offline, and the census as it is organised.

-- A phone of an account. Its key seals what lies on the phone; it is kept sealed by the master key, and given out again
-- after each sign-in until the phone is revoked.
CREATE TABLE sync_device (
    regency {key} NOT NULL,
    account_id {uuid} NOT NULL,
    device {uuid} NOT NULL,
    key_sealed {bytes} NOT NULL,
    -- Browser and system, in words its holder knows.
    name TEXT NOT NULL,
    app TEXT NOT NULL,
    -- By how many milliseconds its clock is ahead of ours.
    clock_offset {int} NOT NULL,
    made_at {int} NOT NULL,
    seen_at {int} NOT NULL,
    revoked_at {int},
    revoked_by {uuid},
    PRIMARY KEY (regency, account_id, device)
);

-- Every item that was kept: its id, made on the phone, is what makes sending it again harmless.
CREATE TABLE sync_item (
    id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    account_id {uuid} NOT NULL,
    device {uuid} NOT NULL,
    collection {key} NOT NULL,
    entity {uuid} NOT NULL,
    place {int} NOT NULL,
    -- accepted or conflict
    state {key} NOT NULL,
    version {int} NOT NULL,
    -- Keyed hash of what it says, so that another content under the same id is seen.
    hash {bytes} NOT NULL,
    made_at {int} NOT NULL,
    came_at {int} NOT NULL
);
CREATE INDEX sync_item_entity ON sync_item (regency, entity, device);
CREATE INDEX sync_item_account ON sync_item (regency, account_id, came_at);

-- How often a thing was changed through its collection: what a phone saw is held against it.
CREATE TABLE sync_entity (
    regency {key} NOT NULL,
    collection {key} NOT NULL,
    entity {uuid} NOT NULL,
    version {int} NOT NULL,
    PRIMARY KEY (regency, collection, entity)
);

-- What could not be taken because somebody else was first: kept whole until somebody decides.
CREATE TABLE sync_conflict (
    item_id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    collection {key} NOT NULL,
    entity {uuid} NOT NULL,
    account_id {uuid} NOT NULL,
    device {uuid} NOT NULL,
    base {int} NOT NULL,
    version {int} NOT NULL,
    -- The item, sealed by the master key.
    item {bytes},
    came_at {int} NOT NULL,
    resolved_by {uuid},
    resolved_at {int}
);
CREATE INDEX sync_conflict_open ON sync_conflict (regency, collection, came_at) WHERE resolved_at IS NULL;
CREATE INDEX sync_conflict_entity ON sync_conflict (regency, entity);

-- A file on its way, or arrived. The bytes of one on its way lie beside the kept files.
CREATE TABLE sync_file (
    id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    account_id {uuid} NOT NULL,
    -- The item that names it; none if the file came first.
    item_id {uuid},
    entity {uuid},
    size {int} NOT NULL,
    sha256 {bytes} NOT NULL,
    -- awaited, partial, kept or refused
    state {key} NOT NULL,
    stored_id {uuid},
    -- Why it was refused, as a message in both languages.
    reason TEXT,
    changed_at {int} NOT NULL
);
CREATE INDEX sync_file_item ON sync_file (regency, item_id);
CREATE INDEX sync_file_waiting ON sync_file (regency, changed_at) WHERE state IN ('awaited', 'partial');

-- The number of the last change of a regency's census, raised by whoever changes something that phones pull. The row is
-- held until the change is committed, so that numbers are seen in their order.
CREATE TABLE field_stamp (
    regency {key} PRIMARY KEY,
    stamp {int} NOT NULL
);

-- Questionnaires of the office, beside those that come with the program.
CREATE TABLE field_form (
    regency {key} NOT NULL,
    id {key} NOT NULL,
    version {int} NOT NULL,
    text TEXT NOT NULL,
    account_id {uuid},
    added_at {int} NOT NULL,
    PRIMARY KEY (regency, id, version)
);

-- A round of the census.
CREATE TABLE field_round (
    id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    name TEXT NOT NULL,
    -- Name and version of its questionnaire.
    form {key} NOT NULL,
    source_id {uuid} NOT NULL REFERENCES source (id),
    opens_on {key} NOT NULL,
    closes_on {key} NOT NULL,
    closed_at {int},
    account_id {uuid},
    made_at {int} NOT NULL,
    UNIQUE (regency, name)
);

-- A part of a round: a village, or an RT or RW of one, and who goes there.
CREATE TABLE field_area (
    id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    round_id {uuid} NOT NULL REFERENCES field_round (id),
    region {key} NOT NULL,
    rt {key} NOT NULL,
    rw {key} NOT NULL,
    target {int} NOT NULL,
    account_id {uuid},
    -- Changes of the registry up to here are in its list.
    swept_at {int} NOT NULL,
    UNIQUE (round_id, region, rw, rt)
);
CREATE INDEX field_area_account ON field_area (regency, account_id) WHERE account_id IS NOT NULL;

-- The list of an area: which businesses are to be visited, and what came of it.
CREATE TABLE field_target (
    regency {key} NOT NULL,
    area_id {uuid} NOT NULL REFERENCES field_area (id),
    business_id {uuid} NOT NULL,
    -- to_visit, visited, refused or not_found
    state {key} NOT NULL,
    stamp {int} NOT NULL,
    gone {bool} NOT NULL,
    PRIMARY KEY (area_id, business_id)
);
CREATE INDEX field_target_stamp ON field_target (regency, area_id, stamp, business_id);
CREATE INDEX field_target_business ON field_target (regency, business_id);

-- A set of answers as it came, until it is taken as facts or refused; and what is measured of it.
CREATE TABLE field_answer (
    id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    round_id {uuid} NOT NULL REFERENCES field_round (id),
    area_id {uuid} NOT NULL REFERENCES field_area (id),
    entity {uuid} NOT NULL,
    -- The business, as far as known: before it is taken, what the phone said.
    business_id {uuid},
    account_id {uuid} NOT NULL,
    device {uuid} NOT NULL,
    form {key} NOT NULL,
    outcome {key} NOT NULL,
    -- waiting, taken, refused, replaced (by a later one), second (of a second visit)
    state {key} NOT NULL,
    -- Why it was refused, or could not be taken.
    reason TEXT,
    version {int} NOT NULL,
    -- Our time, by the phone's clock and how far that was off.
    started_at {int} NOT NULL,
    ended_at {int} NOT NULL,
    clock_offset {int} NOT NULL,
    latitude {real},
    longitude {real},
    accuracy {real},
    -- Keyed hash of the answers without place and person, to see one set repeated for many.
    content {bytes} NOT NULL,
    -- The answers, sealed by the master key; gone once the owner is erased.
    body {bytes},
    came_at {int} NOT NULL,
    decided_by {uuid},
    decided_at {int},
    -- The number by which its sender learns of the decision.
    stamp {int} NOT NULL
);
CREATE INDEX field_answer_waiting ON field_answer (regency, round_id, state, id);
CREATE INDEX field_answer_entity ON field_answer (regency, entity);
CREATE INDEX field_answer_business ON field_answer (regency, business_id);
CREATE INDEX field_answer_account ON field_answer (regency, account_id, stamp);
CREATE INDEX field_answer_area ON field_answer (regency, area_id);

-- Answer sets drawn for a second visit by somebody else.
CREATE TABLE field_revisit (
    id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    round_id {uuid} NOT NULL REFERENCES field_round (id),
    answer_id {uuid} NOT NULL REFERENCES field_answer (id),
    account_id {uuid},
    seed {key} NOT NULL,
    drawn_at {int} NOT NULL,
    -- The answer set of the second visit, and in how many of the compared questions the two agree.
    second_id {uuid},
    compared {int},
    agreed {int},
    UNIQUE (round_id, answer_id)
);
CREATE INDEX field_revisit_account ON field_revisit (regency, account_id);
