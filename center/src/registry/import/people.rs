//! The owners whom the rows of a chunk speak of: found again by NIK, kept up to date, or new.

use std::collections::{BTreeSet, HashMap};

use rulebook::Facts;
use rustc_hash::FxHashMap;
use store::Tx;
use store::people::person::{self, Person};
use vocab::id::PersonId;

use super::prepare::Prepared;
use crate::error::Result;
use crate::hall::Hall;
use crate::keys::DataKey;
use crate::registry::content::Content;
use crate::registry::sealing;

/// The persons of one chunk.
pub(super) struct People<'a> {
    hall: &'a Hall,
    known: FxHashMap<PersonId, Person>,
    by_nik: HashMap<Vec<u8>, PersonId>,
    keys: FxHashMap<PersonId, DataKey>,
    changed: BTreeSet<PersonId>,
    /// Those who are not in the database yet, in the order in which they came.
    new: Vec<PersonId>,
}

impl<'a> People<'a> {
    /// Those with a NIK of the rows, and the owners of businesses that were found.
    pub(super) async fn load(
        hall: &'a Hall,
        tx: &mut Tx,
        regency: &str,
        rows: &[Prepared],
        owners: impl Iterator<Item = PersonId>,
    ) -> Result<Self> {
        let mut hashes: Vec<Vec<u8>> = rows.iter().filter_map(|row| row.nik_hash.clone()).collect();
        hashes.sort_unstable();
        hashes.dedup();
        let by_nik = person::ids_by_nik(tx, regency, &hashes).await?;
        let mut ids: Vec<PersonId> = by_nik.values().copied().chain(owners).collect();
        ids.sort_unstable();
        ids.dedup();
        let known = person::find_many(tx, &ids).await?;
        Ok(Self {
            hall,
            known: known
                .into_iter()
                .map(|person| (person.id, person))
                .collect(),
            by_nik,
            keys: FxHashMap::default(),
            changed: BTreeSet::new(),
            new: Vec::new(),
        })
    }

    /// The owner of a business that is new, and what is said with the owner's numbers sealed.
    pub(super) fn of_new(&mut self, row: &mut Prepared) -> Result<(Option<PersonId>, String)> {
        if let Some(id) = self.with_nik(row) {
            let said = self.seal_for(id, &row.facts)?;
            return Ok((Some(id), said));
        }
        let said = std::mem::take(&mut row.fresh.said);
        let owner = row.fresh.owner.take();
        Ok((owner.map(|(person, key)| self.meet(person, key)), said))
    }

    /// The owner of a business that is known, and what is said.
    pub(super) fn of_known(
        &mut self,
        row: &mut Prepared,
        present: Option<PersonId>,
    ) -> Result<(Option<PersonId>, String)> {
        let said = std::mem::take(&mut row.fresh.said);
        let Some((person, key)) = row.fresh.owner.take() else {
            return Ok((present, said));
        };
        // Another NIK is another person, unless none was known of the present owner.
        let stays = |present: &PersonId| {
            let theirs = self
                .known
                .get(present)
                .and_then(|person| person.nik_hash.as_ref());
            row.nik_hash.is_none() || theirs.is_none() || theirs == row.nik_hash.as_ref()
        };
        if let Some(id) = self.with_nik(row).or_else(|| present.filter(stays)) {
            let said = self.seal_for(id, &row.facts)?;
            return Ok((Some(id), said));
        }
        Ok((Some(self.meet(person, key)), said))
    }

    fn with_nik(&self, row: &Prepared) -> Option<PersonId> {
        row.nik_hash
            .as_ref()
            .and_then(|hash| self.by_nik.get(hash).copied())
    }

    fn meet(&mut self, person: Person, key: DataKey) -> PersonId {
        let id = person.id;
        if let Some(hash) = &person.nik_hash {
            self.by_nik.insert(hash.clone(), id);
        }
        self.keys.insert(id, key);
        self.known.insert(id, person);
        self.new.push(id);
        id
    }

    /// Seals with the key of a person who is known, and brings that person's own row up to date. Of a person who was
    /// erased nothing personal is taken any more (UU 27/2022).
    fn seal_for(&mut self, id: PersonId, facts: &Facts) -> Result<String> {
        let erased = self
            .known
            .get(&id)
            .is_none_or(|person| person.data_key.is_none());
        if erased {
            let all = Content {
                open: facts.clone(),
                ..Content::default()
            };
            return Ok(all.without_personal().to_json());
        }
        let Some(person) = self.known.get_mut(&id) else {
            return Ok(Content::default().to_json());
        };
        let key = match self.keys.get(&id) {
            Some(key) => key.clone(),
            None => sealing::data_key(self.hall.keys(), person)?,
        };
        let said = sealing::seal(self.hall.keys(), &key, person, facts);
        self.keys.insert(id, key);
        self.changed.insert(id);
        Ok(said.to_json())
    }

    /// Writes who is new or changed.
    pub(super) async fn save(mut self, tx: &mut Tx) -> Result<()> {
        let new = self.new.iter().filter_map(|id| self.known.remove(id));
        person::insert_many(tx, new.collect()).await?;
        for id in &self.changed {
            // Those who are new are written already, as they are now.
            if let Some(person) = self.known.get(id) {
                person::update(tx, person).await?;
            }
        }
        Ok(())
    }
}
