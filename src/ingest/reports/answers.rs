//! Several answers of the API in one file: a script that asks every day for the last three days, or once for every grouping, and appends
//! what it gets.
//!
//! One answer states every bucket once, with one row per group. So a bucket that comes back with a group that it had before, or grouped by
//! something else, is of a later answer, and what that states is compared with the earlier ones as between files. A bucket whose rows
//! stand apart because its page was joined elsewhere has other groups each time, and stays one.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::ingest::batch::Batch;
use crate::ingest::row_group::Group;
use crate::model::counted;

/// Takes what later answers state out of a batch; each gets a batch of its own, in their order.
pub(super) fn later(batch: &mut Batch) -> Vec<Batch> {
    let begins = begins(batch);
    batch.groups = Vec::new();
    if begins.is_empty() {
        return Vec::new();
    }
    batch.note(format!(
        "{} of the API in this file: what later ones state again is compared with the earlier ones, as between files",
        counted(begins.len() + 1, "answer")
    ));
    let ends = begins.iter().skip(1).copied().chain([batch.rows()]);
    let later: Vec<Batch> = begins.iter().zip(ends).map(|(&begin, end)| batch.rows_apart(begin..end)).collect();
    batch.keep_first(begins[0]);
    later
}

/// The rows with which an answer begins that is not the first.
fn begins(batch: &Batch) -> Vec<usize> {
    // Where a reader does not say what its rows are about, nothing can be said.
    if batch.groups.len() != batch.rows() {
        return Vec::new();
    }
    let (mut begins, mut seen): (Vec<usize>, BTreeMap<Bucket, BTreeSet<Group>>) = (Vec::new(), BTreeMap::new());
    for (bucket, rows) in runs(batch) {
        let own = || batch.groups[rows.clone()].iter().copied();
        if seen.get(&bucket).is_some_and(|before| is_stated_again(before, own())) {
            begins.push(rows.start);
            seen.clear();
        }
        let period = period(batch, &rows);
        if period < rows.len() {
            begins.extend(rows.clone().step_by(period).skip(1));
            seen.clear();
        }
        seen.entry(bucket).or_default().extend(own());
    }
    begins
}

/// Day and minute.
type Bucket = [Option<i128>; 2];

/// Rows of one bucket that stand one behind the other.
fn runs(batch: &Batch) -> Vec<(Bucket, Range<usize>)> {
    let columns = ["day", "minute"].map(|name| batch.table.position(name));
    let bucket = |row: usize| columns.map(|column| batch.value(column?, row));
    let mut runs: Vec<(Bucket, Range<usize>)> = Vec::new();
    for row in 0..batch.rows() {
        let own = bucket(row);
        match runs.last_mut() {
            Some((last, rows)) if *last == own => rows.end = row + 1,
            _ => runs.push((own, row..row + 1)),
        }
    }
    runs
}

/// Whether rows of a bucket that was there are of another answer: they have a group that it had, or are all grouped by other fields.
fn is_stated_again(before: &BTreeSet<Group>, mut own: impl Iterator<Item = Group> + Clone) -> bool {
    let fields: BTreeSet<u64> = before.iter().map(|group| group.fields).collect();
    own.clone().any(|group| before.contains(&group)) || own.all(|group| !fields.contains(&group.fields))
}

/// After how many rows a bucket's rows begin anew, each equal to the one before: its answer stands there more than once. All of them
/// where they do not.
fn period(batch: &Batch, rows: &Range<usize>) -> usize {
    let is_equal = |a: usize, b: usize| {
        let is_same = |column: usize| batch.value(column, a) == batch.value(column, b);
        batch.groups[a] == batch.groups[b] && (0..batch.table.columns().len()).all(is_same)
    };
    let repeats = |period: &usize| {
        rows.len().is_multiple_of(*period) && rows.clone().skip(*period).all(|row| is_equal(row, row - period))
    };
    // The first row says where the second time can begin.
    let candidates = (1..=rows.len() / 2).filter(|period| is_equal(rows.start, rows.start + period));
    candidates.take(MOST_PERIODS).find(repeats).unwrap_or(rows.len())
}

/// So many rows of a bucket are looked at that are equal to its first one.
const MOST_PERIODS: usize = 16;

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use crate::ingest::load_bytes;
    use crate::ingest::testing::table_rows;
    use crate::model::{Dataset, Table};

    /// A cost report of days of August with these dollars by workspace; none for a report that is not grouped.
    fn page(days: &[(u32, &[(&str, u32)])]) -> String {
        let mut text = String::new();
        for (at, (day, groups)) in days.iter().enumerate() {
            let results: Vec<String> = groups
                .iter()
                .map(|(workspace, dollars)| {
                    let workspace = if workspace.is_empty() { "null".to_owned() } else { format!("\"wrkspc_{workspace}\"") };
                    format!(r#"{{"amount":"{dollars}00.00000","currency":"USD","workspace_id":{workspace},"description":null}}"#)
                })
                .collect();
            let _ = write!(
                text,
                r#"{}{{"starting_at":"2026-08-{day:02}T00:00:00Z","ending_at":"2026-08-{:02}T00:00:00Z","results":[{}]}}"#,
                if at > 0 { "," } else { "" },
                day + 1,
                results.join(",")
            );
        }
        format!(r#"{{"data":[{text}],"has_more":false,"next_page":null}}"#)
    }

    fn load(name: &str, text: String) -> Dataset {
        let data = load_bytes(vec![(name.to_owned(), text.into_bytes())]).unwrap();
        assert!(data.rejections.is_empty(), "{:?}", data.rejections);
        let input = &data.inputs[0];
        assert_eq!(input.rows, input.accepted + input.duplicates + input.restated, "{input:?}");
        data
    }

    fn cost(text: String) -> Vec<String> {
        table_rows(&load("cost.jsonl", text), Table::Cost, &["day", "workspace_id", "cost"])
    }

    /// Fault: A script appended the answers of every day's run to one file: days that two of them state counted twice
    /// Outcome: Each answer of the API counts as a file of its own: equal days once, of a day that grew the later statement, of two groupings the finer one
    #[test]
    fn what_a_later_answer_states_again_counts_once() {
        let both: &[(&str, u32)] = &[("a", 6), ("b", 2)];
        let whole = page(&[(1, both), (2, both), (3, both)]);
        let once = cost(whole.clone());
        assert_eq!(once.len(), 6, "{once:?}");
        let window = page(&[(2, both), (3, both)]);
        let partly = page(&[(1, both), (2, both), (3, &[("a", 1)])]);
        let total = page(&[(1, &[("", 8)]), (2, &[("", 8)]), (3, &[("", 8)])]);
        for (what, text) in [
            ("one answer twice", format!("{whole}\n{whole}\n")),
            ("three times", format!("{whole}\n{whole}\n{whole}\n")),
            ("the last days again", format!("{whole}\n{window}\n")),
            ("the first days before", format!("{}\n{whole}\n", page(&[(1, both), (2, both)]))),
            ("a day that grew", format!("{partly}\n{whole}\n")),
            ("a list of pages", format!("[{whole},{whole}]")),
            ("in total, and by workspace", format!("{total}\n{whole}\n")),
            ("by workspace, and in total", format!("{whole}\n{total}\n")),
            ("buckets as lines", format!("{0}\n{0}\n", lines(&whole))),
        ] {
            let mut rows = cost(text);
            rows.sort();
            assert_eq!(rows, once, "{what}");
        }
        let day = page(&[(1, both)]);
        assert_eq!(cost(format!("{day}\n{day}\n")).len(), 2, "a day alone, twice");
    }

    /// The buckets of a page, one in a line.
    fn lines(page: &str) -> String {
        let page: serde_json::Value = serde_json::from_str(page).unwrap();
        let buckets: Vec<String> = page["data"].as_array().unwrap().iter().map(ToString::to_string).collect();
        buckets.join("\n")
    }

    #[test]
    fn pages_of_one_answer_in_any_order_are_one_answer() {
        let [a, b] = [&[("a", 6)][..], &[("b", 2)][..]];
        // Rows of one bucket on two pages, as the analytics cut them.
        let pages = [page(&[(1, a), (2, a)]), page(&[(2, b), (3, a)]), page(&[(3, b), (4, a)])];
        for order in [[0, 1, 2], [0, 2, 1], [2, 1, 0], [1, 0, 2]] {
            let text: Vec<&str> = order.iter().map(|&at| pages[at].as_str()).collect();
            assert_eq!(cost(text.join("\n")).len(), 6, "{order:?}");
        }
        // Two answers, each filtered to a workspace: nothing is stated twice.
        let filtered = [page(&[(1, a), (2, a), (3, a)]), page(&[(1, b), (2, b), (3, b)])];
        assert_eq!(cost(filtered.join("\n")).len(), 6);
        // Rows of one day with equal amounts are several.
        assert_eq!(cost(page(&[(1, &[("a", 5), ("b", 5), ("c", 5)]), (2, &[("a", 5)])])).len(), 4);
    }

    #[test]
    fn groups_that_the_table_has_no_column_for_keep_rows_apart() {
        let row = |day: u32, actor: &str| {
            format!(
                r#"{{"starting_at":"2026-08-0{day}T00:00:00Z","ending_at":"2026-08-0{}T00:00:00Z","group":{{"actor":{{"type":"user_actor","user_id":"user_{actor}"}},"workspace_id":"wrkspc_1"}},"cost":{{"amount":"100","currency":"USD"}}}}"#,
                day + 1
            )
        };
        let taken = |order: &[(u32, &str)]| {
            let lines: Vec<String> = order.iter().map(|(day, actor)| row(*day, actor)).collect();
            load("cost.jsonl", lines.join("\n")).inputs[0].accepted
        };
        let answer = [(1, "a"), (1, "b"), (2, "a"), (2, "b")];
        assert_eq!(taken(&answer), 4, "of two people, equal");
        // A warehouse sorts by person.
        assert_eq!(taken(&[(1, "a"), (2, "a"), (1, "b"), (2, "b")]), 4);
        assert_eq!(taken(&[answer, answer].concat()), 4, "the same twice");
    }

    #[test]
    fn usage_of_a_default_workspace_is_not_made_of_another_grouping() {
        let result = |workspace: &str, key: &str| {
            format!(
                r#"{{"uncached_input_tokens":10,"output_tokens":5,"cache_read_input_tokens":0,"workspace_id":{workspace},"api_key_id":{key}}}"#
            )
        };
        let page = |result: &str| {
            let bucket = |day: u32| {
                format!(
                    r#"{{"starting_at":"2026-08-0{day}T00:00:00Z","ending_at":"2026-08-0{}T00:00:00Z","results":[{result}]}}"#,
                    day + 1
                )
            };
            format!(r#"{{"data":[{},{}],"has_more":false,"next_page":null}}"#, bucket(1), bucket(2))
        };
        let (by_key, by_workspace) = (result("null", "\"apikey_1\""), result("\"wrkspc_1\"", "null"));
        let data = load("usage.jsonl", format!("{}\n{}\n", page(&by_key), page(&by_workspace)));
        let rows = table_rows(&data, Table::Usage, &["day", "workspace_name", "workspace_id", "key_id", "output"]);
        assert_eq!(rows.len(), 2, "{rows:?}");
        assert!(rows.iter().all(|row| !row.contains("Default")), "{rows:?}");
    }
}
