//! The translation files: both tongues say the same things, and pages ask only for what is there.

use std::{collections::BTreeMap, fs, path::Path};

fn files(folder: &str, extension: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                found.push((
                    path.display().to_string(),
                    fs::read_to_string(&path).unwrap(),
                ));
            }
        }
    }
    found.sort();
    found
}

/// Keys with the variables each one uses.
fn keys(lang: &str) -> BTreeMap<String, Vec<String>> {
    let mut keys = BTreeMap::new();
    let mut last = String::new();
    for (_, text) in files(&format!("locales/{lang}"), "ftl") {
        for line in text.lines() {
            if let Some((key, _)) = line.split_once(" =")
                && !line.starts_with([' ', '#', '}'])
            {
                last = key.to_owned();
                assert!(
                    keys.insert(last.clone(), Vec::new()).is_none(),
                    "{lang}: {key} twice"
                );
            }
            let variables = line.split("{ $").skip(1);
            let names = variables.filter_map(|rest| rest.split([' ', '}']).next());
            keys.entry(last.clone())
                .or_default()
                .extend(names.map(str::to_owned));
        }
    }
    for variables in keys.values_mut() {
        // `$n` only chooses the plural, which Indonesian does not have.
        variables.retain(|name| name != "n");
        variables.sort();
        variables.dedup();
    }
    keys.remove("");
    keys
}

#[test]
fn both_tongues_have_the_same_keys_and_variables() {
    assert_eq!(keys("id"), keys("en"));
}

/// Texts asked for by a literal key, in templates and in code.
fn asked() -> Vec<(String, String)> {
    let mut asked = Vec::new();
    for (file, text) in files("templates", "html")
        .into_iter()
        .chain(files("src", "rs"))
    {
        for call in [
            ".t(\"",
            ".t1(\"",
            ".t2(\"",
            ".count(\"",
            "go_noting(",
            "Note::of(\"",
        ] {
            for rest in text.split(call).skip(1) {
                let key = rest.split('"').next().unwrap_or_default();
                if !key.is_empty() && !key.contains(['{', '(', ' ', '/', '&']) {
                    asked.push((file.clone(), key.to_owned()));
                }
            }
        }
    }
    asked
}

#[test]
fn pages_ask_only_for_texts_that_exist() {
    let keys = keys("id");
    let asked = asked();
    assert!(
        asked.len() > 100,
        "the search for keys has gone blind: {}",
        asked.len()
    );
    let missing: Vec<_> = asked
        .into_iter()
        .filter(|(_, key)| !keys.contains_key(key))
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn every_note_has_its_text() {
    let keys = keys("id");
    for key in crate::frame::note_keys() {
        assert!(keys.contains_key(key), "{key}");
    }
}

#[test]
fn no_text_lies_unused() {
    let everything: String = files("templates", "html")
        .into_iter()
        .chain(files("src", "rs"))
        .map(|(_, text)| text)
        .collect();
    // Families whose last part comes from data.
    let families = [
        "error-",
        "stage-",
        "act-",
        "business-",
        "effect-measure-",
        "field-outcome-",
        "field-state-",
        "neglect-distance-",
        "neglect-sex-",
        "neglect-size-",
        "training-state-",
    ];
    let unused: Vec<_> = keys("id")
        .into_keys()
        .filter(|key| !everything.contains(&format!("\"{key}\"")))
        .filter(|key| !families.iter().any(|family| key.starts_with(family)))
        .collect();
    assert!(unused.is_empty(), "{unused:#?}");
}

#[test]
fn every_icon_that_is_asked_for_is_drawn() {
    for (file, text) in files("templates", "html") {
        for rest in text.split("f.icon(\"").skip(1) {
            let name = rest.split('"').next().unwrap();
            assert!(crate::icon::exists(name), "{file}: {name}");
        }
    }
}
