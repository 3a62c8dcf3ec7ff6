//! All that is on record about one key, member or workspace, as plain lines.

use std::collections::BTreeSet;

use anyhow::anyhow;

use super::{Failure, OrExit, judged, known_checks, recognized};
use crate::exit::Exit;
use crate::facts::prices::Prices;
use crate::facts::{self, Facts, Lists, Lives, Whose};
use crate::model::{SampleLine, normalize_address};
use crate::options::{PeriodChoice, ShowOptions};
use crate::policy::{self, nearest};
use crate::{ingest, report};

/// How many things a failure names.
const SHOWN: usize = 12;
/// How many near names it offers.
const NEAR: usize = 5;

/// Tells all that is on record about what the id, address or name stands for.
///
/// # Errors
/// [`Failure`] with the exit code: nothing of that name, several things of it, nothing recognizable.
pub fn show(options: &ShowOptions) -> Result<String, Failure> {
    let run = &options.run;
    let policy = policy::load_or_default(run.policy.as_deref(), &known_checks()).or_exit(Exit::Usage)?;
    let data = ingest::load_with_reviews(&run.exports, &run.reviews, &policy.reading()).or_exit(Exit::Usage)?;
    recognized(&data)?;
    let as_of = facts::as_of(&data).or_exit(Exit::Usage)?;
    let period = facts::default_period(&data, as_of).or_exit(Exit::Usage)?;
    let facts = Facts::priced(&data, Prices::of(&policy), period, as_of).or_exit(Exit::Usage)?;
    let found = meant(&options.what, &facts.lists);
    let whose = match found.as_slice() {
        [one] => *one,
        [] => return Err(unknown(&options.what, &facts.lists)),
        several => return Err(ambiguous(&options.what, several, &facts.lists)),
    };
    let lines = Lives::read(&data, &facts, period, &[whose]).or_exit(Exit::Usage)?.into_iter().flatten();
    let mut text = vec![told(&whose, &facts.lists)];
    text.extend(lines.map(|line| spelt(&line)));
    let (id, name) = (whose.id().to_owned(), whose.name());
    let asked = crate::options::Options { period: PeriodChoice::Given(period), as_of: Some(as_of), ..run.clone() };
    let judged = judged(data, &policy, None, &asked)?;
    let about = report::findings_about(&id, name.as_deref(), &judged.findings, &judged.suppressed);
    text.extend(about.iter().map(spelt));
    text.push(format!("sums refer to {} to {}", period.start, period.end));
    Ok(text.join("\n"))
}

/// Everything listed.
fn listed(lists: &Lists) -> impl Iterator<Item = Whose<'_>> {
    let keys = lists.keys.iter().map(Whose::Key);
    keys.chain(lists.members.iter().map(Whose::Member)).chain(lists.workspaces.iter().map(Whose::Workspace))
}

/// What a text stands for: the one with this id, else all with this address or name, letter case aside.
fn meant<'a>(what: &str, lists: &'a Lists) -> Vec<Whose<'a>> {
    let what = what.trim();
    if let Some(one) = listed(lists).find(|one| one.id() == what) {
        return vec![one];
    }
    let address = normalize_address(what);
    let is_called = |one: &Whose<'a>| {
        names(one).any(|name| {
            name.trim().to_lowercase() == what.to_lowercase() || address.is_some() && normalize_address(name) == address
        })
    };
    listed(lists).filter(is_called).collect()
}

/// Names and address.
fn names<'a>(one: &Whose<'a>) -> impl Iterator<Item = &'a str> + use<'a> {
    let both = match *one {
        Whose::Key(key) => [Some(key.name.as_str()), None],
        Whose::Member(member) => [Some(member.address.as_str()), member.name.as_deref()],
        Whose::Workspace(workspace) => [Some(workspace.name.as_str()), None],
    };
    both.into_iter().flatten().filter(|name| !name.trim().is_empty())
}

/// One line about it.
fn told(one: &Whose<'_>, lists: &Lists) -> String {
    let name = one.name().map_or_else(String::new, |name| format!(" {name}"));
    let (kind, more) = match one {
        Whose::Key(key) => {
            let home = lists.workspace_name(key).map_or_else(String::new, |home| format!(", workspace {home}"));
            ("API key", format!("status {}{home}", key.status))
        }
        Whose::Member(member) => ("member", member.role.clone().unwrap_or_else(|| "no role".to_owned())),
        Whose::Workspace(workspace) => {
            ("workspace", if workspace.archived_at.is_some() { "archived" } else { "live" }.to_owned())
        }
    };
    format!("{kind}{name} ({}), {more}", one.id())
}

fn spelt(line: &SampleLine) -> String {
    let first = line.evidence.first();
    let place = first.map_or_else(String::new, |place| {
        let line = place.line.map_or_else(String::new, |line| format!(":{line}"));
        format!("  [{}{line}]", place.file)
    });
    // What stands in a line end of a name would look like a line of ours.
    let what = line.what.replace(['\n', '\r'], " ");
    format!("{:<20}  {what}{place}", line.at.as_deref().unwrap_or("–"))
}

fn ambiguous(what: &str, several: &[Whose<'_>], lists: &Lists) -> Failure {
    let mut lines: Vec<String> = several.iter().take(SHOWN).map(|one| format!("  {}", told(one, lists))).collect();
    lines.extend((several.len() > SHOWN).then(|| format!("  and {} more", several.len() - SHOWN)));
    let error = anyhow!("{} are called `{what}`: ask by id\n{}", several.len(), lines.join("\n"));
    Failure { exit: Exit::Usage, error }
}

fn unknown(what: &str, lists: &Lists) -> Failure {
    let all: BTreeSet<&str> = listed(lists).flat_map(|one| names(&one)).collect();
    let asked = what.trim().to_lowercase();
    let mut near: Vec<&str> = Vec::new();
    if asked.chars().count() > 2 {
        near.extend(all.iter().filter(|name| name.to_lowercase().contains(&asked)).take(NEAR));
    }
    while near.len() < NEAR {
        let Some(next) = nearest(what, all.iter().copied().filter(|name| !near.contains(name))) else { break };
        near.push(next);
    }
    let error = match near.is_empty() {
        true => anyhow!("no listed key, member or workspace has the id, the address or the name `{what}`"),
        false => anyhow!(
            "no listed key, member or workspace has the id, the address or the name `{what}`; near: {}",
            near.join(", ")
        ),
    };
    Failure { exit: Exit::NothingRecognized, error }
}
