//! Figures of a year or a quarter: sales, workers, products, channels, permits.

use rulebook::{Fact, Facts, Value};
use serde_json::json;
use store::mentoring::figure as kept;
pub use store::mentoring::figure::Figure;
use store::registry::business;
use vocab::id::BusinessId;
use vocab::{Period, Rupiah};

use super::MentoringError;
use crate::actor::Actor;
use crate::audit;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::permission::{Permission, Role};
use crate::registry::state;

/// Figures as they are typed. What is left empty is not known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    /// Year or quarter.
    pub period: String,
    /// Sales, such as "24 jt".
    pub sales: String,
    /// Men at work.
    pub workers_male: String,
    /// Women at work.
    pub workers_female: String,
    /// Products.
    pub products: String,
    /// Channels sold through.
    pub channels: String,
    /// Permits held.
    pub permits: String,
    /// Whether the typist has looked at an unlikely number again.
    pub sure: bool,
}

/// A factor of so much between two periods is asked about: one zero too many is a factor of ten, and few businesses
/// grow eightfold within a year.
const UNLIKELY: i64 = 8;

fn count(field: &str, typed: &str) -> Result<Option<i64>> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let digits: String = typed
        .trim()
        .chars()
        .filter(|sign| *sign != '.' && *sign != ' ')
        .collect();
    let read = digits
        .parse::<i64>()
        .ok()
        .filter(|n| (0..=100_000).contains(n));
    read.map(Some).ok_or_else(|| invalid(field, typed))
}

fn invalid(field: &str, typed: &str) -> Error {
    MentoringError::FigureInvalid {
        field: field.to_owned(),
        value: typed.to_owned(),
    }
    .into()
}

fn period(hall: &Hall, typed: &str) -> Result<Period> {
    let unfit = || MentoringError::PeriodInvalid {
        period: typed.to_owned(),
    };
    let read: Period = typed.trim().parse().map_err(|_| unfit())?;
    let begun = read
        .first_day()
        .is_some_and(|first| first <= hall.clock().today());
    if begun && !matches!(read, Period::Month(..)) {
        Ok(read)
    } else {
        Err(unfit().into())
    }
}

fn read(hall: &Hall, typed: &Typed) -> Result<(Period, Figure)> {
    let period = period(hall, &typed.period)?;
    let sales = match typed.sales.trim() {
        "" => None,
        text => Some(
            text.parse::<Rupiah>()
                .map_err(|_| invalid("Penjualan", text))?
                .amount(),
        ),
    };
    if sales.is_some_and(|sales| sales < 0) {
        return Err(invalid("Penjualan", &typed.sales));
    }
    let figure = Figure {
        period: period.to_string(),
        sales,
        workers_male: count("Pekerja laki-laki", &typed.workers_male)?,
        workers_female: count("Pekerja perempuan", &typed.workers_female)?,
        products: count("Produk", &typed.products)?,
        channels: count("Saluran penjualan", &typed.channels)?,
        permits: count("Izin", &typed.permits)?,
    };
    let all = [
        figure.sales,
        figure.workers_male,
        figure.workers_female,
        figure.products,
        figure.channels,
        figure.permits,
    ];
    if all.iter().all(Option::is_none) {
        return Err(MentoringError::FigureEmpty.into());
    }
    Ok((period, figure))
}

/// Sales of a period as of a whole year.
fn yearly(period: &str, sales: i64) -> Option<i64> {
    match period.parse::<Period>().ok()? {
        Period::Year(_) => Some(sales),
        Period::Quarter(..) => Some(sales.saturating_mul(4)),
        Period::Month(..) => Some(sales.saturating_mul(12)),
    }
}

/// An amount as people write it.
fn rupiah(amount: i64) -> String {
    let written = amount.to_string();
    written
        .parse::<Rupiah>()
        .map_or(written, |read| read.to_string())
}

/// Asks about sales that are far from those of the nearest period before (or after): a zero too many, or too few.
fn must_be_likely(figure: &Figure, others: &[Figure], sure: bool) -> Result<()> {
    let Some(given) = figure.sales.filter(|_| !sure) else {
        return Ok(());
    };
    let known = |other: &&Figure| {
        other.period != figure.period && other.sales.is_some_and(|sales| sales > 0)
    };
    let before = others
        .iter()
        .rev()
        .filter(known)
        .find(|other| other.period < figure.period);
    let Some(near) = before.or_else(|| others.iter().find(known)) else {
        return Ok(());
    };
    let Some((now, then)) =
        yearly(&figure.period, given).zip(near.sales.and_then(|sales| yearly(&near.period, sales)))
    else {
        return Ok(());
    };
    if now >= then.saturating_mul(UNLIKELY) || now.saturating_mul(UNLIKELY) <= then {
        return Err(MentoringError::UnlikelySales {
            given: rupiah(given),
            before: near.sales.map(rupiah).unwrap_or_default(),
            period: near.period.clone(),
        }
        .into());
    }
    Ok(())
}

/// Writes figures down, by the owner or by whoever helps. Those of the newest whole year are stated as facts too, so that
/// lists, size class and plan follow.
pub async fn put(hall: &Hall, actor: &Actor, id: BusinessId, typed: &Typed) -> Result<()> {
    let (period, figure) = read(hall, typed)?;
    let door = if actor.role == Role::Owner {
        "owner"
    } else {
        actor.role_word()
    };
    let mut tx = hall.db().write().await?;
    let found = business::find(&mut tx, &actor.regency, id)
        .await?
        .filter(|found| state::may_see(actor, found))
        .ok_or(Error::NotFound("business"))?;
    if !actor.may(Permission::StateOwnFacts) {
        actor.must(Permission::Mentor)?;
    }
    let others = kept::of_business(&mut tx, &actor.regency, found.id).await?;
    must_be_likely(&figure, &others, typed.sure)?;
    let now = hall.clock().now();
    kept::put(
        &mut tx,
        &actor.regency,
        found.id,
        &figure,
        door,
        actor.account,
        now,
    )
    .await?;
    let detail = json!({ "period": figure.period });
    audit::record(
        hall,
        &mut tx,
        actor,
        "figures.stated",
        &audit::business(found.id),
        detail,
    )
    .await?;
    tx.commit().await?;
    let newest = others
        .iter()
        .filter(|other| matches!(other.period.parse(), Ok(Period::Year(_))))
        .all(|other| other.period <= figure.period);
    if newest && matches!(period, Period::Year(_)) {
        tell(hall, actor, found.id, period, &figure).await?;
    }
    Ok(())
}

async fn tell(
    hall: &Hall,
    actor: &Actor,
    id: BusinessId,
    period: Period,
    figure: &Figure,
) -> Result<()> {
    let mut facts = Facts::new();
    let said = [
        (Fact::Sales, figure.sales.map(Value::Rupiah)),
        (Fact::WorkersMale, figure.workers_male.map(Value::Count)),
        (Fact::WorkersFemale, figure.workers_female.map(Value::Count)),
    ];
    for (fact, value) in said {
        if let Some(value) = value {
            facts.set(fact, value)?;
        }
    }
    if facts.is_empty() {
        return Ok(());
    }
    let today = hall.clock().today();
    let on = period.last_day().map_or(today, |last| last.min(today));
    state::state(hall, actor, id, &facts, on).await?;
    Ok(())
}

/// The figures of a business, by period, for its owner and for staff who see it.
pub async fn of_business(hall: &Hall, actor: &Actor, id: BusinessId) -> Result<Vec<Figure>> {
    let mut session = hall.db().read().await?;
    let found = business::find(&mut session, &actor.regency, id)
        .await?
        .filter(|found| state::may_see(actor, found))
        .ok_or(Error::NotFound("business"))?;
    Ok(kept::of_business(&mut session, &actor.regency, found.id).await?)
}
