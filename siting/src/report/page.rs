//! The paper: escaping, both languages, tables, style.

use crate::rank::Text;

/// Text safe within HTML and attributes.
pub(super) fn safe(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

/// A text in both languages; the reader's choice shows one.
pub(super) fn both(id: &str, en: &str) -> String {
    format!(
        "<span lang=\"id\">{}</span><span lang=\"en\">{}</span>",
        safe(id),
        safe(en)
    )
}

/// A text of the criteria file, or a stand-in when it is empty.
pub(super) fn label(text: &Text, otherwise: &str) -> String {
    if text.id.is_empty() {
        safe(otherwise)
    } else {
        both(&text.id, text.english())
    }
}

pub(super) fn heading(id: &str, en: &str) -> String {
    format!("<h2>{}</h2>\n", both(id, en))
}

pub(super) fn paragraph(id: &str, en: &str) -> String {
    format!("<p>{}</p>\n", both(id, en))
}

/// A table from ready HTML cells; the first column names the row.
pub(super) fn table(head: &[String], rows: &[Vec<String>]) -> String {
    let mut html = String::from("<div class=\"wide\"><table>\n<thead><tr>");
    for cell in head {
        html.extend([format!("<th scope=\"col\">{cell}</th>")]);
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    for row in rows {
        html.push_str("<tr>");
        for (column, cell) in row.iter().enumerate() {
            let (open, close) = if column == 0 {
                ("<th scope=\"row\">", "</th>")
            } else {
                ("<td>", "</td>")
            };
            html.push_str(open);
            html.push_str(cell);
            html.push_str(close);
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody></table></div>\n");
    html
}

/// A number with few digits, decimal comma in Indonesian and point in English.
pub(super) fn number(value: f64, digits: usize) -> String {
    let english = format!("{value:.digits$}");
    let indonesian = english.replace('.', ",");
    if english == indonesian {
        english
    } else {
        both(&indonesian, &english)
    }
}

pub(super) fn percent(share: f64) -> String {
    let digits = usize::from(share > 0.0 && share < 0.0995);
    format!("{}&nbsp;%", number(share * 100.0, digits))
}

/// A value as measured: no digits which say nothing.
pub(super) fn measured(value: f64) -> String {
    let size = value.abs();
    number(
        value,
        if size >= 100.0 || value.fract() == 0.0 {
            0
        } else {
            2
        },
    )
}

/// The whole page around its parts.
pub(super) fn page(title: &Text, parts: &str) -> String {
    let plain = if title.id.is_empty() {
        "Peringkat lokasi"
    } else {
        &title.id
    };
    let shown = if title.id.is_empty() {
        both("Peringkat lokasi", "Ranking of sites")
    } else {
        both(&title.id, title.english())
    };
    format!(
        "<!doctype html>\n<html lang=\"id\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <input type=\"radio\" name=\"lang\" id=\"in-id\" checked><label for=\"in-id\">Bahasa Indonesia</label>\n\
         <input type=\"radio\" name=\"lang\" id=\"in-en\"><label for=\"in-en\">English</label>\n\
         <main>\n<h1>{shown}</h1>\n{parts}</main>\n</body>\n</html>\n",
        safe(plain)
    )
}

/// One sheet, without anything from elsewhere; on paper the choice of language disappears.
const STYLE: &str = "
:root{color-scheme:light}
body{font:16px/1.5 system-ui,sans-serif;color:#1a1a1a;background:#fff;margin:0 auto;padding:1rem;max-width:60rem}
h1{font-size:1.7rem;line-height:1.25}h2{font-size:1.25rem;margin-top:2.2rem;border-bottom:2px solid #1b5e7b}
#in-en:checked~main [lang=id],#in-id:checked~main [lang=en]{display:none}
label{margin:0 1rem 0 .3rem}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;margin:.6rem 0}
th,td{border:1px solid #b9c3c9;padding:.3rem .5rem;text-align:right;vertical-align:top}
th[scope=row]{text-align:left;font-weight:600}thead th{background:#e8f0f3;text-align:left}
.lead{background:#e8f0f3;border-left:6px solid #1b5e7b;padding:.6rem 1rem}
.warn{background:#fff3d6;border-left:6px solid #a86200;padding:.6rem 1rem}
.guess{background:#fff3d6}
svg{max-width:100%;height:auto}svg text{font:13px system-ui,sans-serif;fill:#1a1a1a}
@media print{input,label{display:none}body{max-width:none;font-size:11pt}h2{break-after:avoid}table,svg,.lead,.warn{break-inside:avoid}}
";
