//! The order of findings: what matters most stands first, and equal exports give equal reports.

use std::cmp::{Ordering, Reverse};

use crate::model::Finding;

/// Worst severity first, then the most dollars, then by control, rule, subject and id. What follows distinguishes even findings
/// that agree in all of that: the order must not depend on the order of analysis.
pub(super) fn findings(a: &Finding, b: &Finding) -> Ordering {
    (Reverse(a.severity), Reverse(a.impact_usd), a.control, &a.rule)
        .cmp(&(Reverse(b.severity), Reverse(b.impact_usd), b.control, &b.rule))
        .then_with(|| subject(a).cmp(&subject(b)))
        .then_with(|| a.id.cmp(&b.id))
        .then_with(|| (a.period, &a.message, &a.title, &a.evidence).cmp(&(b.period, &b.message, &b.title, &b.evidence)))
}

type SubjectKey<'a> = (&'a str, crate::model::SubjectKind, Option<&'a str>, Option<&'a str>);

fn subject(finding: &Finding) -> SubjectKey<'_> {
    let subject = &finding.subject;
    (subject.label(), subject.kind, subject.workspace.as_deref(), subject.id.as_deref())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{Control, Money, Severity};
    use crate::report::tests::{finding, key};

    /// The fingerprints in order.
    fn sorted(mut all: Vec<Finding>) -> Vec<String> {
        all.sort_by(findings);
        all.into_iter().map(|finding| finding.id).collect()
    }

    fn one(id: &str, severity: Severity, impact: Option<i64>, control: Control, rule: &str, subject: &str) -> Finding {
        let impact_usd = impact.map(Money::from_cents);
        Finding { id: id.to_owned(), impact_usd, control, ..finding(rule, severity, key(subject, subject)) }
    }

    #[test]
    fn each_part_decides_only_where_the_ones_before_it_agree() {
        use Control::{KeyNaming, KeyRotation};
        use Severity::{High, Low};
        let all = vec![
            one("8", Low, Some(900), KeyNaming, "a", "a"),
            one("7", High, None, KeyRotation, "a", "a"),
            one("6", High, None, KeyNaming, "b", "b"),
            one("5", High, None, KeyNaming, "b", "a"),
            one("4", High, None, KeyNaming, "b", "a"),
            one("3", High, None, KeyNaming, "a", "z"),
            one("2", High, Some(5), KeyRotation, "z", "z"),
            one("1", High, Some(50), KeyRotation, "z", "z"),
        ];
        assert_eq!(sorted(all), ["1", "2", "3", "4", "5", "6", "7", "8"]);
    }

    proptest! {
        #[test]
        fn the_order_does_not_depend_on_where_a_finding_came_from(
            facts in proptest::collection::vec((0_usize..5, proptest::option::of(0_i64..3), 0_usize..3, 0_u8..3), 0..12),
            turn in 0_usize..12,
        ) {
            let finding = |(severity, impact, control, name): &(usize, Option<i64>, usize, u8)| {
                let mut finding =
                    one("same", Severity::ALL[*severity], *impact, Control::ALL[*control], "rule", &name.to_string());
                finding.message = format!("{severity}{impact:?}{control}{name}");
                finding
            };
            let all: Vec<Finding> = facts.iter().map(finding).collect();
            let mut turned = all.clone();
            turned.rotate_left(turn.min(all.len()));
            turned.reverse();
            let messages = |mut all: Vec<Finding>| {
                all.sort_by(findings);
                all.into_iter().map(|finding| finding.message).collect::<Vec<_>>()
            };
            prop_assert_eq!(messages(all), messages(turned));
        }
    }
}
