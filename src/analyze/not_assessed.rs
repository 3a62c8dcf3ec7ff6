//! Why a check cannot run or proves nothing: tables that are missing, unreadable or cut, and records that do not say enough.

use super::{Context, Outcome};
use crate::contained::Broken;
use crate::model::{Dataset, Table, counted};

/// Why a check cannot run on these tables, if it cannot.
pub(super) fn unmet(reads: &[&'static [Table]], data: &Dataset) -> Option<Outcome> {
    let absent: Vec<&[Table]> = reads.iter().copied().filter(|group| !group.iter().any(|t| data.has(*t))).collect();
    if absent.is_empty() {
        return reads.iter().find_map(|group| unreadable(group, data));
    }
    let of_others = |group: &&[Table]| group.iter().all(|table| data.is_of_another_product(*table));
    if absent.iter().any(of_others) {
        // Downloads of a Team organization are of none that has groups, roles and review cases.
        let plans = if data.is_of_claude_ai() { "Claude Enterprise" } else { "Claude Team or Enterprise" };
        return Some(Outcome::NotApplicable {
            why: format!("none of the exports is of a {plans} organization"),
            needs: absent.into_iter().flatten().map(|table| table.title().to_owned()).collect(),
        });
    }
    let why = format!("no export of {}", absent.iter().map(|group| either(group)).collect::<Vec<_>>().join(", of "));
    Some(Outcome::NotAssessed { why, needs: absent.into_iter().flatten().copied().collect() })
}

/// That no record of these tables could be read, although there are some.
fn unreadable(group: &'static [Table], data: &Dataset) -> Option<Outcome> {
    let given: Vec<Table> = group.iter().copied().filter(|table| data.has(*table)).collect();
    let all = |table: &Table| data.records(*table) == 0 && data.rejected_records(*table) > 0;
    let first = given.first().copied().filter(|_| given.iter().all(all))?;
    let records: u64 = given.iter().map(|table| data.rejected_records(*table)).sum();
    Some(Outcome::NotAssessed {
        why: format!("none of the {records} records of {} could be read", first.title()),
        needs: given,
    })
}

/// Words in the notes of checks about what could not be judged, and about what keeps it from being judged: something that an export could say.
const NOT_JUDGED: [&str; 2] = ["not judged:", "not judged,"];
const UNSAID: [&str; 4] = ["no export", "not exported", "do not say", "does not know"];

/// Whether a note says that something could not be judged, because nothing says what it is. What stands in marks is a name, whatever its words.
pub(super) fn is_unsaid(note: &str) -> bool {
    let own = without_names(note);
    let has = |words: &[&str]| words.iter().any(|one| own.contains(one));
    has(&NOT_JUDGED) && has(&UNSAID)
}

/// Whether a note says first of all that something was not judged.
#[must_use]
pub fn says_not_judged(note: &str) -> bool {
    note.to_lowercase().starts_with("not judged")
}

/// A note without the names in it, which stand in marks.
fn without_names(note: &str) -> String {
    let mut names = 0_usize;
    let mut own = String::with_capacity(note.len());
    for letter in note.chars() {
        match letter {
            '«' => names += 1,
            '»' => names = names.saturating_sub(1),
            _ if names == 0 => own.push(letter),
            _ => {}
        }
    }
    own
}

/// That a check judged nothing: because records do not say in known words whether they are what it judges, or because it could judge none
/// of them; in the check's own words, where it has some.
pub(super) fn nothing_judged(reads: &[&'static [Table]], data: &Dataset, outcome: &Outcome) -> Option<Outcome> {
    let Outcome::Assessed { population: 0, findings, notes } = outcome else { return None };
    let all = || reads.iter().copied().flatten().copied();
    let unstated = all().find_map(|table| Some((table, data.unstated.get(&table)?)));
    let is_said = notes.iter().any(|note| is_unsaid(note));
    if !findings.is_empty() || unstated.is_none() && !is_said {
        return None;
    }
    let own = notes.first().map(|_| notes.join("; "));
    let why = own.or_else(|| unstated.map(|(_, why)| format!("nothing is known to be judged; {why}")))?;
    let needs = unstated.map_or_else(|| all().collect(), |(table, _)| vec![table]);
    Some(Outcome::NotAssessed { why, needs })
}

/// That a list is not whole, as an outcome: what is missing from it proves nothing.
pub(super) fn list_is_cut(cx: &Context, table: Table) -> Option<Outcome> {
    let why = cx.facts.populations.wholeness.cuts.get(&table)?;
    Some(Outcome::NotAssessed {
        why: format!("the list of {} is incomplete: {why}", table.title()),
        needs: vec![table],
    })
}

/// That records of a list could not be read, as an outcome: what the others lack may stand in these.
pub(super) fn unread(cx: &Context, table: Table) -> Option<Outcome> {
    let records = cx.data.rejected_records(table);
    (records > 0).then(|| Outcome::NotAssessed {
        why: format!("{} of {} could not be read, which may say otherwise", counted(records, "record"), table.title()),
        needs: vec![table],
    })
}

/// A check that broke has judged nothing, whatever it found until then.
pub(super) fn stopped(broken: &Broken) -> Outcome {
    let why = format!("it was stopped by {broken}; please report that. The other checks hold");
    Outcome::NotAssessed { why, needs: Vec::new() }
}

/// That the events are of several organizations and a list of one, as an outcome: what a list lacks may be another one's.
pub(super) fn several_organizations(cx: &Context) -> Option<Outcome> {
    let all = &cx.data.event_organizations;
    let named: Vec<&str> = all.iter().take(3).map(String::as_str).collect();
    (!all.is_empty()).then(|| Outcome::NotAssessed {
        why: format!(
            "the audit events are of {} organizations ({}{}), and no export says which one is audited",
            all.len(),
            named.join(", "),
            if all.len() > named.len() { ", …" } else { "" }
        ),
        needs: vec![Table::Organization],
    })
}

/// `token usage or cost`.
fn either(tables: &[Table]) -> String {
    tables.iter().map(|table| table.title()).collect::<Vec<_>>().join(" or ")
}

#[cfg(test)]
mod tests {
    use super::is_unsaid;

    #[test]
    fn names_in_a_note_say_nothing_of_what_could_not_be_judged() {
        for (note, wanted) in [
            ("not judged, because no export states their scopes: «a»", true),
            ("LiteLLM: not judged, because no export says when they were used: «a»", true),
            ("not judged, because two keys have the name: «no export»", false),
            ("not judged, because two keys have the name: ««they do not say»»", false),
            ("compared by name: «not judged: no export»", false),
        ] {
            assert_eq!(is_unsaid(note), wanted, "{note}");
        }
    }
}
