-- The hall's tables. One text for both engines; {words} in braces are the engine's own types (see migrate.rs).
--
-- Every row that belongs to a regency carries it and every index begins with it: it is the shard key when a
-- province runs one cluster. Exceptions, each for its reason: logins and session tokens arrive before anybody
-- knows the regency; the job queue is read by workers that serve all of them.
-- Moments are microseconds since 1970 (UTC): the same number on both engines. Days are ISO text.

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE region (
    code {key} PRIMARY KEY,
    parent {key},
    level TEXT NOT NULL,
    name TEXT NOT NULL,
    latitude {real},
    longitude {real}
);

-- People -----------------------------------------------------------------------------------------------------

-- Whom the facts speak of. The numbers are sealed with the person's own data key, which is wrapped by the master
-- key outside the database: erasing data_key erases the numbers everywhere, also in old statements and backups'
-- later restores (UU 27/2022; UU 23/2006 art. 84).
CREATE TABLE person (
    id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    name TEXT,
    phone TEXT,
    data_key {bytes},
    nik_hash {bytes},
    nik_sealed TEXT,
    kk_sealed TEXT,
    npwp_sealed TEXT,
    created_at {int} NOT NULL,
    erased_at {int}
);
CREATE INDEX person_nik ON person (regency, nik_hash) WHERE nik_hash IS NOT NULL;
CREATE INDEX person_phone ON person (regency, phone) WHERE phone IS NOT NULL;

CREATE TABLE account (
    id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    login {key} NOT NULL UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    password_hash TEXT,
    state TEXT NOT NULL,
    language TEXT NOT NULL,
    scope {key},
    person_id {uuid} REFERENCES person (id),
    totp_sealed {bytes},
    totp_confirmed_at {int},
    totp_last_step {int},
    created_at {int} NOT NULL,
    created_by {uuid},
    changed_at {int} NOT NULL
);
CREATE INDEX account_regency ON account (regency, role, name);
CREATE INDEX account_person ON account (regency, person_id) WHERE person_id IS NOT NULL;

CREATE TABLE login_session (
    token_hash {bytes} PRIMARY KEY,
    account_id {uuid} NOT NULL REFERENCES account (id),
    id {uuid} NOT NULL,
    created_at {int} NOT NULL,
    seen_at {int} NOT NULL,
    expires_at {int} NOT NULL,
    second_factor {bool} NOT NULL,
    address TEXT NOT NULL,
    device TEXT NOT NULL
);
CREATE INDEX login_session_account ON login_session (account_id);

-- Failed tries, by account and by address; the key is a keyed hash, so the table tells nobody who tried.
CREATE TABLE throttle (
    key {bytes} PRIMARY KEY,
    failures {int} NOT NULL,
    last_at {int} NOT NULL,
    blocked_until {int} NOT NULL
);

-- One-time codes: a password reset read out by an officer, recovery codes of a second factor.
CREATE TABLE one_time_code (
    account_id {uuid} NOT NULL REFERENCES account (id),
    purpose TEXT NOT NULL,
    code_hash {bytes} NOT NULL,
    issued_by {uuid},
    issued_at {int} NOT NULL,
    expires_at {int},
    tries {int} NOT NULL,
    PRIMARY KEY (account_id, purpose, code_hash)
);

CREATE TABLE consent (
    id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    person_id {uuid} NOT NULL REFERENCES person (id),
    purpose TEXT NOT NULL,
    wording TEXT NOT NULL,
    door TEXT NOT NULL,
    account_id {uuid},
    given_at {int} NOT NULL,
    withdrawn_at {int}
);
CREATE INDEX consent_person ON consent (regency, person_id);

-- Registry ---------------------------------------------------------------------------------------------------

-- What lists show: the projection of a business' statements. seq is the short key of the search index and of the
-- mark bitmaps; id is the name the outside knows.
CREATE TABLE business (
    seq {identity},
    id {uuid} NOT NULL UNIQUE,
    regency {key} NOT NULL,
    region {key} NOT NULL,
    name TEXT NOT NULL,
    name_key {key} NOT NULL,
    owner_id {uuid},
    owner_name TEXT,
    kbli TEXT,
    facts TEXT NOT NULL,
    marks {bytes} NOT NULL,
    created_at {int} NOT NULL,
    changed_at {int} NOT NULL
);
CREATE INDEX business_newest ON business (regency, seq);
CREATE INDEX business_name ON business (regency, name_key, seq);
CREATE INDEX business_owner ON business (regency, owner_id) WHERE owner_id IS NOT NULL;

-- What somebody said about a business through one door on one day. Append-only: a statement is withdrawn, never
-- changed; only erasing a person rewrites it, to take the personal facts out.
CREATE TABLE statement (
    seq {identity},
    id {uuid} NOT NULL,
    regency {key} NOT NULL,
    business_id {uuid} NOT NULL,
    door TEXT NOT NULL,
    source_id {uuid},
    import_id {uuid},
    stated_on TEXT NOT NULL,
    account_id {uuid},
    facts TEXT NOT NULL,
    said_at {int} NOT NULL,
    withdrawn_at {int}
);
CREATE INDEX statement_business ON statement (regency, business_id);
CREATE INDEX statement_import ON statement (regency, import_id) WHERE import_id IS NOT NULL;

-- A mark is anything a list can be filtered or counted by: size:mikro, stage:legality, online:no, open:pirt …
-- The number is its short name in business.marks, tally and mark_block.
CREATE TABLE mark (
    number {identity},
    key {key} NOT NULL UNIQUE
);

-- How many businesses of a village carry a mark; kept by delta in the transaction that changes a business.
CREATE TABLE tally (
    regency {key} NOT NULL,
    region {key} NOT NULL,
    mark {int} NOT NULL,
    n {int} NOT NULL,
    PRIMARY KEY (regency, region, mark)
) {clustered};

-- The same marks as bitmaps: which businesses of a block of 65,536 carry the mark. Any combination of filters is
-- the intersection of a few of these, with its exact count.
CREATE TABLE mark_block (
    regency {key} NOT NULL,
    mark {int} NOT NULL,
    block {int} NOT NULL,
    bits {bytes} NOT NULL,
    PRIMARY KEY (regency, mark, block)
);

-- Every distinct word of the search index, for typo tolerance.
CREATE TABLE word (
    seq {identity},
    regency {key} NOT NULL,
    word {key} NOT NULL,
    UNIQUE (regency, word)
);

-- How far the plans have been computed with which rulebook and for which day.
CREATE TABLE replan (
    regency {key} PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    planned_on TEXT NOT NULL,
    cursor {int} NOT NULL,
    finished_at {int}
);

CREATE TABLE share_link (
    token_hash {bytes} PRIMARY KEY,
    id {uuid} NOT NULL,
    regency {key} NOT NULL,
    business_id {uuid} NOT NULL,
    account_id {uuid},
    created_at {int} NOT NULL,
    expires_at {int},
    revoked_at {int}
);
CREATE INDEX share_link_business ON share_link (regency, business_id);

-- Once for the whole hall -----------------------------------------------------------------------------------------

-- Append-only and hash-chained for each regency; triggers refuse UPDATE and DELETE.
CREATE TABLE audit (
    regency {key} NOT NULL,
    seq {int} NOT NULL,
    at {int} NOT NULL,
    account_id {uuid},
    role TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    previous {bytes} NOT NULL,
    hash {bytes} NOT NULL,
    PRIMARY KEY (regency, seq)
);
CREATE INDEX audit_subject ON audit (regency, subject, seq);

CREATE TABLE audit_head (
    regency {key} PRIMARY KEY,
    seq {int} NOT NULL,
    hash {bytes} NOT NULL
);

CREATE TABLE job (
    id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    once_key {key} UNIQUE,
    state TEXT NOT NULL,
    tries {int} NOT NULL,
    run_at {int} NOT NULL,
    lease {uuid},
    leased_until {int},
    last_error TEXT,
    created_at {int} NOT NULL,
    finished_at {int}
);
CREATE INDEX job_due ON job (state, run_at);

-- The same facts as relations, for reports made with other tools. Views, so they cost an import nothing and
-- cannot disagree with the facts.
CREATE VIEW premise AS
SELECT regency, id AS business_id, region, {fact:premise} AS kind, {fact:address} AS address, {fact:rt} AS rt,
       {fact:rw} AS rw, {fact:location} AS location
FROM business;

CREATE VIEW product AS
SELECT regency, id AS business_id, {fact:main_product} AS name, {fact:product_kind} AS kind, kbli,
       {fact:packaging} AS packaging, {fact:shelf_life_days} AS shelf_life_days
FROM business WHERE {fact:main_product} IS NOT NULL;

CREATE VIEW yearly_figure AS
SELECT regency, business_id, substr(stated_on, 1, 4) AS year, stated_on, door, {fact:capital} AS capital,
       {fact:sales} AS sales, {fact:workers_male} AS workers_male, {fact:workers_female} AS workers_female
FROM statement
WHERE withdrawn_at IS NULL AND ({fact:sales} IS NOT NULL OR {fact:capital} IS NOT NULL);

CREATE VIEW permit_held AS
SELECT regency, id AS business_id, 'nib' AS kind, {fact:nib} AS number, NULL AS expires_on FROM business WHERE {fact:nib} IS NOT NULL
UNION ALL
SELECT regency, id, 'pirt', {fact:pirt}, {fact:pirt_expiry} FROM business WHERE {fact:pirt} IS NOT NULL
UNION ALL
SELECT regency, id, 'bpom', {fact:bpom}, NULL FROM business WHERE {fact:bpom} IS NOT NULL
UNION ALL
SELECT regency, id, 'halal', {fact:halal}, NULL FROM business WHERE {fact:halal} IS NOT NULL
UNION ALL
SELECT regency, id, 'merek', {fact:merek}, NULL FROM business WHERE {fact:merek} IS NOT NULL;

CREATE VIEW online_presence AS
SELECT regency, id AS business_id, 'shopee' AS channel FROM business WHERE {yes:online_shopee}
UNION ALL SELECT regency, id, 'shopeefood' FROM business WHERE {yes:online_shopeefood}
UNION ALL SELECT regency, id, 'tokopedia' FROM business WHERE {yes:online_tokopedia}
UNION ALL SELECT regency, id, 'tiktok' FROM business WHERE {yes:online_tiktok}
UNION ALL SELECT regency, id, 'grabfood' FROM business WHERE {yes:online_grabfood}
UNION ALL SELECT regency, id, 'gofood' FROM business WHERE {yes:online_gofood}
UNION ALL SELECT regency, id, 'other' FROM business WHERE {yes:online_other};
