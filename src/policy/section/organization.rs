//! `[organization]`: who this is.

use super::{Cell, Policy, Result};
use crate::policy::error::shown;
use crate::policy::shape::{Field, Kind, may};

pub(super) fn fields() -> Vec<Field> {
    vec![
        may("name", Kind::Text, "What reports call the organization."),
        may("domains", Kind::Texts, "Its mail domains, with everything below them."),
    ]
}

pub(super) fn read(section: &Cell<'_>, policy: &mut Policy) -> Result<()> {
    for entry in section.entries()? {
        match entry.key {
            "name" => policy.organization = Some(entry.cell.text()?),
            "domains" => policy.domains = domains(&entry.cell)?,
            _ => return Err(entry.unknown()),
        }
    }
    Ok(())
}

fn domains(list: &Cell<'_>) -> Result<Vec<String>> {
    let mut domains = Vec::new();
    for (text, cell) in list.texts()? {
        let domain = text.to_lowercase();
        if !is_domain(&domain) {
            return Err(
                cell.fault(&format!("`{}` is not a domain; write what follows the @, like example.com", shown(&text)))
            );
        }
        if domains.contains(&domain) {
            return Err(cell.twice(&text));
        }
        domains.push(domain);
    }
    Ok(domains)
}

/// Whether a text can be a mail domain: labels with dots between them, and nothing that belongs to an address or a link.
#[must_use]
pub fn is_domain(text: &str) -> bool {
    let labels_are_whole = text.contains('.') && text.split('.').all(|label| !label.is_empty());
    labels_are_whole && !text.contains(|c: char| c.is_whitespace() || matches!(c, '@' | '*' | '/' | ':'))
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
