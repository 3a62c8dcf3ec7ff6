//! What the checks of this version are, in one hash: whoever re-performs a report later can see whether the same definitions ran.

use sha2::{Digest, Sha256};

use super::{ALL, Analyzer};
use crate::model::hex;

/// SHA-256 over id, control, severity, tables, thresholds with their defaults, and the definition of every check, in order.
#[must_use]
pub fn catalogue_sha256() -> String {
    hash(ALL)
}

fn hash(catalogue: &[Analyzer]) -> String {
    let mut hasher = Sha256::new();
    for check in catalogue {
        let tables: Vec<&str> = check.reads.iter().copied().flatten().map(|table| table.id()).collect();
        let thresholds: Vec<String> =
            check.thresholds.iter().map(|one| format!("{}={} {}", one.name, one.default, one.unit)).collect();
        let fields = [
            check.id,
            check.control.id(),
            check.severity.id(),
            check.population,
            &tables.join(","),
            &thresholds.join(","),
            check.explain.finds,
        ];
        // A length before each, so that no two catalogues have one spelling.
        for field in fields {
            hasher.update((field.len() as u64).to_be_bytes());
            hasher.update(field);
        }
    }
    hex(&hasher.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_catalogue_has_another_hash() {
        let whole = catalogue_sha256();
        assert_eq!(whole.len(), 64);
        let shorter: Vec<String> = (0..ALL.len()).map(|at| hash(&ALL[at..])).collect();
        let distinct: std::collections::BTreeSet<&String> = shorter.iter().collect();
        assert_eq!(distinct.len(), ALL.len());
        assert_eq!(shorter[0], whole);
    }
}
