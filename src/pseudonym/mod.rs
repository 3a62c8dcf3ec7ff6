//! Labels in place of names: `person-0007` for a member's address, `key-0042` for a key's name, in the whole report before any renderer
//! sees it. A key file says what they stand for; with the same one the same thing has the same label in every report.
//!
//! What the exports name is collected from their tables; what is shaped like an address or an id is replaced wherever it stands.

mod details;
mod dictionary;
mod finding_id;
mod form;
mod group;
mod key_file;
mod kind;
mod known;
mod label;
mod labels;
mod rest;
mod spot;
mod walk;
mod words;

use std::collections::BTreeSet;

use polars::prelude::{IntoColumn as _, PolarsError, StringChunked};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Error;

use self::form::{Forms, form};
pub use self::key_file::{KeyFile, KeyFileError};
use self::kind::{Facet, Form, Kind};
use self::labels::Labels;
use self::walk::Place;
use crate::data::mailboxes::free_mail;
use crate::model::{Baseline, Dataset, Finding, Kind as TextKind, Report, SubjectKind};

/// Maps whose keys are names.
const NAMED_KEYS: [(&str, &str); 5] = [
    ("Spend", "workspace"),
    ("Spend", "organization"),
    ("CloudBill", "account"),
    ("CloudBill", "principal"),
    ("GatewaySpend", "key"),
];
/// Fields that hold a person, or who is to act: by type, where the field alone does not say it.
const PEOPLE: [(&str, &str); 8] = [
    ("Signature", "name"),
    ("RotationOwner", "name"),
    ("", "owner"),
    ("", "reviewers"),
    ("", "reviewer"),
    ("", "approved_by"),
    ("", "by"),
    ("", "person"),
];

/// What the exports name.
#[derive(Debug, Default)]
pub struct KnownNames(BTreeSet<Forms>);

impl KnownNames {
    /// What the tables name.
    #[must_use]
    pub fn of(data: &Dataset) -> Self {
        Self(known::forms(data))
    }
}

/// The report with labels in place of names. New labels are added to the key file, which is to be written before the report is.
///
/// # Errors
/// When the report cannot be taken apart.
pub fn pseudonymized(report: &Report, known: KnownNames, key: &mut KeyFile) -> Result<Report, Error> {
    let mut forms = known.0;
    of_report(report, &mut forms)?;
    // The skipped parts are read by exchanging them in a copy.
    let mut skipped = report.clone();
    let mut spot = |text: &str| forms.extend(spot::spotted(text).into_iter().map(|(_, form)| vec![form]));
    walk::read(report, &NAMED_KEYS, &mut |_, text| spot(text))?;
    rest::exchange(&mut skipped, &mut |text| spot(text));
    forms.extend(domains(&forms));
    let known = group::grouped(&forms);
    let mut labels = Labels::new(&known, report);
    walk::read(report, &NAMED_KEYS, &mut |place, text| labels.note(place, text))?;
    rest::exchange(&mut report.clone(), &mut |text| labels.note(ANYWHERE, text));
    label::add(key, &labels.used, &known);
    labels.take(key);
    let mut hidden = walk::exchanged(report, &NAMED_KEYS, &mut |place, text| labels.exchanged(place, text, key))?;
    rest::carry(report, &mut hidden);
    rest::exchange(&mut hidden, &mut |text| *text = labels.exchanged(ANYWHERE, text, key));
    rest::arrange(&mut hidden);
    for sample in &mut hidden.samples {
        // Who has the ids could find out whom a hash was drawn of.
        sample.items.iter_mut().for_each(|item| "left out".clone_into(&mut item.sha256));
    }
    hidden.pseudonymized = Some(key.id());
    Ok(hidden)
}

/// A report of before with names in place of labels, to compare with this one.
///
/// # Errors
/// When its labels are those of another key file, or of none that was given.
pub fn restored(mut baseline: Baseline, key: Option<&KeyFile>) -> Result<Baseline, KeyFileError> {
    let Some(id) = baseline.report.pseudonymized.clone() else { return Ok(baseline) };
    let of = |why: &str| KeyFileError(format!("the baseline {} is pseudonymized{why}", baseline.file));
    let key = key.ok_or_else(|| of(": give the key file of that time with --pseudonymize"))?;
    if key.id() != id {
        return Err(of(" with another key file than the one that is given"));
    }
    let names = Labels::backwards(key, &baseline.report);
    let report = walk::exchanged(&baseline.report, &NAMED_KEYS, &mut |place, text| names.restored(place, text, key));
    baseline.report = report.map_err(|error| of(&format!(" and cannot be read: {error}")))?;
    baseline.report.pseudonymized = None;
    Ok(baseline)
}

/// A value with names in place of labels.
///
/// # Errors
/// When it cannot be taken apart.
pub fn named<T: Serialize + DeserializeOwned>(value: &T, key: &KeyFile) -> Result<T, Error> {
    let names = Labels::of_file(key);
    walk::exchanged(value, &[], &mut |place, text| names.restored(place, text, key))
}

/// Puts names in place of labels in filled-in worksheets of reports with labels.
///
/// # Errors
/// When a table has not the columns it should have.
pub fn name_worksheets(data: &mut Dataset, key: &KeyFile) -> Result<(), PolarsError> {
    let names = Labels::of_file(key);
    let named = |text: &str| names.restored(ANYWHERE, text, key);
    for (table, frame) in data.frames.iter_mut().filter(|(table, _)| table.is_worksheet()) {
        for column in table.columns().iter().filter(|column| column.kind == TextKind::Text) {
            let texts: StringChunked = frame.column(column.name)?.str()?.iter().map(|text| text.map(named)).collect();
            frame.with_column(texts.with_name(column.name.into()).into_column())?;
        }
    }
    Ok(())
}

/// Where a text stands that is part of no `findings.json`.
const ANYWHERE: Place<'static> = Place { owner: "", field: "" };

/// What a report names in fields of its own: people who act, and what findings are about.
fn of_report(report: &Report, forms: &mut BTreeSet<Forms>) -> Result<(), Error> {
    walk::read(report, &NAMED_KEYS, &mut |place, text| {
        let is_person = PEOPLE.iter().any(|(owner, field)| *field == place.field && [place.owner, ""].contains(owner));
        let (kind, facet) = match (is_person, place.owner, place.field) {
            (true, ..) => (Kind::Person, Facet::Name),
            (_, "IdentityRow", "purpose") => (Kind::Service, Facet::Main),
            _ => return,
        };
        // Several stand in one field: `ann@example.com, bo@example.com and 2 more`.
        for one in text.split(", ").map(|one| one.split(" and ").next().unwrap_or(one)) {
            // Addresses and ids are spotted.
            if spot::spotted(one).is_empty() {
                forms.extend(form(kind, facet, one).map(|form| vec![form]));
            }
        }
    })?;
    let suppressed = report.suppressed.iter().map(|one| &one.finding);
    let unjudged = report.baseline.iter().flat_map(|baseline| &baseline.unjudged).map(|one| &one.finding);
    for finding in report.findings.iter().chain(&report.resolved).chain(suppressed).chain(unjudged) {
        of_finding(finding, forms);
    }
    Ok(())
}

fn of_finding(finding: &Finding, forms: &mut BTreeSet<Forms>) {
    let subject = &finding.subject;
    let kind = match subject.kind {
        SubjectKind::Workspace => Kind::Workspace,
        SubjectKind::ApiKey | SubjectKind::GatewayKey => Kind::Key,
        SubjectKind::User => Kind::Person,
        SubjectKind::Invite => Kind::Invite,
        SubjectKind::ServiceAccount => Kind::Account,
        SubjectKind::Group => Kind::Group,
        SubjectKind::Role => Kind::Role,
        SubjectKind::FederationRule | SubjectKind::FederationIssuer => Kind::Object,
        SubjectKind::Organization
        | SubjectKind::ReviewCase
        | SubjectKind::Model
        | SubjectKind::IpAddress
        | SubjectKind::EventType
        | SubjectKind::Setting
        | SubjectKind::File => return,
    };
    let id = subject.id.as_deref().and_then(|id| form(kind, Facet::Id, id));
    let name = subject.name.as_deref().and_then(|name| form(kind, Facet::Main, name));
    forms.extend(Some(id.into_iter().chain(name).collect::<Forms>()).filter(|forms| !forms.is_empty()));
    let workspace = subject.workspace.as_deref().and_then(|name| form(Kind::Workspace, Facet::Main, name));
    forms.extend(workspace.map(|form| vec![form]));
}

/// The domains of all addresses, but for those of providers that give addresses to anybody.
fn domains(forms: &BTreeSet<Forms>) -> BTreeSet<Forms> {
    let anybodys = free_mail();
    let addresses = forms.iter().flatten().filter(|form| (form.kind, form.facet) == (Kind::Person, Facet::Main));
    addresses
        .filter_map(|form| form.text.rsplit_once('@'))
        .map(|(_, domain)| domain.to_lowercase())
        .filter(|domain| domain.contains('.') && !anybodys.contains_key(domain.as_str()))
        .map(|domain| vec![Form::new(Kind::Domain, Facet::Main, &domain)])
        .collect()
}
