//! Which rows are businesses that are known already: looked up for a whole chunk at once.

use rustc_hash::FxHashMap;
use store::Session;
use store::people::person;
use store::registry::bulk;
use store::registry::business::{self, Business};
use vocab::id::{BusinessId, PersonId};

use super::identity::Identity;
use super::prepare::Prepared;
use crate::error::Result;

/// What a row turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Match {
    /// Nothing is known of it.
    New,
    /// This business, from before or from an earlier row of the same chunk.
    Known(BusinessId),
}

/// The businesses that rows of a chunk may be.
#[derive(Debug, Default)]
pub(super) struct Matcher {
    by_key: FxHashMap<i64, BusinessId>,
    owners: FxHashMap<BusinessId, PersonId>,
    /// NIKs of the owners, where known.
    niks: FxHashMap<BusinessId, Vec<u8>>,
    new_keys: Vec<(i64, BusinessId)>,
}

/// Keys by which businesses are known from now on. They are written once for a transaction and in order, so that each
/// page of their table, where they go to random places, is touched once.
pub(in crate::registry) type NewKeys = FxHashMap<i64, BusinessId>;

impl Matcher {
    pub(super) async fn load(
        session: &mut Session,
        regency: &str,
        rows: &[Prepared],
        new: &NewKeys,
    ) -> Result<Self> {
        let mut keys: Vec<i64> = rows.iter().flat_map(|row| row.identity.all()).collect();
        keys.sort_unstable();
        keys.dedup();
        let mut found: FxHashMap<i64, BusinessId> = keys
            .iter()
            .filter_map(|key| Some((*key, *new.get(key)?)))
            .collect();
        keys.retain(|key| !found.contains_key(key));
        found.extend(bulk::by_keys(session, regency, &keys).await?);
        let mut ids: Vec<BusinessId> = found.values().copied().collect();
        ids.extend(rows.iter().filter_map(|row| row.about));
        if ids.is_empty() {
            return Ok(Self::default());
        }
        ids.sort_unstable();
        ids.dedup();
        let businesses: FxHashMap<BusinessId, Business> = business::find_many(session, &ids)
            .await?
            .into_iter()
            .map(|one| (one.id, one))
            .collect();
        let owners: FxHashMap<BusinessId, PersonId> = businesses
            .values()
            .filter_map(|one| Some((one.id, one.owner?)))
            .collect();
        let mut people: Vec<PersonId> = owners.values().copied().collect();
        people.sort_unstable();
        people.dedup();
        let by_person: FxHashMap<PersonId, Vec<u8>> = person::find_many(session, &people)
            .await?
            .into_iter()
            .filter_map(|person| Some((person.id, person.nik_hash?)))
            .collect();
        let nik = |(business, owner): (&BusinessId, &PersonId)| {
            Some((*business, by_person.get(owner)?.clone()))
        };
        let niks = owners.iter().filter_map(nik).collect();
        // A key may outlive its business.
        let by_key = found
            .into_iter()
            .filter(|(_, id)| businesses.contains_key(id))
            .collect();
        Ok(Self {
            by_key,
            owners,
            niks,
            new_keys: Vec::new(),
        })
    }

    /// The owners of all businesses that were found.
    pub(super) fn owners(&self) -> impl Iterator<Item = PersonId> + '_ {
        self.owners.values().copied()
    }

    /// The owner of a business that was found.
    pub(super) fn owner(&self, business: BusinessId) -> Option<PersonId> {
        self.owners.get(&business).copied()
    }

    /// What a row is: the surest key decides.
    pub(super) fn find(&self, identity: &Identity, nik_hash: Option<&[u8]>) -> Match {
        let look = |key: Option<i64>| key.and_then(|key| self.by_key.get(&key).copied());
        let sure = look(identity.row_id)
            .or_else(|| look(identity.nik))
            .or_else(|| look(identity.nib));
        let by_name = || {
            // Two people of one name in one village may both keep a "Warung Sri": their NIKs tell them apart.
            look(identity.name).filter(|business| match (nik_hash, self.niks.get(business)) {
                (Some(ours), Some(theirs)) => ours == theirs,
                _ => true,
            })
        };
        sure.or_else(by_name).map_or(Match::New, Match::Known)
    }

    /// From now on rows with these keys are this business.
    pub(super) fn learn(
        &mut self,
        identity: &Identity,
        nik_hash: Option<&[u8]>,
        business: BusinessId,
        owner: Option<PersonId>,
    ) {
        for key in identity.all() {
            if self.by_key.insert(key, business) != Some(business) {
                self.new_keys.push((key, business));
            }
        }
        if let Some(nik_hash) = nik_hash {
            self.niks.insert(business, nik_hash.to_vec());
        }
        if let Some(owner) = owner {
            self.owners.insert(business, owner);
        }
    }

    /// Hands the keys over that are not in the database yet; of one that was claimed twice, the last claim holds.
    pub(super) fn give_keys(self, new: &mut NewKeys) {
        new.extend(self.new_keys);
    }
}
