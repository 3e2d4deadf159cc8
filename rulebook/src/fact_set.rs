//! Sets of facts, as small and as quick as a number.

use crate::fact::Fact;

/// A set of facts, in one machine word or two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct FactSet(u128);

impl FactSet {
    /// No fact.
    pub const EMPTY: FactSet = FactSet(0);

    /// Just this fact.
    pub const fn of(fact: Fact) -> FactSet {
        FactSet(fact.bit())
    }

    /// Whether there is none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many there are.
    pub const fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether it is among them.
    pub const fn contains(self, fact: Fact) -> bool {
        self.0 & fact.bit() != 0
    }

    /// Whether all of these are among them.
    pub const fn contains_all(self, facts: FactSet) -> bool {
        self.0 & facts.0 == facts.0
    }

    /// What both have.
    #[must_use]
    pub const fn intersection(self, other: FactSet) -> FactSet {
        FactSet(self.0 & other.0)
    }

    /// Both together.
    #[must_use]
    pub const fn union(self, other: FactSet) -> FactSet {
        FactSet(self.0 | other.0)
    }

    /// Adds one.
    pub fn insert(&mut self, fact: Fact) {
        self.0 |= fact.bit();
    }

    /// Takes one away.
    pub fn remove(&mut self, fact: Fact) {
        self.0 &= !fact.bit();
    }

    /// How many of the set come before this fact in the table.
    pub(crate) const fn rank(self, fact: Fact) -> usize {
        (self.0 & (fact.bit() - 1)).count_ones() as usize
    }

    /// The facts, in the order of the table.
    pub fn iter(self) -> impl Iterator<Item = Fact> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let fact = Fact::ALL.get(left.trailing_zeros() as usize).copied()?;
            left &= left - 1;
            Some(fact)
        })
    }
}

impl FromIterator<Fact> for FactSet {
    fn from_iter<I: IntoIterator<Item = Fact>>(facts: I) -> FactSet {
        let mut set = FactSet::EMPTY;
        facts.into_iter().for_each(|fact| set.insert(fact));
        set
    }
}

impl serde::Serialize for FactSet {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_set_lists_its_facts_in_table_order() {
        let set: FactSet = [Fact::Qris, Fact::OwnerName, Fact::Nib]
            .into_iter()
            .collect();
        assert_eq!(
            set.iter().collect::<Vec<_>>(),
            [Fact::OwnerName, Fact::Nib, Fact::Qris]
        );
        assert_eq!(set.len(), 3);
        assert_eq!(set.rank(Fact::Qris), 2);
        assert!(!set.contains(Fact::Halal));
    }
}
