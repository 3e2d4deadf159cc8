//! Names of files as people's machines give them, made harmless. Pure.

/// Longest name that is kept, in letters.
const LONGEST: usize = 80;

/// The last part of a path in either fashion, without signs that mean something to a file system, a header or a page;
/// with the ending that tells what the clean copy is. Never empty, never hidden.
pub fn harmless(name: &str, ending: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept: String = last
        .chars()
        .map(|letter| {
            let plain =
                letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '_' | '.' | '(' | ')');
            if plain { letter } else { '_' }
        })
        .collect();
    let stem = kept
        .rsplit_once('.')
        .map_or(kept.as_str(), |(stem, _)| stem);
    let stem: String = stem
        .trim_matches(['.', ' ', '_'])
        .chars()
        .take(LONGEST)
        .collect();
    let stem = if stem.is_empty() { "berkas" } else { &stem };
    format!("{stem}.{ending}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn tricks_in_names_come_to_nothing() {
        for (name, expected) in [
            ("KTP Bu Siti.jpeg", "KTP Bu Siti.jpg"),
            ("../../etc/passwd", "passwd.jpg"),
            ("C:\\Users\\x\\ktp.PNG", "ktp.jpg"),
            ("..", "berkas.jpg"),
            (".htaccess", "berkas.jpg"),
            ("", "berkas.jpg"),
            ("a\r\nSet-Cookie: x=1", "a__Set-Cookie_ x_1.jpg"),
            ("foto<script>.pdf.exe", "foto_script_.pdf.jpg"),
            ("kartu\u{202e}gpj.exe", "kartu_gpj.jpg"),
        ] {
            assert_eq!(harmless(name, "jpg"), expected, "{name:?}");
        }
    }

    proptest! {
        #[test]
        fn no_name_is_a_path_or_breaks_a_header(name in "\\PC*|[\\x00-\\x7f/\\\\]*") {
            let name = harmless(&name, "pdf");
            prop_assert!(!name.contains(['/', '\\', '"', '\r', '\n', '\0', '<']));
            prop_assert!(!name.starts_with('.'));
            let (stem, ending) = name.rsplit_once('.').unwrap();
            prop_assert!(ending == "pdf" && stem.chars().count() <= LONGEST);
        }
    }
}
