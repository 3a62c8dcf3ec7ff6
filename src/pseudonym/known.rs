//! What the exports name: from every table the texts that stand for somebody or something, those of one record together.

use std::collections::BTreeSet;

use polars::prelude::{DataFrame, StringChunked};

use super::details;
use super::form::{Forms, form};
use super::kind::{Facet, Form, Kind};
use crate::model::{Dataset, Table, normalize_address};

/// A column, and what stands in it.
type Column = (&'static str, Kind, Facet);

/// Columns that mean the same in every table, those of one thing together.
const EVERYWHERE: [&[Column]; 17] = [
    &[("key_id", Kind::Key, Facet::Id), ("key_name", Kind::Key, Facet::Main)],
    &[("workspace_id", Kind::Workspace, Facet::Id), ("workspace_name", Kind::Workspace, Facet::Main)],
    &[("user_id", Kind::Person, Facet::Id), ("address", Kind::Person, Facet::Main)],
    &[("user_id", Kind::Person, Facet::Id), ("user_address", Kind::Person, Facet::Main)],
    &[("made_by", Kind::Person, Facet::Id)],
    &[("account_id", Kind::Person, Facet::Id), ("address", Kind::Person, Facet::Main)],
    &[
        ("actor_id", Kind::Person, Facet::Id),
        ("actor_address", Kind::Person, Facet::Main),
        ("actor_name", Kind::Person, Facet::Name),
    ],
    &[("account", Kind::Person, Facet::Main)],
    &[("user", Kind::Person, Facet::Main)],
    &[("reviewer", Kind::Person, Facet::Main)],
    &[("attested_by", Kind::Person, Facet::Main)],
    &[("organization_id", Kind::Organization, Facet::Id)],
    &[("group_id", Kind::Group, Facet::Id)],
    &[("ip_address", Kind::Network, Facet::Main)],
    &[("network", Kind::Network, Facet::Main)],
    &[("channel", Kind::Object, Facet::Main)],
    &[("subject_prefix", Kind::Object, Facet::Main)],
];

/// Columns of a table of its own kind of thing.
const fn of_table(table: Table) -> &'static [Column] {
    match table {
        Table::Organization => &[("id", Kind::Organization, Facet::Id), ("name", Kind::Organization, Facet::Main)],
        Table::Keys => {
            &[("id", Kind::Key, Facet::Id), ("name", Kind::Key, Facet::Main), ("hint", Kind::Key, Facet::Hint)]
        }
        Table::Members | Table::Actors | Table::Accounts | Table::Seats | Table::AccessReview | Table::GatewayUsers => {
            &[
                ("id", Kind::Person, Facet::Id),
                ("address", Kind::Person, Facet::Main),
                ("name", Kind::Person, Facet::Name),
            ]
        }
        Table::EffectiveLimits => &[
            ("actor_id", Kind::Person, Facet::Id),
            ("address", Kind::Person, Facet::Main),
            ("name", Kind::Person, Facet::Name),
        ],
        Table::Roster => &[
            ("id", Kind::Person, Facet::Id),
            ("addresses", Kind::Person, Facet::Main),
            ("name", Kind::Person, Facet::Name),
            ("employee_id", Kind::Person, Facet::Id),
        ],
        Table::Workspaces => &[("id", Kind::Workspace, Facet::Id), ("name", Kind::Workspace, Facet::Main)],
        Table::Invites => &[("id", Kind::Invite, Facet::Id)],
        Table::ServiceAccounts => &[
            ("id", Kind::Account, Facet::Id),
            ("name", Kind::Account, Facet::Main),
            ("description", Kind::Account, Facet::Name),
        ],
        // Who calls a model through a cloud, and the account that it is billed to.
        Table::CloudCost => &[("principal", Kind::Account, Facet::Main), ("cloud_account", Kind::Object, Facet::Main)],
        Table::GatewayKeys => &[
            ("id", Kind::Key, Facet::Id),
            ("name", Kind::Key, Facet::Main),
            ("hint", Kind::Key, Facet::Hint),
            ("team_id", Kind::Group, Facet::Id),
            ("team_name", Kind::Group, Facet::Main),
        ],
        Table::GatewayUse => &[("team_id", Kind::Group, Facet::Id)],
        Table::RbacGroups => &[("id", Kind::Group, Facet::Id), ("name", Kind::Group, Facet::Main)],
        Table::RbacRoles => &[("id", Kind::Role, Facet::Id), ("name", Kind::Role, Facet::Main)],
        Table::FederationIssuers => &[
            ("id", Kind::Object, Facet::Id),
            ("name", Kind::Object, Facet::Main),
            ("issuer_url", Kind::Object, Facet::Name),
        ],
        Table::FederationRules => &[
            ("id", Kind::Object, Facet::Id),
            ("name", Kind::Object, Facet::Main),
            ("audience", Kind::Object, Facet::Name),
            ("condition", Kind::Object, Facet::Hint),
            ("claims", Kind::Object, Facet::Alias),
        ],
        Table::Settings => &[("key_name", Kind::Key, Facet::Main)],
        Table::ReviewCases | Table::SpendLimits => &[("id", Kind::Object, Facet::Id)],
        _ => &[],
    }
}

/// Everything that the exports name.
pub(super) fn forms(data: &Dataset) -> BTreeSet<Forms> {
    let mut found = BTreeSet::new();
    for (table, frame) in &data.frames {
        of_frame(frame, of_table(*table), &mut found);
        EVERYWHERE.iter().for_each(|columns| of_frame(frame, columns, &mut found));
        for column in ["details", "value"] {
            texts(frame, column)
                .into_iter()
                .flat_map(|texts| texts.iter().flatten())
                .for_each(|json| details::collect(json, &mut found));
        }
    }
    if let Some(routine) = &data.routine {
        EVERYWHERE.iter().for_each(|columns| of_frame(&routine.actors, columns, &mut found));
    }
    for rejection in data.rejections.iter().chain(&data.unread_cells) {
        found.extend(form(Kind::Object, Facet::Main, &rejection.value).map(|one| vec![one]));
        for mention in &rejection.mentions {
            found.extend(mentioned(mention));
        }
    }
    for name in data.deletions.values().flatten().flat_map(|(_, one)| &one.names) {
        // Plain names stand in the exports that use them, too.
        if name.contains('@') || Kind::of_id(name) != Kind::Object {
            found.extend(mentioned(name));
        }
    }
    for (id, address) in &data.past_members {
        let forms = [(Facet::Id, id), (Facet::Main, address)];
        add(forms.into_iter().filter_map(|(facet, text)| form(Kind::Person, facet, text)).collect(), &mut found);
    }
    for id in &data.organizations {
        found.extend(form(Kind::Organization, Facet::Id, id).map(|one| vec![one]));
    }
    found
}

/// An address or an id.
fn mentioned(text: &str) -> Option<Forms> {
    let (kind, facet) = if text.contains('@') { (Kind::Person, Facet::Main) } else { (Kind::of_id(text), Facet::Id) };
    form(kind, facet, text).map(|one| vec![one])
}

fn texts<'a>(frame: &'a DataFrame, column: &str) -> Option<&'a StringChunked> {
    frame.column(column).ok()?.str().ok()
}

/// The forms in these columns, row by row.
fn of_frame(frame: &DataFrame, columns: &[Column], found: &mut BTreeSet<Forms>) {
    let there: Vec<(&Column, &StringChunked)> =
        columns.iter().filter_map(|column| texts(frame, column.0).map(|texts| (column, texts))).collect();
    if there.is_empty() {
        return;
    }
    for row in 0..frame.height() {
        let mut forms: Forms = Vec::new();
        for ((name, kind, facet), texts) in &there {
            let Some(text) = texts.get(row) else { continue };
            match *name {
                "addresses" => forms.extend(text.split(' ').filter_map(|one| form(*kind, *facet, one))),
                _ => forms.extend(form(*kind, *facet, text)),
            }
        }
        add(forms, found);
    }
}

/// Adds what stands in one record; ids of another kind of thing are a thing of their own.
fn add(forms: Forms, found: &mut BTreeSet<Forms>) {
    let mut kinds: BTreeSet<Kind> = forms.iter().map(|form| form.kind).collect();
    while let Some(kind) = kinds.pop_first() {
        let mut own: Forms = forms.iter().filter(|form| form.kind == kind).cloned().collect();
        own.extend(own.clone().iter().flat_map(beside));
        own.sort();
        own.dedup();
        found.insert(own);
    }
}

/// What else stands for somebody: the address without its tag, its local part, the name with other signs between its words.
fn beside(form: &Form) -> Forms {
    let mut more: Forms = Vec::new();
    if form.kind == Kind::Person && form.facet == Facet::Main {
        let normal = normalize_address(&form.text);
        let local = normal.as_deref().and_then(|address| address.split_once('@')).map(|(local, _)| local);
        more.extend(local.filter(|local| is_telling(local)).map(|local| Form::new(form.kind, Facet::Local, local)));
        more.extend(
            normal.filter(|normal| *normal != form.text).map(|normal| Form::new(form.kind, form.facet, &normal)),
        );
    }
    let is_name = matches!((form.kind, form.facet), (Kind::Person, Facet::Name) | (Kind::Organization, Facet::Main));
    let words: Vec<&str> = form.text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if is_name && (2..=4).contains(&words.len()) {
        more.extend(["-", "_", ".", ""].map(|sign| Form::new(form.kind, Facet::Alias, &words.join(sign))));
        more.extend([" ", "-", "_"].map(|sign| {
            let backwards: Vec<&str> = words.iter().rev().copied().collect();
            Form::new(form.kind, Facet::Alias, &backwards.join(sign))
        }));
    }
    more.retain(|one| one.text != form.text);
    more
}

/// Whether a local part is somebody's: `ann.smith`, and not `info`.
fn is_telling(local: &str) -> bool {
    let is_long = local.chars().count() >= 5;
    is_long && local.contains(|c: char| !c.is_alphabetic())
}
