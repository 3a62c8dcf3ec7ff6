//! Values after a spreadsheet has been at them: numbers within their range, and the dates of a column, one a line, where what is
//! read is one of the days that the text can mean.

use chrono::Datelike;
use clade_analyze::ingest::batch::Batch;
use clade_analyze::ingest::text::delimited::Delimited;
use clade_analyze::ingest::text::instant::{parse_instant, parse_roster_instant, parse_usage_date};
use clade_analyze::ingest::text::number::{Amount, parse_cents, parse_count, read_amount};
use clade_analyze::ingest::text::usage_dates::UsageDates;
use clade_analyze::model::{Money, Table};

/// Reads the bytes.
pub(crate) fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for line in text.lines().take(64) {
        if let Some(count) = parse_count(line) {
            assert!((0..=10_000_000_000_000).contains(&count), "{line:?}");
            assert_eq!(parse_count(&count.to_string()), Some(count));
        }
        let dollars = match read_amount(line) {
            Ok(Amount::Certain(amount, _)) => vec![amount],
            Ok(Amount::Either { point, comma, .. }) => vec![point, comma],
            Err(_) => Vec::new(),
        };
        for amount in dollars.into_iter().chain(parse_cents(line)) {
            assert_eq!(Money::parse(&amount.to_string()), Ok(amount), "{line:?}");
        }
        assert!(parse_usage_date(line).is_none_or(|(day, _)| (2020..2100).contains(&day.year())), "{line:?}");
        for at in [parse_instant(line), parse_roster_instant(line)].into_iter().flatten() {
            assert!((1..=9999).contains(&at.year()), "{line:?}");
        }
    }
    let file = format!("usage_date_utc;n\n{}", text.lines().map(|line| format!("{line};1\n")).collect::<String>());
    let Some(csv) = Delimited::open(file.as_bytes()) else { return };
    let dates = UsageDates::of(&csv);
    let mut batch = Batch::new(Table::Usage);
    csv.each_record(&mut batch, |row, _, _| {
        let (day, minute) = dates.read(row)?;
        assert!((2020..2100).contains(&day.year()) && minute.is_none_or(|minute| minute < 24 * 60), "{day} {minute:?}");
        let digits = |n: u32| row.text(Some(0)).is_ok_and(|cell| cell.contains(&n.to_string()));
        assert!(digits(day.day()) && digits(day.month()));
        Ok(())
    });
    dates.note(&mut batch);
}
