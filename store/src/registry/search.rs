//! Finding businesses: words and marks to a set of short keys, and a page of that set.

use roaring::RoaringBitmap;

use super::business::{self, Business};
use super::mark_block;
use crate::db::Engine;
use crate::error::StoreResult;
use crate::query::sql;
use crate::session::Session;

/// More hits of a text query than this are not looked at: the newest ones are taken and the page says so.
pub const MOST_HITS: u32 = 20_000;
/// Index rows that can be walked in the time in which one match is looked up and sorted.
const WALKED_FOR_ONE_SORTED: u64 = 8;
/// Most rows of one stride of a walk.
const LONGEST_STRIDE: usize = 20_000;

/// What a list is narrowed by.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Where.
    pub regency: String,
    /// All of these groups must match; of a group, one mark is enough. The first group is the one of all businesses.
    pub marks: Vec<Vec<u32>>,
    /// All of these groups must match; of a group, one word is enough.
    pub words: Vec<Vec<Term>>,
}

/// A word to find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The word, in its normal form: letters and digits only.
    pub word: String,
    /// Whether it may go on.
    pub prefix: bool,
}

/// In which order a list is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// By name.
    #[default]
    Name,
    /// Last registered first.
    Newest,
}

/// Where a page ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// Sort key of the last row (empty when sorted by newest).
    pub name_key: String,
    /// Short key of the last row.
    pub seq: i64,
}

/// What a filter matches.
#[derive(Debug, Clone, Default)]
pub struct Matches {
    /// Short keys.
    pub seqs: RoaringBitmap,
    /// How many businesses there are, filtered or not.
    pub of: u64,
    /// Whether there were more hits than [`MOST_HITS`] for the words, so that only the newest are in it.
    pub capped: bool,
}

/// A page of a list.
#[derive(Debug, Clone)]
pub struct Page {
    /// Rows.
    pub rows: Vec<Business>,
    /// Where to go on, if there is more.
    pub next: Option<Cursor>,
}

/// Which businesses a filter matches.
pub async fn matches(session: &mut Session, filter: &Filter) -> StoreResult<Matches> {
    let mut seqs: Option<RoaringBitmap> = None;
    let mut of = None;
    for group in &filter.marks {
        let these = mark_block::load(session, &filter.regency, group).await?;
        of.get_or_insert(these.len());
        seqs = Some(match seqs {
            None => these,
            Some(seqs) => seqs & these,
        });
        if seqs.as_ref().is_some_and(RoaringBitmap::is_empty) {
            break;
        }
    }
    let mut seqs = seqs.unwrap_or_default();
    let of = of.unwrap_or_default();
    let mut capped = false;
    if !filter.words.is_empty() && !seqs.is_empty() {
        let hits = hits(session, &filter.words).await?;
        capped = hits.len() >= u64::from(MOST_HITS);
        seqs &= hits;
    }
    Ok(Matches { seqs, of, capped })
}

/// The newest businesses that have the words. The keys come as one text: twenty thousand rows would cost more on
/// their way through the driver than the search itself.
async fn hits(session: &mut Session, words: &[Vec<Term>]) -> StoreResult<RoaringBitmap> {
    let query = match session.engine() {
        Engine::Sqlite => sql(
            "SELECT group_concat(rowid) FROM (SELECT rowid FROM search WHERE search MATCH $1 \
                               ORDER BY rowid DESC LIMIT $2)",
        )
        .bind(expression(words, " AND ", " OR ", |term| {
            format!("\"{}\"{}", term.word, if term.prefix { "*" } else { "" })
        })),
        Engine::Postgres => sql(
            "SELECT string_agg(seq::text, ',') FROM (SELECT seq FROM search \
                                 WHERE words @@ $1::tsquery ORDER BY seq DESC LIMIT $2) AS hit",
        )
        .bind(expression(words, " & ", " | ", |term| {
            format!("'{}'{}", term.word, if term.prefix { ":*" } else { "" })
        })),
    };
    let text: Option<String> = session.one(query.bind(MOST_HITS)).await?.get(0)?;
    Ok(text
        .unwrap_or_default()
        .split(',')
        .filter_map(|seq| seq.parse::<u32>().ok())
        .collect())
}

fn expression(words: &[Vec<Term>], and: &str, or: &str, write: impl Fn(&Term) -> String) -> String {
    let group = |terms: &Vec<Term>| {
        let terms: Vec<String> = terms
            .iter()
            .filter(|term| is_plain(&term.word))
            .map(&write)
            .collect();
        format!("({})", terms.join(or))
    };
    words
        .iter()
        .filter(|terms| terms.iter().any(|term| is_plain(&term.word)))
        .map(group)
        .collect::<Vec<_>>()
        .join(and)
}

/// Both engines' query languages know signs; a word has none.
fn is_plain(word: &str) -> bool {
    !word.is_empty() && word.chars().all(char::is_alphanumeric)
}

/// A page of what was matched, after `after`.
pub async fn page(
    session: &mut Session,
    regency: &str,
    matches: &Matches,
    sort: Sort,
    after: Option<&Cursor>,
    limit: usize,
) -> StoreResult<Page> {
    let mut seqs = match sort {
        Sort::Newest => newest(&matches.seqs, after, limit + 1),
        Sort::Name if !worth_walking(matches, limit) => {
            sorted(session, &matches.seqs, after, limit + 1).await?
        }
        Sort::Name => walked(session, regency, &matches.seqs, after, limit + 1).await?,
    };
    let more = seqs.len() > limit;
    seqs.truncate(limit);
    let rows = business::by_seqs(session, &seqs).await?;
    let next = rows.last().filter(|_| more).map(|last| Cursor {
        name_key: match sort {
            Sort::Name => last.name_key.clone(),
            Sort::Newest => String::new(),
        },
        seq: last.seq,
    });
    Ok(Page { rows, next })
}

fn newest(seqs: &RoaringBitmap, after: Option<&Cursor>, limit: usize) -> Vec<u32> {
    let before = after
        .and_then(|cursor| u32::try_from(cursor.seq).ok())
        .unwrap_or(u32::MAX);
    seqs.range(..before).rev().take(limit).collect()
}

async fn sorted(
    session: &mut Session,
    seqs: &RoaringBitmap,
    after: Option<&Cursor>,
    limit: usize,
) -> StoreResult<Vec<u32>> {
    let list: Vec<String> = seqs.iter().map(|seq| seq.to_string()).collect();
    let among = match session.engine() {
        Engine::Sqlite => "seq IN (SELECT value FROM json_each('[' || $1 || ']'))",
        Engine::Postgres => "seq = ANY (string_to_array($1, ',')::bigint[])",
    };
    let mut query = sql(format!("SELECT seq FROM business WHERE {among}")).bind(list.join(","));
    if let Some(after) = after {
        query
            .push(" AND (name_key, seq) > (")
            .push_bind(&after.name_key)
            .push(", ")
            .push_bind(after.seq)
            .push(")");
    }
    query
        .push(" ORDER BY name_key, seq LIMIT ")
        .push_bind(count(limit));
    session
        .all(query)
        .await?
        .iter()
        .map(|row| super::marks::short(row.get(0)?))
        .collect()
}

/// A page in the order of names is found in one of two ways: look all matches up and sort them, or walk the index of
/// names and test each against the bitmap until the page is full. The rarer the matches, the longer the walk.
fn worth_walking(matches: &Matches, limit: usize) -> bool {
    let found = matches.seqs.len().max(1);
    let walk = matches.of.saturating_mul(limit as u64) / found;
    walk < found.saturating_mul(WALKED_FOR_ONE_SORTED)
}

async fn walked(
    session: &mut Session,
    regency: &str,
    seqs: &RoaringBitmap,
    after: Option<&Cursor>,
    limit: usize,
) -> StoreResult<Vec<u32>> {
    let mut found = Vec::with_capacity(limit);
    let mut cursor = after.cloned().unwrap_or(Cursor {
        name_key: String::new(),
        seq: 0,
    });
    // The first stride suits a filter that half of the businesses pass; a rarer one gets longer strides.
    let mut stride = limit * 2;
    loop {
        let (walked, last) = stride_of(session, regency, &cursor, stride).await?;
        let wanted = limit - found.len();
        found.extend(
            walked
                .iter()
                .filter(|seq| seqs.contains(**seq))
                .take(wanted),
        );
        match (last, walked.last()) {
            (Some(name_key), Some(seq)) if walked.len() == stride && found.len() < limit => {
                cursor = Cursor {
                    name_key,
                    seq: i64::from(*seq),
                };
            }
            _ => return Ok(found),
        }
        stride = (stride * 4).min(LONGEST_STRIDE);
    }
}

/// The next short keys in the order of names, and the name key of the last. They come as one text: rows cost more on
/// their way through the driver than in the engine.
async fn stride_of(
    session: &mut Session,
    regency: &str,
    after: &Cursor,
    stride: usize,
) -> StoreResult<(Vec<u32>, Option<String>)> {
    let list = match session.engine() {
        Engine::Sqlite => "group_concat(seq, ',' ORDER BY name_key, seq)",
        Engine::Postgres => "string_agg(seq::text, ',' ORDER BY name_key, seq)",
    };
    let query = sql(format!(
        "SELECT {list}, MAX(name_key) FROM (SELECT seq, name_key FROM business WHERE regency = $1 \
         AND (name_key, seq) > ($2, $3) ORDER BY name_key, seq LIMIT $4) AS stride"
    ));
    let query = query
        .bind(regency)
        .bind(&after.name_key)
        .bind(after.seq)
        .bind(count(stride));
    let row = session.one(query).await?;
    let text: Option<String> = row.get(0)?;
    Ok((
        text.unwrap_or_default()
            .split(',')
            .filter_map(|seq| seq.parse().ok())
            .collect(),
        row.get(1)?,
    ))
}

fn count(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}
