//! Short lists, one for each record, in one piece of memory.

pub(super) struct Flat<T> {
    pub(super) items: Vec<T>,
    ends: Vec<u32>,
}

impl<T> Default for Flat<T> {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            ends: vec![0],
        }
    }
}

impl<T> Flat<T> {
    /// Ends the current record's list.
    pub(super) fn close(&mut self) {
        self.ends.push(self.items.len() as u32);
    }

    /// One after the other.
    pub(super) fn join(parts: Vec<Self>) -> Self {
        let mut all = Self::default();
        all.items
            .reserve_exact(parts.iter().map(|p| p.items.len()).sum());
        all.ends
            .reserve_exact(parts.iter().map(|p| p.ends.len()).sum());
        for part in parts {
            let base = all.items.len() as u32;
            all.ends.extend(part.ends[1..].iter().map(|end| base + end));
            all.items.extend(part.items);
        }
        all
    }

    pub(super) fn of(&self, record: u32) -> &[T] {
        let record = record as usize;
        &self.items[self.ends[record] as usize..self.ends[record + 1] as usize]
    }
}
