//! Writing links, clusters and candidates.

use crate::compare::Comparer;
use crate::{LinkError, Linkage};
use rayon::prelude::*;
use std::io::Write;
use std::path::Path;

/// Writes links at or above `least`: ids, probability, weight and each field's reason, sorted by id.
pub fn write_links(
    linkage: &Linkage<'_>,
    path: &Path,
    least: f64,
    indonesian: bool,
) -> Result<usize, LinkError> {
    let fields: Vec<String> = linkage.fields().map(|f| format!("reason_{f}")).collect();
    let mut header = vec![
        "left_id".to_owned(),
        "right_id".into(),
        "probability".into(),
        "weight".into(),
    ];
    header.extend(fields);
    let mut links: Vec<_> = linkage
        .links()
        .iter()
        .filter(|l| l.probability >= least)
        .map(|link| (linkage.ids(link), link))
        .collect();
    links.par_sort_by(|a, b| a.0.cmp(&b.0));
    let parts: Vec<Vec<u8>> = links
        .par_chunks(4096)
        .map_init(
            || Comparer::new(&linkage.prepared),
            |comparer, chunk| {
                let mut writer = csv::Writer::from_writer(Vec::with_capacity(chunk.len() * 400));
                for ((left, right), link) in chunk {
                    let mut row = vec![
                        left.to_string(),
                        right.to_string(),
                        format!("{:.6}", link.probability),
                        format!("{:.2}", link.weight),
                    ];
                    let reasons = linkage.explain_with(comparer, link).reasons;
                    row.extend(
                        reasons
                            .iter()
                            .map(|r| if indonesian { r.id() } else { r.en() }),
                    );
                    writer.write_record(&row)?;
                }
                writer
                    .into_inner()
                    .map_err(|e| csv::Error::from(e.into_error()))
            },
        )
        .collect::<Result<_, csv::Error>>()
        .map_err(|source| LinkError::Csv {
            list: path.display().to_string(),
            source,
        })?;
    write_parts(path, &header, &parts)?;
    Ok(links.len())
}

fn write_parts(path: &Path, header: &[String], parts: &[Vec<u8>]) -> Result<(), LinkError> {
    let bad = |source| LinkError::Write {
        path: path.to_owned(),
        source,
    };
    let mut file = std::io::BufWriter::new(std::fs::File::create(path).map_err(bad)?);
    let mut head = csv::Writer::from_writer(Vec::new());
    head.write_record(header).map_err(|source| LinkError::Csv {
        list: path.display().to_string(),
        source,
    })?;
    let head = head.into_inner().map_err(|e| bad(e.into_error()))?;
    file.write_all(&head).map_err(bad)?;
    for part in parts {
        file.write_all(part).map_err(bad)?;
    }
    file.flush().map_err(bad)
}

/// Writes every record of a cluster of two or more: cluster, list (left or right), id.
pub fn write_clusters(linkage: &Linkage<'_>, path: &Path) -> Result<usize, LinkError> {
    let mut members: Vec<(u32, usize, usize)> = linkage
        .clusters()
        .map(|(list, row, c)| (c, list, row))
        .collect();
    members.sort_unstable();
    let mut groups: Vec<Vec<(usize, String)>> = members
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|group| group.len() > 1)
        .map(|group| {
            let mut ids: Vec<(usize, String)> = group
                .iter()
                .map(|(_, list, row)| (*list, linkage.id(*list, *row)))
                .collect();
            ids.sort_unstable();
            ids
        })
        .collect();
    groups.sort_unstable();
    let mut writer = csv::Writer::from_writer(Vec::new());
    let bad = |source| LinkError::Csv {
        list: path.display().to_string(),
        source,
    };
    for (number, group) in groups.iter().enumerate() {
        for (list, id) in group {
            let list = if *list == 0 { "left" } else { "right" };
            writer
                .write_record([(number + 1).to_string().as_str(), list, id])
                .map_err(bad)?;
        }
    }
    let part = writer.into_inner().map_err(|e| LinkError::Write {
        path: path.to_owned(),
        source: e.into_error(),
    })?;
    write_parts(
        path,
        &["cluster".to_owned(), "list".into(), "id".into()],
        &[part],
    )?;
    Ok(groups.len())
}

/// Writes the ids of every pair that was compared.
pub fn write_candidates(linkage: &Linkage<'_>, path: &Path) -> Result<usize, LinkError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let bad = |source| LinkError::Csv {
        list: path.display().to_string(),
        source,
    };
    let mut count = 0;
    for (left, right) in linkage.candidates() {
        writer
            .write_record([linkage.id(0, left), linkage.id(1, right)])
            .map_err(bad)?;
        count += 1;
    }
    let part = writer.into_inner().map_err(|e| LinkError::Write {
        path: path.to_owned(),
        source: e.into_error(),
    })?;
    write_parts(path, &["left_id".to_owned(), "right_id".into()], &[part])?;
    Ok(count)
}
