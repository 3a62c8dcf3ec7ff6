//! Whom records that could not be read are about, table by table.

use std::collections::{BTreeMap, BTreeSet};

use super::run;
use crate::analyze::testing::{days, usage};
use crate::model::{Input, Rejection, Report, Status, Table};
use crate::report::compare::unread;
use crate::report::tests::built;

fn report() -> Report {
    let input = |path: &str, kind: Option<&str>| Input {
        path: path.to_owned(),
        kind: kind.map(str::to_owned),
        ..Input::default()
    };
    let rejection = |file: &str, who: &str| Rejection {
        file: file.into(),
        mentions: [who.to_owned()].into(),
        ..Rejection::default()
    };
    let mut report = built(Vec::new());
    report.inputs = vec![input("a.json", Some("api-keys")), input("b.json", Some("members")), input("c.txt", None)];
    let all = [
        ("a.json", "apikey_1"),
        ("b.json", "user_1"),
        ("a.json", "apikey_2"),
        ("c.txt", "user_2"),
        ("d.csv", "user_3"),
    ];
    report.rejections = all.map(|(file, who)| rejection(file, who)).to_vec();
    report
}

#[test]
fn what_stands_in_an_unread_record_is_known_by_the_table_of_its_file() {
    let kinds = BTreeMap::from([("api-keys", Table::Keys), ("members", Table::Members)]);
    let of = |damaged: &[Table], cuts: &[Table]| {
        let damaged = damaged.iter().map(|table| (*table, String::new())).collect();
        let all = unread(&report(), &kinds, &damaged, &cuts.iter().copied().collect::<BTreeSet<_>>());
        let said =
            |one: &super::super::Unread| (one.mentions.iter().cloned().collect::<Vec<_>>().join(" "), one.is_all);
        [Table::Keys, Table::Members, Table::Usage].map(|table| all.get(table.id()).map(said))
    };
    let (keys, members) = ("apikey_1 apikey_2".to_owned(), "user_1".to_owned());
    let none = [Some((keys.clone(), false)), Some((members.clone(), false)), None];
    assert_eq!(of(&[], &[]), none, "files of no known kind are of no table");
    let damaged = [Some((keys.clone(), true)), Some((members.clone(), false)), Some((String::new(), true))];
    assert_eq!(of(&[Table::Keys, Table::Usage], &[]), damaged, "nothing but these records is missing");
    let cut = [Some((keys, false)), Some((members, true)), None];
    assert_eq!(of(&[Table::Keys, Table::Members], &[Table::Keys]), cut, "of a list that is cut more is missing");
}

#[test]
fn a_file_that_the_last_report_was_not_given_was_not_mended_then() {
    let broken = usage(&[("k", "Default", days("2026-01-01", "2026-06-30"))]).replacen("1000", "many", 1);
    let last = run(&[("first.csv", usage(&[("k", "Default", days("2026-01-01", "2026-06-30"))]))], None);
    let now = run(&[("second.csv", broken)], Some(&last));
    let found = now.findings.iter().find(|finding| finding.rule == "rejected-rows").unwrap();
    assert_eq!(found.status, Status::New, "{:?}", now.baseline);
}
