-- The centre to be built: where it stands, what has to be done, what it may cost.

-- What the office decides for its project, as the text of a file: criteria, durations, standards, calendar. Append-only,
-- so that a ranking or a plan of an earlier day can be explained.
CREATE TABLE project_setting (
    seq {identity},
    regency {key} NOT NULL,
    name {key} NOT NULL,
    text TEXT NOT NULL,
    account_id {uuid},
    changed_at {int} NOT NULL
);
CREATE INDEX project_setting_newest ON project_setting (regency, name, seq);

-- A parcel that is offered for the centre.
CREATE TABLE site (
    id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    code {key} NOT NULL,
    name TEXT NOT NULL,
    -- GeoJSON geometry (RFC 7946: longitude first).
    parcel TEXT NOT NULL,
    area_m2 {real} NOT NULL,
    lat {real} NOT NULL,
    lng {real} NOT NULL,
    -- Invented, to show how it works.
    example {bool} NOT NULL,
    account_id {uuid},
    created_at {int} NOT NULL,
    withdrawn_at {int},
    UNIQUE (regency, code)
);

-- What is known of a site, from where and from which day. Append-only: the newest counts.
CREATE TABLE site_value (
    seq {identity},
    regency {key} NOT NULL,
    site_id {uuid} NOT NULL REFERENCES site (id),
    criterion {key} NOT NULL,
    value TEXT NOT NULL,
    source TEXT NOT NULL,
    dated_on TEXT NOT NULL,
    account_id {uuid},
    noted_at {int} NOT NULL
);
CREATE INDEX site_value_site ON site_value (regency, site_id, criterion, seq);

-- How much more a judge minds one criterion than another; first sorts before second, so that each pair is there once.
CREATE TABLE site_judgement (
    regency {key} NOT NULL,
    account_id {uuid} NOT NULL,
    first {key} NOT NULL,
    second {key} NOT NULL,
    -- Steps of Saaty's scale: 0 is equal, 8 is nine times, -8 a ninth.
    step {int} NOT NULL CHECK (step BETWEEN -8 AND 8),
    judged_at {int} NOT NULL,
    PRIMARY KEY (regency, account_id, first, second)
);

-- What a judge says beside the figures: it is printed in the report to the council.
CREATE TABLE site_opinion (
    regency {key} NOT NULL,
    account_id {uuid} NOT NULL,
    text TEXT NOT NULL,
    stated_at {int} NOT NULL,
    PRIMARY KEY (regency, account_id)
);

-- The work, task by task. Days are working days; dates that are there have been agreed.
CREATE TABLE project_task (
    id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    phase {key} NOT NULL,
    position {int} NOT NULL,
    name TEXT NOT NULL,
    -- 0 is a milestone.
    days {int} NOT NULL CHECK (days BETWEEN 0 AND 2000),
    not_before TEXT,
    due_on TEXT,
    -- Share of the whole work, for the S-curve.
    weight {int} NOT NULL CHECK (weight >= 0),
    percent {int} NOT NULL CHECK (percent BETWEEN 0 AND 100),
    started_on TEXT,
    finished_on TEXT,
    -- What proves that a milestone is reached: a paper's number, a photograph's place.
    proof TEXT NOT NULL,
    example {bool} NOT NULL,
    created_at {int} NOT NULL,
    removed_at {int}
);
CREATE INDEX project_task_order ON project_task (regency, phase, position);

CREATE TABLE project_dependency (
    regency {key} NOT NULL,
    before_id {uuid} NOT NULL REFERENCES project_task (id),
    after_id {uuid} NOT NULL REFERENCES project_task (id),
    PRIMARY KEY (regency, before_id, after_id)
);

-- How far a task was on a day: what the real S-curve is drawn from.
CREATE TABLE project_progress (
    seq {identity},
    regency {key} NOT NULL,
    task_id {uuid} NOT NULL REFERENCES project_task (id),
    noted_on TEXT NOT NULL,
    percent {int} NOT NULL,
    note TEXT NOT NULL,
    account_id {uuid},
    noted_at {int} NOT NULL
);
CREATE INDEX project_progress_task ON project_progress (regency, task_id, noted_on);

CREATE TABLE project_risk (
    id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    name TEXT NOT NULL,
    chance {int} NOT NULL CHECK (chance BETWEEN 1 AND 5),
    impact {int} NOT NULL CHECK (impact BETWEEN 1 AND 5),
    answer TEXT NOT NULL,
    holder TEXT NOT NULL,
    created_at {int} NOT NULL,
    closed_at {int}
);
CREATE INDEX project_risk_open ON project_risk (regency, closed_at);

-- A question that waits for the regent, and what was decided.
CREATE TABLE project_decision (
    id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    question TEXT NOT NULL,
    context TEXT NOT NULL,
    due_on TEXT NOT NULL,
    asked_by {uuid},
    asked_at {int} NOT NULL,
    answer TEXT,
    decided_by {uuid},
    decided_at {int}
);
CREATE INDEX project_decision_open ON project_decision (regency, decided_at, due_on);

-- A budget of a year as it was laid down: DPA, then its revisions. A draft counts for nothing until it is enacted.
CREATE TABLE budget_version (
    id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    year {int} NOT NULL,
    -- 0 is the DPA, 1 and on its revisions.
    number {int} NOT NULL,
    name TEXT NOT NULL,
    example {bool} NOT NULL,
    created_at {int} NOT NULL,
    enacted_on TEXT,
    enacted_at {int},
    UNIQUE (regency, year, number)
);

-- A line of a year's budget through all versions, with what is in force and what was done with it. The checks are the
-- last guard behind the use cases: no commitment above the ceiling, no payment above the commitments.
CREATE TABLE budget_line (
    id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    year {int} NOT NULL,
    -- Programme, activity, sub-activity, and the account of the spending.
    code {key} NOT NULL,
    account_code {key} NOT NULL,
    name TEXT NOT NULL,
    ceiling {int} NOT NULL CHECK (ceiling >= 0),
    committed {int} NOT NULL CHECK (committed >= 0),
    paid {int} NOT NULL CHECK (paid >= 0),
    CHECK (committed <= ceiling),
    CHECK (paid <= committed),
    UNIQUE (regency, year, code, account_code)
);

-- What a version gives a line: the ceiling, and the cash plan of its twelve months.
CREATE TABLE budget_amount (
    regency {key} NOT NULL,
    version_id {uuid} NOT NULL REFERENCES budget_version (id),
    line_id {uuid} NOT NULL REFERENCES budget_line (id),
    ceiling {int} NOT NULL CHECK (ceiling >= 0),
    -- Twelve whole numbers with spaces between.
    months TEXT NOT NULL,
    PRIMARY KEY (regency, version_id, line_id)
);

-- Money promised: a contract, an order, a decree.
CREATE TABLE budget_commitment (
    id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    line_id {uuid} NOT NULL REFERENCES budget_line (id),
    procurement_id {uuid},
    what TEXT NOT NULL,
    partner TEXT NOT NULL,
    amount {int} NOT NULL CHECK (amount > 0),
    paid {int} NOT NULL CHECK (paid >= 0),
    signed_on TEXT NOT NULL,
    ends_on TEXT,
    account_id {uuid},
    created_at {int} NOT NULL,
    -- Ended below its amount: the rest went back to the line.
    released_at {int},
    CHECK (paid <= amount)
);
CREATE INDEX budget_commitment_line ON budget_commitment (regency, line_id, signed_on);

CREATE TABLE budget_payment (
    id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    commitment_id {uuid} NOT NULL REFERENCES budget_commitment (id),
    line_id {uuid} NOT NULL REFERENCES budget_line (id),
    amount {int} NOT NULL CHECK (amount > 0),
    paid_on TEXT NOT NULL,
    paper TEXT NOT NULL,
    account_id {uuid},
    created_at {int} NOT NULL
);
CREATE INDEX budget_payment_line ON budget_payment (regency, line_id, paid_on);

-- Something to be bought in a year, before there is a contract.
CREATE TABLE procurement (
    id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    line_id {uuid} NOT NULL REFERENCES budget_line (id),
    name TEXT NOT NULL,
    method {key} NOT NULL,
    value {int} NOT NULL CHECK (value > 0),
    -- Working days from contract to hand-over.
    work_days {int} NOT NULL CHECK (work_days BETWEEN 1 AND 1000),
    planned_on TEXT NOT NULL,
    started_on TEXT,
    dropped_at {int},
    example {bool} NOT NULL,
    created_at {int} NOT NULL
);
CREATE INDEX procurement_line ON procurement (regency, line_id);
