//! The report: what was compared, what was learned, how sure the links are, and those that want a reader.

use super::Summary;
use linkage::{Linkage, Specification};
use std::fmt::Write as _;

/// Pairs shown for review: those nearest to even odds.
const SHOWN: usize = 200;

const STYLE: &str = "body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1d2433}\
table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}th,td{border-bottom:1px solid #d9dee8;padding:.3rem .5rem;\
text-align:left;vertical-align:top}td.n{text-align:right;font-variant-numeric:tabular-nums}.b{background:#1b6ca8;height:.7rem}";

pub(super) fn html(
    linkage: &Linkage<'_>,
    summary: &Summary,
    spec: &Specification,
    indonesian: bool,
) -> String {
    let t = |id: &'static str, en: &'static str| if indonesian { id } else { en };
    let mut out = String::new();
    let lang = t("id", "en");
    let title = t("Laporan pencocokan", "Linkage report");
    let _ = write!(
        out,
        "<!doctype html><html lang=\"{lang}\"><meta charset=\"utf-8\"><title>{title}</title><style>{STYLE}</style><h1>{title}</h1>"
    );
    let _ = write!(
        out,
        "<p>{}: <b>{}</b>. {}: <b>{}</b>. {}: {}.</p>",
        t("Pasangan", "Links"),
        summary.links,
        t("Perlu ditinjau", "To review"),
        summary.review,
        t("Dibandingkan", "Compared"),
        summary.counts.candidates
    );
    for notice in &summary.notices {
        let _ = write!(
            out,
            "<p>{}</p>",
            escape(if indonesian { &notice.id } else { &notice.en })
        );
    }
    histogram(&mut out, linkage, t("Keyakinan", "Certainty"));
    weights(&mut out, linkage, indonesian);
    review(&mut out, linkage, summary.threshold, indonesian);
    let toml = spec.to_toml().unwrap_or_default();
    let _ = write!(
        out,
        "<h2>{}</h2><pre>{}</pre></html>",
        t("Spesifikasi", "Specification"),
        escape(&toml)
    );
    out
}

fn histogram(out: &mut String, linkage: &Linkage<'_>, title: &str) {
    const EDGES: [f64; 8] = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.01];
    let counts: Vec<usize> = EDGES
        .windows(2)
        .map(|e| {
            linkage
                .links()
                .iter()
                .filter(|l| l.probability >= e[0] && l.probability < e[1])
                .count()
        })
        .collect();
    let most = counts.iter().copied().max().unwrap_or(0).max(1);
    let _ = write!(out, "<h2>{title}</h2><table>");
    for (edges, count) in EDGES.windows(2).zip(counts) {
        let width = count * 100 / most;
        let _ = write!(
            out,
            "<tr><td class=\"n\">{:.2} – {:.2}</td><td class=\"n\">{count}</td><td width=\"70%\"><div class=\"b\" style=\"width:{width}%\"></div></td></tr>",
            edges[0],
            edges[1].min(1.0)
        );
    }
    out.push_str("</table>");
}

fn weights(out: &mut String, linkage: &Linkage<'_>, indonesian: bool) {
    let (title, field, matches, others) = if indonesian {
        (
            "Yang dipelajari dari daftar",
            "Kolom",
            "pada pasangan",
            "pada bukan pasangan",
        )
    } else {
        (
            "What the lists taught",
            "Field",
            "among matches",
            "among others",
        )
    };
    let _ = write!(
        out,
        "<h2>{title}</h2><table><tr><th>{field}<th><th>{matches}<th>{others}<th>bit</tr>"
    );
    for weights in linkage.weights() {
        for (verdict, m, u) in &weights.shares {
            let word = if indonesian {
                verdict.id()
            } else {
                verdict.en()
            };
            let _ = write!(
                out,
                "<tr><td>{}<td>{word}<td class=\"n\">{m:.4}<td class=\"n\">{u:.4}<td class=\"n\">{:+.1}</tr>",
                escape(&weights.field),
                (m.max(1e-9) / u.max(1e-9)).log2()
            );
        }
    }
    out.push_str("</table>");
}

fn review(out: &mut String, linkage: &Linkage<'_>, threshold: f64, indonesian: bool) {
    let mut open: Vec<_> = linkage
        .links()
        .iter()
        .filter(|l| l.probability < threshold)
        .collect();
    open.sort_by(|a, b| {
        (a.probability - 0.5)
            .abs()
            .total_cmp(&(b.probability - 0.5).abs())
    });
    let title = if indonesian {
        "Untuk ditinjau"
    } else {
        "For review"
    };
    let _ = write!(out, "<h2>{title} ({})</h2><table>", open.len());
    for link in open.into_iter().take(SHOWN) {
        let (left, right) = linkage.ids(link);
        let _ = write!(
            out,
            "<tr><td>{}<br>{}<td class=\"n\">{:.3}<td>",
            escape(&left),
            escape(&right),
            link.probability
        );
        for reason in linkage.explain(link).reasons {
            let text = if indonesian { reason.id() } else { reason.en() };
            let _ = write!(
                out,
                "<b>{}</b>: {}<br>",
                escape(&reason.field),
                escape(&text)
            );
        }
        out.push_str("</tr>");
    }
    out.push_str("</table>");
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
