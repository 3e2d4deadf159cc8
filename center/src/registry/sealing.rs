//! Sealing the numbers of a person, and finding the person again by one.

use std::collections::BTreeMap;

use rulebook::{Fact, Facts, Value};
use store::people::person::{self, Person};
use store::{Session, Tx};
use vocab::id::PersonId;

use super::RegistryError;
use super::content::Content;
use crate::error::Result;
use crate::hall::Hall;
use crate::keys::{DataKey, Keys, Purpose};

/// The keyed hash by which a person is found by NIK.
pub fn nik_hash(keys: &Keys, nik: &str) -> [u8; 16] {
    keys.short_hash(Purpose::Nik, nik.as_bytes())
}

/// A person who was not known before, with a data key of their own.
pub fn new_person(hall: &Hall, regency: &str) -> (Person, DataKey) {
    let id: PersonId = hall.new_id();
    let (key, wrapped) = hall.keys().new_data_key(id.as_uuid());
    let person = Person {
        id,
        regency: regency.to_owned(),
        name: None,
        phone: None,
        data_key: Some(wrapped),
        nik_hash: None,
        nik_sealed: None,
        kk_sealed: None,
        npwp_sealed: None,
        created_at: hall.clock().now(),
        erased_at: None,
    };
    (person, key)
}

/// The data key of a person; an erased person has none.
pub fn data_key(keys: &Keys, person: &Person) -> Result<DataKey> {
    let wrapped = person.data_key.as_deref().ok_or(RegistryError::Erased)?;
    Ok(keys.data_key(person.id.as_uuid(), wrapped)?)
}

/// Parts facts into open ones and sealed ones, and writes the sealed numbers to the person too.
pub fn seal(keys: &Keys, key: &DataKey, person: &mut Person, facts: &Facts) -> Content {
    let mut open = facts.clone();
    for fact in Fact::ALL.iter().filter(|fact| fact.is_sealed()) {
        open.remove(*fact);
    }
    Content {
        open,
        sealed: seal_numbers(keys, key, person, facts),
    }
}

/// Seals the numbers of facts and writes them, name and phone to the person.
pub(crate) fn seal_numbers(
    keys: &Keys,
    key: &DataKey,
    person: &mut Person,
    facts: &Facts,
) -> BTreeMap<Fact, String> {
    let mut all = BTreeMap::new();
    for (fact, value) in facts.iter().filter(|(fact, _)| fact.is_sealed()) {
        let Value::Text(number) = value else {
            continue;
        };
        let sealed = keys.seal_number(key, fact.id(), number);
        match fact {
            Fact::OwnerNik => {
                person.nik_hash = Some(nik_hash(keys, number).to_vec());
                person.nik_sealed = Some(sealed.clone());
            }
            Fact::OwnerKk => person.kk_sealed = Some(sealed.clone()),
            Fact::OwnerNpwp => person.npwp_sealed = Some(sealed.clone()),
            _ => {}
        }
        all.insert(fact, sealed);
    }
    if let Some(name) = facts.get(Fact::OwnerName).and_then(Value::as_text) {
        person.name = Some(name.to_owned());
    }
    if let Some(phone) = facts.get(Fact::OwnerPhone).and_then(Value::as_text) {
        person.phone = Some(phone.to_owned());
    }
    all
}

/// Whether facts speak of a person at all.
pub fn speaks_of_person(facts: &Facts) -> bool {
    facts.iter().any(|(fact, _)| fact.is_personal())
}

/// The person with a NIK, if known in the regency.
pub(crate) async fn by_nik(
    hall: &Hall,
    session: &mut Session,
    regency: &str,
    facts: &Facts,
) -> Result<Option<Person>> {
    let Some(nik) = facts.get(Fact::OwnerNik).and_then(Value::as_text) else {
        return Ok(None);
    };
    let hash = nik_hash(hall.keys(), nik);
    let found = person::by_nik(session, regency, &hash).await?;
    Ok(found.filter(|person| person.erased_at.is_none()))
}

/// The owner of facts about a business: who has its NIK, else who owned it until now, else somebody new. The second
/// part is true for somebody new.
pub(crate) async fn owner_for(
    hall: &Hall,
    tx: &mut Tx,
    regency: &str,
    present: Option<PersonId>,
    facts: &Facts,
) -> Result<(Person, DataKey, bool)> {
    if let Some(person) = by_nik(hall, tx, regency, facts).await? {
        let key = data_key(hall.keys(), &person)?;
        return Ok((person, key, false));
    }
    if let Some(id) = present
        && let Some(person) = person::find(tx, id).await?
    {
        let key = data_key(hall.keys(), &person)?;
        return Ok((person, key, false));
    }
    let (person, key) = new_person(hall, regency);
    Ok((person, key, true))
}
