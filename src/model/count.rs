//! Counts with their nouns, as people write them.

/// `1 day`, `1,200 days`, `2 people`, `3 entries`: a number with groups of three digits, and the noun in the form it asks for. The last
/// word of the noun takes the plural.
#[must_use]
pub fn counted(n: impl ToString, noun: &str) -> String {
    let n = n.to_string();
    let is_one = n == "1";
    format!("{} {}", grouped(n), if is_one { noun.to_owned() } else { plural(noun) })
}

/// `12 members with an address`; of one alone `1 item (members with an address)`, since what a population is made of stands in the plural.
#[must_use]
pub fn counted_of(n: u64, things: &str) -> String {
    if n == 1 { format!("1 item ({things})") } else { format!("{} {things}", grouped(n)) }
}

/// `1,234,567` of `1234567`.
#[must_use]
pub fn grouped(n: impl ToString) -> String {
    let digits = n.to_string();
    let (sign, digits) = digits.split_at(usize::from(digits.starts_with('-')));
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|three| std::str::from_utf8(three).ok()).collect();
    format!("{sign}{}", groups.join(","))
}

/// `days`, `people`, `entries`, `addresses`.
#[must_use]
pub fn plural(noun: &str) -> String {
    if let Some(before) = noun.strip_suffix("person") {
        return format!("{before}people");
    }
    let before_y = noun.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']));
    match before_y {
        Some(stem) => format!("{stem}ies"),
        None if ["s", "x", "ch", "sh"].iter().any(|end| noun.ends_with(end)) => format!("{noun}es"),
        None => format!("{noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_is_singular() {
        assert_eq!(counted(1, "day"), "1 day");
        assert_eq!(counted(0, "day"), "0 days");
        assert_eq!(counted(1_u64, "other person"), "1 other person");
        assert_eq!(counted(21, "key"), "21 keys");
        assert_eq!(counted(-1, "day"), "-1 days");
    }

    #[test]
    fn one_of_a_population_is_an_item_of_it() {
        for (n, text) in [(0, "0 active keys"), (1, "1 item (active keys)"), (1_234, "1,234 active keys")] {
            assert_eq!(counted_of(n, "active keys"), text);
        }
    }

    #[test]
    fn digits_stand_in_threes() {
        for (n, text) in
            [(999, "999 rows"), (1_000, "1,000 rows"), (1_234_567, "1,234,567 rows"), (-1_200, "-1,200 rows")]
        {
            assert_eq!(counted(n, "row"), text);
        }
    }

    #[test]
    fn nouns_have_their_own_plurals() {
        for (noun, plural_of_it) in [
            ("person", "people"),
            ("other person", "other people"),
            ("entry", "entries"),
            ("repository", "repositories"),
            ("key", "keys"),
            ("address", "addresses"),
            ("match", "matches"),
            ("box", "boxes"),
            ("active key", "active keys"),
        ] {
            assert_eq!(plural(noun), plural_of_it);
        }
    }
}
