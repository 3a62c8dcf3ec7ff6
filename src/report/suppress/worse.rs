//! Whether a finding is worse than what a suppression accepts.

use crate::model::{Finding, Money};
use crate::policy::Suppression;

/// Which way the observed value of a check gets worse.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Worse {
    More,
    Less,
    /// Either way: a number tells nothing.
    Both,
}

/// Ages, counts, shares and dollars: more is worse. The exceptions stand here and in `clade.example.toml`.
fn direction(rule: &str) -> Worse {
    match rule {
        // Environments among the workspaces.
        "missing-environment-separation" => Worse::Less,
        // Cost by the estimate: far above and far below are alike.
        "unproven-unit" => Worse::Both,
        // Shares that fall.
        "cache-collapse" => Worse::Less,
        // A level moves up or down; an expiry is near or past.
        "spend-shift" | "expiring-key-in-use" => Worse::Both,
        _ => Worse::More,
    }
}

/// Why the suppression does not accept the finding any more, if it does not.
pub(super) fn than_accepted(suppression: &Suppression, finding: &Finding) -> Option<String> {
    if let Some(most) = suppression.severity
        && finding.severity > most
    {
        return Some(format!(
            "lapsed: the finding is {} now, accepted is at most {}",
            finding.severity.id(),
            most.id()
        ));
    }
    let accepted = suppression.observed.as_deref()?.trim();
    let observed = finding.observed.as_deref().unwrap_or("no value").trim();
    if observed == accepted {
        return None;
    }
    let direction = direction(&finding.rule);
    match (number(observed), number(accepted)) {
        (Some((now, unit)), Some((then, same))) if unit == same && direction != Worse::Both => {
            let worse = if direction == Worse::More { now > then } else { now < then };
            let bound = if direction == Worse::More { "at most" } else { "at least" };
            worse.then(|| format!("lapsed: {observed} observed, accepted is {bound} {accepted}"))
        }
        _ => Some(format!("lapsed: «{observed}» observed, accepted is «{accepted}», and the two cannot be compared")),
    }
}

/// The number with which a value begins, and its unit: `104 days`, `$1,234.50`, `3 of 100`, `7 people`. A date, a time or a version
/// begins with digits too and is none.
fn number(text: &str) -> Option<(Money, String)> {
    let (currency, text) = text.strip_prefix('$').map_or(("", text), |amount| ("$", amount));
    let length = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',')).unwrap_or(text.len());
    let (digits, rest) = text.split_at(length);
    if !rest.is_empty() && !rest.starts_with([' ', '%']) {
        return None;
    }
    // Money is what we have for exact decimals.
    let number = Money::parse(&digits.replace(',', "")).ok()?;
    let word = rest.split_whitespace().next().unwrap_or_default();
    Some((number, format!("{currency}{}", singular(word))))
}

/// `day` of `days`, of `day(s)` as baselines and policies of older versions have it, and of `day`.
fn singular(word: &str) -> String {
    match word {
        "people" => "person".to_owned(),
        _ => word
            .strip_suffix("ies")
            .map_or_else(|| word.trim_end_matches("(s)").trim_end_matches('s').to_owned(), |stem| format!("{stem}y")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Severity, Subject};
    use crate::report::tests::{finding, policy};

    /// Whether a finding with this value is accepted where `accepted` is.
    fn holds(rule: &str, observed: Option<&str>, accepted: &str) -> bool {
        let mut one = finding(rule, Severity::Medium, Subject::organization());
        one.observed = observed.map(str::to_owned);
        let entry =
            format!("[[suppress]]\nrule = \"stale-key\"\nsubject = \"organization\"\nobserved = \"{accepted}\"");
        than_accepted(&policy(&entry).suppressions()[0], &one).is_none()
    }

    #[test]
    fn more_is_worse_in_one_unit() {
        for (observed, accepted, still) in [
            ("104 days", "104 days", true),
            ("103 days", "104 days", true),
            ("105 days", "104 days", false),
            ("1 day", "2 days", true),
            ("2 day(s)", "1 day", false),
            ("2 days", "2 day(s)", true),
            ("3 days", "2 day(s)", false),
            ("1 person", "2 people", true),
            ("3 entries", "1 entry", false),
            ("90 days and 5 hours", "90 days", true),
            ("$1,234.50", "$1234.51", true),
            ("$1,234.50", "$1,234.49", false),
            ("5.5%", "5.4 %", false),
            ("3 of 100", "4 of 90", true),
            ("9", "10", true),
        ] {
            assert_eq!(holds("stale-key", Some(observed), accepted), still, "{observed} where {accepted} is accepted");
        }
    }

    #[test]
    fn what_cannot_be_compared_is_accepted_word_for_word_only() {
        for (observed, accepted) in [
            ("3 days", "4 weeks"),
            ("$3", "4"),
            ("2026-05-02", "2026-06-02"),
            ("absent", "disabled"),
            ("1.2.3", "1.2.4"),
            ("3 days", "many days"),
        ] {
            assert!(!holds("stale-key", Some(observed), accepted), "{observed} where {accepted} is accepted");
            assert!(holds("stale-key", Some(observed), observed), "{observed}");
        }
        assert!(!holds("stale-key", None, "3 days"), "the finding states no value");
    }

    #[test]
    fn some_checks_count_otherwise() {
        const SEPARATION: &str = "missing-environment-separation";
        assert!(holds(SEPARATION, Some("1 environment"), "1 environment(s)"));
        assert!(!holds(SEPARATION, Some("0 environments"), "1 environment(s)"));
        assert!(!holds("unproven-unit", Some("90.000 times the estimate"), "100.000 times the estimate"));
        for rule in [SEPARATION, "unproven-unit", "cache-collapse", "spend-shift", "expiring-key-in-use"] {
            assert!(crate::analyze::ALL.iter().any(|analyzer| analyzer.id == rule), "{rule}");
        }
    }
}
