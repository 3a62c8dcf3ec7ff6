//! People who are members twice.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use super::{record, subject};
use crate::analyze::{Analyzer, Context, Explain, Outcome};
use crate::facts::{Member, role_in_words};
use crate::model::{Confidence, Control, Severity, SubjectKind, Table, counted, normalize_address};

pub(in crate::analyze) const ANALYZER: Analyzer = Analyzer {
    id: "duplicate-member",
    title: "People who are members twice",
    control: Control::LeastPrivilege,
    severity: Severity::Low,
    reads: &[&[Table::Members]],
    population: "members with an address",
    thresholds: &[],
    explain: Explain {
        finds: "Two members whose addresses are one after trimming, lower case and removal of plus-tags, or both addresses of one person in the \
                roster. The one who joined first stays; each further one is found. The same name is no sign, nor are addresses that \
                differ in their dots, nor a mailbox that several persons of the roster share.",
        matters: "Removing one account of a leaver leaves the other; and the roles of two accounts add up.",
        remedy: &[
            "Ask the person which account they use",
            "See which keys {id} created: those without a principal outlive it and lose their owner",
            "Console > Members > {name} > Remove; or Admin API: DELETE /v1/organizations/users/{id}",
        ],
        caveats: "Addresses that differ only in letter case are one mailbox everywhere. A plus-tag is ignored by most mail servers and not by \
                  all, and a list may hold another person's address in a column of its own: there the confidence is medium. Somebody \
                  may have a second account on purpose, to administer with.",
    },
    run,
};

/// What shows that two members are one person, strongest first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Proof {
    SameAddress,
    PlusTag,
    Roster,
}

fn run(cx: &Context) -> Result<Outcome> {
    let judged = cx.judged.of(SubjectKind::User);
    let mut by_person: BTreeMap<Person, Vec<&Member>> = BTreeMap::new();
    let (mut population, mut without) = (0, 0);
    for member in &cx.facts.lists.members {
        let Some(person) = person(cx, member) else {
            without += 1;
            continue;
        };
        population += 1;
        judged.add(&member.id);
        by_person.entry(person).or_default().push(member);
    }
    let mut findings = Vec::new();
    let lists = ListsOfOnePeople::of(&by_person);
    for members in by_person.values_mut().filter(|members| members.len() > 1) {
        members.sort_by_key(|member| (member.added_at.is_none(), member.added_at, &member.id));
        for (at, other) in members.iter().enumerate() {
            let Some(first) = members[..at].iter().find(|first| !lists.are_two(first, other)) else { continue };
            let proof = proof(first, other);
            let says = match proof {
                Proof::SameAddress => "one address in two spellings",
                Proof::PlusTag => "one address, with and without a plus-tag or with two",
                Proof::Roster => "two addresses of one person in the roster",
            };
            let (one, two) = (subject(first), subject(other));
            let title = format!("{} and {} are one person", one.label(), two.label());
            let roles = [first, other].map(|member| role_in_words(member.role.as_deref()));
            let message = format!(
                "{} (role {}) and {} (role {}): {says}. Expected: 1 account per person",
                one.label(),
                roles[0],
                two.label(),
                roles[1]
            );
            let mut finding = ANALYZER.finding(two, title, message);
            finding.confidence = if proof == Proof::SameAddress { Confidence::High } else { Confidence::Medium };
            finding.observed = Some(format!("{} accounts", members.len()));
            finding.threshold = Some("1 account per person".to_owned());
            finding.evidence = vec![record(cx, first), record(cx, other)];
            findings.push(finding);
        }
    }
    let notes = [
        (without > 0).then(|| format!("{} without an address could not be judged", counted(without, "member"))),
        lists.says(cx),
        cx.facts
            .people
            .roster
            .is_empty()
            .then(|| "without a roster only spellings of one address were compared".to_owned()),
    ];
    Ok(Outcome::Assessed { population, findings, notes: notes.into_iter().flatten().collect() })
}

/// Pairs of files that list the same people under ids of their own: two organizations, or an edited list. Somebody who is in both is
/// no duplicate.
#[derive(Default)]
struct ListsOfOnePeople(BTreeSet<(u32, u32)>);

impl ListsOfOnePeople {
    /// Two files are such lists where two people or more, and at least half of those of the smaller file, are in both.
    fn of(by_person: &BTreeMap<Person, Vec<&Member>>) -> Self {
        let (mut people, mut shared) = (BTreeMap::<u32, usize>::new(), BTreeMap::<(u32, u32), usize>::new());
        for members in by_person.values() {
            let files: BTreeSet<u32> = members.iter().map(|member| member.source.file).collect();
            for &one in &files {
                *people.entry(one).or_default() += 1;
                files.range(one + 1..).for_each(|&other| *shared.entry((one, other)).or_default() += 1);
            }
        }
        let are_lists = |(one, other): &(u32, u32), both: usize| both > 1 && both * 2 >= people[one].min(people[other]);
        Self(shared.into_iter().filter(|(pair, both)| are_lists(pair, *both)).map(|(pair, _)| pair).collect())
    }

    fn are_two(&self, one: &Member, other: &Member) -> bool {
        let (one, other) = (one.source.file, other.source.file);
        self.0.contains(&(one.min(other), one.max(other)))
    }

    fn says(&self, cx: &Context) -> Option<String> {
        let pairs: Vec<String> =
            self.0.iter().map(|(one, other)| format!("{} and {}", cx.data.path(*one), cx.data.path(*other))).collect();
        (!pairs.is_empty()).then(|| {
            format!(
                "the same people are listed under other ids in {}: lists of two organizations, or an edited copy; who is in both was \
                 not compared",
                pairs.join(", and in ")
            )
        })
    }
}

/// Who a member is: a person of the roster, else a normalized address.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Person {
    InRoster(usize),
    Address(String),
}

fn person(cx: &Context, member: &Member) -> Option<Person> {
    let address = normalize_address(&member.address)?;
    Some(cx.facts.people.roster.only_with(&address).map_or(Person::Address(address), Person::InRoster))
}

fn proof(one: &Member, other: &Member) -> Proof {
    let plain = |member: &Member| member.address.trim().to_lowercase();
    if plain(one) == plain(other) {
        Proof::SameAddress
    } else if normalize_address(&one.address) == normalize_address(&other.address) {
        Proof::PlusTag
    } else {
        Proof::Roster
    }
}
