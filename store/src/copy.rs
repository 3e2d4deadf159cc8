//! PostgreSQL's own way in for many rows: `COPY … FROM STDIN`, which spares it a statement of thousands of parameters.

use std::fmt::Write as _;

use crate::query::Value;

/// Bytes sent at once.
pub(crate) const PIECE: usize = 64 << 10;

/// Adds a row in the text format (PostgreSQL manual, "COPY", File Formats): tabs between columns, `\N` for NULL. It
/// begins with values that are the same in every row, written by [`write_values`].
pub(crate) fn write_row(text: &mut String, beginning: &str, row: &[Value]) {
    text.push_str(beginning);
    write_values(text, row);
    text.pop();
    text.push('\n');
}

/// Adds values, each with a tab after it.
pub(crate) fn write_values(text: &mut String, values: &[Value]) {
    for value in values {
        write_value(text, value);
        text.push('\t');
    }
}

fn write_value(text: &mut String, value: &Value) {
    // Writing into a String cannot fail.
    let _ = match value {
        Value::Int(Some(number)) => write!(text, "{number}"),
        Value::Real(Some(number)) => write!(text, "{number}"),
        Value::Uuid(Some(id)) => write!(text, "{id}"),
        Value::Bool(Some(truth)) => write!(text, "{}", if *truth { 't' } else { 'f' }),
        Value::Text(Some(words)) => {
            escape(text, words);
            Ok(())
        }
        Value::Bytes(Some(bytes)) => {
            text.push_str("\\\\x");
            bytes.iter().try_for_each(|byte| write!(text, "{byte:02x}"))
        }
        _ => {
            text.push_str("\\N");
            Ok(())
        }
    };
}

fn escape(text: &mut String, words: &str) {
    let mut rest = words;
    while let Some(at) = rest.find(['\\', '\t', '\n', '\r']) {
        let (plain, after) = rest.split_at(at);
        text.push_str(plain);
        let mut letters = after.chars();
        text.push_str(match letters.next() {
            Some('\t') => "\\t",
            Some('\n') => "\\n",
            Some('\r') => "\\r",
            _ => "\\\\",
        });
        rest = letters.as_str();
    }
    text.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_written_as_the_manual_says() {
        let mut text = String::new();
        let row = [
            Value::Int(Some(-5)),
            Value::Text(Some("a\tb\\c\nd\re".to_owned())),
            Value::Text(None),
            Value::Text(Some(String::new())),
            Value::Text(Some("\\N".to_owned())),
            Value::Bytes(Some(vec![0, 255])),
            Value::Bool(Some(true)),
            Value::Uuid(None),
        ];
        write_row(&mut text, "33.24\t", &row);
        assert_eq!(
            text,
            "33.24\t-5\ta\\tb\\\\c\\nd\\re\t\\N\t\t\\\\N\t\\\\x00ff\tt\t\\N\n"
        );
    }
}
