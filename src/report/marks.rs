//! What findings point at in the drawings.

use crate::model::{Chart, Finding};

/// Marks on every chart the days of events that cost money, with the dollars at stake.
pub(super) fn mark(charts: &mut [Chart], findings: &[Finding]) {
    for chart in charts {
        for finding in findings.iter().filter(|finding| finding.rule == "spend-spike") {
            if let (Some(period), Some(impact)) = (finding.period, finding.impact_usd) {
                chart.marks.push((period.start, format!("+${}", impact.to_grouped())));
            }
        }
        chart.marks.sort();
    }
}
