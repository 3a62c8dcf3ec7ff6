//! `[access]`: who should have which role, and when that was last reviewed.

use chrono::NaiveDate;

use super::{Cell, Policy, Result};
use crate::policy::error::shown;
use crate::policy::shape::{Field, Kind, may, must};

/// Who has a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleRule {
    /// The role as exports write it: lower case, words joined by `_`.
    pub role: String,
    /// Addresses of the people who should have it, and nobody else should; normalized as `normalize_address` does.
    pub addresses: Vec<String>,
}

/// The last review of who has access.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessReview {
    /// The day on which it ended.
    pub on: NaiveDate,
    /// Who answers for it.
    pub reviewer: Option<String>,
    /// How many members were reviewed.
    pub population: Option<u64>,
}

pub(super) fn fields() -> Vec<Field> {
    vec![
        may("wide_keys", Kind::SomeTexts, "Names or ids of keys that may delete, write or read contents."),
        may("roles", Kind::Map(&Kind::Texts), "Mail addresses of the people who should have a role, and nobody else."),
        may("review", Kind::Table(review_fields), "The last review of who has access."),
    ]
}

fn review_fields() -> Vec<Field> {
    vec![
        must("on", Kind::Day, "The day on which it ended."),
        may("reviewer", Kind::Text, "Who answers for it."),
        may("population", Kind::Whole(0, u64::MAX), "How many members were reviewed."),
    ]
}

pub(super) fn read(section: &Cell<'_>, policy: &mut Policy) -> Result<()> {
    for entry in section.entries()? {
        match entry.key {
            "wide_keys" => policy.wide_keys = entry.cell.some_texts()?.into_iter().map(|(text, _)| text).collect(),
            "roles" => policy.role_rules = roles(&entry.cell)?,
            "review" => policy.access_review = Some(review(&entry.cell)?),
            _ => return Err(entry.unknown()),
        }
    }
    Ok(())
}

/// Any word is a role here. The documented roles are data that the policy does not know, new ones appear, and a misspelt one is not
/// silent: nobody has it, so the check speaks of everybody under it.
fn roles(section: &Cell<'_>) -> Result<Vec<RoleRule>> {
    let mut rules: Vec<RoleRule> = Vec::new();
    for entry in section.entries()? {
        let role = entry.name()?.trim().to_lowercase().replace([' ', '-'], "_");
        if rules.iter().any(|rule| rule.role == role) {
            return Err(entry.fault(&format!("the role `{}` is in [access.roles] twice", shown(&role))));
        }
        let mut addresses = Vec::new();
        for (address, cell) in entry.cell.people()? {
            if let Some(other) = rules.iter().find(|rule| rule.addresses.contains(&address)) {
                let (address, other) = (shown(&address), shown(&other.role));
                return Err(cell.fault(&format!("`{address}` already has the role `{other}`; a person has one")));
            }
            addresses.push(address);
        }
        rules.push(RoleRule { role, addresses });
    }
    Ok(rules)
}

fn review(section: &Cell<'_>) -> Result<AccessReview> {
    let (mut on, mut reviewer, mut population) = (None, None, None);
    for field in section.entries()? {
        match field.key {
            "on" => on = Some(field.cell.day()?),
            "reviewer" => reviewer = Some(field.cell.text()?),
            "population" => population = Some(field.cell.count()?),
            _ => return Err(field.unknown()),
        }
    }
    let on = on.ok_or_else(|| section.fault("[access.review] needs `on`: the day of the review, like 2026-08-01"))?;
    Ok(AccessReview { on, reviewer, population })
}

impl Policy {
    /// Whether a compliance or scoped key may delete, write or read contents: by its id, or its name exactly as written.
    #[must_use]
    pub fn is_wide_key(&self, id: &str, name: Option<&str>) -> bool {
        self.wide_keys.iter().any(|key| key == id || Some(key.as_str()) == name)
    }

    /// Who should have which role, in the order of the file; empty where the policy does not say.
    #[must_use]
    pub fn role_rules(&self) -> &[RoleRule] {
        &self.role_rules
    }

    /// The last review of access; none where the policy records none.
    #[must_use]
    pub fn access_review(&self) -> Option<&AccessReview> {
        self.access_review.as_ref()
    }
}
