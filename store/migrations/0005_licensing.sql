-- Cases: a permit being got for a business; the files brought for it, what is told to whom, and batch days.

CREATE TABLE licence_case (
    id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    business_id {uuid} NOT NULL,
    -- Where the business was when the case was opened, and its district: for accounts bound to one.
    region {key} NOT NULL,
    district {key} NOT NULL,
    -- Id of the rule whose step it carries out.
    permit {key} NOT NULL,
    -- The product it is for; empty if it is for the business as a whole.
    product {key} NOT NULL,
    state {key} NOT NULL,
    -- Whose turn it is: office, owner, outside, or none once it is closed.
    turn {key} NOT NULL,
    -- Goes up with every change: who has seen an older one is told.
    version {int} NOT NULL,
    officer_id {uuid},
    outside_system TEXT,
    outside_number TEXT,
    issued_number TEXT,
    issued_on TEXT,
    valid_until TEXT,
    -- Why it must be mended, was refused or was withdrawn.
    reason TEXT,
    -- The day by which whoever has the turn should have acted; 9999-12-31 if nobody is waited for.
    due_on {key} NOT NULL,
    -- Working days of the office's time that are used up, and since when the clock runs; NULL while it stands still.
    days_used {int} NOT NULL,
    clock_from TEXT,
    escalated_at {int},
    statement_id {uuid},
    opened_by {uuid},
    opened_at {int} NOT NULL,
    changed_at {int} NOT NULL,
    closed_at {int}
);
CREATE UNIQUE INDEX licence_case_one ON licence_case (regency, business_id, permit, product) WHERE closed_at IS NULL;
CREATE INDEX licence_case_business ON licence_case (regency, business_id, opened_at);
CREATE INDEX licence_case_turn ON licence_case (regency, turn, due_on, id);
CREATE INDEX licence_case_officer ON licence_case (regency, officer_id, turn, due_on, id);
CREATE INDEX licence_case_state ON licence_case (regency, state, due_on, id);
CREATE INDEX licence_case_district ON licence_case (regency, district, turn, due_on, id);
CREATE INDEX licence_case_issued ON licence_case (regency, permit, issued_on) WHERE issued_on IS NOT NULL;

-- How many cases there are, kept in the transaction that changes them: by officer ('' for nobody), district and state.
CREATE TABLE licence_case_count (
    regency {key} NOT NULL,
    district {key} NOT NULL,
    officer {key} NOT NULL,
    state {key} NOT NULL,
    turn {key} NOT NULL,
    n {int} NOT NULL,
    PRIMARY KEY (regency, district, officer, state, turn)
) {clustered};

CREATE TABLE licence_event (
    seq {identity},
    regency {key} NOT NULL,
    case_id {uuid} NOT NULL REFERENCES licence_case (id),
    at {int} NOT NULL,
    account_id {uuid},
    -- owner, office or system.
    side TEXT NOT NULL,
    event {key} NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    note TEXT
);
CREATE INDEX licence_event_case ON licence_event (regency, case_id, seq);

CREATE TABLE stored_file (
    id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    business_id {uuid} NOT NULL,
    -- What it was brought for, such as case:…
    about {key} NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    size {int} NOT NULL,
    hash {bytes} NOT NULL,
    -- The file's own key, wrapped; without it the bytes in the storage are noise.
    file_key {bytes},
    has_thumbnail {bool} NOT NULL,
    -- clean, or unscanned where no scanner is configured.
    scan TEXT NOT NULL,
    account_id {uuid},
    created_at {int} NOT NULL,
    erased_at {int}
);
CREATE INDEX stored_file_business ON stored_file (regency, business_id);
CREATE INDEX stored_file_about ON stored_file (regency, about);

CREATE TABLE licence_document (
    id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    case_id {uuid} NOT NULL REFERENCES licence_case (id),
    place {int} NOT NULL,
    -- What the rule asked for when the case was opened.
    name_id TEXT NOT NULL,
    name_en TEXT NOT NULL,
    file_id {uuid} REFERENCES stored_file (id),
    -- missing, new, good or bad.
    state {key} NOT NULL,
    -- What is wrong with it, in words for the owner.
    reason TEXT,
    seen_on_paper {bool} NOT NULL,
    reviewed_by {uuid},
    reviewed_at {int},
    changed_at {int} NOT NULL
);
CREATE INDEX licence_document_case ON licence_document (regency, case_id, place);

-- What was reminded of, so that nobody is told twice.
CREATE TABLE licence_reminder (
    regency {key} NOT NULL,
    business_id {uuid} NOT NULL,
    kind {key} NOT NULL,
    due_on {key} NOT NULL,
    sent_at {int} NOT NULL,
    PRIMARY KEY (regency, business_id, kind, due_on)
) {clustered};

CREATE TABLE batch_day (
    id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    name TEXT NOT NULL,
    permit {key} NOT NULL,
    region {key} NOT NULL,
    place TEXT NOT NULL,
    held_on {key} NOT NULL,
    starts_at TEXT NOT NULL,
    account_id {uuid},
    created_at {int} NOT NULL,
    closed_at {int}
);
CREATE INDEX batch_day_held ON batch_day (regency, held_on);

CREATE TABLE batch_guest (
    regency {key} NOT NULL,
    batch_id {uuid} NOT NULL REFERENCES batch_day (id),
    business_id {uuid} NOT NULL,
    region {key} NOT NULL,
    -- invited, present or absent.
    state {key} NOT NULL,
    case_id {uuid},
    account_id {uuid},
    changed_at {int} NOT NULL,
    PRIMARY KEY (regency, batch_id, business_id)
) {clustered};

CREATE TABLE notice (
    id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    account_id {uuid} NOT NULL REFERENCES account (id),
    kind {key} NOT NULL,
    -- What it is about and what its text needs, as JSON: no personal data but a business's name.
    about TEXT NOT NULL,
    created_at {int} NOT NULL,
    read_at {int}
);
CREATE INDEX notice_account ON notice (regency, account_id, created_at);
CREATE INDEX notice_unread ON notice (regency, account_id) WHERE read_at IS NULL;

CREATE TABLE delivery (
    id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    notice_id {uuid} NOT NULL REFERENCES notice (id),
    channel TEXT NOT NULL,
    -- waiting, sent or given_up.
    state {key} NOT NULL,
    outside_id TEXT,
    failure TEXT,
    created_at {int} NOT NULL,
    ended_at {int}
);
CREATE INDEX delivery_notice ON delivery (regency, notice_id);

-- By which way an account wants to hear; without a row, in the hall only.
CREATE TABLE notify_choice (
    account_id {uuid} PRIMARY KEY REFERENCES account (id),
    channel TEXT NOT NULL,
    email TEXT,
    -- Hours of the day in Jakarta between which nothing is sent; equal hours mean any time will do.
    quiet_from {int} NOT NULL,
    quiet_to {int} NOT NULL,
    changed_at {int} NOT NULL
);
