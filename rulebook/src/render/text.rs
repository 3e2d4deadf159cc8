//! A plan as plain text.

use std::fmt::Write as _;

use vocab::Lang;

use super::{StepView, view};
use crate::facts::Facts;
use crate::plan::Plan;
use crate::rulebook::Rulebook;

/// The plan as plain text for a terminal, a print-out or a message.
pub fn text(book: &Rulebook, facts: &Facts, plan: &Plan, lang: Lang) -> String {
    let view = view(book, facts, plan, lang);
    let words = Words::of(lang);
    let mut out = String::new();
    // Writing to a String cannot fail, so the results are let go.
    let _ = writeln!(
        out,
        "{} {}",
        words.plan,
        vocab::date::long_form(plan.on, lang)
    );
    let _ = writeln!(out, "{}: {}", words.risk, view.risk);
    let counts = view.counts;
    let _ = writeln!(
        out,
        "{} {}, {} {}, {} {}, {} {}",
        counts.done,
        words.done,
        counts.next,
        words.next,
        counts.ask,
        words.ask,
        counts.blocked,
        words.blocked
    );
    for stage in &view.stages {
        let _ = writeln!(out, "\n== {} ==", stage.label);
        for step in &stage.steps {
            write_step(&mut out, step, &words, lang);
        }
    }
    out
}

fn write_step(out: &mut String, step: &StepView, words: &Words, lang: Lang) {
    let mark = match step.state {
        "done" => "[x]",
        "next" => "[>]",
        "ask" => "[?]",
        _ => "[ ]",
    };
    let duty = step.duty.label(lang).to_lowercase();
    let perhaps = if step.undecided { words.perhaps } else { "" };
    let _ = writeln!(out, "{mark} {perhaps}{} ({duty})", step.title);
    if step.state == "done" {
        return;
    }
    for blocker in &step.blocked_by {
        let _ = writeln!(out, "    {}: {}", words.after, blocker.title);
    }
    for ask in &step.asks {
        let _ = writeln!(out, "    {}: {} {}", words.tell, ask.question, ask.help);
    }
    if let Some(caution) = &step.caution {
        let _ = writeln!(out, "    ! {caution}");
    }
    if step.state == "blocked" {
        return;
    }
    let _ = writeln!(out, "    {}", step.why);
    if step.state == "ask" {
        return;
    }
    for (number, how) in (1..).zip(&step.how) {
        let _ = writeln!(out, "    {number}. {how}");
    }
    let _ = writeln!(out, "    {}: {}", words.helps, step.who_helps);
    if !step.documents.is_empty() {
        let _ = writeln!(out, "    {}: {}", words.bring, step.documents.join(", "));
    }
    let _ = writeln!(
        out,
        "    {}: {}. {}: {}",
        words.cost,
        step.cost.trim_end_matches('.'),
        words.time,
        step.time
    );
    let _ = writeln!(out, "    {}: {}", words.source, step.source);
}

/// The few words that frame a plan in plain text.
struct Words {
    plan: &'static str,
    risk: &'static str,
    done: &'static str,
    next: &'static str,
    ask: &'static str,
    blocked: &'static str,
    after: &'static str,
    tell: &'static str,
    helps: &'static str,
    bring: &'static str,
    cost: &'static str,
    time: &'static str,
    source: &'static str,
    perhaps: &'static str,
}

impl Words {
    fn of(lang: Lang) -> Words {
        match lang {
            Lang::Id => Words {
                plan: "Rencana per",
                risk: "Tingkat risiko",
                done: "selesai",
                next: "bisa dikerjakan",
                ask: "perlu jawaban",
                blocked: "menunggu",
                after: "Setelah",
                tell: "Beri tahu kami",
                helps: "Yang membantu",
                bring: "Bawa",
                cost: "Biaya",
                time: "Waktu",
                source: "Dasar",
                perhaps: "Mungkin perlu: ",
            },
            Lang::En => Words {
                plan: "Plan as of",
                risk: "Risk level",
                done: "done",
                next: "to do",
                ask: "to answer",
                blocked: "waiting",
                after: "After",
                tell: "Tell us",
                helps: "Who helps",
                bring: "Bring",
                cost: "Cost",
                time: "Time",
                source: "Source",
                perhaps: "Perhaps: ",
            },
        }
    }
}
