//! What each section of the file may say.

use super::bounds::bounds;
use super::cell::{Cell, Entry};
use super::error::{shown, unknown};
use super::{CheckPolicy, Environment, Environments, KnownCheck, Pattern, Policy, PolicyError, Service, Suppression};

type Result<T> = std::result::Result<T, PolicyError>;

/// The whole file.
pub(super) fn policy(root: &Cell<'_>, known: &[KnownCheck<'_>]) -> Result<Policy> {
    let mut policy = Policy::default();
    for entry in root.entries()? {
        match entry.key {
            "organization" => organization(&entry.cell, &mut policy)?,
            "environments" => policy.environments = environments(&entry.cell)?,
            "bounds" => policy.bounds = bounds(&entry.cell)?,
            "services" => policy.services = services(&entry.cell)?,
            "checks" => {
                for check in entry.cell.entries()? {
                    policy.checks.insert(check.key.to_owned(), check_policy(&check, known)?);
                }
            }
            "suppress" => policy.suppressions = suppressions(&entry.cell, known)?,
            _ => {
                return Err(entry.unknown(&[
                    "organization",
                    "environments",
                    "services",
                    "checks",
                    "bounds",
                    "suppress",
                ]));
            }
        }
    }
    Ok(policy)
}

fn organization(section: &Cell<'_>, policy: &mut Policy) -> Result<()> {
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
            return Err(cell.fault(&format!("`{}` stands twice in `organization.domains`", shown(&text))));
        }
        domains.push(domain);
    }
    Ok(domains)
}

fn environments(section: &Cell<'_>) -> Result<Environments> {
    let mut environments = Environments::default();
    let mut taken: Vec<(String, Environment)> = Vec::new();
    for entry in section.entries()? {
        let environment = match (entry.key, Environment::from_id(entry.key)) {
            ("keys", _) => {
                environments.keys = mapped(&entry.cell)?;
                continue;
            }
            ("workspaces", _) => {
                environments.workspaces = mapped(&entry.cell)?;
                continue;
            }
            (_, Some(environment)) => environment,
            (_, None) => {
                let known = [environment_ids().as_slice(), &["keys", "workspaces"]].concat();
                return Err(entry.unknown(&known));
            }
        };
        for (text, cell) in entry.cell.texts()? {
            let folded = text.to_lowercase();
            if let Some((_, other)) = taken.iter().find(|(word, _)| *word == folded) {
                return Err(cell.fault(&format!(
                    "`{}` already means {}; a word has one environment",
                    shown(&text),
                    other.id()
                )));
            }
            let pattern = Pattern::new(&text);
            if pattern.literal_chars() == 0 {
                return Err(cell.fault(&format!("`{}` covers every name; give it letters", shown(&text))));
            }
            if pattern.is_wild() {
                environments.patterns.push((pattern, environment));
            } else {
                environments.words.entry(environment).or_default().push(folded.clone());
            }
            taken.push((folded, environment));
        }
    }
    Ok(environments)
}

fn environment_ids() -> Vec<&'static str> {
    Environment::ALL.into_iter().map(Environment::id).collect()
}

fn mapped(section: &Cell<'_>) -> Result<std::collections::BTreeMap<String, Environment>> {
    let mut map = std::collections::BTreeMap::new();
    for entry in section.entries()? {
        let text = entry.cell.text()?;
        let Some(environment) = Environment::from_id(&text) else {
            return Err(entry.cell.fault(&unknown("environment", &text, &environment_ids(), "")));
        };
        map.insert(named(&entry)?, environment);
    }
    Ok(map)
}

/// A key of the file that names a thing: not empty, and without secrets.
fn named(entry: &Entry<'_>) -> Result<String> {
    if entry.key.trim().is_empty() {
        return Err(entry.fault("a name must not be empty"));
    }
    Ok(crate::model::mask_secrets(entry.key).into_owned())
}

fn services(section: &Cell<'_>) -> Result<Vec<Service>> {
    let mut services: Vec<Service> = Vec::new();
    for entry in section.entries()? {
        let mut service = Service { name: named(&entry)?, owner: None, keys: Vec::new() };
        for field in entry.cell.entries()? {
            match field.key {
                "owner" => service.owner = Some(field.cell.text()?),
                "keys" => service.keys = service_keys(&field.cell, &services)?,
                _ => return Err(field.unknown(&["owner", "keys"])),
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
    Ok(services)
}

fn service_keys(list: &Cell<'_>, others: &[Service]) -> Result<Vec<Pattern>> {
    let mut keys = Vec::new();
    for (text, cell) in list.texts()? {
        let owner = others.iter().find(|service| service.keys.iter().any(|key| key.as_str() == text));
        if let Some(other) = owner {
            return Err(cell.fault(&format!("`{}` already belongs to service `{}`", shown(&text), shown(&other.name))));
        }
        let pattern = Pattern::new(&text);
        if pattern.literal_chars() == 0 {
            return Err(cell.fault(&format!("`{}` covers every key; give it letters", shown(&text))));
        }
        keys.push(pattern);
    }
    Ok(keys)
}

/// The check that an id names.
fn known_check<'k>(id: &str, known: &'k [KnownCheck<'k>]) -> std::result::Result<&'k KnownCheck<'k>, String> {
    let ids: Vec<&str> = known.iter().map(|check| check.id).collect();
    let found = known.iter().find(|check| check.id == id);
    found.ok_or_else(|| unknown("check", id, &ids, "`clade-analyze explain` lists the checks"))
}

fn check_policy(entry: &Entry<'_>, known: &[KnownCheck<'_>]) -> Result<CheckPolicy> {
    let check = known_check(entry.key, known).map_err(|message| entry.fault(&message))?;
    let mut policy = CheckPolicy::default();
    let (mut enabled, mut reason) = (true, None);
    for field in entry.cell.entries()? {
        match field.key {
            "enabled" => enabled = field.cell.flag()?,
            "reason" => reason = Some((field.cell.text()?, field)),
            name if check.thresholds.contains(&name) => {
                policy.thresholds.insert(name.to_owned(), field.cell.threshold()?);
            }
            _ => return Err(field.unknown(&[check.thresholds.as_slice(), &["enabled", "reason"]].concat())),
        }
    }
    match (enabled, reason) {
        (false, Some((reason, _))) => policy.disabled = Some(reason),
        (false, None) => return Err(entry.fault(&format!("`{}` is switched off without a `reason`", check.id))),
        (true, Some((_, field))) => {
            return Err(
                field.fault("`reason` says why a check is off (`enabled = false`); explain a threshold in a comment")
            );
        }
        (true, None) => {}
    }
    Ok(policy)
}

fn suppressions(list: &Cell<'_>, known: &[KnownCheck<'_>]) -> Result<Vec<Suppression>> {
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
    Ok(suppressions.into_iter().map(|(suppression, _)| suppression).collect())
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
