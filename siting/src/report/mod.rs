//! The ranking as one printable page for the council: Indonesian with English beside it, charts
//! and map as SVG, nothing loaded from elsewhere, no script.

mod chart;
mod page;
mod parts;

use page::{both, heading, paragraph};
use parts::Source;

use crate::rank::{Criteria, Outcome};

/// The whole page.
pub fn html(criteria: &Criteria, outcome: &Outcome) -> String {
    let source = Source { criteria, outcome };
    let parts = [
        source.conclusion(),
        source.ranking(),
        source.map(),
        source.robustness(),
        source.sensitivity(),
        source.minorities(),
        source.weights(),
        source.exclusions(),
        source.values(),
        method(),
    ];
    page::page(&criteria.title, &parts.concat())
}

/// The ranking as plain lines for a terminal.
pub fn text(criteria: &Criteria, outcome: &Outcome) -> String {
    let mut text = String::new();
    for site in &outcome.ranking {
        let chance = site.best.first().map_or_else(String::new, |best| {
            format!("  P(terbaik/best) {:5.1} %", best * 100.0)
        });
        text.extend([format!(
            "{:>3}. {} {}  WSM {:.4}  TOPSIS {:.4} (#{})  VIKOR {:.4} (#{}){chance}\n",
            site.weighted_sum_place,
            site.id,
            site.name,
            site.weighted_sum,
            site.topsis,
            site.topsis_place,
            site.vikor,
            site.vikor_place,
        )]);
    }
    for excluded in &outcome.field.excluded {
        let rules = excluded
            .rules
            .iter()
            .filter_map(|&rule| criteria.exclusions.get(rule));
        let reasons: Vec<&str> = rules
            .map(|rule| {
                if rule.reason.id.is_empty() {
                    &rule.column
                } else {
                    &rule.reason.id
                }
            })
            .map(String::as_str)
            .collect();
        let line = format!(
            "  –  {} gugur / excluded: {}\n",
            excluded.site.id,
            reasons.join("; ")
        );
        text.push_str(&line);
    }
    let tip = |tip: usize| {
        let at = outcome
            .tree
            .tips
            .get(tip)
            .and_then(|&at| criteria.criteria.get(at));
        at.map_or("?", |criterion| criterion.id.as_str())
    };
    let site = |at: usize| {
        outcome
            .field
            .sites
            .get(at)
            .map_or("?", |site| site.id.as_str())
    };
    for imputed in &outcome.field.imputed {
        text.extend([format!(
            "  *  {}: {} belum diukur, dipakai / not measured, used: {}\n",
            site(imputed.site),
            tip(imputed.tip),
            imputed.value
        )]);
    }
    if let Some(shift) = outcome.shifts.first() {
        text.extend([format!(
            "{} menang bila / wins when {:.1} % bobot / of the weight -> {}\n",
            site(shift.challenger),
            shift.moved * 100.0,
            tip(shift.to)
        )]);
    }
    if !outcome.consistent {
        text.push_str(
            "! Penilaian saling bertentangan (CR > 0,1) / judgements contradict each other (CR > 0.1)\n",
        );
    }
    text
}

/// How it was done, for people who have to answer for it.
fn method() -> String {
    let steps = [
        (
            "Lokasi yang melanggar aturan pengecualian (luas, banjir, tata ruang, sengketa) gugur lebih dahulu; nilai lain tidak dapat menebusnya.",
            "Sites which break an exclusion rule (area, flood, zoning, dispute) go first; nothing else can make up for it.",
        ),
        (
            "Setiap penilai membandingkan kriteria dua-dua pada skala 1/9 sampai 9 (AHP, Saaty). Penilaian digabung dengan rata-rata geometrik; bobot adalah vektor eigen utama dari matriks gabungan.",
            "Each judge compares criteria two by two on a scale of 1/9 to 9 (AHP, Saaty). Judgements are joined by their geometric mean; weights are the principal eigenvector of the joint matrix.",
        ),
        (
            "Rasio konsistensi menunjukkan seberapa jauh penilaian saling bertentangan; di atas 0,1 disebutkan satu perbandingan yang paling menolong bila ditinjau ulang.",
            "The consistency ratio says how far judgements contradict each other; above 0.1 the one comparison is named which helps most when revisited.",
        ),
        (
            "Nilai disamakan satuannya, lalu dihitung tiga cara: jumlah berbobot (kelebihan menutup kekurangan), TOPSIS (jarak ke lokasi ideal terbaik dan terburuk), VIKOR (memperhatikan kekecewaan terbesar).",
            "Values are made comparable and joined in three ways: weighted sum (strengths make up for weaknesses), TOPSIS (distance to the best and worst imaginable site), VIKOR (minds the greatest regret).",
        ),
        (
            "Bobot dan nilai diundi ulang ribuan kali sesuai ketidakpastiannya. Benih acak dicatat, sehingga siapa pun dapat mengulang dan memperoleh angka yang sama.",
            "Weights and values are drawn thousands of times within their uncertainty. The seed is recorded, so anybody can repeat it and get the same figures.",
        ),
        (
            "Perpindahan bobot terkecil yang mengganti pemenang dihitung tepat (bukan dicoba-coba), untuk jumlah berbobot.",
            "The smallest move of weight which changes the winner is computed exactly (not by trial), for the weighted sum.",
        ),
    ];
    let items: Vec<String> = steps
        .iter()
        .map(|(id, en)| format!("<li>{}</li>\n", both(id, en)))
        .collect();
    heading("Cara menghitung", "Method")
        + &format!("<ol>\n{}</ol>\n", items.concat())
        + &paragraph(
            "Hasil ini membantu menimbang; keputusan tetap pada yang berwenang.",
            "The result helps to weigh; the decision rests with those in charge.",
        )
}
