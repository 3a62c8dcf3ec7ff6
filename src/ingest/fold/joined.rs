//! What several workers have seen of one file, as one.

use foldhash::fast::FixedState;
use indexmap::IndexMap;
use rayon::prelude::*;

use super::sum::Sum;
use super::{Fold, NO_TEXT, Which, code};

/// What the codes of one worker are among those of all.
struct Recoded {
    dimensions: Vec<u32>,
    moments: Vec<u32>,
}

impl Fold {
    /// Takes in what other workers have seen of the same file. Cells are divided by their dimensions among as many hands as there are:
    /// where nearly every row is a cell of its own this is most of the work that only one could do.
    pub(in crate::ingest) fn absorb(&mut self, others: Vec<Self>) {
        if others.is_empty() {
            return;
        }
        let recoded: Vec<Recoded> = others.iter().map(|other| self.recoded(other)).collect();
        for other in &others {
            self.fractions.iter_mut().zip(other.fractions).for_each(|(own, other)| *own |= other);
            self.rows += other.rows;
        }
        let hands = rayon::current_num_threads();
        let own = self.cells.iter().map(|(which, sum)| (*which, sum));
        let joined: Vec<Vec<(Which, Sum)>> = (0..hands)
            .into_par_iter()
            .map(|hand| {
                let theirs = others
                    .iter()
                    .zip(&recoded)
                    .flat_map(|(other, codes)| other.cells.iter().map(|(which, sum)| (codes.of(*which), sum)));
                joined(own.clone().chain(theirs).filter(|(which, _)| which.dimensions() % hands == hand))
            })
            .collect();
        self.cells = IndexMap::default();
        self.joined = joined.concat();
    }

    /// Learns the texts, dimensions and moments of another.
    fn recoded(&mut self, other: &Self) -> Recoded {
        let texts: Vec<u32> = other.texts.iter().map(|text| code(self.texts.insert_full(text.clone()).0)).collect();
        let shared = |own: &u32| texts.get(*own as usize).copied().unwrap_or(NO_TEXT);
        let dimensions = other.dimensions.iter();
        let dimensions = dimensions.map(|codes| self.dimensions.insert_full(codes.iter().map(shared).collect()).0);
        let dimensions = dimensions.map(code).collect();
        let moments = other.moments.iter().map(|moment| code(self.moments.insert_full(*moment).0)).collect();
        Recoded { dimensions, moments }
    }
}

impl Recoded {
    fn of(&self, which: Which) -> Which {
        Which::of(self.dimensions[which.dimensions()], self.moments[which.moment()], which.stated())
    }
}

/// Each cell once, with the sum of all that is said of it.
fn joined<'a>(cells: impl Iterator<Item = (Which, &'a Sum)>) -> Vec<(Which, Sum)> {
    let mut sums: IndexMap<Which, Sum, FixedState> = IndexMap::default();
    for (which, sum) in cells {
        sums.entry(which).and_modify(|cell| cell.add(sum)).or_insert(*sum);
    }
    sums.into_iter().collect()
}
