//! `[services.<name>]`: who answers for what, and which keys belong to it.

use super::{Cell, Environment, Policy, Result, environments};
use crate::policy::Pattern;
use crate::policy::error::shown;
use crate::policy::shape::{Field, Kind, may, must};

/// A service that owns keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// What the policy calls it.
    pub name: String,
    /// Who answers for it.
    pub owner: Option<String>,
    /// Patterns over the names (or ids) of its keys.
    pub keys: Vec<Pattern>,
    /// Environments in which it runs and so needs a key of its own; empty where the policy does not say.
    pub environments: Vec<Environment>,
}

impl Service {
    /// Whether one of its patterns covers a key's name or id.
    #[must_use]
    pub fn matches(&self, name_or_id: &str) -> bool {
        self.fit(name_or_id).is_some()
    }

    /// How closely its best pattern fits, where one does: with `checkout-*` and `checkout-batch-*` in two services, a key
    /// `checkout-batch-7` belongs to the second.
    fn fit(&self, name_or_id: &str) -> Option<usize> {
        self.keys.iter().filter(|pattern| pattern.matches(name_or_id)).map(Pattern::literal_chars).max()
    }
}

pub(super) fn fields() -> Vec<Field> {
    vec![
        may("owner", Kind::Text, "Who answers for it."),
        must("keys", Kind::SomeTexts, "Patterns over the names or ids of its keys."),
        may("environments", Kind::Words(environments::environment_ids), "Where it needs a key of its own."),
    ]
}

pub(super) fn read(section: &Cell<'_>, policy: &mut Policy) -> Result<()> {
    let mut services: Vec<Service> = Vec::new();
    for entry in section.entries()? {
        let mut service = Service { name: entry.name()?, owner: None, keys: Vec::new(), environments: Vec::new() };
        for field in entry.cell.entries()? {
            match field.key {
                "owner" => service.owner = Some(field.cell.text()?),
                "keys" => service.keys = service_keys(&field.cell, &services)?,
                "environments" => service.environments = service_environments(&field.cell)?,
                _ => return Err(field.unknown()),
            }
        }
        if service.keys.is_empty() {
            let name = shown(&service.name);
            return Err(entry.fault(&format!(
                "service `{name}` needs `keys`: patterns over the names of its keys, like [\"{name}-*\"]"
            )));
        }
        services.push(service);
    }
    policy.services = services;
    Ok(())
}

fn service_keys(list: &Cell<'_>, others: &[Service]) -> Result<Vec<Pattern>> {
    let mut keys = Vec::new();
    for (text, cell) in list.texts()? {
        let owner = others.iter().find(|service| service.keys.iter().any(|key| key.as_str() == text));
        if let Some(other) = owner {
            return Err(cell.fault(&format!("`{}` already belongs to service `{}`", shown(&text), shown(&other.name))));
        }
        keys.push(cell.pattern(&text)?);
    }
    Ok(keys)
}

fn service_environments(list: &Cell<'_>) -> Result<Vec<Environment>> {
    list.texts()?.into_iter().map(|(text, cell)| environments::one(&cell, &text)).collect()
}

impl Policy {
    /// The services, in the order of the file.
    #[must_use]
    pub fn services(&self) -> &[Service] {
        &self.services
    }

    /// The service that a key belongs to: the one whose pattern fits the id or the name most closely, the first in the file of
    /// those that fit alike.
    #[must_use]
    pub fn service_of(&self, name: Option<&str>, id: Option<&str>) -> Option<&Service> {
        let mut best: Option<(usize, &Service)> = None;
        for service in &self.services {
            let fit = [id, name].into_iter().flatten().filter_map(|known_as| service.fit(known_as)).max();
            if let Some(fit) = fit
                && best.is_none_or(|(most, _)| fit > most)
            {
                best = Some((fit, service));
            }
        }
        best.map(|(_, service)| service)
    }
}
