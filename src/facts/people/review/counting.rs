//! Which decision counts where several rows decide about one person or identity: the worksheets of two quarters, of two reviewers, or two
//! rows of one.

use std::collections::{BTreeMap, BTreeSet};

use super::ReviewedRow;
use crate::facts::frame::Source;

/// Decisions that do not count, since others do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overruled {
    /// Rows about whom a later day has a decision.
    pub earlier: usize,
    /// About whom the last day has different decisions.
    pub contradicted: BTreeSet<String>,
}

/// The rows that count: of several decisions about one id those of the latest day, and of that day the one that reaches furthest, by
/// `reach`; next to it those of the same day in words that `reach` does not know. Without a decision one row of each id.
///
/// Neither the order of the files nor what else stands in them plays a part.
pub(in crate::facts) fn counting<R: Ord>(
    rows: Vec<ReviewedRow>,
    reach: impl Fn(&str) -> Option<R>,
) -> (Vec<ReviewedRow>, Overruled) {
    let mut by_id: BTreeMap<&str, Vec<&ReviewedRow>> = BTreeMap::new();
    rows.iter().for_each(|row| by_id.entry(&row.id).or_default().push(row));
    let (mut kept, mut overruled): (BTreeSet<Source>, _) = (BTreeSet::new(), Overruled::default());
    for (id, same) in by_id {
        let Some(latest) = same.iter().filter(|row| row.decision.is_some()).map(|row| row.order()).max() else {
            kept.extend(same.iter().map(|row| row.source).min());
            continue;
        };
        let reached = |row: &ReviewedRow| reach(row.decision.as_deref()?);
        let decided = same.into_iter().filter(|row| row.decision.is_some());
        let (last, before): (Vec<&ReviewedRow>, Vec<_>) = decided.partition(|row| row.order() == latest);
        overruled.earlier += before.len();
        let (known, unknown): (Vec<&ReviewedRow>, Vec<_>) = last.into_iter().partition(|row| reached(row).is_some());
        kept.extend(unknown.iter().map(|row| row.source));
        let first = |row: &ReviewedRow| std::cmp::Reverse(row.source);
        kept.extend(known.iter().max_by_key(|row| (reached(row), row.stated(), first(row))).map(|row| row.source));
        if known.windows(2).any(|two| reached(two[0]) != reached(two[1])) {
            overruled.contradicted.insert(id.to_owned());
        }
    }
    (rows.iter().filter(|row| kept.contains(&row.source)).cloned().collect(), overruled)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::people::{Decision, Was};

    /// A row about one person: decision, day, day of the worksheet's lists.
    type Line = (&'static str, &'static str, &'static str);

    fn row((decision, on, made): Line, file: u32, comment: bool) -> ReviewedRow {
        ReviewedRow {
            id: "user_1".to_owned(),
            address: None,
            decision: Some(decision.to_owned()).filter(|word| !word.is_empty()),
            reviewer: Some("boss@example.com".to_owned()),
            on: on.parse().ok(),
            ticket: None,
            comment: comment.then(|| "needed".to_owned()),
            was: Was::default(),
            made_on: made.parse().ok(),
            source: Source { file, line: 2 },
        }
    }

    /// Fault: Of two worksheets of two days the one counted whose file had the larger hash, or more comments
    /// Outcome: The latest day counts, and of one day the decision that reaches furthest, in any order of the files
    #[test]
    fn the_latest_day_counts_and_of_one_day_what_reaches_furthest() {
        let (october, january) = ("2026-09-30", "2026-12-31");
        let cases: [(&[Line], &[&str], usize, bool); 13] = [
            (&[("keep", "2026-10-05", october), ("revoke", "2027-01-05", january)], &["revoke"], 1, false),
            (&[("revoke", "2026-10-05", october), ("keep", "2027-01-05", january)], &["keep"], 1, false),
            (&[("keep", "2026-10-05", october), ("revoke", "2026-12-05", october)], &["revoke"], 1, false),
            (&[("keep", "2026-10-05", october), ("", "", january)], &["keep"], 0, false),
            (&[("", "", october), ("", "", january)], &[""], 0, false),
            (&[("keep", "2026-10-05", october), ("revoke", "2026-10-05", october)], &["revoke"], 0, true),
            (&[("keep", "2026-10-05", october), ("approve", "2026-10-05", october)], &["*"], 0, false),
            (
                &[
                    ("keep", "2026-10-05", october),
                    ("later", "2026-10-05", october),
                    ("exception", "2026-10-05", october),
                ],
                &["later"],
                0,
                true,
            ),
            // Without a day of its own the worksheet's tells.
            (&[("keep", "2026-10-05", october), ("revoke", "", january)], &["revoke"], 1, false),
            (&[("keep", "", ""), ("revoke", "2026-10-05", "")], &["revoke"], 1, false),
            // A day of years ahead, or of before the worksheet, is none.
            (&[("keep", "2062-10-05", october), ("revoke", "2027-01-05", january)], &["revoke"], 1, false),
            // What nobody understands is no decision; an older one does not stand in for it.
            (&[("keep", "2026-10-05", october), ("perhaps", "2027-01-05", january)], &["perhaps"], 1, false),
            (&[("keep", "2026-10-05", october), ("perhaps", "2026-10-05", october)], &["keep", "perhaps"], 0, false),
        ];
        for (lines, counts, earlier, contradicted) in cases {
            let files = u32::try_from(lines.len()).unwrap();
            for turn in 0..files {
                for commented in 0..=lines.len() {
                    let place = |at: usize| (u32::try_from(at).unwrap() + turn) % files;
                    let all = lines.iter().enumerate().map(|(at, line)| row(*line, place(at), at == commented));
                    let mut all: Vec<ReviewedRow> = all.collect();
                    all.sort_by_key(|row| row.source);
                    let (kept, overruled) = counting(all, Decision::of);
                    let mut kept: Vec<&str> = kept.iter().map(|row| row.decision.as_deref().unwrap_or("")).collect();
                    kept.sort_unstable();
                    let is_any = counts == ["*"] && kept.len() == 1;
                    assert!(is_any || kept == counts, "{lines:?} {turn} {commented}: {kept:?}");
                    let found = (overruled.earlier, !overruled.contradicted.is_empty());
                    assert_eq!(found, (earlier, contradicted), "{lines:?}");
                }
            }
        }
    }
}
