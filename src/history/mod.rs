//! Several reports side by side: what became of every control from period to period, as an auditor of a year (SOC 2 Type II) samples it.

mod kept;
mod table;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use crate::baseline::{self, BaselineError};
use crate::model::{Baseline, Report};

/// Why reports cannot stand side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryError(String);

impl std::fmt::Display for HistoryError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for HistoryError {}

impl From<BaselineError> for HistoryError {
    fn from(error: BaselineError) -> Self {
        Self(error.to_string())
    }
}

/// The table of some reports (folders, or their `findings.json`) as Markdown, the earliest period first whatever their order. Copies that
/// were kept of one of them are left out.
///
/// # Errors
/// When one cannot be read, is given twice, or is of another organization than the others.
pub fn history(reports: &[PathBuf]) -> Result<String, HistoryError> {
    let (reports, left_out) = kept::without_copies(reports);
    let mut all: Vec<Baseline> = reports.into_iter().map(|path| baseline::read(path)).collect::<Result<_, _>>()?;
    all.sort_by_key(|one| (one.report.period.start, one.report.period.end, one.report.as_of, one.sha256.clone()));
    refuse_strangers(&all)?;
    let mut said = remarks(&all);
    said.extend(left_out);
    Ok(table::markdown(&all, &said))
}

fn refuse_strangers(all: &[Baseline]) -> Result<(), HistoryError> {
    for (at, one) in all.iter().enumerate() {
        for other in &all[..at] {
            if one.sha256 == other.sha256 {
                return Err(HistoryError(format!(
                    "the report of {} is given twice (SHA-256 {})",
                    one.report.period.label(),
                    &one.sha256[..12]
                )));
            }
            if let (Some(own), Some(its)) = (&one.report.organization.id, &other.report.organization.id)
                && own != its
            {
                return Err(HistoryError(format!(
                    "the reports are of two organizations: {} is of {own}, {} of {its}",
                    one.report.period.label(),
                    other.report.period.label()
                )));
            }
        }
    }
    Ok(())
}

/// Days between reports that no report covers, days that two cover, and reports judged by other checks or thresholds than the one before:
/// what a reader of the table has to know.
fn remarks(all: &[Baseline]) -> Vec<String> {
    let mut remarks: Vec<String> = Vec::new();
    if all.len() > 1 {
        let nameless = all.iter().filter(|one| one.report.organization.id.is_none());
        remarks.extend(
            nameless.map(|one| format!("{} does not say of which organization it is.", one.report.period.label())),
        );
    }
    for pair in all.windows(2) {
        let [one, next] = pair else { continue };
        let (before, after): (&Report, &Report) = (&one.report, &next.report);
        let (end, start) = (before.period.end, after.period.start);
        if let Some(first) = end.succ_opt().filter(|first| *first < start) {
            let last = start.pred_opt().unwrap_or(first);
            remarks.push(format!("No report covers {first} to {last}."));
        }
        if start <= end {
            remarks.push(format!("{} and {} share days.", before.period.label(), after.period.label()));
        }
        let (was, is) = (&before.tool.catalogue_sha256, &after.tool.catalogue_sha256);
        if was != is || was.is_empty() {
            remarks.push(format!(
                "{} was judged by version {}, {} by version {}, whose checks or thresholds may differ.",
                before.period.label(),
                before.tool.version,
                after.period.label(),
                after.tool.version
            ));
        }
        if before.policy.sha256 != after.policy.sha256 {
            remarks.push(format!(
                "The policy of {} is another than that of {}.",
                after.period.label(),
                before.period.label()
            ));
        }
        match &after.baseline {
            Some(compared) if compared.sha256 == one.sha256 => {}
            Some(_) => remarks.push(format!(
                "{} was compared with another report than {}.",
                after.period.label(),
                before.period.label()
            )),
            None => remarks.push(format!("{} was compared with no earlier report.", after.period.label())),
        }
    }
    remarks
}
