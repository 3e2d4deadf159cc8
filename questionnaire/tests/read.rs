//! What is wrong in a questionnaire's file is said with file and line.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use questionnaire::{builtin, read};

const HEAD: &str = r#"id = "uji"
version = 1
title = { id = "Uji", en = "Test", jv = "Uji" }
[[pages]]
id = "satu"
title = { id = "Satu", en = "One", jv = "Siji" }
"#;

fn question(id: &str, rest: &str) -> String {
    format!(
        "[[pages.questions]]\nid = \"{id}\"\nkind = \"yes_no\"\nlabel = {{ id = \"a\", en = \"b\", jv = \"c\" }}\n{rest}\n"
    )
}

fn complaints(questions: &[String]) -> Vec<(usize, String)> {
    let text = format!("{HEAD}{}", questions.concat());
    let problems = read("uji.toml", &text).expect_err("a complaint");
    problems
        .into_iter()
        .map(|problem| {
            assert_eq!(problem.file, "uji.toml");
            assert!(!problem.id.is_empty());
            (problem.line, problem.en)
        })
        .collect()
}

#[test]
fn the_shipped_questionnaires_are_whole_in_three_languages() {
    let all = builtin().map_err(|problems| problems.to_string()).unwrap();
    let names: Vec<String> = all.iter().map(questionnaire::Questionnaire::name).collect();
    assert_eq!(names, ["sensus@1", "kunjungan@1"]);
    assert!(all[0].questions().count() > 50);
}

#[test]
fn a_loop_in_the_skips_is_named_with_both_questions_and_its_line() {
    let found = complaints(&[
        question("a", "relevant = [\"is\", \"b\", true]"),
        question("b", "relevant = [\"is\", \"a\", true]"),
    ]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0, 11);
    assert!(
        found[0].1.contains("loop") && found[0].1.contains("\"a\"") && found[0].1.contains("\"b\"")
    );
}

#[test]
fn a_question_hanging_on_itself_or_on_a_later_one_is_refused() {
    let found = complaints(&[question("a", "relevant = [\"is\", \"a\", true]")]);
    assert!(found[0].1.contains("loop"), "{found:?}");
    let found = complaints(&[
        question("a", "relevant = [\"is\", \"b\", true]"),
        question("b", ""),
    ]);
    assert!(found[0].1.contains("asked later"), "{found:?}");
}

#[test]
fn unknown_questions_kinds_choices_names_and_missing_translations_are_found_at_once() {
    let found = complaints(&[
        question("a", "relevant = [\"is\", \"nowhere\", true]"),
        question("b", "").replace("yes_no", "ya_tidak"),
        question("c", "choices = \"tidak_ada\"").replace("yes_no", "choice"),
        question("D d", ""),
        question("e", "").replace("jv = \"c\"", "jv = \" \""),
        question("a", ""),
        question("f", "relevant = [\"mungkin\", \"a\"]"),
        question("g", "min = 3"),
    ]);
    let all: Vec<String> = found
        .iter()
        .map(|(line, text)| format!("{line}: {text}"))
        .collect();
    let all = all.join("\n");
    for part in [
        "\"nowhere\", which is not there",
        "no kind of question \"ya_tidak\"",
        "\"tidak_ada\" is not in this file",
        "\"D d\" is not allowed",
        "not translated into: jv",
        "\"a\" is there twice",
        "no expression: [\"mungkin\",\"a\"]",
        "min and max are for numbers",
    ] {
        assert!(all.contains(part), "{part} in\n{all}");
    }
}

#[test]
fn a_file_that_is_no_toml_says_where() {
    let problems = read("uji.toml", "id = \"uji\"\nversion = \n").expect_err("no TOML");
    assert_eq!(problems.iter().next().map(|problem| problem.line), Some(2));
}
