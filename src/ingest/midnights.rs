//! Days that a program wrote as instants: `2026-07-01T00:00:00Z` where the Console wrote `2026-07-01`.
//!
//! A data frame, a database or a dashboard puts a time behind each day. One such row may be of the first hour of its day; where all rows of
//! all exports of a kind stand at midnight, on several days, nobody asked for hours, and nothing of hours can be said from them. So where all
//! rows of one export do, on a week of days or more: hours of other exports are theirs.

use std::collections::{BTreeMap, BTreeSet};

use super::batch::Batch;
use super::{console_cost, console_usage};

/// What is said of a file whose times are days.
const NOTE: &str = "every row stands at midnight: read as days, and nothing is known of hours";

/// Exports that people save anew: what an API says of the length of a bucket, it says itself.
const KINDS: [&str; 2] = [console_usage::INGESTOR.id, console_cost::INGESTOR.id];

/// So many days of midnights are days beside hours, too: fewer may be what was asked for of a job that runs at midnight.
const FEWEST_DAYS: usize = 7;

/// Makes rows of days of the minutes in batches, each with the kind of its export, where no row of a kind has another time.
pub(super) fn read_as_days<'a>(batches: impl Iterator<Item = (&'static str, &'a mut Batch)>) {
    let mut batches: Vec<(&'static str, &mut Batch)> = batches.filter(|(kind, _)| KINDS.contains(kind)).collect();
    let mut kinds: BTreeMap<&'static str, (bool, BTreeSet<i128>)> = BTreeMap::new();
    let mut by_themselves = vec![false; batches.len()];
    for ((kind, batch), by_itself) in batches.iter().zip(&mut by_themselves) {
        let Some(minute) = batch.table.position("minute") else { continue };
        let (mut own_at_midnight, mut own_days) = (true, BTreeSet::new());
        for row in 0..batch.rows() {
            match batch.value(minute, row) {
                None => {}
                Some(0) => own_days.extend(batch.value(0, row)),
                Some(_) => own_at_midnight = false,
            }
        }
        *by_itself = own_at_midnight && own_days.len() >= FEWEST_DAYS;
        let (is_at_midnight, days) = kinds.entry(kind).or_insert_with(|| (true, BTreeSet::new()));
        *is_at_midnight &= own_at_midnight;
        days.extend(own_days);
    }
    for ((kind, batch), by_itself) in batches.iter_mut().zip(by_themselves) {
        let all = || kinds.get(kind).is_some_and(|(is_at_midnight, days)| *is_at_midnight && days.len() > 1);
        let is_by_day = by_itself || all();
        let Some(minute) = batch.table.position("minute").filter(|_| is_by_day) else { continue };
        let timed: Vec<usize> = (0..batch.rows()).filter(|&row| batch.value(minute, row).is_some()).collect();
        if timed.is_empty() {
            continue;
        }
        timed.into_iter().for_each(|row| batch.clear(minute, row));
        batch.note(NOTE);
    }
}

#[cfg(test)]
mod tests {
    use crate::ingest::load_bytes;
    use crate::ingest::testing::table_rows;
    use crate::model::{Dataset, Table};

    const USAGE: &str =
        "usage_date_utc,model_version,api_key,workspace,usage_input_tokens_no_cache,usage_output_tokens\n";
    const COST: &str = "usage_date_utc,model,api_key,workspace,token_type,cost_usd\n";

    fn usage(dates: &[String]) -> String {
        let row = |date: &String| format!("{date},claude-sonnet-4-6,k,W,10,2\n");
        dates.iter().map(row).fold(USAGE.to_owned(), |text, row| text + &row)
    }

    fn cost(dates: &[String]) -> String {
        let row = |date: &String| format!("{date},Claude Sonnet 4.6,k,W,output,1.25\n");
        dates.iter().map(row).fold(COST.to_owned(), |text, row| text + &row)
    }

    fn load(files: &[(&str, String)]) -> Dataset {
        let own = files.iter().map(|(name, text)| ((*name).to_owned(), text.clone().into_bytes())).collect();
        let data = load_bytes(own).unwrap();
        assert!(data.rejections.is_empty(), "{:?}", data.rejections);
        data
    }

    fn moments(data: &Dataset, table: Table) -> Vec<String> {
        table_rows(data, table, &["day", "minute"])
    }

    fn dates(form: fn(u32) -> String) -> Vec<String> {
        (1..4).map(form).collect()
    }

    const FORMS: [fn(u32) -> String; 9] = [
        |day| format!("2026-07-0{day} 00:00:00"),
        |day| format!("2026-07-0{day} 00:00"),
        |day| format!("2026-07-0{day}T00:00:00Z"),
        |day| format!("2026-07-0{day}T00:00:00.000Z"),
        |day| format!("2026-07-0{day}T00:00:00+00:00"),
        |day| format!("2026-07-0{day} 00:00:00+00:00"),
        |day| format!("2026-07-0{day} 00:00:00 UTC"),
        |day| format!("2026-07-0{day}T00:00:00+0000"),
        |day| format!("2026-07-0{day} UTC"),
    ];

    /// Fault: Days that a data frame or a database wrote with a time of midnight were hours: a spike was «from 00:00 to 01:00», and nights without use were assessed
    /// Outcome: Where every row of a kind of export stands at midnight, on several days, they are days; one other time among them, and they are hours
    #[test]
    fn rows_that_all_stand_at_midnight_are_days() {
        for (at, form) in FORMS.into_iter().enumerate() {
            let own = dates(form);
            let plain = dates(|day| format!("2026-07-0{day}"));
            for (table, write) in [(Table::Usage, usage as fn(&[String]) -> String), (Table::Cost, cost)] {
                let days = moments(&load(&[("a.csv", write(&plain))]), table);
                let data = load(&[("a.csv", write(&own))]);
                assert_eq!(moments(&data, table), days, "form {at}: {own:?}");
                assert_eq!(data.inputs[0].notes.iter().any(|note| note == super::NOTE), at != 8, "{own:?}");
                // A copy in the other form is one, too.
                let both = load(&[("a.csv", write(&own)), ("b.csv", write(&plain))]);
                assert_eq!(both.inputs.iter().map(|one| one.accepted).sum::<u64>(), 3, "{own:?}");
                // A file a day, and days without a time beside them.
                let each = [
                    ("a.csv", write(&own[..1])),
                    ("b.csv", write(&own[1..])),
                    ("c.csv", write(&["2026-07-09".to_owned()])),
                ];
                assert!(moments(&load(&each), table).iter().all(|row| row.ends_with(" -")), "{own:?}");
            }
        }
    }

    #[test]
    fn hours_stay_hours() {
        let midnight = dates(|day| format!("2026-07-0{day} 00:00"));
        let hours: Vec<String> = (0..3).map(|hour| format!("2026-07-01 0{hour}:00")).collect();
        let minutes = |data: &Dataset| moments(data, Table::Usage).iter().filter(|row| !row.ends_with(" -")).count();
        assert_eq!(minutes(&load(&[("a.csv", usage(&midnight))])), 0);
        for (what, files, wanted) in [
            ("hours of a day", vec![("a.csv", usage(&hours))], 3),
            ("one row at another time", vec![("a.csv", usage(&[&midnight[..], &hours[1..2]].concat()))], 4),
            ("another file of the kind has hours", vec![("a.csv", usage(&midnight[1..])), ("b.csv", usage(&hours))], 5),
            ("a single day may be its first hour", vec![("a.csv", usage(&midnight[..1]))], 1),
        ] {
            assert_eq!(minutes(&load(&files)), wanted, "{what}: {:?}", moments(&load(&files), Table::Usage));
        }
        // A week of midnights is one of days, whatever another file has.
        let week: Vec<String> = (2..9).map(|day| format!("2026-07-0{day} 00:00")).collect();
        assert_eq!(minutes(&load(&[("a.csv", usage(&week)), ("b.csv", usage(&hours))])), 3);
        // Cost by day says nothing of usage by hour.
        let data = load(&[("a.csv", usage(&hours)), ("c.csv", cost(&midnight))]);
        assert_eq!(minutes(&data), 3);
    }
}
