//! Conditions between our arrays and the common subset of XPath that Kobo and ODK read.

use serde_json::{Value as Json, json};

use crate::expression::Expression;
use crate::model::{Kind, Questionnaire};
use crate::pattern::Pattern;

const PATTERNS: &[(Pattern, &str)] = &[
    (Pattern::Digits, "^[0-9]+$"),
    (Pattern::Rt, "^[0-9]{1,3}$"),
    (Pattern::Kk, "^[0-9]{16}$"),
    (
        Pattern::Nik,
        "^[0-9]{6}([0-2][0-9]|3[01]|[4-6][0-9]|7[01])(0[1-9]|1[0-2])[0-9]{6}$",
    ),
    (Pattern::Nib, "^[0-9]{13}$"),
    (Pattern::Npwp, "^[0-9]{15,16}$"),
    (Pattern::Phone, "^(0|62|[+]62)[0-9]{8,13}$"),
    (Pattern::Email, "^[^@ ]+@[^@ ]+[.][^@ ]+$"),
];

/// A condition as XPath.
pub(super) fn write(form: &Questionnaire, expression: &Expression) -> String {
    let joined = |inner: &[Expression], word: &str, none: &str| {
        if inner.is_empty() {
            return none.to_owned();
        }
        let parts: Vec<String> = inner.iter().map(|one| write(form, one)).collect();
        format!("({})", parts.join(word))
    };
    match expression {
        Expression::Answered(of) => format!("${{{of}}} != ''"),
        Expression::Is(of, value) => equals(form, of, value),
        Expression::Any(of, values) => {
            let parts: Vec<String> = values.iter().map(|value| equals(form, of, value)).collect();
            if parts.is_empty() {
                "false()".to_owned()
            } else {
                format!("({})", parts.join(" or "))
            }
        }
        Expression::Over(of, value) => format!("${{{of}}} > {}", literal(value)),
        Expression::Under(of, value) => format!("${{{of}}} < {}", literal(value)),
        Expression::All(inner) => joined(inner, " and ", "true()"),
        Expression::One(inner) => joined(inner, " or ", "false()"),
        Expression::Not(inner) => format!("not({})", write(form, inner)),
        Expression::Matches(of, pattern) => {
            let known = PATTERNS.iter().find(|(one, _)| one == pattern);
            format!("regex(${{{of}}}, '{}')", known.map_or("", |(_, text)| text))
        }
    }
}

fn equals(form: &Questionnaire, of: &str, value: &Json) -> String {
    let kind = form.question(of).map(|question| question.kind);
    if kind == Some(Kind::Choices) {
        return format!("selected(${{{of}}}, {})", literal(value));
    }
    format!("${{{of}}} = {}", literal(value))
}

fn literal(value: &Json) -> String {
    match value {
        Json::Bool(true) => "'yes'".to_owned(),
        Json::Bool(false) => "'no'".to_owned(),
        Json::String(day) if day.parse::<chrono::NaiveDate>().is_ok() => format!("date('{day}')"),
        Json::String(text) => format!("'{}'", text.replace('\'', "’")),
        other => other.to_string(),
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Question(String),
    Text(String),
    Number(f64),
    Word(String),
    Sign(&'static str),
}

const SIGNS: [&str; 9] = ["!=", ">=", "<=", "=", ">", "<", "(", ")", ","];

fn tokens(text: &str, own: &str) -> Option<Vec<Token>> {
    let mut all = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let after;
        if let Some(name) = rest.strip_prefix("${") {
            let (name, tail) = name.split_once('}')?;
            all.push(Token::Question(name.trim().to_owned()));
            after = tail;
        } else if first == '\'' || first == '"' {
            let (inner, tail) = rest.get(1..)?.split_once(first)?;
            all.push(Token::Text(inner.to_owned()));
            after = tail;
        } else if first.is_ascii_digit() || (first == '-' && rest.len() > 1) {
            let end = rest
                .char_indices()
                .skip(1)
                .find(|(_, letter)| !letter.is_ascii_digit() && *letter != '.')
                .map_or(rest.len(), |(at, _)| at);
            all.push(Token::Number(rest.get(..end)?.parse().ok()?));
            after = rest.get(end..)?;
        } else if first == '.' {
            all.push(Token::Question(own.to_owned()));
            after = rest.get(1..)?;
        } else if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            all.push(Token::Sign(sign));
            after = rest.get(sign.len()..)?;
        } else {
            let end = rest
                .find(|letter: char| {
                    !letter.is_ascii_alphanumeric() && !matches!(letter, '-' | '_')
                })
                .unwrap_or(rest.len());
            if end == 0 {
                return None;
            }
            all.push(Token::Word(rest.get(..end)?.to_owned()));
            after = rest.get(end..)?;
        }
        rest = after.trim_start();
    }
    Some(all)
}

/// Reads a condition. `own` is the question it stands at; `yes_no` says which questions are answered by yes and no.
/// None if it is not of the common subset.
pub(super) fn read(text: &str, own: &str, yes_no: &dyn Fn(&str) -> bool) -> Option<Expression> {
    let tokens = tokens(text, own)?;
    let mut reading = Reading {
        tokens: &tokens,
        at: 0,
        depth: 0,
        yes_no,
    };
    let found = reading.any()?;
    (reading.at == tokens.len()).then_some(found)
}

struct Reading<'a> {
    tokens: &'a [Token],
    at: usize,
    depth: usize,
    yes_no: &'a dyn Fn(&str) -> bool,
}

impl Reading<'_> {
    fn next(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    fn sees(&mut self, wanted: &Token) -> bool {
        let there = self.tokens.get(self.at) == Some(wanted);
        self.at += usize::from(there);
        there
    }

    fn must(&mut self, sign: &'static str) -> Option<()> {
        self.sees(&Token::Sign(sign)).then_some(())
    }

    fn any(&mut self) -> Option<Expression> {
        let first = self.every()?;
        let mut parts = vec![first];
        while self.sees(&Token::Word("or".to_owned())) {
            parts.push(self.every()?);
        }
        Some(any_of(parts))
    }

    fn every(&mut self) -> Option<Expression> {
        let first = self.one()?;
        let mut parts = vec![first];
        while self.sees(&Token::Word("and".to_owned())) {
            parts.push(self.one()?);
        }
        Some(single(parts, Expression::All))
    }

    fn one(&mut self) -> Option<Expression> {
        self.depth += 1;
        if self.depth > 200 {
            return None;
        }
        match self.next()? {
            Token::Sign("(") => {
                let inner = self.any()?;
                self.must(")")?;
                Some(inner)
            }
            Token::Word(word) => self.call(&word),
            Token::Question(of) => self.comparison(&of),
            _ => None,
        }
    }

    fn call(&mut self, word: &str) -> Option<Expression> {
        self.must("(")?;
        let found = match word {
            "true" => Expression::All(Vec::new()),
            "false" => Expression::One(Vec::new()),
            "not" => Expression::Not(Box::new(self.any()?)),
            "selected" | "regex" => {
                let Token::Question(of) = self.next()? else {
                    return None;
                };
                self.must(",")?;
                let Token::Text(text) = self.next()? else {
                    return None;
                };
                if word == "regex" {
                    let known = PATTERNS.iter().find(|(_, pattern)| *pattern == text);
                    Expression::Matches(of, known?.0)
                } else {
                    let value = self.text(&of, text);
                    Expression::Is(of, value)
                }
            }
            _ => return None,
        };
        self.must(")")?;
        Some(found)
    }

    /// Yes and no are words of a list there, and values here.
    fn text(&self, of: &str, text: String) -> Json {
        match text.as_str() {
            "yes" if (self.yes_no)(of) => Json::Bool(true),
            "no" if (self.yes_no)(of) => Json::Bool(false),
            _ => Json::from(text),
        }
    }

    fn comparison(&mut self, of: &str) -> Option<Expression> {
        let Token::Sign(sign) = self.next()? else {
            return None;
        };
        let value = match self.next()? {
            Token::Text(text) => self.text(of, text),
            Token::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
                format!("{number:.0}").parse::<i64>().ok()?.into()
            }
            Token::Number(number) => json!(number),
            Token::Word(word) if word == "date" => {
                self.must("(")?;
                let Token::Text(day) = self.next()? else {
                    return None;
                };
                self.must(")")?;
                Json::from(day)
            }
            _ => return None,
        };
        let of = of.to_owned();
        let not = |inner| Expression::Not(Box::new(inner));
        let ordered = crate::value::is_ordered(&value);
        Some(match sign {
            "=" if value == "" => not(Expression::Answered(of)),
            "!=" if value == "" => Expression::Answered(of),
            "=" => Expression::Is(of, value),
            "!=" => not(Expression::Is(of, value)),
            ">" if ordered => Expression::Over(of, value),
            "<" if ordered => Expression::Under(of, value),
            ">=" if ordered => not(Expression::Under(of, value)),
            "<=" if ordered => not(Expression::Over(of, value)),
            _ => return None,
        })
    }
}

/// One of several values of one question is a word of ours.
fn any_of(parts: Vec<Expression>) -> Expression {
    let of = match parts.first() {
        Some(Expression::Is(of, _)) if parts.len() > 1 => of.clone(),
        _ => return single(parts, Expression::One),
    };
    let values: Option<Vec<Json>> = parts
        .iter()
        .map(|part| match part {
            Expression::Is(other, value) if *other == of => Some(value.clone()),
            _ => None,
        })
        .collect();
    match values {
        Some(values) => Expression::Any(of, values),
        None => single(parts, Expression::One),
    }
}

fn single(mut parts: Vec<Expression>, many: fn(Vec<Expression>) -> Expression) -> Expression {
    if parts.len() == 1
        && let Some(one) = parts.pop()
    {
        return one;
    }
    many(parts)
}
