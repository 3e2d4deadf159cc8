//! Which character parts the cells: the one that occurs in the header and equally often in the first lines.

const CANDIDATES: [u8; 4] = *b",;\t|";

pub(super) fn sniff(text: &str) -> u8 {
    let lines: Vec<&str> = text
        .lines()
        .filter(|l| !l.trim().is_empty())
        .take(20)
        .collect();
    let Some((header, rest)) = lines.split_first() else {
        return b',';
    };
    let mut best = (0usize, b',');
    for delimiter in CANDIDATES {
        let wanted = count(header, delimiter);
        if wanted == 0 {
            continue;
        }
        let agreeing = rest
            .iter()
            .filter(|line| count(line, delimiter) == wanted)
            .count();
        let score = agreeing * 100 + wanted.min(99);
        if score > best.0 {
            best = (score, delimiter);
        }
    }
    best.1
}

/// Occurrences outside quotation marks.
fn count(line: &str, delimiter: u8) -> usize {
    let mut quoted = false;
    let mut n = 0;
    for byte in line.bytes() {
        if byte == b'"' {
            quoted = !quoted;
        } else if byte == delimiter && !quoted {
            n += 1;
        }
    }
    n
}
