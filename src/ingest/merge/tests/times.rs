//! Hourly and minute exports next to daily ones.

use super::merged;
use crate::ingest::load_bytes;
use crate::model::Table;

const HEADER: &str = "usage_date_utc,model_version,api_key,workspace,usage_output_tokens\n";

/// Rows of (day and time, tokens).
fn csv(rows: &[(&str, u32)]) -> String {
    rows.iter().fold(HEADER.to_owned(), |text, (at, tokens)| format!("{text}2026-07-{at},m,k,w,{tokens}\n"))
}

#[test]
fn hours_of_a_day_that_a_daily_file_holds_count_in_no_total() {
    let month = csv(&[("13", 4), ("14", 10), ("15", 3)]);
    let hours = csv(&[("14 06:00", 4), ("14 07:00", 6)]);
    assert_eq!(merged(&[&month, &hours]), "3/0/0 0/2/0 = 17");
    let data = load_bytes(vec![("a".into(), month.into_bytes()), ("b".into(), hours.into_bytes())]).unwrap();
    assert_eq!(data.frame(Table::Usage).unwrap().height(), 5, "hourly analyses still see them");
}

#[test]
fn hours_of_a_day_that_nobody_holds_count() {
    let month = csv(&[("13", 4), ("15", 3)]);
    let hours = csv(&[("14 06:00", 4), ("14 07:00", 6)]);
    assert_eq!(merged(&[&month, &hours]), "2/0/0 2/0/0 = 17");
}

#[test]
fn hours_hold_the_running_last_day_of_a_daily_file_where_they_have_more() {
    let month = csv(&[("13", 4), ("14", 5)]);
    let hours = csv(&[("14 06:00", 4), ("14 07:00", 6)]);
    assert_eq!(merged(&[&month, &hours]), "1/0/1 2/0/0 = 14");
    let fewer = csv(&[("14 06:00", 4)]);
    assert_eq!(merged(&[&month, &fewer]), "2/0/0 0/1/0 = 9", "less, or as much, proves nothing");
    // Another daily file has the day whole.
    let later = csv(&[("14", 12), ("15", 1)]);
    assert_eq!(merged(&[&month, &hours, &later]), "1/0/1 0/2/0 2/0/0 = 17");
}

#[test]
fn a_copy_of_an_hourly_file_is_no_second_use_in_hourly_analyses() {
    let month = csv(&[("14", 10), ("15", 3)]);
    let hours = csv(&[("14 06:00", 4), ("14 07:00", 6)]);
    let files =
        [("a", &month), ("b", &hours), ("c", &hours)].map(|(path, text)| (path.into(), text.clone().into_bytes()));
    let data = load_bytes(files.to_vec()).unwrap();
    assert_eq!(data.frame(Table::Usage).unwrap().height(), 4);
}

#[test]
fn minutes_of_an_hour_that_an_hourly_file_has_are_duplicates() {
    let hours = csv(&[("14 06:00", 4), ("14 07:00", 6)]);
    let minutes = csv(&[("14 07:03", 5), ("14 07:41", 1), ("14 08:10", 2)]);
    assert_eq!(merged(&[&hours, &minutes]), "2/0/0 1/2/0 = 12");
}

#[test]
fn hours_in_several_files_hold_a_running_day_together() {
    let month = csv(&[("13", 4), ("14", 5)]);
    let (early, late) = (csv(&[("14 06:00", 4)]), csv(&[("14 09:00", 4)]));
    assert_eq!(merged(&[&month, &early, &late]), "1/0/1 1/0/0 1/0/0 = 12");
}
