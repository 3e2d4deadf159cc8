//! The parts of the decision report.

use super::chart;
use super::page::{both, heading, label, measured, number, paragraph, percent, safe, table};
use crate::rank::ahp::{Advice, TOLERABLE};
use crate::rank::{Criteria, Direction, Outcome, Ranked};

/// What the parts are written from.
pub(super) struct Source<'a> {
    pub(super) criteria: &'a Criteria,
    pub(super) outcome: &'a Outcome,
}

impl Source<'_> {
    fn criterion(&self, at: usize) -> String {
        self.criteria
            .criteria
            .get(at)
            .map_or_else(String::new, |c| label(&c.label, &c.id))
    }

    fn tip(&self, tip: usize) -> String {
        self.outcome
            .tree
            .tips
            .get(tip)
            .map_or_else(String::new, |&at| self.criterion(at))
    }

    fn site(&self, at: usize) -> String {
        self.outcome
            .field
            .sites
            .get(at)
            .map_or_else(String::new, |site| safe(&site.name))
    }

    pub(super) fn conclusion(&self) -> String {
        let Some(first) = self.outcome.ranking.first() else {
            return String::new();
        };
        let (id, en) = if self.outcome.agreed {
            (
                "Ketiga metode memilih lokasi yang sama.",
                "All three methods choose the same site.",
            )
        } else {
            (
                "Ketiga metode tidak memilih lokasi yang sama; lihat tabel di bawah.",
                "The three methods do not choose the same site; see the table below.",
            )
        };
        let mut html = format!(
            "<p class=\"lead\">{} <strong>{}</strong>. {}",
            both("Peringkat pertama:", "First place:"),
            safe(&first.name),
            both(id, en)
        );
        if let (Some(robustness), Some(best)) = (&self.outcome.robustness, first.best.first()) {
            html.extend([format!(
                " {} {} {} {}.",
                both("Terbaik dalam", "Best in"),
                percent(*best),
                both(
                    "dari percobaan acak, jumlahnya",
                    "of the random runs, which were"
                ),
                number(crate::number::real(robustness.runs), 0)
            )]);
        }
        html.push_str("</p>\n");
        if !self.outcome.consistent {
            html.extend([format!(
                "<p class=\"warn\">{}</p>\n",
                both(
                    "Penilaian bersama saling bertentangan (rasio konsistensi di atas 0,1); tinjau ulang sebelum memutuskan.",
                    "The joint judgements contradict each other (consistency ratio above 0.1); revisit them before deciding."
                )
            )]);
        }
        html
    }

    pub(super) fn ranking(&self) -> String {
        let head = [
            both("Lokasi", "Site"),
            both("Jumlah berbobot", "Weighted sum"),
            "TOPSIS".to_owned(),
            both("VIKOR (kecil = baik)", "VIKOR (small = good)"),
            both("Kompromi VIKOR", "VIKOR compromise"),
            both("Peluang terbaik", "Chance of being best"),
        ];
        let cell = |value: f64, place: usize| format!("{} (#{place})", number(value, 4));
        let row = |site: &Ranked| {
            let compromise = if site.compromise {
                both("ya", "yes")
            } else {
                "–".to_owned()
            };
            vec![
                safe(&site.name),
                cell(site.weighted_sum, site.weighted_sum_place),
                cell(site.topsis, site.topsis_place),
                cell(site.vikor, site.vikor_place),
                compromise,
                site.best
                    .first()
                    .map_or_else(|| "–".to_owned(), |best| percent(*best)),
            ]
        };
        let rows: Vec<_> = self.outcome.ranking.iter().map(row).collect();
        let parts = |site: &Ranked| {
            let parts = site
                .even
                .iter()
                .zip(&self.outcome.weights)
                .map(|(even, w)| even * w);
            (
                site.name.clone(),
                parts.collect(),
                format!("{:.3}", site.weighted_sum),
            )
        };
        let stacks: Vec<_> = self.outcome.ranking.iter().map(parts).collect();
        heading("Peringkat", "Ranking")
            + &table(&head, &rows)
            + &paragraph(
                "Sumbangan setiap kriteria pada jumlah berbobot (warna dijelaskan pada tabel bobot):",
                "What each criterion contributes to the weighted sum (colours are explained in the table of weights):",
            )
            + &chart::stacked("Jumlah berbobot / Weighted sum", &stacks)
    }

    pub(super) fn map(&self) -> String {
        let spots: Vec<_> = self
            .outcome
            .ranking
            .iter()
            .filter_map(|site| {
                let (lat, lon) = self.outcome.field.sites.get(site.site)?.place?;
                Some((site.name.clone(), lat, lon, site.weighted_sum_place))
            })
            .collect();
        if spots.is_empty() {
            return String::new();
        }
        heading("Peta", "Map") + &chart::map("Peta lokasi / Map of sites", &spots)
    }

    pub(super) fn weights(&self) -> String {
        let mut html = heading("Bobot", "Weights");
        let head = [
            both("Kriteria", "Criterion"),
            both("Arah", "Direction"),
            both("Bobot", "Weight"),
        ];
        let tips = self
            .outcome
            .tree
            .tips
            .iter()
            .zip(&self.outcome.weights)
            .enumerate();
        let rows: Vec<_> = tips
            .map(|(at, (&tip, weight))| {
                let swatch = format!(
                    "<svg width=\"14\" height=\"14\" aria-hidden=\"true\"><rect width=\"14\" height=\"14\" fill=\"{}\"/></svg> ",
                    chart::colour(at)
                );
                let direction = self.criteria.criteria.get(tip).and_then(|c| c.direction);
                let direction = match direction {
                    Some(Direction::Cost) => both("makin kecil makin baik", "less is better"),
                    _ => both("makin besar makin baik", "more is better"),
                };
                vec![swatch + &self.criterion(tip), direction, percent(*weight)]
            })
            .collect();
        html.push_str(&table(&head, &rows));
        html.push_str(&self.judgements());
        html
    }

    fn judgements(&self) -> String {
        let mut rows = Vec::new();
        for group in &self.outcome.tree.groups {
            let Some(joint) = group.consistency else {
                continue;
            };
            let name = group
                .parent
                .map_or_else(|| both("Tingkat atas", "Top"), |at| self.criterion(at));
            let advice = |advice: &Option<Advice>| {
                advice
                    .as_ref()
                    .map_or_else(|| "–".to_owned(), |a| self.advice(&group.members, a))
            };
            rows.push(vec![
                name.clone(),
                both("bersama", "joint"),
                ratio(Some(joint)),
                advice(&group.advice),
            ]);
            for voice in &group.judges {
                let judge = self.criteria.judges.get(voice.judge);
                let judge = judge.map_or_else(String::new, |judge| safe(&judge.name));
                rows.push(vec![
                    name.clone(),
                    judge,
                    ratio(voice.consistency),
                    advice(&voice.advice),
                ]);
            }
        }
        if rows.is_empty() {
            return paragraph(
                "Bobot ditetapkan langsung, tanpa perbandingan berpasangan.",
                "Weights were set directly, without pairwise comparison.",
            );
        }
        let head = [
            both("Kelompok", "Group"),
            both("Penilai", "Judge"),
            both("Rasio konsistensi", "Consistency ratio"),
            both("Tinjau ulang dahulu", "Revisit first"),
        ];
        format!(
            "<h3>{}</h3>\n",
            both("Konsistensi penilaian", "Consistency of the judgements")
        ) + &table(&head, &rows)
    }

    fn advice(&self, members: &[usize], advice: &Advice) -> String {
        let name = |at: usize| {
            members
                .get(at)
                .map_or_else(String::new, |&at| self.criterion(at))
        };
        format!(
            "{} : {} {} {} → {} ({} {})",
            name(advice.first),
            name(advice.second),
            both("dari", "from"),
            saaty(advice.given),
            saaty(advice.better),
            both("rasio menjadi", "ratio becomes"),
            number(advice.after, 3)
        )
    }

    pub(super) fn robustness(&self) -> String {
        let Some(robustness) = &self.outcome.robustness else {
            return String::new();
        };
        let mut html = heading("Seberapa pasti?", "How sure?");
        html.push_str(&paragraph(
            &format!("Bobot dan nilai yang tidak pasti diundi ulang {} kali (benih {}). Angka = persen percobaan pada setiap peringkat, jumlah berbobot.", robustness.runs, robustness.seed),
            &format!("Weights and uncertain values were drawn {} times (seed {}). Figures = per cent of runs on each place, weighted sum.", robustness.runs, robustness.seed),
        ));
        let shares = robustness.places.first();
        let row = |site: &Ranked| {
            (
                site.name.clone(),
                shares
                    .and_then(|all| all.get(site.site))
                    .cloned()
                    .unwrap_or_default(),
            )
        };
        let rows: Vec<_> = self.outcome.ranking.iter().map(row).collect();
        html.push_str(&chart::places(
            "Sebaran peringkat / Distribution of places",
            &rows,
        ));
        let head = [
            both("Lokasi", "Site"),
            both("Terbaik: jumlah berbobot", "Best: weighted sum"),
            both("Terbaik: TOPSIS", "Best: TOPSIS"),
            both("Terbaik: VIKOR", "Best: VIKOR"),
        ];
        let row = |site: &Ranked| {
            std::iter::once(safe(&site.name))
                .chain(site.best.iter().map(|best| percent(*best)))
                .collect()
        };
        let rows: Vec<Vec<String>> = self.outcome.ranking.iter().map(row).collect();
        html + &table(&head, &rows)
    }

    pub(super) fn sensitivity(&self) -> String {
        let mut html = heading("Kapan pemenang berganti?", "When does the winner change?");
        if self.outcome.shifts.is_empty() {
            return html
                + &paragraph(
                    "Dengan bobot apa pun pemenang tetap sama.",
                    "Whatever the weights, the winner stays the same.",
                );
        }
        let head = [
            both("Penantang", "Challenger"),
            both("Bobot yang harus berpindah", "Weight to be moved"),
            both("Dari", "From"),
            both("Ke", "To"),
        ];
        let row = |shift: &crate::rank::Shift| {
            let from = shift
                .from
                .iter()
                .map(|(tip, amount)| format!("{} ({})", self.tip(*tip), percent(*amount)));
            let from: Vec<String> = from.collect();
            vec![
                self.site(shift.challenger),
                percent(shift.moved),
                from.join(", "),
                self.tip(shift.to),
            ]
        };
        let rows: Vec<_> = self.outcome.shifts.iter().map(row).collect();
        html.push_str(&table(&head, &rows));
        let head = [
            both("Kriteria (diubah sendiri)", "Criterion (changed alone)"),
            both("Bobot kini", "Weight now"),
            both("Bobot saat berganti", "Weight at the change"),
            both("Pemenang baru", "New winner"),
        ];
        let row = |single: &crate::rank::Single| {
            vec![
                self.tip(single.tip),
                percent(single.now),
                percent(single.then),
                self.site(single.challenger),
            ]
        };
        let rows: Vec<_> = self.outcome.singles.iter().map(row).collect();
        if rows.is_empty() {
            html
        } else {
            html + &table(&head, &rows)
        }
    }

    pub(super) fn minorities(&self) -> String {
        if self.outcome.minorities.is_empty() {
            return String::new();
        }
        let head = [
            both("Penilai", "Judge"),
            both("Pilihan pertama", "First choice"),
            both(
                "Berbeda dari keputusan bersama?",
                "Different from the joint decision?",
            ),
        ];
        let row = |minority: &crate::rank::Minority| {
            let differs = if minority.differs {
                both("ya", "yes")
            } else {
                both("tidak", "no")
            };
            vec![safe(&minority.judge), self.site(minority.winner), differs]
        };
        let rows: Vec<_> = self.outcome.minorities.iter().map(row).collect();
        heading("Pandangan masing-masing penilai", "Each judge's own view") + &table(&head, &rows)
    }

    pub(super) fn exclusions(&self) -> String {
        let field = &self.outcome.field;
        let reason = |rule: usize| {
            self.criteria
                .exclusions
                .get(rule)
                .map_or_else(String::new, |rule| label(&rule.reason, &rule.column))
        };
        let mut html = String::new();
        if !field.excluded.is_empty() {
            let row = |excluded: &crate::rank::Excluded| {
                let reasons = excluded.rules.iter().zip(&excluded.found);
                let reasons = reasons.map(|(&rule, found)| {
                    let found = if found.is_empty() { "?" } else { found };
                    format!("{} ({})", reason(rule), safe(found))
                });
                vec![
                    safe(&excluded.site.name),
                    reasons.collect::<Vec<_>>().join("; "),
                ]
            };
            let rows: Vec<_> = field.excluded.iter().map(row).collect();
            html.push_str(&heading("Lokasi yang gugur", "Excluded sites"));
            html.push_str(&table(
                &[both("Lokasi", "Site"), both("Alasan", "Reason")],
                &rows,
            ));
        }
        if !field.undecided.is_empty() {
            let rows: Vec<_> = field
                .undecided
                .iter()
                .map(|&(site, rule)| vec![self.site(site), reason(rule)])
                .collect();
            html.push_str(&heading("Belum dapat dipastikan", "Not decided yet"));
            html.push_str(&table(
                &[
                    both("Lokasi", "Site"),
                    both("Yang harus dipastikan", "To be settled"),
                ],
                &rows,
            ));
        }
        html
    }

    pub(super) fn values(&self) -> String {
        let field = &self.outcome.field;
        let mut head = vec![both("Lokasi", "Site")];
        for &tip in &self.outcome.tree.tips {
            let unit = self
                .criteria
                .criteria
                .get(tip)
                .map_or("", |c| c.unit.as_str());
            let unit = if unit.is_empty() {
                String::new()
            } else {
                format!(" ({})", safe(unit))
            };
            head.push(self.criterion(tip) + &unit);
        }
        let guessed = |site: usize, tip: usize| {
            field
                .imputed
                .iter()
                .any(|imputed| (imputed.site, imputed.tip) == (site, tip))
        };
        let row = |(site, values): (usize, &Vec<f64>)| {
            let cells = values.iter().enumerate().map(|(tip, value)| {
                if guessed(site, tip) {
                    format!("<span class=\"guess\">{} *</span>", measured(*value))
                } else {
                    measured(*value)
                }
            });
            std::iter::once(self.site(site)).chain(cells).collect()
        };
        let rows: Vec<Vec<String>> = field.values.iter().enumerate().map(row).collect();
        let mut html = heading("Data", "Data") + &table(&head, &rows);
        if !field.imputed.is_empty() {
            html.push_str(&paragraph(
                "* Belum diukur; diisi sementara dari lokasi lain. Dalam percobaan acak nilainya diundi antara yang terkecil dan terbesar.",
                "* Not measured; filled in for now from the other sites. In the random runs it is drawn between the smallest and the greatest.",
            ));
        }
        html
    }
}

fn ratio(consistency: Option<f64>) -> String {
    match consistency {
        None => both("belum lengkap", "not complete"),
        Some(ratio) if ratio > TOLERABLE => {
            format!("<span class=\"guess\">{} &gt; 0.1</span>", number(ratio, 3))
        }
        Some(ratio) => number(ratio, 3),
    }
}

/// A judgement as people gave it: 3 or 1/3.
fn saaty(value: f64) -> String {
    let (sign, times) = if value < 1.0 {
        ("1/", 1.0 / value)
    } else {
        ("", value)
    };
    let whole = (times - times.round()).abs() < 1e-6;
    format!("{sign}{}", number(times, if whole { 0 } else { 2 }))
}
