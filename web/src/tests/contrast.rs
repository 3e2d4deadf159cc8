//! The colours of the hall against WCAG 2.2 AA: 4.5:1 for text (1.4.3), 3:1 for the borders and
//! marks which carry meaning (1.4.11). Measured from the tokens themselves.

use std::collections::HashMap;

const TOKENS: &str = include_str!("../../styles/tokens.css");

/// Ink, ground, least contrast.
const PAIRS: &[(&str, &str, f64)] = &[
    ("ink", "paper", 4.5),
    ("ink", "paper-raised", 4.5),
    ("ink", "paper-sunk", 4.5),
    ("ink", "soga-wash", 4.5),
    ("ink", "leaf-wash", 4.5),
    ("ink", "brick-wash", 4.5),
    ("ink-soft", "paper", 4.5),
    ("ink-soft", "paper-raised", 4.5),
    ("ink-soft", "paper-sunk", 4.5),
    ("ink-soft", "soga-wash", 4.5),
    ("teak-ink", "teak", 4.5),
    ("teak-ink", "teak-deep", 4.5),
    ("teak-soft", "teak", 4.5),
    ("teak-deep", "teak-soft", 4.5),
    ("indigo", "paper", 4.5),
    ("indigo", "paper-raised", 4.5),
    ("indigo", "paper-sunk", 4.5),
    ("indigo", "indigo-wash", 4.5),
    ("indigo", "soga-wash", 4.5),
    ("indigo-ink", "indigo", 4.5),
    ("indigo-ink", "indigo-deep", 4.5),
    ("indigo-ink", "leaf", 4.5),
    ("indigo-ink", "soga", 4.5),
    ("soga", "paper", 4.5),
    ("soga", "paper-raised", 4.5),
    ("soga", "soga-wash", 4.5),
    ("leaf", "leaf-wash", 4.5),
    ("leaf", "paper-raised", 3.0),
    ("brick", "paper-raised", 4.5),
    ("brick", "brick-wash", 4.5),
    ("line-strong", "paper", 3.0),
    ("line-strong", "paper-raised", 3.0),
    ("soga-bright", "teak", 3.0),
];

fn tokens() -> HashMap<&'static str, [f64; 3]> {
    TOKENS
        .lines()
        .filter_map(|line| {
            line.trim()
                .strip_prefix("--")?
                .strip_suffix(';')?
                .split_once(": #")
        })
        .map(|(name, hex)| {
            let part = |at: usize| f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap());
            (name, [part(0), part(2), part(4)])
        })
        .collect()
}

/// Relative luminance as WCAG 2.2 defines it.
fn luminance(colour: [f64; 3]) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        let part = part / 255.0;
        if part <= 0.040_45 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn every_pair_of_ink_and_ground_can_be_read() {
    let tokens = tokens();
    let weak: Vec<String> = PAIRS
        .iter()
        .map(|(ink, ground, least)| (ink, ground, least, contrast(tokens[ink], tokens[ground])))
        .filter(|(.., least, found)| found < *least)
        .map(|(ink, ground, least, found)| format!("{ink} on {ground}: {found:.2} < {least}"))
        .collect();
    assert!(weak.is_empty(), "{weak:#?}");
}

#[test]
fn the_measure_agrees_with_the_standard() {
    assert!((contrast([0.0; 3], [255.0; 3]) - 21.0).abs() < 0.01);
}
