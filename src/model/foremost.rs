//! Which findings are named where there is no room for all: worst first, and of every check something.

use std::cmp::{Ordering, Reverse};
use std::collections::BTreeMap;

use super::{Finding, Money, Severity};

/// Findings of one check and severity that are named where not all have room.
const OF_A_CHECK: usize = 2;

/// A finding that is named, and how many are not for which it stands.
#[derive(Clone, Copy, Debug)]
pub struct Foremost<'a> {
    /// The finding.
    pub finding: &'a Finding,
    /// Findings of the same check and severity that are not named; counted at the last one that is.
    pub more: usize,
}

/// At most so many of these findings, the worse severities first, else in their order.
///
/// Where not all have room, the first of every check comes before the second of any, and no check has more than two: a hundred keys that
/// were not rotated must not hide the one administrator who has left. Of one check those that cost most come first, then the longest.
#[must_use]
pub fn foremost<'a>(findings: impl IntoIterator<Item = &'a Finding>, most: usize) -> Vec<Foremost<'a>> {
    let all: Vec<&Finding> = findings.into_iter().collect();
    let mut of_checks: BTreeMap<Kind, Vec<usize>> = BTreeMap::new();
    for (at, finding) in all.iter().enumerate() {
        of_checks.entry(kind(finding)).or_default().push(at);
    }
    let each = if all.len() <= most { usize::MAX } else { OF_A_CHECK };
    let mut ranked: Vec<(Reverse<Severity>, usize, usize)> = Vec::new();
    for ((severity, _), places) in &mut of_checks {
        places.sort_by(|a, b| measure(all[*b]).partial_cmp(&measure(all[*a])).unwrap_or(Ordering::Equal));
        ranked.extend(places.iter().take(each).enumerate().map(|(round, at)| (*severity, round, *at)));
    }
    ranked.sort_unstable();
    ranked.truncate(most);
    ranked.sort_unstable_by_key(|(severity, _, at)| (*severity, *at));
    let mut left: BTreeMap<Kind, usize> = of_checks.iter().map(|(kind, places)| (*kind, places.len())).collect();
    for (_, _, at) in &ranked {
        left.entry(kind(all[*at])).and_modify(|count| *count -= 1);
    }
    // From the end, so that the last one that is named gets the count.
    let stands_for = |(_, _, at): &(Reverse<Severity>, usize, usize)| Foremost {
        finding: all[*at],
        more: left.insert(kind(all[*at]), 0).unwrap_or(0),
    };
    let mut named: Vec<Foremost> = ranked.iter().rev().map(stands_for).collect();
    named.reverse();
    named
}

/// Severity and check.
type Kind<'a> = (Reverse<Severity>, &'a str);

fn kind(finding: &Finding) -> Kind<'_> {
    (Reverse(finding.severity), &finding.rule)
}

/// Dollars, then the days that were observed: `502 days`.
fn measure(finding: &Finding) -> (f64, f64) {
    let days = finding.observed.as_deref().and_then(|observed| observed.strip_suffix(" days"));
    (finding.impact_usd.map_or(0.0, Money::to_f64), days.and_then(|days| days.parse().ok()).unwrap_or(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Assignment, Confidence, Control, Status, Subject};

    fn findings(rules: &[(&str, Severity)]) -> Vec<Finding> {
        let finding = |(at, (rule, severity)): (usize, &(&str, Severity))| Finding {
            id: format!("{at}"),
            rule: (*rule).to_owned(),
            severity: *severity,
            control: Control::KeyRotation,
            confidence: Confidence::High,
            subject: Subject::organization(),
            title: String::new(),
            message: String::new(),
            period: None,
            event: None,
            impact_usd: None,
            change: None,
            observed: None,
            threshold: None,
            evidence: Vec::new(),
            remediation: Vec::new(),
            status: Status::Open,
            first_seen: None,
            severity_before: None,
            assignment: Assignment::default(),
            resolution: None,
        };
        rules.iter().enumerate().map(finding).collect()
    }

    fn named(rules: &[(&str, Severity)], most: usize) -> Vec<(String, usize)> {
        foremost(&findings(rules), most).iter().map(|one| (one.finding.id.clone(), one.more)).collect()
    }

    #[test]
    fn where_there_is_room_all_are_named_in_their_order() {
        use Severity::{Critical, High};
        let all = [("b", Critical), ("a", Critical), ("b", Critical), ("a", High)];
        let expected: Vec<(String, usize)> = (0..4).map(|at| (at.to_string(), 0)).collect();
        assert_eq!(named(&all, 4), expected);
        assert_eq!(named(&all, 9), expected);
        assert_eq!(named(&all, 0), []);
    }

    #[test]
    fn one_check_does_not_hide_another() {
        use Severity::{Critical, High, Low};
        let mut all = vec![("unrotated-key", Critical); 9];
        all.extend([("orphaned-member", Critical), ("stale-key", High), ("stale-key", High), ("x", Low)]);
        let as_named =
            |pairs: &[(&str, usize)]| pairs.iter().map(|(id, more)| ((*id).to_owned(), *more)).collect::<Vec<_>>();
        assert_eq!(named(&all, 1), as_named(&[("0", 8)]));
        assert_eq!(named(&all, 3), as_named(&[("0", 0), ("1", 7), ("9", 0)]));
        // No third of a check, but of lesser severities what has room; whoever is left out is counted by one that is not.
        assert_eq!(named(&all, 11), as_named(&[("0", 0), ("1", 7), ("9", 0), ("10", 0), ("11", 0), ("12", 0)]));
        assert_eq!(named(&all, 13).len(), 13, "all have room");
    }

    #[test]
    fn of_one_check_the_largest_is_named() {
        let mut all = findings(&[("unrotated-key", Severity::Critical); 4]);
        for (finding, days) in all.iter_mut().zip(["91 days", "502 days", "100 days", "used 3 times"]) {
            finding.observed = Some(days.to_owned());
        }
        let named: Vec<&str> = foremost(&all, 2).iter().map(|one| one.finding.id.as_str()).collect();
        assert_eq!(named, ["1", "2"]);
    }

    #[test]
    fn nothing_is_counted_twice_or_lost_within_what_is_shown() {
        use Severity::Critical;
        for most in 1..12 {
            let all: Vec<_> = ["a", "b", "a", "c", "a", "a", "b", "a", "c", "c"].map(|rule| (rule, Critical)).to_vec();
            let shown = named(&all, most);
            let each = if most < 10 { 6 } else { 10 };
            assert_eq!(shown.len(), most.min(each));
            let hidden: usize = shown.iter().map(|(_, more)| more).sum();
            match most {
                1 | 2 => assert!(shown.len() + hidden < 10, "checks without room are not counted by others: {most}"),
                _ => assert_eq!(shown.len() + hidden, 10, "{most}"),
            }
        }
    }
}
