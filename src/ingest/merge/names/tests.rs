//! What names say.

use std::cmp::Ordering;

use super::*;

#[test]
fn what_a_name_says() {
    for (path, stem, page, date) in [
        ("users.json", "users", None, None),
        ("a/users_page_2.json", "users", Some(2), None),
        ("users-p02.json.gz", "users", Some(2), None),
        ("users (1).json", "users", None, None),
        (
            "rbac_role_01EYLytLKebA1fCrMgNDp5P8d_permissions.json",
            "rbac role 01eylytlkeba1fcrmgndp5p8d permissions",
            None,
            None,
        ),
        (
            "rbac_group_01EYLytLKebA1fCrMgNDp5P8d_members_page_2.json",
            "rbac group 01eylytlkeba1fcrmgndp5p8d members",
            Some(2),
            None,
        ),
        ("api_keys_2026-09-30.json", "api keys", None, Some("2026-09-30")),
        ("20260930_users.csv", "users", None, Some("2026-09-30")),
        ("2026-Q2/users.json", "users", None, Some("2026-06-30")),
        ("Q3 2026/users_2.json", "users", Some(2), Some("2026-09-30")),
        ("users_june_2026.json", "users", None, Some("2026-06-30")),
        ("activities_2026_07.json", "activities", None, Some("2026-07-31")),
        ("cost_2026_07_01_to_2026_07_31.csv", "cost to", None, Some("2026-07-31")),
        ("users_a.json", "users", Some(1), None),
        ("1.json", "", Some(1), None),
        ("members_of_41_teams.csv", "members of 41 teams", None, None),
        ("users_first.json", "users", None, None),
        ("marketing_users.json", "marketing users", None, None),
        ("old.zip!/2026-03/keys.json", "keys", None, Some("2026-03-31")),
    ] {
        let name = PathName::of(path);
        let date: Option<NaiveDate> = date.map(|date: &str| date.parse().unwrap());
        assert_eq!((name.stem.as_str(), name.page, name.time.date), (stem, page, date), "{path}");
    }
}

/// Fault: A file or a folder that a script named by the second, `users_1790000000.json`
/// Outcome: Read as any other
#[test]
fn no_number_in_a_name_is_too_large() {
    for number in ["2026100108", "1790000000", "1790000000123", "4294967295", "99999999999999999999", "0"] {
        for path in
            [format!("users_{number}.json"), format!("export_{number}/users.json"), format!("q{number}_{number}.csv")]
        {
            let name = PathName::of(&path);
            assert!(name.is_sibling(&name), "{path}");
        }
        let name = PathName::of(&format!("users q {number}.json"));
        assert_eq!(name.time.date, None, "{number}");
    }
}

#[test]
fn which_name_is_older() {
    for (a, b, order) in [
        ("users_2026-06-30.json", "users_2026-09-30.json", Some(Ordering::Less)),
        ("2026-Q3/users.json", "2026-Q2/users.json", Some(Ordering::Greater)),
        ("users_june.json", "users_september.json", Some(Ordering::Less)),
        ("q2/users.json", "q3/users.json", Some(Ordering::Less)),
        ("users_december.json", "users_january.json", None),
        ("users_old.json", "users.json", Some(Ordering::Less)),
        ("users.json", "users_new.json", Some(Ordering::Less)),
        ("previous quarter/users.json", "this quarter/users.json", Some(Ordering::Less)),
        ("users.json", "users (1).json", None),
        ("alt/users.json", "neu/users.json", Some(Ordering::Less)),
        ("exporte/ALT/users.json", "exporte/users.json", Some(Ordering::Less)),
        ("users_alt.json", "users_neu.json", Some(Ordering::Less)),
        ("ancien/users.json", "nouveau/users.json", Some(Ordering::Less)),
        ("viejo/users.json", "nuevo/users.json", Some(Ordering::Less)),
        ("users_alt.json", "users.json", None),
        ("alternative/users.json", "users.json", None),
        ("acme/users.json", "beta/users.json", None),
    ] {
        assert_eq!(PathName::of(a).time.age(&PathName::of(b).time), order, "{a} {b}");
        assert_eq!(PathName::of(b).time.age(&PathName::of(a).time), order.map(Ordering::reverse), "{b} {a}");
    }
}

#[test]
fn pages_that_are_missing() {
    for (paths, missing) in [
        (&["k_page_1.json", "k_page_2.json"][..], &[][..]),
        (&["k_page_0.json", "k_page_1.json"], &[]),
        (&["k_page_2.json"], &[1]),
        (&["k_page_1.json", "k_page_3.json"], &[2]),
        (&["k.json", "k_2.json"], &[]),
        (&["d/k_page_1.json.gz!/k_page_1.json", "d/k_page_2.json.zst!/k_page_2.json"], &[]),
        (&["k-1.json", "k-3.json"], &[2]),
        (&["k.json"], &[]),
        (&["k_7.json"], &[]),
        (&["k_2026-07-01.json", "k_2026-07-03.json"], &[]),
    ] {
        let names: Vec<PathName> = paths.iter().map(|path| PathName::of(path)).collect();
        assert_eq!(missing_pages(names.iter(), true), missing, "{paths:?}");
    }
    let names = ["k-4.json", "k-9.json"].map(PathName::of);
    assert_eq!(missing_pages(names.iter(), false), [0; 0], "numbers of something else");
}

#[test]
fn a_file_that_was_compressed_by_itself_stands_beside_the_others() {
    for (packed, plain) in [
        ("d/a_2.json.gz!/a_2.json", "d/a_1.json"),
        ("a_2.jsonl.zst!/a_2.jsonl", "a_1.jsonl"),
        ("q3.zip!/d/a_2.json", "q3.zip!/d/a_1.json"),
    ] {
        assert!(PathName::of(packed).is_sibling(&PathName::of(plain)), "{packed}");
    }
    assert!(!PathName::of("q3.zip!/a_2.json").is_sibling(&PathName::of("a_1.json")), "an archive is a folder");
}
