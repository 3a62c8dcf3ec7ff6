//! `[alerts]`: who hears of spend.

use super::{Cell, Policy, Result};
use crate::model::normalize_address;
use crate::policy::error::shown;
use crate::policy::shape::{Field, Kind, may};

pub(super) fn fields() -> Vec<Field> {
    vec![may("recipients", Kind::Texts, "Mail addresses to which the Console sends alerts about spend.")]
}

pub(super) fn read(section: &Cell<'_>, policy: &mut Policy) -> Result<()> {
    for entry in section.entries()? {
        match entry.key {
            "recipients" => policy.alert_recipients = recipients(&entry.cell)?,
            _ => return Err(entry.unknown()),
        }
    }
    Ok(())
}

/// As written: a mailbox with a plus-tag is another mailbox here, where nobody is looked for in a list.
fn recipients(list: &Cell<'_>) -> Result<Vec<String>> {
    let mut recipients = Vec::new();
    for (text, cell) in list.texts()? {
        if normalize_address(&text).is_none() {
            return Err(cell.fault(&format!("`{}` is not a mail address", shown(&text))));
        }
        recipients.push(text.trim().to_owned());
    }
    Ok(recipients)
}

impl Policy {
    /// Mail addresses to which the Console sends spend alerts, as written; empty where the policy names none.
    #[must_use]
    pub fn alert_recipients(&self) -> &[String] {
        &self.alert_recipients
    }
}
