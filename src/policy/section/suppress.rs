//! `[[suppress]]`: findings that the organization accepts.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};

use super::checks::known_check;
use super::{Cell, Policy, Result};
use crate::policy::KnownCheck;
use crate::policy::error::shown;

/// A finding that the organization accepts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppression {
    /// Id of the check.
    pub rule: String,
    /// Id or name of the subject, or the id of one finding; verbatim.
    pub subject: String,
    /// Why.
    pub reason: String,
    /// Who approved it.
    pub approved_by: Option<String>,
    /// Last day on which it holds.
    pub expires: Option<NaiveDate>,
}

impl Suppression {
    /// Whether its last day is over at `as_of`. The midnight that ends the day still belongs to it.
    #[must_use]
    pub fn is_expired(&self, as_of: DateTime<Utc>) -> bool {
        let end = self.expires.and_then(|day| day.checked_add_days(Days::new(1)));
        end.is_some_and(|end| as_of > end.and_time(NaiveTime::MIN).and_utc())
    }
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
    for field in item.entries()? {
        match field.key {
            "rule" => {
                let id = field.cell.text()?;
                let check = known_check(&id, known).map_err(|message| field.cell.fault(&message))?;
                rule = Some(check.id.to_owned());
            }
            "subject" => subject = Some(field.cell.text()?),
            "reason" => reason = Some(field.cell.text()?),
            "approved_by" => approved_by = Some(field.cell.text()?),
            "expires" => expires = Some(field.cell.day()?),
            _ => return Err(field.unknown(&["rule", "subject", "reason", "approved_by", "expires"])),
        }
    }
    let missing = |what: &str| item.fault(&format!("this [[suppress]] has no `{what}`"));
    Ok(Suppression {
        rule: rule.ok_or_else(|| missing("rule"))?,
        subject: subject.ok_or_else(|| missing("subject"))?,
        reason: reason.ok_or_else(|| missing("reason"))?,
        approved_by,
        expires,
    })
}

impl Policy {
    /// The suppressions, in the order of the file, expired ones included.
    #[must_use]
    pub fn suppressions(&self) -> &[Suppression] {
        &self.suppressions
    }
}
