-- Words only, no positions: queries ask which rows have all words. The words are normal forms already.
CREATE VIRTUAL TABLE search USING fts5(words, content='', contentless_delete=1, detail=none, tokenize='ascii');

CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN
    SELECT RAISE(ABORT, 'the audit trail is append-only');
END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN
    SELECT RAISE(ABORT, 'the audit trail is append-only');
END;
CREATE TRIGGER statement_stays BEFORE DELETE ON statement BEGIN
    SELECT RAISE(ABORT, 'a statement is withdrawn, not deleted');
END;
