//! The report against what its exports give.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::anyhow;

use super::{VerifyReport, VerifyRequest};
use crate::exit::Exit;
use crate::geoip::Databases;
use crate::model::{Baseline, Finding, Input, Reading, Report, counted};
use crate::options::{Options, PeriodChoice, SampleChoice};
use crate::policy::{self, Policy};
use crate::pseudonym::{self, KeyFile, KnownNames};
use crate::render::manifest::{self, Resource, Statement};
use crate::run::{self, Failure, OrExit};
use crate::{baseline, ingest, render};

/// Compares policy and baseline where they are given, and where exports are, the inputs and everything that follows from them.
pub(super) fn compare(
    question: &VerifyRequest,
    statement: &Statement,
    outputs: &BTreeMap<String, Vec<u8>>,
    answer: &mut VerifyReport,
    progress: &dyn Fn(&str),
) -> Result<(), Failure> {
    // A manifest with labels in it names its inputs by them.
    let key = key_file(question, statement)?;
    let written = statement;
    let named = key.as_ref().map(|key| pseudonym::named(statement, key)).transpose().or_exit(Exit::Usage)?;
    let statement = named.as_ref().unwrap_or(written);
    let own = &statement.predicate.byproducts.own;
    let before = answer.differences;
    let policy = policy(question, own.policy.as_ref(), answer)?;
    let baseline = last_report(question, own.baseline.as_ref(), answer)?;
    if question.exports.is_empty() {
        return Ok(());
    }
    let databases = Databases::read(&question.geoip).or_exit(Exit::Usage)?;
    progress("reading the exports");
    // What had happened by the report's instant was taken then, whether the instant was given or found.
    let reading = Reading { known: Some(own.as_of), ..policy.reading() };
    let mut data = ingest::load_with_reviews(&question.exports, &question.reviews, &reading).or_exit(Exit::Usage)?;
    // What was passed over is no export: a report that was written into the folder since changes nothing.
    data.passed_over.retain(|one| own.unreadable.contains(&one.path));
    if let Some(key) = &key {
        pseudonym::name_worksheets(&mut data, key).or_exit(Exit::Usage)?;
    }
    let found: Vec<&Input> = data.inputs.iter().chain(&data.passed_over).chain(databases.inputs()).collect();
    inputs(statement, key.is_some(), &found, answer);
    if answer.differences > before {
        answer.note("not built again: the exports, the policy or the baseline are not those of the report");
        return Ok(());
    }
    progress("deriving the report");
    let sample = own.sample.clone().map(|drawn| SampleChoice { size: drawn.size, seed: Some(drawn.seed) });
    let options =
        Options { period: PeriodChoice::Given(own.period), as_of: Some(own.as_of), sample, ..Options::default() };
    let baseline = run::restored(baseline, key.as_ref())?;
    let known = key.as_ref().map(|_| KnownNames::of(&data));
    let report = run::run_checks(data, &policy, baseline, &databases, &options)?;
    let (report, _) = run::hidden(report, known, key)?;
    answer.derived = true;
    if own.version != report.tool.version {
        answer.note(&format!(
            "the report was written by version {} and is checked by {}: differences may come from that",
            own.version, report.tool.version
        ));
    }
    rendered(&report, outputs, answer)?;
    if manifest::predicate(&report) == written.predicate {
        answer.matches("the results in the manifest follow from the exports");
    } else {
        answer.differs("differs", "the results in the manifest do not follow from the exports");
    }
    Ok(())
}

/// The key file of the report's labels. It is read only: what has no label in it would be a difference.
fn key_file(question: &VerifyRequest, statement: &Statement) -> Result<Option<KeyFile>, Failure> {
    let labels = statement.predicate.byproducts.own.pseudonymized.as_deref();
    let usage = |why: &str| Err(Failure { exit: Exit::Usage, error: anyhow!("{why}") });
    match (labels, &question.pseudonymize) {
        (None, None) => Ok(None),
        (None, Some(_)) => usage("the report has names, not labels: leave out --pseudonymize"),
        (Some(_), None) if question.exports.is_empty() => Ok(None),
        (Some(_), None) => usage("the report has labels in place of names: give their key file with --pseudonymize"),
        (Some(labels), Some(path)) => {
            let key = KeyFile::open(path).or_exit(Exit::Usage)?;
            match key.was_there() && key.id() == labels {
                true => Ok(Some(key)),
                false => usage("the key file is not that of the report's labels"),
            }
        }
    }
}

/// The policy that the report was made under: the one given, else the one of the working folder, else the default.
fn policy(question: &VerifyRequest, stated: Option<&Resource>, answer: &mut VerifyReport) -> Result<Policy, Failure> {
    let (given, known) = (question.policy.as_deref(), run::known_checks());
    let loaded = match (given, stated) {
        (Some(path), _) => policy::load(path, &known).or_exit(Exit::Usage)?,
        (None, Some(_)) if !question.exports.is_empty() => {
            policy::load_or_default(None, &known).or_exit(Exit::Usage)?
        }
        (None, _) => return Ok(Policy::default()),
    };
    same("policy", "--policy", stated, loaded.info().sha256.as_deref(), answer);
    Ok(loaded)
}

fn last_report(
    question: &VerifyRequest,
    stated: Option<&Resource>,
    answer: &mut VerifyReport,
) -> Result<Option<Baseline>, Failure> {
    let given = question.baseline.as_deref().map(baseline::read).transpose().or_exit(Exit::Usage)?;
    if given.is_some() || stated.is_some() && !question.exports.is_empty() {
        same("baseline", "--baseline", stated, given.as_ref().map(|given| given.sha256.as_str()), answer);
    }
    Ok(given)
}

/// Compares the hash of a file next to the exports.
fn same(what: &str, option: &str, stated: Option<&Resource>, found: Option<&str>, answer: &mut VerifyReport) {
    let hash = |resource: &Resource| resource.digest.as_ref().map(|digest| digest.sha256.clone()).unwrap_or_default();
    match (stated, found) {
        (Some(stated), Some(found)) if hash(stated) == found => answer.matches(&format!("the {what}, {}", stated.name)),
        (Some(stated), Some(found)) => {
            let expected = hash(stated);
            let how = format!("the {what} {}: SHA-256 is {found}, the manifest has {expected}", stated.name);
            answer.differs("changed", &how);
        }
        (Some(stated), None) => {
            answer.differs("missing", &format!("the {what} {} was not given: {option} FILE", stated.name));
        }
        (None, _) => answer.differs("additional", &format!("the report was made without a {what}")),
    }
}

/// Compares the exports with those that the manifest names. In names that come from labels the letter case is lost.
fn inputs(statement: &Statement, from_labels: bool, found: &[&Input], answer: &mut VerifyReport) {
    let spelled = |name: &str| if from_labels { name.to_lowercase() } else { name.to_owned() };
    let own = &statement.predicate.byproducts.own;
    // Policy and baseline stand before the inputs.
    let beside = usize::from(own.policy.is_some()) + usize::from(own.baseline.is_some());
    let stated = statement.predicate.materials.iter().skip(beside);
    let hash = |resource: &Resource| resource.digest.as_ref().map(|digest| digest.sha256.clone());
    let mut expected: BTreeMap<String, Option<String>> =
        stated.map(|resource| (spelled(&resource.name), hash(resource))).collect();
    expected.extend(own.unreadable.iter().map(|name| (spelled(name), None)));
    let before = answer.differences;
    let mut seen = BTreeSet::new();
    for input in found {
        let path = spelled(&input.path);
        seen.insert(path.clone());
        match expected.get(&path) {
            None => {
                answer.differs("additional", &format!("input {} was not there when the report was made", input.path))
            }
            Some(hash) if *hash == input.sha256 => {}
            Some(hash) => {
                let written = |hash: &Option<String>| hash.clone().unwrap_or_else(|| "unreadable".to_owned());
                let how = format!("SHA-256 is {}, the manifest has {}", written(&input.sha256), written(hash));
                answer.differs("changed", &format!("input {}: {how}", input.path));
            }
        }
    }
    for name in expected.keys().filter(|name| !seen.contains(*name)) {
        answer.differs("missing", &format!("input {name}"));
    }
    if answer.differences == before {
        answer.matches(&counted(found.len(), "input"));
    }
}

/// Renders the report anew and compares its files byte by byte, format by format: those that were not written are left out.
fn rendered(report: &Report, outputs: &BTreeMap<String, Vec<u8>>, answer: &mut VerifyReport) -> Result<(), Failure> {
    let (mut derived, mut follow) = (BTreeSet::new(), 0_u64);
    for renderer in render::ALL {
        let files = renderer.files(report).or_exit(Exit::CannotWrite)?;
        if !files.iter().any(|file| outputs.contains_key(&file.path)) {
            continue;
        }
        for file in files {
            match outputs.get(&file.path) {
                None => answer.differs("missing", &format!("{}, which the exports yield", file.path)),
                Some(bytes) if *bytes == file.bytes => follow += 1,
                Some(bytes) => {
                    answer.differs("differs", &format!("{} does not follow from the exports", file.path));
                    if Path::new(&file.path).extension().is_some_and(|extension| extension == "json") {
                        findings(report, bytes, answer);
                    }
                }
            }
            derived.insert(file.path);
        }
    }
    for name in outputs.keys().filter(|name| !derived.contains(*name)) {
        answer.differs("additional", &format!("{name} does not come from the exports"));
    }
    answer.matches(&format!("{} built again from the exports", counted(follow, "output")));
    Ok(())
}

/// Says which findings differ; that they do is counted already.
fn findings(report: &Report, bytes: &[u8], answer: &mut VerifyReport) {
    let Ok(stated) = serde_json::from_slice::<Report>(bytes) else {
        answer.note("findings.json cannot be read as a report");
        return;
    };
    let by_id = |report: &Report| -> BTreeMap<String, Finding> {
        let all = report.findings.iter().chain(report.suppressed.iter().map(|one| &one.finding));
        all.map(|finding| (finding.id.clone(), finding.clone())).collect()
    };
    let (stated, derived) = (by_id(&stated), by_id(report));
    for (id, finding) in &derived {
        match stated.get(id) {
            None => answer.note(&format!("finding {id} ({}) is not in the report: {}", finding.rule, finding.title)),
            Some(other) if other != finding => {
                answer.note(&format!("finding {id} ({}) differs in the report", finding.rule));
            }
            Some(_) => {}
        }
    }
    for (id, finding) in stated.iter().filter(|(id, _)| !derived.contains_key(*id)) {
        answer.note(&format!("finding {id} ({}) is in the report only: {}", finding.rule, finding.title));
    }
}
