-- What was filled in for a paper that the hall makes for a case: the letter for a mark, what an owner declares, the summary
-- of an application. The paper itself is made anew each time it is asked for.
CREATE TABLE licence_paper (
    regency {key} NOT NULL,
    case_id {uuid} NOT NULL REFERENCES licence_case (id),
    paper {key} NOT NULL,
    -- Fields and their texts, as JSON. They may name a person.
    filled TEXT NOT NULL,
    account_id {uuid},
    changed_at {int} NOT NULL,
    PRIMARY KEY (regency, case_id, paper)
) {clustered};

-- An account bound to a village sees its own queue and its own counts: few rows, but not those of a whole district.
CREATE INDEX licence_case_region ON licence_case (regency, region, turn, due_on, id);

-- Messages that somebody of the office sends by hand, oldest first.
CREATE INDEX delivery_by_hand ON delivery (regency, created_at, id) WHERE state = 'by_hand';

-- Permits that end, for the reminders.
CREATE INDEX licence_case_ending ON licence_case (regency, valid_until, id) WHERE valid_until IS NOT NULL;
