//! Spreadsheets in, rows out: reading, header mapping and the report that goes back.
