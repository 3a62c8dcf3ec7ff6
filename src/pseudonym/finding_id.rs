//! Ids of findings, which are hashes of what they are about: whoever has a list of addresses could try them all. They are exchanged for
//! others, by a permutation that only the key file's owner can turn back.

use super::key_file::KeyFile;

/// Hexadecimal digits of an id.
const DIGITS: usize = 10;
/// Half of their bits.
const HALF: u32 = 20;
const MASK: u64 = (1 << HALF) - 1;
/// Luby and Rackoff: four rounds are a strong permutation.
const ROUNDS: u64 = 4;

/// Whether a text is written as an id of a finding is.
pub(super) fn is_one(text: &str) -> bool {
    text.len() == DIGITS && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

/// The id for the report.
pub(super) fn hidden(id: &str, key: &KeyFile) -> String {
    permuted(id, (0..ROUNDS).map(|round| (round, false)), key)
}

/// The id that [`hidden`] made another of.
pub(super) fn shown(id: &str, key: &KeyFile) -> String {
    permuted(id, (0..ROUNDS).rev().map(|round| (round, true)), key)
}

fn permuted(id: &str, rounds: impl Iterator<Item = (u64, bool)>, key: &KeyFile) -> String {
    let Ok(number) = u64::from_str_radix(id, 16) else { return id.to_owned() };
    let (mut left, mut right) = (number >> HALF & MASK, number & MASK);
    for (round, backwards) in rounds {
        let of = |half: u64| {
            let hash = key.keyed(&format!("finding {round} {half}"));
            hash.iter().take(4).fold(0, |sum, byte| sum << 8 | u64::from(*byte)) & MASK
        };
        (left, right) = match backwards {
            false => (right, left ^ of(right)),
            true => (right ^ of(left), left),
        };
    }
    format!("{:010x}", left << HALF | right)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn an_id_comes_back_with_the_key_file_and_not_with_another() {
        let [one, other] = [0, 1].map(|_| KeyFile::open(Path::new("no such file")).unwrap());
        for id in ["0000000000", "722df42109", "ffffffffff"] {
            let changed = hidden(id, &one);
            assert!(is_one(&changed) && changed != id);
            assert_eq!(shown(&changed, &one), id);
            assert_ne!(shown(&changed, &other), id);
        }
        assert!(!is_one("722DF42109") && !is_one("722df4210") && !is_one("key-000001"));
    }
}
