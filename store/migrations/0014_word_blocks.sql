-- The search index as bitmaps of words, as marks have them: a load writes a word once a transaction and not once a row,
-- a search intersects a few bitmaps, and both engines do the same.

DROP TABLE search;

CREATE TABLE word_block (
    regency {key} NOT NULL,
    word {key} NOT NULL,
    block {int} NOT NULL,
    bits {bytes} NOT NULL,
    PRIMARY KEY (regency, word, block)
) {clustered};

-- Whose place in the order of names may have changed, for programs that keep the order in memory.
CREATE TABLE name_change (
    id {identity},
    regency {key} NOT NULL,
    seq {int} NOT NULL,
    at {int} NOT NULL
);
CREATE INDEX name_change_newest ON name_change (regency, id);

-- The words are not in the old index; the hall builds the new one from the businesses when it opens.
INSERT INTO setting (name, value)
SELECT 'search.stale', 'yes' WHERE EXISTS (SELECT 1 FROM business) ON CONFLICT (name) DO NOTHING;
