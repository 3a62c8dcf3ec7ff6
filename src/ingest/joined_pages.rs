//! Pages of the feed that are joined in one file: whether one is missing between them.

use chrono::DateTime;

use super::batch::{Batch, Ending};
use super::text::json::{PageTimes, falls};
use crate::model::Table;

/// Microseconds: events of two pages may always lie so far apart.
const HOUR: i64 = 3_600_000_000;
/// And so far at a weekend: from Friday's morning to Monday's evening.
const WEEKEND: i64 = 84 * HOUR;
/// Pages that last so long hold nights of their own.
const LONG_PAGE: i64 = 48 * HOUR;
/// Pages of fewer events say nothing of how far apart events may lie.
const LEAST_EVENTS: usize = 5;

impl Batch {
    /// Says that a page is missing where one that says that more follow does not go on: no other events of the file lie so far apart.
    pub(super) fn tell_missing_pages(&mut self) {
        let pages = std::mem::take(&mut self.pages);
        if self.table != Table::Events
            || pages.len() < 2
            || !(self.ending.is_closed() || self.ending == Ending::MoreFollow)
        {
            return;
        }
        let seams = seams(&pages);
        let times = self.instants();
        if times.len() < LEAST_EVENTS * pages.len() {
            return;
        }
        let steps = times.windows(2).map(|pair| (pair[0], pair[1])).filter(|step| !seams.contains(step));
        let usual = steps.map(|(from, to)| to - from).max().unwrap_or(0).max(HOUR).max(usual_seam(&pages, &seams));
        let is_missing =
            |(from, to): &&(i64, i64)| to - from > usual && !(is_weekend(*from, *to) && to - from <= WEEKEND);
        let missing: Vec<&(i64, i64)> = seams.iter().filter(is_missing).collect();
        let Some((from, to)) = missing.first() else { return };
        let at = |micros: i64| {
            DateTime::from_timestamp_micros(micros).unwrap_or_default().format("%Y-%m-%d %H:%M UTC").to_string()
        };
        let more =
            if missing.len() > 1 { format!(", and {} more such places", missing.len() - 1) } else { String::new() };
        self.note(format!(
            "a page that says that more follow ends at {}, and no other one goes on there: nothing until {}{more}",
            at(*from),
            at(*to)
        ));
        self.ending = Ending::PageMissing;
    }

    /// The instants of its events, in order.
    fn instants(&self) -> Vec<i64> {
        let column = self.table.event_time_columns().first().and_then(|name| self.table.position(name));
        let rows = (0..self.rows()).filter_map(|row| i64::try_from(self.value(column?, row)?).ok());
        let mut times: Vec<i64> = rows.chain(self.routine.instants().map(|(_, at)| at)).collect();
        times.sort_unstable();
        times
    }
}

/// How far apart pages may lie by their other neighbours: pages of a day or less meet at night, and no two of their own events show one.
fn usual_seam(pages: &[PageTimes], seams: &[(i64, i64)]) -> i64 {
    let middle = |mut all: Vec<i64>| {
        all.sort_unstable();
        all.get(all.len().saturating_sub(1) / 2).copied().unwrap_or(0)
    };
    let spans = pages.iter().filter_map(|page| page.span).map(|(first, last)| (first - last).abs());
    if middle(spans.collect()) >= LONG_PAGE {
        0
    } else {
        2 * middle(seams.iter().map(|(from, to)| to - from).collect())
    }
}

/// The times between pages that say that more follow and the next ones in time, the earlier instant first.
fn seams(pages: &[PageTimes]) -> Vec<(i64, i64)> {
    let is_falling = falls(pages);
    let mut spans: Vec<(i64, i64, bool)> =
        pages.iter().filter_map(|page| page.span.map(|(first, last)| (first, last, page.more))).collect();
    spans.sort_unstable_by_key(|(first, last, more)| (*first, *last, *more));
    spans.dedup();
    if is_falling {
        spans.reverse();
    }
    let between = |pair: &[(i64, i64, bool)]| {
        let (end, begin) = (pair[0].1, pair[1].0);
        let apart = if is_falling { (begin, end) } else { (end, begin) };
        (pair[0].2 && apart.0 < apart.1).then_some(apart)
    };
    spans.windows(2).filter_map(between).collect()
}

/// Whether a Sunday lies between two instants, from its beginning to its end.
fn is_weekend(from: i64, to: i64) -> bool {
    use chrono::{Datelike as _, Weekday};
    let day = |micros: i64| DateTime::from_timestamp_micros(micros).unwrap_or_default().date_naive();
    let between = day(from).iter_days().skip(1).take_while(|one| *one < day(to));
    between.take(7).any(|one| one.weekday() == Weekday::Sun)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::ingest::activity_feed::INGESTOR;
    use crate::ingest::batch::{Batch, Ending};
    use crate::ingest::document::Document;
    use crate::model::Table;

    /// Four events a day, newest first, in pages of a day each; the page of the first day is the last one.
    fn pages(days: &[u32], newest: u32) -> Vec<Value> {
        let page = |day: &u32| {
            let hours = [17, 14, 11, 10, 9, 8];
            let event = |hour: u32| {
                let at = format!("2026-07-{day:02}T{hour:02}:00:00Z");
                json!({"id": format!("activity_{day}_{hour}"), "type": "org_domain_verified", "created_at": at, "actor": {"type": "system_actor"}})
            };
            let events: Vec<Value> = hours.map(event).to_vec();
            json!({"data": events, "has_more": *day != newest, "first_id": events[0]["id"], "last_id": events[5]["id"]})
        };
        days.iter().map(page).collect()
    }

    fn ending(pages: &[Value]) -> [Ending; 2] {
        let array = json!(pages).to_string();
        let lines = pages.iter().map(|page| page.to_string() + "\n").collect::<String>();
        [array, lines].map(|text| {
            let mut batch = Batch::new(Table::Events);
            (INGESTOR.read)(&Document::open(text.as_bytes()), &mut batch);
            batch.routine.finish();
            batch.tell_missing_pages();
            batch.ending
        })
    }

    /// Fault: Pages of the feed joined in a shell's order were a cut export, with high confidence; a page missing between them was not noticed
    /// Outcome: The last page in time says whether more follow, and a page goes on where the one before it ends
    #[test]
    fn joined_in_any_order() {
        let whole: &[u32] = &[10, 9, 8, 7, 6];
        for order in [whole, &[6, 7, 8, 9, 10], &[10, 6, 7, 8, 9], &[8, 6, 10, 7, 9], &[10, 9, 9, 8, 7, 6]] {
            assert_eq!(ending(&pages(order, 6)), [Ending::Whole; 2], "{order:?}");
        }
        for order in [&[10, 9, 8][..], &[8, 10, 9], &[9, 8, 10]] {
            assert_eq!(ending(&pages(order, 6)), [Ending::MoreFollow; 2], "{order:?}");
        }
        for order in [&[10, 9, 7, 6][..], &[6, 10, 8, 7], &[7, 6, 10, 9]] {
            assert_eq!(ending(&pages(order, 6)), [Ending::PageMissing; 2], "{order:?}");
        }
        let empty = json!({"data": [], "has_more": false, "first_id": null, "last_id": null});
        let with_empty = [pages(&[10, 9], 1), vec![empty], pages(&[8], 1)].concat();
        assert_eq!(ending(&with_empty), [Ending::Whole; 2], "an empty page ends a list");
    }

    #[test]
    fn weekends_and_whole_queries_are_no_gaps() {
        // 11 and 12 July are a weekend; each month's query ends with a page of its own.
        assert_eq!(ending(&pages(&[14, 13, 10, 9, 8], 8)), [Ending::Whole; 2]);
        let two = [pages(&[30, 29, 28], 28), pages(&[10, 9, 8], 8)].concat();
        assert_eq!(ending(&two), [Ending::Whole; 2]);
    }
}
