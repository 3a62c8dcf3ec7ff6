//! What a rule asks of events: kinds, actors, fields, and how many of them.

use chrono::Duration;

use super::super::{Cell, Result};
use super::fields::topics;
use crate::data::event_kinds::{Action, EventKinds, Weight};

use crate::policy::cell::Entry;
use crate::policy::error::{nearest, shown, unknown};
use crate::policy::rule::{Burst, Condition, Of, Side, Test, When, Who};
use crate::policy::section::organization::is_domain;

/// `when`, with a note for every type that nobody knows.
pub(super) fn when(cell: &Cell<'_>, kinds: &EventKinds) -> Result<(When, Vec<String>)> {
    let mut when = When::default();
    for field in cell.entries()? {
        let one_of = |what: &str, words: &[&'static str]| -> Result<Vec<&'static str>> {
            let known = |(text, cell): (String, Cell<'_>)| {
                let found = words.iter().find(|word| **word == text).copied();
                found.ok_or_else(|| cell.fault(&unknown(what, &text, words, "")))
            };
            field.cell.some_texts()?.into_iter().map(known).collect()
        };
        match field.key {
            "type" => when.written = field.cell.some_texts()?.into_iter().map(|(text, _)| text).collect(),
            "topic" => {
                when.topics = one_of("topic", &topics())?.into_iter().map(str::to_owned).collect();
            }
            "action" => {
                let words = one_of("action", &Action::ALL.map(|(word, _)| word))?;
                when.actions = Action::ALL.into_iter().filter(|(word, _)| words.contains(word)).collect();
            }
            "weight" => {
                let words = one_of("weight", &Weight::ALL.map(|(word, _)| word))?;
                when.weights = Weight::ALL.into_iter().filter(|(word, _)| words.contains(word)).collect();
            }
            _ => return Err(field.unknown()),
        }
    }
    if cell.entries()?.is_empty() {
        return Err(cell.fault("`when` must not be empty: name a `type`, a `topic`, an `action` or a `weight`"));
    }
    let types: Vec<_> = kinds.types().collect();
    if when.written.is_empty() {
        let meant = types.iter().filter(|(_, kind)| when.is_kind(*kind));
        when.types = meant.map(|(name, _)| (*name).to_owned()).collect();
    } else {
        let other = when.written.iter().flat_map(|name| kinds.of_log(name)).map(str::to_owned);
        when.types = when.written.iter().cloned().chain(other).collect();
        let same = types.iter().filter(|(event, _)| kinds.of_log(event).iter().any(|name| when.types.contains(*name)));
        when.types.extend(same.map(|(event, _)| (*event).to_owned()).collect::<Vec<_>>());
    }
    let in_log = crate::data::vocabulary::audit_events();
    let unknown_types = when.written.iter().filter(|name| !types.iter().any(|(known, _)| known == name));
    let note = |name: &String| {
        let near = nearest(name, types.iter().map(|(known, _)| *known));
        let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        format!("the type `{}` is not a known type{near}", shown(name))
    };
    let notes: Vec<String> = unknown_types.map(note).collect();
    // Nobody can say which source reports a type that is in no list.
    when.is_of_feed = notes.is_empty() && !when.types.iter().any(|name| in_log.contains(name.as_str()));
    Ok((when, notes))
}

/// `actor`, and what it must not be.
pub(super) fn actor(cell: &Cell<'_>, may_exclude: bool) -> Result<Who> {
    let mut who = Who::default();
    for field in cell.entries()? {
        match field.key {
            "kind" => who.kinds = field.cell.some_texts()?.into_iter().map(|(text, _)| text).collect(),
            "id" => who.ids = field.cell.patterns()?,
            "address" => who.addresses = field.cell.patterns()?,
            "domain" => {
                for (text, cell) in field.cell.some_texts()? {
                    let domain = text.to_lowercase();
                    if !is_domain(&domain) {
                        let message =
                            format!("`{}` is not a domain; write what follows the @, like example.com", shown(&text));
                        return Err(cell.fault(&message));
                    }
                    who.domains.push(domain);
                }
            }
            "privileged" => who.privileged = Some(field.cell.flag()?),
            "not" if may_exclude => who.not = Some(Box::new(actor(&field.cell, false)?)),
            _ => return Err(field.unknown()),
        }
    }
    if cell.entries()?.is_empty() {
        return Err(cell.fault("this has no condition for the actor; leave it out"));
    }
    Ok(who)
}

/// `where` and `unless`: a list of conditions.
pub(super) fn conditions(cell: &Cell<'_>) -> Result<Vec<Condition>> {
    let all: Vec<Condition> = cell.tables()?.iter().map(condition).collect::<Result<_>>()?;
    if all.is_empty() { Err(cell.fault("a list without conditions has no effect; leave it out")) } else { Ok(all) }
}

const TESTS: [&str; 7] = ["equals", "one_of", "contains", "matches", "exists", "greater", "less"];

fn condition(cell: &Cell<'_>) -> Result<Condition> {
    let (mut of, mut test) = (None, None);
    let entries = cell.entries()?;
    for entry in &entries {
        if let Some(side) = side(entry.key) {
            let name = entry.cell.text()?;
            if name.split('.').any(|step| step.trim().is_empty()) {
                return Err(entry
                    .cell
                    .fault(&format!("`{}` is not a path; write names separated by dots", shown(&name))));
            }
            if of.replace((side, name)).is_some() {
                return Err(entry.fault("a condition has one of `field`, `before` and `after`"));
            }
        } else if test.replace(test_of(entry)?).is_some() {
            return Err(entry.fault(&format!("a condition has one of {}", TESTS.join(", "))));
        }
    }
    let (side, name) = of.ok_or_else(|| cell.fault("this condition has no `field`, `before` or `after`"))?;
    let test = test.ok_or_else(|| cell.fault(&format!("this condition is empty; add one of {}", TESTS.join(", "))))?;
    Ok(Condition { side, name, test })
}

fn side(key: &str) -> Option<Side> {
    match key {
        "field" => Some(Side::Field),
        "before" => Some(Side::Before),
        "after" => Some(Side::After),
        _ => None,
    }
}

fn test_of(entry: &Entry<'_>) -> Result<Test> {
    let cell = &entry.cell;
    Ok(match entry.key {
        "equals" => Test::Equals(cell.literal()?),
        "one_of" => Test::OneOf(cell.literals()?),
        "contains" => Test::Contains(cell.text()?),
        "matches" => Test::Matches(cell.pattern(&cell.text()?)?),
        "exists" => Test::Exists(cell.flag()?),
        "greater" => Test::Greater(cell.number()?),
        "less" => Test::Less(cell.number()?),
        _ => return Err(entry.unknown()),
    })
}

/// `threshold = { count = 8, within = "1h", by = "actor" }`
pub(super) fn burst(cell: &Cell<'_>) -> Result<Burst> {
    let (mut count, mut within, mut by) = (None, None, Of::All);
    for field in cell.entries()? {
        match field.key {
            "count" => {
                let number = field.cell.count()?;
                if number < 2 {
                    return Err(field
                        .cell
                        .fault("`count` must be at least 2; without `threshold` every event is found"));
                }
                count = Some(number);
            }
            "within" => within = Some(duration(&field.cell)?),
            "by" => {
                by = match field.cell.text()?.as_str() {
                    "actor" => Of::Actor,
                    "ip" | "ip_address" => Of::IpAddress,
                    "object" => Of::Object,
                    name => Of::Field(name.to_owned()),
                }
            }
            _ => return Err(field.unknown()),
        }
    }
    let missing = |what: &str| cell.fault(&format!("this threshold has no `{what}`"));
    let (within, spelled) = within.ok_or_else(|| missing("within"))?;
    Ok(Burst { count: count.ok_or_else(|| missing("count"))?, within, spelled, by })
}

/// `90s`, `10m`, `1h`, `2d`
fn duration(cell: &Cell<'_>) -> Result<(Duration, String)> {
    const LONGEST_DAYS: i64 = 366;
    let text = cell.text()?;
    let wanted = || cell.fault(&format!("`{}` is not a time; write it like \"10m\", \"1h\" or \"2d\"", shown(&text)));
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let number: i64 = digits.parse().ok().filter(|number| *number > 0).ok_or_else(wanted)?;
    let unit = match &text[digits.len()..] {
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        "d" => 86_400,
        _ => return Err(wanted()),
    };
    let seconds = number.checked_mul(unit).filter(|seconds| *seconds <= LONGEST_DAYS * 86_400).ok_or_else(wanted)?;
    Ok((Duration::seconds(seconds), text))
}
