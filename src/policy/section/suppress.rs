//! `[[suppress]]`: findings that the organization accepts.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};

use super::checks::known_check;
use super::{Cell, Policy, Result};
use crate::model::Severity;
use crate::policy::KnownCheck;
use crate::policy::error::{shown, unknown};
use crate::policy::shape::{Field, Kind, may, must};

/// A finding that the organization accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppression {
    /// Id of the check.
    pub rule: String,
    /// Id or name of the subject, or the id of one finding; verbatim.
    pub subject: String,
    /// Why. Without a reason it has no effect.
    pub reason: Option<String>,
    /// Who approved it. Without approval it has no effect.
    pub approved_by: Option<String>,
    /// Last day on which it holds; without one it holds on.
    pub expires: Option<NaiveDate>,
    /// The worst severity that is accepted.
    pub severity: Option<Severity>,
    /// The worst observed value that is accepted, as a finding states it.
    pub observed: Option<String>,
    /// Line of the file in which it begins.
    pub line: u64,
}

/// The check of suppressions without effect. What it finds is mended by removing a line, and not by adding one.
const NOT_SUPPRESSED: &str = "unused-suppression";

impl Suppression {
    /// Whether its last day is over at `as_of`. The midnight that ends the day still belongs to it.
    #[must_use]
    pub fn is_expired(&self, as_of: DateTime<Utc>) -> bool {
        let end = self.expires.and_then(|day| day.checked_add_days(Days::new(1)));
        end.is_some_and(|end| as_of > end.and_time(NaiveTime::MIN).and_utc())
    }
}

pub(super) fn fields() -> Vec<Field> {
    vec![
        must("rule", Kind::CheckId, "Id of the check."),
        must("subject", Kind::Text, "An id or a name exactly as the finding shows it, or the id of one finding."),
        may("reason", Kind::Text, "Why. Without it a suppression has no effect."),
        may("approved_by", Kind::Text, "Who approved it. Without it a suppression has no effect."),
        may("expires", Kind::Day, "Last day on which it holds."),
        may("severity", Kind::Word(Severity::ids), "The worst severity that is accepted."),
        may("observed", Kind::Text, "The worst observed value that is accepted, like 365 days."),
    ]
}

pub(super) fn read(list: &Cell<'_>, known: &[KnownCheck<'_>], policy: &mut Policy) -> Result<()> {
    let mut suppressions: Vec<(Suppression, usize)> = Vec::new();
    for item in list.tables()? {
        let suppression = suppression(&item, known)?;
        let same = |other: &Suppression| other.rule == suppression.rule && other.subject == suppression.subject;
        if let Some((_, line)) = suppressions.iter().find(|(other, _)| same(other)) {
            let (rule, subject) = (&suppression.rule, shown(&suppression.subject));
            return Err(item.fault(&format!("`{rule}` is already suppressed for `{subject}` in line {line}")));
        }
        suppressions.push((suppression, item.line()));
    }
    policy.suppressions = suppressions.into_iter().map(|(suppression, _)| suppression).collect();
    Ok(())
}

fn suppression(item: &Cell<'_>, known: &[KnownCheck<'_>]) -> Result<Suppression> {
    let (mut rule, mut subject, mut reason, mut approved_by, mut expires) = (None, None, None, None, None);
    let (mut severity, mut observed) = (None, None);
    for field in item.entries()? {
        match field.key {
            "rule" => rule = Some(suppressible(&field.cell, known)?),
            "subject" => subject = Some(field.cell.text()?),
            "reason" => reason = Some(field.cell.text()?),
            "approved_by" => approved_by = Some(field.cell.text()?),
            "expires" => expires = Some(field.cell.day()?),
            "severity" => severity = Some(accepted(&field.cell)?),
            "observed" => observed = Some(field.cell.text()?),
            _ => return Err(field.unknown()),
        }
    }
    let missing = |what: &str| item.fault(&format!("this [[suppress]] has no `{what}`"));
    Ok(Suppression {
        rule: rule.ok_or_else(|| missing("rule"))?,
        subject: subject.ok_or_else(|| missing("subject"))?,
        reason,
        approved_by,
        expires,
        severity,
        observed,
        line: item.line() as u64,
    })
}

fn suppressible(cell: &Cell<'_>, known: &[KnownCheck<'_>]) -> Result<String> {
    let id = cell.text()?;
    let check = known_check(&id, known).map_err(|message| cell.fault(&message))?;
    if check.id == NOT_SUPPRESSED {
        let message = format!("`{id}` cannot be suppressed: remove the suppression it speaks of, or disable the check");
        return Err(cell.fault(&message));
    }
    Ok(check.id.to_owned())
}

fn accepted(cell: &Cell<'_>) -> Result<Severity> {
    let text = cell.text()?;
    let found = Severity::ALL.into_iter().find(|severity| severity.id() == text);
    found.ok_or_else(|| cell.fault(&unknown("severity", &text, &Severity::ALL.map(Severity::id), "")))
}

impl Policy {
    /// The suppressions, in the order of the file, expired ones included.
    #[must_use]
    pub fn suppressions(&self) -> &[Suppression] {
        &self.suppressions
    }
}
