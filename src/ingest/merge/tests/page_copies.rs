//! Pages that were saved twice.

use crate::ingest::load_bytes;
use crate::model::Table;

/// Objects of a table with these numbers, as one page. They were made in no order, so that only names and bytes tell what follows.
fn page(table: Table, ids: std::ops::Range<u32>, more: bool) -> String {
    let row = |id: u32| {
        let at = format!("2025-{:02}-{:02}T09:00:00Z", 1 + id * 7 % 12, 1 + id * 11 % 28);
        match table {
            Table::Keys => format!(
                r#"{{"id":"apikey_{id:08}","type":"api_key","name":"k{id}","status":"active","created_at":"{at}","workspace_id":"wrkspc_{}","created_by":{{"id":"user_{}","type":"user"}}}}"#,
                id % 3,
                id % 4
            ),
            Table::Workspaces => format!(
                r##"{{"id":"wrkspc_{id:08}","type":"workspace","name":"W{id}","created_at":"{at}","archived_at":null,"display_color":"#000000"}}"##
            ),
            _ => format!(
                r#"{{"id":"user_{id:08}","type":"user","email":"u{id}@example.com","name":"U","role":"user","added_at":"{at}"}}"#
            ),
        }
    };
    format!(r#"{{"data":[{}],"has_more":{more}}}"#, ids.map(row).collect::<Vec<_>>().join(","))
}

/// How many objects are in the table, and what is said of the lists.
fn found(table: Table, files: &[(String, String)]) -> String {
    let named = |(path, text): &(String, String)| (path.clone(), text.clone().into_bytes());
    let data = load_bytes(files.iter().map(named).collect()).unwrap();
    let mut said = vec![data.frame(table).unwrap().height().to_string()];
    let conflicts: usize = data.remarks.iter().map(|remarks| remarks.conflicts.len()).sum();
    if conflicts > 0 {
        said.push(format!("{conflicts} conflicts"));
    }
    if data.remarks.iter().any(|remarks| remarks.undated.is_some()) {
        said.push("undated".to_owned());
    }
    if data.remarks.iter().any(|remarks| remarks.cut.is_some()) || data.cut_lists.contains_key(&table) {
        said.push("cut".to_owned());
    }
    if data.inputs.iter().flat_map(|input| &input.notes).any(|note| note.contains("an earlier edition")) {
        said.push("an earlier edition".to_owned());
    }
    said.join(", ")
}

/// What is special, files with their texts, and what is found.
type Case = (&'static str, Vec<(&'static str, String)>, &'static str);

/// Names of files, each with the number of its page from 0; `~` stands for the kind of list.
type Saved = &'static [(&'static str, usize)];

/// Fault: The first page of a list was saved twice, and the copy held as a later edition of the whole list
/// Outcome: Copies of a page stand at its place in its list, whatever their names, and count once
#[test]
fn a_page_that_was_saved_twice_is_one_page() {
    let two_pages: [Saved; 11] = [
        &[("~_1.json", 0), ("~_2.json", 0), ("~_3.json", 1)],
        &[("~_1.json", 0), ("~_2.json", 1), ("trial.json", 0)],
        &[("~_1.json", 0), ("~_2.json", 1), ("a_trial.json", 0)],
        &[("~_limit20.json", 0), ("~_p1.json", 0), ("~_p2.json", 1)],
        &[("~-page-1.json", 0), ("~-page-1-copy.json", 0), ("~-page-2.json", 1)],
        &[("~_1.json", 0), ("~_1 (1).json", 0), ("~_2.json", 1)],
        &[("~_1.json", 0), ("~_2.json", 1), ("~_3.json", 1)],
        &[("~_1.json", 0), ("~_2.json", 1), ("last.json", 1)],
        // A run that broke off beside a whole one, before and after it.
        &[("2026-10-01/~_1.json", 0), ("2026-10-08/~_1.json", 0), ("2026-10-08/~_2.json", 1)],
        &[("2026-10-01/~_1.json", 0), ("2026-10-01/~_2.json", 1), ("2026-10-08/~_1.json", 0)],
        &[("~_1.json", 0), ("~_2.json", 1), ("try/one.json", 0), ("try/two.json", 0)],
    ];
    let three_pages: [Saved; 3] = [
        &[("~_1.json", 0), ("~_2.json", 1), ("~_3.json", 1), ("~_4.json", 2)],
        &[("~_1.json", 0), ("~_2.json", 0), ("~_3.json", 1), ("~_4.json", 2)],
        &[("~_1.json", 0), ("~_2.json", 1), ("~_3.json", 2), ("b.json", 1), ("c.json", 2)],
    ];
    for table in [Table::Members, Table::Keys, Table::Workspaces] {
        for ends in [[3, 25, 25], [12, 25, 25], [20, 25, 25], [10, 20, 25], [20, 22, 25]] {
            let saved = if ends[1] == 25 { &two_pages[..] } else { &three_pages[..] };
            let content = |at: usize| page(table, if at == 0 { 0 } else { ends[at - 1] }..ends[at], ends[at] < 25);
            for names in saved {
                let files: Vec<(String, String)> =
                    names.iter().map(|(name, at)| (name.replace('~', "list"), content(*at))).collect();
                assert_eq!(found(table, &files), "25", "{table:?}, pages to {ends:?}: {names:?}");
            }
        }
    }
}

#[test]
fn copies_of_pages_make_no_list_whole_and_hide_no_later_one() {
    let (first, rest) = (|| page(Table::Members, 0..20, true), || page(Table::Members, 20..25, false));
    let later = || page(Table::Members, 20..24, false);
    let middle = || page(Table::Members, 20..24, true);
    let cases: [Case; 5] = [
        ("nothing but the first page, twice", vec![("a.json", first()), ("b.json", first())], "20, cut"),
        (
            "the middle twice, and no end",
            vec![("u_1.json", first()), ("u_2.json", middle()), ("u_3.json", middle())],
            "24, cut",
        ),
        (
            "the first page is that of a week ago, and the last one is not: somebody has left",
            vec![
                ("2026-10-01/u_1.json", first()),
                ("2026-10-01/u_2.json", rest()),
                ("2026-10-08/u_1.json", first()),
                ("2026-10-08/u_2.json", later()),
            ],
            "24, an earlier edition",
        ),
        (
            "the same with a first try",
            vec![
                ("2026-10-01/u_1.json", first()),
                ("2026-10-01/u_2.json", rest()),
                ("2026-10-01/try.json", first()),
                ("2026-10-08/u_1.json", first()),
                ("2026-10-08/u_2.json", later()),
            ],
            "24, an earlier edition",
        ),
        (
            "a whole list twice is two editions that say the same",
            vec![("2026-10-01/u.json", rest()), ("2026-10-08/u.json", rest())],
            "5, an earlier edition",
        ),
    ];
    for (case, files, expected) in cases {
        let files: Vec<(String, String)> = files.into_iter().map(|(name, text)| (name.to_owned(), text)).collect();
        assert_eq!(found(Table::Members, &files), expected, "{case}");
    }
}
