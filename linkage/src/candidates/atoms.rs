//! The smallest things records can share, computed once for each distinct value.

use crate::hash;
use crate::record::{Dictionary, Prepared, PreparedField};
use crate::spec::Role;
use rayon::prelude::*;

/// A hash with its aspect in the lowest four bits, and above it whether the atom is part of another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Atom(pub(super) u64);

impl Atom {
    fn new(aspect: Aspect, part: bool, content: u64) -> Self {
        let tagged = hash::pair(content, aspect as u64 | (u64::from(part) << 4));
        Self(tagged & !0x1f | (u64::from(part) << 4) | aspect as u64)
    }

    fn aspect(self) -> u64 {
        self.0 & 0xf
    }

    /// Whether this is a piece of a value that also has an atom as a whole.
    pub(super) fn is_part(self) -> bool {
        self.0 & 0x10 != 0
    }

    /// Whether the two together say more than each alone.
    pub(super) fn joins(self, other: Self) -> bool {
        let combinable = [
            Aspect::Person as u64,
            Aspect::Business as u64,
            Aspect::Address as u64,
            Aspect::Text as u64,
        ];
        self.aspect() != other.aspect()
            || (combinable.contains(&self.aspect()) && !self.is_part() && !other.is_part())
    }
}

#[derive(Debug, Clone, Copy)]
enum Aspect {
    Person,
    Business,
    Place,
    Address,
    Phone,
    Identity,
    Date,
    Text,
    Number,
    Email,
}

/// Atoms of every value of every field.
pub(super) struct Atoms {
    fields: Vec<FieldAtoms>,
}

struct FieldAtoms {
    atoms: Vec<Atom>,
    ends: Vec<u32>,
}

impl Atoms {
    pub(super) fn new(prepared: &Prepared) -> Self {
        let fields = prepared
            .fields
            .par_iter()
            .enumerate()
            .map(|(i, f)| FieldAtoms::new(i as u64, f, &prepared.words))
            .collect();
        Self { fields }
    }

    /// Writes the record's distinct atoms, sorted.
    pub(super) fn of(&self, prepared: &Prepared, record: u32, out: &mut Vec<u64>) {
        out.clear();
        for (atoms, field) in self.fields.iter().zip(&prepared.fields) {
            let atoms = atoms.of(field.value_of[record as usize]);
            out.extend(atoms.iter().map(|atom| atom.0));
        }
        out.sort_unstable();
        out.dedup();
    }
}

impl FieldAtoms {
    fn new(number: u64, field: &PreparedField, words: &Dictionary) -> Self {
        let (mut atoms, mut ends) = (Vec::new(), vec![0]);
        for value in 1..field.len() as u32 {
            push_atoms(number, field, words, value, &mut atoms);
            ends.push(atoms.len() as u32);
        }
        Self { atoms, ends }
    }

    fn of(&self, value: u32) -> &[Atom] {
        let value = value as usize;
        let start = if value == 0 {
            0
        } else {
            self.ends[value - 1] as usize
        };
        &self.atoms[start..self.ends[value] as usize]
    }
}

/// Most words of one value that become atoms: the rarest.
const WORD_ATOMS: usize = 8;

fn push_atoms(
    number: u64,
    field: &PreparedField,
    words: &Dictionary,
    value: u32,
    out: &mut Vec<Atom>,
) {
    let text = field.text(value);
    match field.role {
        // Given names and surnames get into each other's columns, so they share an aspect.
        Role::Given | Role::Surname | Role::Person => {
            push_words(Aspect::Person, 0, field, words, value, out);
        }
        Role::Business => push_words(Aspect::Business, number, field, words, value, out),
        Role::Address => push_words(Aspect::Address, number, field, words, value, out),
        Role::Text => push_words(Aspect::Text, number, field, words, value, out),
        Role::Place => {
            let whole = field
                .words(value)
                .iter()
                .fold(number, |h, w| hash::pair(h, sound_hash(words, *w)));
            out.push(Atom::new(Aspect::Place, false, whole));
        }
        Role::Phone => text.split(' ').for_each(|phone| {
            out.push(Atom::new(Aspect::Phone, false, hash::text(phone)));
            push_ends(Aspect::Phone, phone, 6, 7, out);
        }),
        Role::Identity => {
            out.push(Atom::new(
                Aspect::Identity,
                false,
                hash::text(text) ^ number,
            ));
            push_ends(
                Aspect::Identity,
                text,
                text.len() * 6 / 10,
                text.len() * 6 / 10,
                out,
            );
        }
        Role::Date => out.push(Atom::new(Aspect::Date, false, hash::text(text) ^ number)),
        Role::Postcode => out.push(Atom::new(Aspect::Place, false, hash::text(text) ^ number)),
        Role::Number => out.push(Atom::new(Aspect::Number, false, hash::text(text) ^ number)),
        Role::Email => {
            out.push(Atom::new(Aspect::Email, false, hash::text(text)));
            let local = text.split(' ').next().unwrap_or(text);
            out.push(Atom::new(Aspect::Email, true, hash::text(local)));
        }
        Role::Category => {}
    }
}

fn sound_hash(words: &Dictionary, word: u32) -> u64 {
    hash::finish(u64::from(words.sound(word)) + 1)
}

fn push_words(
    aspect: Aspect,
    number: u64,
    field: &PreparedField,
    words: &Dictionary,
    value: u32,
    out: &mut Vec<Atom>,
) {
    let list = field.words(value);
    let atom = |word: u32| {
        Atom::new(
            aspect,
            false,
            sound_hash(words, word) ^ hash::finish(number),
        )
    };
    if list.len() <= WORD_ATOMS {
        out.extend(list.iter().map(|word| atom(*word)));
        return;
    }
    let mut rarest = list.to_vec();
    let bits = |w: &u32| field.word_bits[*w as usize];
    rarest.sort_unstable_by(|a, b| bits(b).total_cmp(&bits(a)).then(a.cmp(b)));
    out.extend(rarest.iter().take(WORD_ATOMS).map(|word| atom(*word)));
}

/// Both ends of a number: one wrong digit leaves at least one of them whole.
fn push_ends(aspect: Aspect, text: &str, tail: usize, head: usize, out: &mut Vec<Atom>) {
    if !text.is_ascii() || text.len() < 7 {
        return;
    }
    out.push(Atom::new(
        aspect,
        true,
        hash::text(&text[text.len() - tail.min(text.len())..]),
    ));
    out.push(Atom::new(
        aspect,
        true,
        hash::text(&text[..head.min(text.len())]) ^ 1,
    ));
}
