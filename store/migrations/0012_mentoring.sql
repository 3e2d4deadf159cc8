-- Mentoring: who accompanies whom, what was found, agreed, done and reached.

-- What a mentor's account can do. Without a row an account of the role is a mentor for everything everywhere.
CREATE TABLE mentor (
    regency {key} NOT NULL,
    account_id {uuid} NOT NULL,
    -- Ids of PLUT's seven fields, separated by spaces.
    fields TEXT NOT NULL,
    -- The district or village the mentor works in; none is the whole regency.
    area {key},
    latitude {real},
    longitude {real},
    capacity {int} NOT NULL,
    changed_at {int} NOT NULL,
    PRIMARY KEY (regency, account_id)
);

-- One business in the care of one mentor. What decides the order of a mentor's day (due_on, need, reasons) is kept with
-- it by whatever changes it, so that a caseload is one query along one index.
CREATE TABLE engagement (
    id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    business_id {uuid} NOT NULL,
    mentor_id {uuid} NOT NULL,
    region {key} NOT NULL,
    -- opened, assessed, agreed, visiting, graduated, left
    state {key} NOT NULL,
    due_on {key} NOT NULL,
    need {int} NOT NULL,
    reasons TEXT NOT NULL,
    visits {int} NOT NULL,
    visited_on {key},
    next_on {key},
    total {real},
    opened_on {key} NOT NULL,
    closed_on {key},
    exit_reason TEXT,
    account_id {uuid},
    changed_at {int} NOT NULL
);
-- A business has one mentor at a time.
CREATE UNIQUE INDEX engagement_open ON engagement (regency, business_id) WHERE closed_on IS NULL;
CREATE INDEX engagement_business ON engagement (regency, business_id);
CREATE INDEX engagement_caseload ON engagement (regency, mentor_id, due_on, need DESC, id) WHERE closed_on IS NULL;
CREATE INDEX engagement_due ON engagement (regency, due_on, need DESC, id) WHERE closed_on IS NULL;
CREATE INDEX engagement_never ON engagement (regency, mentor_id) WHERE closed_on IS NULL AND visits = 0;
CREATE INDEX engagement_region ON engagement (regency, region);

-- Answers are what is kept; the total beside them is for lists and can be computed again.
CREATE TABLE assessment (
    id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    engagement_id {uuid} NOT NULL REFERENCES engagement (id),
    business_id {uuid} NOT NULL,
    instrument {key} NOT NULL,
    version {int} NOT NULL,
    answers TEXT NOT NULL,
    note TEXT NOT NULL,
    total {real} NOT NULL,
    assessed_on {key} NOT NULL,
    account_id {uuid},
    made_at {int} NOT NULL
);
CREATE INDEX assessment_engagement ON assessment (regency, engagement_id, made_at);

-- A step of the plan, agreed with the owner for a day.
CREATE TABLE mentoring_goal (
    id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    engagement_id {uuid} NOT NULL REFERENCES engagement (id),
    -- Id of the rule in the rulebook; empty for a goal in words of one's own.
    step {key} NOT NULL,
    words TEXT NOT NULL,
    agreed_on {key} NOT NULL,
    due_on {key} NOT NULL,
    done_on {key},
    dropped_on {key}
);
CREATE INDEX mentoring_goal_engagement ON mentoring_goal (regency, engagement_id, due_on);

CREATE TABLE mentoring_visit (
    id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    engagement_id {uuid} NOT NULL REFERENCES engagement (id),
    business_id {uuid} NOT NULL,
    account_id {uuid},
    began_at {int} NOT NULL,
    ended_at {int} NOT NULL,
    place TEXT NOT NULL,
    latitude {real},
    longitude {real},
    notes TEXT NOT NULL,
    noted_at {int} NOT NULL
);
CREATE INDEX mentoring_visit_engagement ON mentoring_visit (regency, engagement_id, began_at);
CREATE INDEX mentoring_visit_began ON mentoring_visit (regency, began_at);

CREATE TABLE mentoring_task (
    id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    engagement_id {uuid} NOT NULL REFERENCES engagement (id),
    visit_id {uuid},
    -- owner or mentor
    side {key} NOT NULL,
    words TEXT NOT NULL,
    due_on {key},
    done_on {key}
);
CREATE INDEX mentoring_task_engagement ON mentoring_task (regency, engagement_id, done_on);

CREATE TABLE mentoring_question (
    id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    engagement_id {uuid} NOT NULL REFERENCES engagement (id),
    words TEXT NOT NULL,
    asked_at {int} NOT NULL,
    account_id {uuid},
    answer TEXT,
    answered_at {int},
    answered_by {uuid}
);
CREATE INDEX mentoring_question_engagement ON mentoring_question (regency, engagement_id, asked_at);

-- Figures of a year or a quarter, by which growth is measured. The newest word for a period stands.
CREATE TABLE growth_figure (
    regency {key} NOT NULL,
    business_id {uuid} NOT NULL,
    period {key} NOT NULL,
    sales {int},
    workers_male {int},
    workers_female {int},
    products {int},
    channels {int},
    permits {int},
    door {key} NOT NULL,
    account_id {uuid},
    stated_at {int} NOT NULL,
    PRIMARY KEY (regency, business_id, period)
);
CREATE INDEX growth_figure_period ON growth_figure (regency, period);

-- A proposal of who goes to whom, with the proof of how good it is, and what became of each line of it.
CREATE TABLE assignment_proposal (
    id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    made_at {int} NOT NULL,
    account_id {uuid},
    seekers {int} NOT NULL,
    helpers {int} NOT NULL,
    cost {int} NOT NULL,
    bound {int} NOT NULL,
    closed_at {int}
);
CREATE INDEX assignment_proposal_newest ON assignment_proposal (regency, made_at);

CREATE TABLE assignment_choice (
    regency {key} NOT NULL,
    proposal_id {uuid} NOT NULL REFERENCES assignment_proposal (id),
    business_id {uuid} NOT NULL,
    mentor_id {uuid} NOT NULL,
    need {int} NOT NULL,
    metres {int},
    field {bool} NOT NULL,
    area {bool} NOT NULL,
    nearer_id {uuid},
    -- proposed, taken, refused
    state {key} NOT NULL,
    PRIMARY KEY (regency, proposal_id, business_id)
);
CREATE INDEX assignment_choice_mentor ON assignment_choice (regency, proposal_id, mentor_id, need);

CREATE TABLE training (
    id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    title TEXT NOT NULL,
    curriculum TEXT NOT NULL,
    place TEXT NOT NULL,
    quota {int} NOT NULL,
    -- The step of the plan it helps with; its businesses are invited. Empty: for everybody.
    step {key} NOT NULL,
    -- Whether it is the food safety training (PKP) with numbers of its own and a pass mark.
    pkp {bool} NOT NULL,
    starts_on {key} NOT NULL,
    account_id {uuid},
    created_at {int} NOT NULL,
    closed_at {int}
);
CREATE INDEX training_newest ON training (regency, starts_on);

CREATE TABLE training_session (
    id {uuid} PRIMARY KEY,
    regency {key} NOT NULL,
    training_id {uuid} NOT NULL REFERENCES training (id),
    held_on {key} NOT NULL,
    topic TEXT NOT NULL,
    -- Keyed hash of the word in the QR code by which participants sign themselves in.
    token_hash {bytes} NOT NULL
);
CREATE INDEX training_session_training ON training_session (regency, training_id, held_on);
CREATE UNIQUE INDEX training_session_token ON training_session (regency, token_hash);

CREATE TABLE training_place (
    regency {key} NOT NULL,
    training_id {uuid} NOT NULL REFERENCES training (id),
    business_id {uuid} NOT NULL,
    -- invited, registered, waiting, declined
    state {key} NOT NULL,
    pre_test {int},
    post_test {int},
    -- Sequence of the year and the number printed, once a certificate was issued.
    serial {int},
    certificate TEXT,
    certificate_hash {bytes},
    issued_on {key},
    changed_at {int} NOT NULL,
    PRIMARY KEY (regency, training_id, business_id)
);
CREATE INDEX training_place_business ON training_place (regency, business_id);
CREATE UNIQUE INDEX training_place_certificate ON training_place (regency, certificate_hash) WHERE certificate_hash IS NOT NULL;
CREATE UNIQUE INDEX training_place_number ON training_place (regency, certificate) WHERE certificate IS NOT NULL;

CREATE TABLE training_attendance (
    regency {key} NOT NULL,
    session_id {uuid} NOT NULL REFERENCES training_session (id),
    business_id {uuid} NOT NULL,
    attended_at {int} NOT NULL,
    -- qr or officer
    how {key} NOT NULL,
    PRIMARY KEY (regency, session_id, business_id)
);
