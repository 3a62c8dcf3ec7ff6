//! `[organization]`: who this is.

use super::{Cell, Policy, Result};
use crate::policy::error::shown;

pub(super) fn read(section: &Cell<'_>, policy: &mut Policy) -> Result<()> {
    for entry in section.entries()? {
        match entry.key {
            "name" => policy.organization = Some(entry.cell.text()?),
            "domains" => policy.domains = domains(&entry.cell)?,
            _ => return Err(entry.unknown(&["name", "domains"])),
        }
    }
    Ok(())
}

fn domains(list: &Cell<'_>) -> Result<Vec<String>> {
    let mut domains = Vec::new();
    for (text, cell) in list.texts()? {
        let domain = text.to_lowercase();
        let labels_are_whole = domain.contains('.') && domain.split('.').all(|label| !label.is_empty());
        if !labels_are_whole || domain.contains(|c: char| c.is_whitespace() || matches!(c, '@' | '*' | '/' | ':')) {
            return Err(
                cell.fault(&format!("`{}` is no domain; write what follows the @, like example.com", shown(&text)))
            );
        }
        if domains.contains(&domain) {
            return Err(cell.twice(&text));
        }
        domains.push(domain);
    }
    Ok(domains)
}

impl Policy {
    /// Name of the organization.
    #[must_use]
    pub fn organization(&self) -> Option<&str> {
        self.organization.as_deref()
    }

    /// The organization's mail domains, lower case; empty where the policy names none.
    #[must_use]
    pub fn domains(&self) -> &[String] {
        &self.domains
    }
}
