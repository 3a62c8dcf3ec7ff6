//! What findings point at in the drawings: a letter for each, the same in all of them.

use crate::model::{Chart, ChartData, Finding, Mark};

/// Checks whose findings are days of spend.
const RULES: [&str; 3] = ["spend-spike", "spend-shift", "spend-drop"];
/// Letters of a drawing; more would be a list, and that stands under the control.
const MOST: usize = 12;

/// Marks the days of the worst events of spend, in order of time.
pub(super) fn mark(charts: &mut [Chart], findings: &[Finding]) {
    let found = findings.iter().filter(|finding| RULES.contains(&finding.rule.as_str()));
    let mut marks: Vec<Mark> = found
        .filter_map(|finding| Some((finding.period?, finding)))
        .take(MOST)
        .map(|(period, finding)| Mark {
            letter: String::new(),
            finding: finding.id.clone(),
            text: finding.title.clone(),
            period,
        })
        .collect();
    marks.sort_by(|a, b| (a.period, &a.finding).cmp(&(b.period, &b.finding)));
    for (mark, letter) in marks.iter_mut().zip('A'..='Z') {
        mark.letter = letter.to_string();
    }
    for chart in charts {
        let days = chart.data.days();
        let Some((first, last)) = days.first().zip(days.last()).map(|(a, b)| (a.date, b.date)) else { continue };
        let shown = marks.iter().filter(|mark| mark.period.start <= last && mark.period.end >= first).cloned();
        let shown = shown.collect();
        match &mut chart.data {
            ChartData::Band(chart) => chart.marks = shown,
            ChartData::Stacked(chart) => chart.marks = shown,
            ChartData::Waterfall(_) | ChartData::HeatMap(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Confidence, Control, DayState, DrawnDay, Period, Severity, StackedChart, Status, Subject};

    fn finding(rule: &str, id: &str, days: Option<(&str, &str)>) -> Finding {
        Finding {
            id: id.into(),
            rule: rule.into(),
            control: Control::SpendAlerts,
            severity: Severity::Medium,
            confidence: Confidence::High,
            subject: Subject::organization(),
            title: format!("{rule} of {id}"),
            message: String::new(),
            period: days.map(|(a, b)| Period::new(a.parse().unwrap(), b.parse().unwrap()).unwrap()),
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
            assignment: Default::default(),
            resolution: None,
        }
    }

    fn chart(first: &str, last: &str) -> Chart {
        let days = Period::new(first.parse().unwrap(), last.parse().unwrap()).unwrap().each_day();
        let day = |date| DrawnDay { date, state: DayState::Reported, partial: false };
        let data = StackedChart { days: days.map(day).collect(), ..StackedChart::default() };
        let text = String::new;
        Chart { id: text(), title: text(), caption: text(), source: text(), data: ChartData::Stacked(data) }
    }

    #[test]
    fn letters_go_by_time_and_are_the_same_in_every_drawing() {
        let findings = [
            finding("spend-drop", "late", Some(("2026-09-01", "2026-09-30"))),
            finding("stale-key", "other", Some(("2026-07-01", "2026-07-01"))),
            finding("spend-shift", "early", Some(("2026-07-10", "2026-08-02"))),
            finding("spend-spike", "no-days", None),
        ];
        let mut charts = [chart("2026-07-01", "2026-09-30"), chart("2026-08-03", "2026-09-30")];
        mark(&mut charts, &findings);
        let found = |chart: &Chart| -> Vec<String> {
            chart.data.marks().iter().map(|mark| format!("{} {}", mark.letter, mark.finding)).collect()
        };
        assert_eq!(found(&charts[0]), ["A early", "B late"]);
        assert_eq!(found(&charts[1]), ["B late"], "only what it has days of");
    }

    /// An event that reaches into the days of a drawing by one of them is in it.
    #[test]
    fn the_first_and_the_last_day_of_a_drawing_are_in_it() {
        let shown = |from: &str, to: &str| {
            let mut charts = [chart("2026-08-01", "2026-08-31")];
            mark(&mut charts, &[finding("spend-spike", "one", Some((from, to)))]);
            !charts[0].data.marks().is_empty()
        };
        assert!(shown("2026-07-30", "2026-08-01") && shown("2026-08-31", "2026-09-02"));
        assert!(shown("2026-07-01", "2026-09-30"), "longer than the drawing");
        assert!(!shown("2026-07-30", "2026-07-31") && !shown("2026-09-01", "2026-09-02"));
    }

    #[test]
    fn the_rules_are_checks() {
        for rule in RULES {
            assert!(crate::analyze::ALL.iter().any(|check| check.id == rule), "{rule}");
        }
    }

    #[test]
    fn a_crowd_keeps_the_worst() {
        let day = ("2026-07-02", "2026-07-02");
        let findings: Vec<Finding> = (0..40).map(|n| finding("spend-spike", &format!("{n:02}"), Some(day))).collect();
        let mut charts = [chart("2026-07-01", "2026-07-05")];
        mark(&mut charts, &findings);
        assert_eq!(charts[0].data.marks().len(), MOST);
        assert_eq!(charts[0].data.marks().last().unwrap().finding, "11");
    }
}
