//! `[[rules]]`: detections of one's own.

mod conditions;
mod example;
mod fields;

use std::collections::BTreeSet;

use self::conditions::{actor, burst, conditions, when};
use self::example::Example;
pub(super) use self::fields::fields;
use super::{Cell, Policy, Result};
use crate::data::event_kinds::EventKinds;
use crate::model::{Control, Severity};
use crate::policy::KnownCheck;
use crate::policy::error::{shown, unknown};
use crate::policy::rule::{Asks, Rule};

pub(super) fn read(list: &Cell<'_>, known: &[KnownCheck<'_>], policy: &mut Policy) -> Result<()> {
    let kinds = EventKinds::embedded();
    for item in list.tables()? {
        let rule = rule(&item, known, kinds, policy)?;
        policy.rules.push(rule);
    }
    Ok(())
}

fn rule(item: &Cell<'_>, known: &[KnownCheck<'_>], kinds: &EventKinds, policy: &Policy) -> Result<Rule> {
    let (mut id, mut title, mut severity, mut control, mut why) = (None, None, None, None, None);
    let (mut remedy, mut examples, mut has_when, mut notes) = (Vec::new(), None, false, Vec::new());
    let mut asks = Asks::default();
    for field in item.entries()? {
        let cell = &field.cell;
        match field.key {
            "id" => id = Some(own_id(cell, known, policy)?),
            "title" => title = Some(cell.text()?),
            "severity" => severity = Some(cell.word("severity", &Severity::ALL.map(|one| (one.id(), one)))?),
            "control" => control = Some(cell.word("control", &Control::ALL.map(|one| (one.id(), one)))?),
            "why" => why = Some(cell.text()?),
            "remedy" => remedy = cell.some_texts()?.into_iter().map(|(text, _)| text).collect(),
            "when" => {
                (asks.when, notes) = when(cell, kinds)?;
                has_when = true;
            }
            "actor" => asks.actor = Some(actor(cell, true)?),
            "object" => asks.object = cell.patterns()?,
            "where" => asks.all = conditions(cell)?,
            "unless" => asks.unless = conditions(cell)?,
            "outside_hours" => asks.outside = outside(cell, policy)?,
            "threshold" => asks.burst = Some(burst(cell)?),
            "example" => examples = Some(field),
            _ => return Err(field.unknown()),
        }
    }
    let missing = |what: &str| item.fault(&format!("this [[rules]] has no `{what}`"));
    if !has_when {
        return Err(missing("when"));
    }
    if remedy.is_empty() {
        return Err(missing("remedy"));
    }
    let rule = Rule {
        id: id.ok_or_else(|| missing("id"))?,
        title: title.ok_or_else(|| missing("title"))?,
        severity: severity.ok_or_else(|| missing("severity"))?,
        control: control.ok_or_else(|| missing("control"))?,
        why,
        remedy,
        notes,
        line: item.line() as u64,
        definition: asks.to_string(),
        asks,
    };
    let examples = examples.ok_or_else(|| missing("example"))?;
    let examples: Vec<Example> =
        examples.cell.tables()?.iter().map(|cell| example::read(cell, kinds)).collect::<Result<_>>()?;
    example::prove(item, &rule, &examples)?;
    Ok(rule)
}

fn own_id(cell: &Cell<'_>, known: &[KnownCheck<'_>], policy: &Policy) -> Result<String> {
    let id = cell.text()?;
    let is_word = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    if !id.split('-').all(is_word) || !id.starts_with(|c: char| c.is_ascii_lowercase()) {
        let message = format!(
            "`{}` is not an id; write words of a to z and 0 to 9 with hyphens, like `night-export`",
            shown(&id)
        );
        return Err(cell.fault(&message));
    }
    if known.iter().any(|check| check.id == id) {
        return Err(cell.fault(&format!("`{id}` is the id of a check of the catalogue; give the rule another")));
    }
    if let Some(other) = policy.rules.iter().find(|other| other.id == id) {
        return Err(cell.fault(&format!("`{id}` is already the id of the rule in line {}", other.line)));
    }
    Ok(id)
}

fn outside(cell: &Cell<'_>, policy: &Policy) -> Result<Option<crate::policy::Hours>> {
    if !cell.flag()? {
        return Ok(None);
    }
    let hours = policy.hours.clone();
    hours
        .map(Some)
        .ok_or_else(|| cell.fault("`outside_hours` needs [hours]: without them no hour is outside working hours"))
}

impl Cell<'_> {
    /// One of some known words, as what it stands for.
    pub(in crate::policy) fn word<T: Copy>(&self, what: &str, all: &[(&'static str, T)]) -> Result<T> {
        let text = self.text()?;
        let found = all.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        let words: Vec<&str> = all.iter().map(|(word, _)| *word).collect();
        found.ok_or_else(|| self.fault(&unknown(what, &text, &words, "")))
    }
}

impl Policy {
    /// The rules, in the order of the file.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Types of events, of either source, whose single events some rule that is not switched off may ask for.
    #[must_use]
    pub fn rule_kinds(&self) -> BTreeSet<String> {
        let on = self.rules.iter().filter(|rule| self.disabled(&rule.id).is_none());
        on.flat_map(|rule| rule.types().iter().cloned()).collect()
    }
}
