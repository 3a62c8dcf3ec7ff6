//! Whatever bytes come: no panic, every row accounted for, the same totals however an export was cut, copied or named.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its fixtures has failed")]

mod support;

use std::fmt::Write as _;
use std::sync::LazyLock;

use clade_analyze::ingest::load_bytes;
use clade_analyze::model::{Dataset, Input, Table};
use proptest::prelude::*;

/// Read once for all cases.
static FIXTURES: LazyLock<Vec<support::Fixture>> = LazyLock::new(support::fixtures);

/// What happens to an export on its way.
#[derive(Clone, Debug)]
enum Mutation {
    Truncate(prop::sample::Index),
    Flip(Vec<(prop::sample::Index, u8)>),
    DeleteColumn(usize),
    Duplicate,
    Shuffle(u64),
    Delimiter(u8),
    Insert(prop::sample::Index, Vec<u8>),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let index = any::<prop::sample::Index>;
    prop_oneof![
        index().prop_map(Mutation::Truncate),
        prop::collection::vec((index(), any::<u8>()), 1..6).prop_map(Mutation::Flip),
        (0_usize..14).prop_map(Mutation::DeleteColumn),
        Just(Mutation::Duplicate),
        any::<u64>().prop_map(Mutation::Shuffle),
        prop::sample::select(b";\t|".to_vec()).prop_map(Mutation::Delimiter),
        (
            index(),
            prop::sample::select(vec!["\"", "\n", "{", "[", "\r\n\r\n", "''", "\u{feff}", "\0", "9".repeat(40).leak()])
        )
            .prop_map(|(at, text)| Mutation::Insert(at, text.as_bytes().to_vec())),
    ]
}

fn mutated(bytes: &[u8], mutation: &Mutation) -> Vec<u8> {
    let mut out = bytes.to_vec();
    let lines = || bytes.split_inclusive(|b| *b == b'\n');
    match mutation {
        Mutation::Truncate(at) => out.truncate(at.index(bytes.len() + 1)),
        Mutation::Flip(flips) => flips.iter().for_each(|(at, mask)| out[at.index(bytes.len())] ^= mask),
        Mutation::DeleteColumn(column) => {
            let without = |line: &[u8]| {
                let cells = line.split(|b| *b == b',').enumerate().filter(|(at, _)| at != column);
                cells.map(|(_, cell)| cell.to_vec()).collect::<Vec<_>>().join(&b','.clone())
            };
            out = lines().flat_map(without).collect();
        }
        Mutation::Duplicate => {}
        Mutation::Shuffle(seed) => {
            let mut rest: Vec<&[u8]> = lines().collect();
            let head = rest.remove(0);
            rest.sort_by_key(|line| {
                line.iter().fold(*seed, |hash, b| hash.rotate_left(7) ^ u64::from(*b).wrapping_mul(0x9e37))
            });
            out = [vec![head], rest].concat().concat();
        }
        Mutation::Delimiter(delimiter) => {
            out.iter_mut().filter(|b| **b == b',').for_each(|b| *b = *delimiter);
        }
        Mutation::Insert(at, text) => {
            let at = at.index(bytes.len() + 1);
            out.splice(at..at, text.iter().copied());
        }
    }
    out
}

/// Records that stand in a frame and do not count: duplicates that feed hourly analyses. A row of usage or cost stands for several
/// records, whose number it states.
fn finer_records(frame: &polars::prelude::DataFrame) -> u64 {
    let records = |row: usize| frame.column("rows").ok().and_then(|c| c.u64().unwrap().get(row)).unwrap_or(1);
    let counted = frame.column("counted").ok().map(|c| c.bool().unwrap().clone());
    let is_finer = |row: &usize| counted.as_ref().is_some_and(|counted| counted.get(*row) == Some(false));
    (0..frame.height()).filter(is_finer).map(records).sum()
}

fn check_accounting(data: &Dataset) -> Result<(), TestCaseError> {
    for input in &data.inputs {
        prop_assert!(support::closes(input), "{input:?}");
        prop_assert!(input.kind.is_some() || input.rows == 0);
    }
    let rejected: u64 = data.inputs.iter().map(|input| input.rejected).sum();
    prop_assert_eq!(rejected, data.rejections.len() as u64);
    prop_assert!(data.rejections.iter().all(|r| r.line > 0 && !r.reason.is_empty()));
    // What stands in a table is accepted, or a duplicate that feeds hourly analyses. One report may hold both what the Console counts
    // and what Claude Enterprise does: these tables close together.
    // Actors are named next to the rows of analytics, which are accounted for as usage and cost.
    const USAGE: &[Table] = &[Table::Usage, Table::EnterpriseUsage];
    const COST: &[Table] = &[Table::Cost, Table::EnterpriseCost];
    let mut as_shares = 0;
    for group in [USAGE, COST] {
        let of_group = |kind: &str| data.kinds.get(kind).is_some_and(|table| group.contains(table));
        let accepted = data.inputs.iter().filter(|i| i.kind.as_deref().is_some_and(of_group)).map(|i| i.accepted);
        let standing: u64 = group.iter().map(|table| data.records(*table)).sum();
        let finer: u64 = group.iter().filter_map(|table| data.frame(*table)).map(finer_records).sum();
        let stated = accepted.sum::<u64>() + finer;
        prop_assert!(standing <= stated, "{:?}: {} stand, {} accepted", group, standing, stated);
        as_shares += stated - standing;
    }
    // What was grouped by teams stands apart from both, and nothing else does.
    prop_assert_eq!(data.records(Table::GroupShares), as_shares, "shares of groups");
    let is_split = |table: &Table| USAGE.contains(table) || COST.contains(table) || *table == Table::GroupShares;
    for (table, frame) in data.frames.iter().filter(|(table, _)| **table != Table::Actors && !is_split(table)) {
        let of_table = |kind: &str| data.kinds.get(kind) == Some(table);
        // What records say next to is no record of its own.
        if !data.kinds.values().any(|filled| filled == table) {
            continue;
        }
        let inputs: Vec<_> = data.inputs.iter().filter(|i| i.kind.as_deref().is_some_and(of_table)).collect();
        let accepted: u64 = inputs.iter().map(|i| i.accepted).sum();
        // A roster keeps whom another one has too, unless it is a copy: who stands on which tells who is gone since.
        let is_copy = |at: usize| inputs[..at].iter().any(|before| before.sha256 == inputs[at].sha256);
        let repeated = inputs.iter().enumerate().filter(|(at, _)| *table == Table::Roster && !is_copy(*at));
        let repeated: u64 = repeated.map(|(_, input)| input.duplicates).sum();
        let finer = finer_records(frame);
        // The record at the end of a cut copy stands in the whole file alone.
        let is_cut_copy = |input: &&&Input| input.notes.iter().any(|note| note.contains("nothing is missing"));
        let lost = inputs.iter().filter(is_cut_copy).filter(|_| *table == Table::Roster).count() as u64;
        let (all, read) = (accepted + finer + repeated, data.records(*table));
        prop_assert!(read <= all && read + lost >= all, "{}: {} read of {}", table.id(), read, all);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    /// Fault: Random damage to any export
    /// Outcome: No panic; read = accepted + rejected + duplicates + restated + other
    #[test]
    fn accounting_closes_whatever_happens_to_an_export(
        which in any::<prop::sample::Index>(),
        mutations in prop::collection::vec(mutation(), 1..4),
    ) {
        let fixture = &FIXTURES[which.index(FIXTURES.len())];
        let bytes = mutations.iter().fold(fixture.bytes.clone(), |bytes, mutation| {
            if bytes.is_empty() { bytes } else { mutated(&bytes, mutation) }
        });
        check_accounting(&load_bytes(vec![("alone".into(), bytes.clone())]).unwrap())?;
        let both = vec![("a".into(), bytes), ("b".into(), fixture.bytes.clone())];
        check_accounting(&load_bytes(both).unwrap())?;
    }
}

/// A usage export: rows of (day, hour, key, tokens).
type Rows = Vec<(u32, u32, u32, u32)>;

/// Tokens that count.
fn total(data: &Dataset) -> i64 {
    let Some(frame) = data.frame(Table::Usage) else { return 0 };
    let (counted, output) = (frame.column("counted").unwrap(), frame.column("output").unwrap());
    let counts = counted.bool().unwrap().iter().zip(output.i64().unwrap().iter());
    counts.filter(|(counted, _)| *counted == Some(true)).filter_map(|(_, tokens)| tokens).sum()
}

fn daily<'a>(rows: impl Iterator<Item = &'a (u32, u32, u32, u32)>) -> String {
    rows.fold(
        "usage_date_utc,model_version,api_key,usage_output_tokens\n".to_owned(),
        |mut text, (day, _, key, tokens)| {
            writeln!(text, "2026-07-{day:02},m,k{key},{tokens}").unwrap();
            text
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Fault: An export cut into parts, copied and renamed
    /// Outcome: The same totals
    #[test]
    fn totals_do_not_depend_on_how_an_export_was_cut_copied_or_named(
        rows in prop::collection::vec((1_u32..20, 0_u32..24, 0_u32..5, 0_u32..1000), 1..60),
        cuts in prop::collection::vec((1_u32..20, 0_u32..20), 0..5),
        keys in prop::collection::vec(0_u32..5, 0..3),
        seed in any::<u64>(),
    ) {
        let rows: Rows = rows;
        let whole: i64 = rows.iter().map(|row| i64::from(row.3)).sum();
        let mut files = vec![daily(rows.iter())];
        // Overlapping months, exports of one key, a copy, the same rows in another order.
        files.extend(cuts.iter().map(|(first, days)| daily(rows.iter().filter(|row| (*first..=first + days).contains(&row.0)))));
        files.extend(keys.iter().map(|key| daily(rows.iter().filter(|row| row.2 == *key))));
        files.push(daily(rows.iter()));
        files.push(daily(rows.iter().rev()));
        // The same days grouped by model alone, and by hour.
        let by_model = rows.iter().fold("usage_date_utc,model_version,usage_output_tokens\n".to_owned(), |text, row| {
            format!("{text}2026-07-{:02},m,{}\n", row.0, row.3)
        });
        let by_hour = rows.iter().fold("usage_date_utc,model_version,api_key,usage_output_tokens\n".to_owned(), |text, row| {
            format!("{text}2026-07-{:02} {:02}:00,m,k{},{}\n", row.0, row.1, row.2, row.3)
        });
        files.extend([by_model, by_hour]);
        let named = |hash: u64| -> Vec<(String, Vec<u8>)> {
            let name = |at: usize| (at as u64 + 1).wrapping_mul(hash | 1).rotate_left(17).to_string();
            files.iter().enumerate().map(|(at, text)| (format!("{}.csv", name(at)), text.clone().into_bytes())).collect()
        };
        for hash in [seed, !seed, 3] {
            let data = load_bytes(named(hash)).unwrap();
            check_accounting(&data)?;
            prop_assert_eq!(total(&data), whole);
        }
    }

    /// Fault: A quote that is never closed
    /// Outcome: Costs its own line; no other is lost
    #[test]
    fn an_open_quote_loses_no_line(
        names in prop::collection::vec(prop::sample::select(vec!["k", "\"k\"", "\"labels, batch two\"", "5\" pipe"]), 1..12),
        at in any::<prop::sample::Index>(),
    ) {
        let header = "usage_date_utc,model_version,api_key,workspace,usage_output_tokens\n";
        let mut rows = names.iter().fold(String::new(), |text, name| format!("{text}2026-07-01,m,{name},w,5\n"));
        rows.insert(at.index(rows.len()), '"');
        let data = load_bytes(vec![("a".into(), format!("{header}{rows}").into_bytes())]).unwrap();
        prop_assert_eq!(data.inputs[0].rows, names.len() as u64, "{}", rows);
        prop_assert!(data.inputs[0].rejected <= 2);
    }

    #[test]
    fn totals_of_any_files_do_not_depend_on_their_names(
        files in prop::collection::vec(prop::collection::vec((1_u32..4, 0_u32..3, 0_u32..3, 0_u32..3), 0..8), 2..5),
        columns in prop::collection::vec(0_usize..4, 5),
    ) {
        // Groupings and resolutions mixed at random.
        let texts: Vec<String> = files.iter().zip(&columns).map(|(rows, columns)| {
            let header = ["model_version", "model_version,api_key", "model_version,workspace", "model_version,api_key,workspace"];
            rows.iter().fold(format!("usage_date_utc,{},usage_output_tokens\n", header[*columns]), |text, (day, hour, key, tokens)| {
                let cells = ["m".to_owned(), format!("m,k{key}"), format!("m,w{key}"), format!("m,k{key},w{hour}")];
                let time = if columns % 2 == 1 && *hour > 0 { format!(" {hour:02}:00") } else { String::new() };
                format!("{text}2026-07-{day:02}{time},{},{tokens}\n", cells[*columns])
            })
        }).collect();
        let named = |backwards: bool| {
            let name = |at: usize| if backwards { texts.len() - at } else { at };
            load_bytes(texts.iter().enumerate().map(|(at, text)| (name(at).to_string(), text.clone().into_bytes())).collect()).unwrap()
        };
        let (forwards, backwards) = (named(false), named(true));
        check_accounting(&forwards)?;
        prop_assert_eq!(total(&forwards), total(&backwards));
    }
}

/// Fault: One thread or many
/// Outcome: The same bytes
#[test]
fn the_number_of_threads_changes_nothing() {
    let files: Vec<(String, Vec<u8>)> = support::fixtures().into_iter().map(|f| (f.path, f.bytes)).collect();
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| support::formatted(&load_bytes(files.clone()).unwrap()))
    };
    assert_eq!(with(1), with(4));
    assert_eq!(with(4), with(4));
}

#[test]
fn rosters_that_end_anywhere_account_for_every_record() {
    for fixture in
        support::fixtures().into_iter().filter(|one| one.kind.starts_with("roster") && one.bytes.len() < 3000)
    {
        for at in (0..=fixture.bytes.len()).step_by(41) {
            let cut = fixture.bytes[..at].to_vec();
            for files in [
                vec![("alone".to_owned(), cut.clone())],
                vec![("a".to_owned(), cut), ("b".to_owned(), fixture.bytes.clone())],
            ] {
                let data = load_bytes(files).unwrap();
                let accounts = check_accounting(&data);
                assert!(accounts.is_ok(), "{} cut at {at}: {accounts:?} {:?}", fixture.path, data.inputs);
            }
        }
    }
}
