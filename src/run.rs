//! The pipeline: read, derive, judge, report, write.

mod fold;
mod init;
mod names;
mod show;
mod time;
mod whole_file;

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Error, Result as Fallible, anyhow};
use chrono::{DateTime, Utc};

use crate::analyze::{self, Context, Elsewhere};
use crate::exit::Exit;
use crate::facts::spend::prices::Prices;
use crate::facts::{self, Facts};
use crate::geoip::Databases;
use crate::model::{
    Baseline, CheckStatus, Control, Dataset, Input, PASSED_OVER, Period, Reading, Report, Sample, Severity, Table,
    Tally, Verdict,
};
use crate::options::{Options, SampleChoice};
use crate::policy::{self, KnownCheck, Policy};
use crate::pseudonym::{self, KeyFile, Known};
use crate::report::sections::{self, ChartInputs, Draw};
use crate::{baseline, explain, ingest, render, report};

pub use fold::fold;
pub use init::write_policy;
pub(crate) use names::{hidden, restored};
pub use show::show;

/// A report that was written.
#[derive(Debug)]
pub struct Finished {
    /// The report.
    pub report: Report,
    /// The folder it is in.
    pub out: PathBuf,
    /// A copy of the report that was there before and in which somebody had worked.
    pub kept: Option<PathBuf>,
    /// How the run ends.
    pub exit: Exit,
    /// What the evidence lacks, where the run ends with [`Exit::Incomplete`].
    pub incomplete: Option<String>,
}

/// Why there is no report.
#[derive(Debug)]
pub struct Failure {
    /// How the run ends.
    pub exit: Exit,
    /// What, where and what to do.
    pub error: Error,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#}", self.error)
    }
}

/// Ends a run with an exit of its own.
pub(crate) trait OrExit<T> {
    fn or_exit(self, exit: Exit) -> Result<T, Failure>;
}

impl<T, E: Into<Error>> OrExit<T> for Result<T, E> {
    fn or_exit(self, exit: Exit) -> Result<T, Failure> {
        self.map_err(|error| Failure { exit, error: error.into() })
    }
}

/// Who watches a run.
#[derive(Clone)]
pub struct Watch<'a> {
    /// Hears what is being done.
    pub stage: &'a dyn Fn(&str),
    /// Counts what is read of the exports.
    pub tally: Arc<Tally>,
}

/// Analyzes the exports and writes the report.
///
/// # Errors
/// [`Failure`] with the exit code: wrong arguments or policy, nothing recognizable, cannot write.
pub fn run(options: &Options, watch: &Watch) -> Result<Finished, Failure> {
    let (report, key) = assessed(options, watch)?;
    let out = options.out.clone().unwrap_or_else(|| Path::new("reports").join(report.period.label()));
    (watch.stage)("writing the report");
    if let Some(key) = key {
        names::apart(&key, &out, &options.exports)?;
        // Before the report: labels without what they stand for would be of no use.
        key.write().or_exit(Exit::CannotWrite)?;
    }
    let formats: Vec<_> = options.formats.iter().filter_map(|format| render::by_id(format.id())).collect();
    let kept = render::write(&report, &formats, &out, options.force).or_exit(Exit::CannotWrite)?.kept;
    let exit = exit_of(options, &report);
    let incomplete = lacking(&report).filter(|_| exit == Exit::Incomplete);
    Ok(Finished { report, out, kept, exit, incomplete })
}

/// Analyzes the exports; writes nothing.
///
/// # Errors
/// As [`run`], but for writing.
pub fn assess(options: &Options, watch: &Watch) -> Result<Report, Failure> {
    assessed(options, watch).map(|(report, _)| report)
}

/// The report, and the key file of its labels where it has some.
fn assessed(options: &Options, watch: &Watch) -> Result<(Report, Option<KeyFile>), Failure> {
    let policy = policy::load_or_default(options.policy.as_deref(), &known_checks()).or_exit(Exit::Usage)?;
    let key = options.pseudonymize.as_deref().map(KeyFile::open).transpose().or_exit(Exit::Usage)?;
    let baseline = options.baseline.as_deref().map(baseline::read).transpose().or_exit(Exit::Usage)?;
    let baseline = names::restored(baseline, key.as_ref())?;
    let databases = Databases::read(&options.geoip).or_exit(Exit::Usage)?;
    (watch.stage)("reading the exports");
    let reading = Reading { known: options.as_of, tally: Arc::clone(&watch.tally), ..policy.reading() };
    let mut data = ingest::load_with_reviews(&options.exports, &options.reviews, &reading).or_exit(Exit::Usage)?;
    if let Some(key) = &key {
        pseudonym::name_worksheets(&mut data, key).or_exit(Exit::Usage)?;
    }
    (watch.stage)("judging");
    let known = key.as_ref().map(|_| Known::of(&data));
    let report = judged(data, &policy, baseline, &databases, options)?;
    names::hidden(report, known, key)
}

/// Judges exports that are in memory; reads no file and writes none.
///
/// # Errors
/// [`Failure`] where nothing is recognizable, or the period is none.
pub fn judge(data: Dataset, policy: &Policy, baseline: Option<Baseline>, options: &Options) -> Result<Report, Failure> {
    judged(data, policy, baseline, &Databases::default(), options)
}

/// All checks in a list, or one in full, with the rules of a policy among them.
///
/// # Errors
/// A wrong policy, or no check of that id.
pub fn explain_checks(check: Option<&str>, policy: Option<&Path>) -> Result<String, Failure> {
    let policy = policy.map(|path| policy::load(path, &known_checks())).transpose().or_exit(Exit::Usage)?;
    explain::explain(check, policy.as_ref().map_or(&[], Policy::rules)).or_exit(Exit::Usage)
}

/// Judges exports that were read.
pub(crate) fn judged(
    data: Dataset,
    policy: &Policy,
    baseline: Option<Baseline>,
    databases: &Databases,
    options: &Options,
) -> Result<Report, Failure> {
    recognized(&data)?;
    let (as_of, period) = time::resolve(options, &data, policy)?;
    let mut facts =
        Facts::with_baseline(&data, Prices::of(policy), period, as_of, baseline.as_ref()).or_exit(Exit::Usage)?;
    let ips = facts.log.events.notable.iter().filter_map(|event| event.ip.as_deref());
    facts.places = databases.places(ips).or_exit(Exit::Usage)?;
    let cx = Context {
        data: &data,
        facts: &facts,
        policy,
        period,
        as_of,
        baseline: baseline.as_ref(),
        catalogue: analyze::ALL,
    };
    let bills = bills(&data, &facts, policy, (period, as_of)).or_exit(Exit::Usage)?;
    let others: Vec<Elsewhere> = bills
        .iter()
        .map(|(provider, data, facts)| Elsewhere { provider: provider.clone(), cx: Context { data, facts, ..cx } })
        .collect();
    let outcomes = analyze::run(&cx, &others, policy.rules()).or_exit(Exit::Usage)?;
    let damaged = damaged(&data, &facts, policy);
    let samples = match &options.sample {
        Some(SampleChoice { size, seed }) => {
            let draw = Draw { size: *size, seed: seed.clone().unwrap_or_else(|| period.label()) };
            sections::samples(&data, &facts, period, &draw, &damaged).or_exit(Exit::Usage)?
        }
        None => Vec::new(),
    };
    let found = Found { damaged, samples, databases: databases.inputs().cloned().collect() };
    Ok(assembled(outcomes, policy, data, facts, (period, as_of), baseline, found))
}

/// The bills of every provider as tables of their own, with what is derived from them.
fn bills(
    data: &Dataset,
    facts: &Facts,
    policy: &Policy,
    (period, as_of): (Period, DateTime<Utc>),
) -> Fallible<Vec<(String, Dataset, Facts)>> {
    let own = |provider: &str| {
        let data = facts::spend::clouds::dataset_of(data, provider)?;
        let facts = Facts::priced(&data, Prices::of(policy), period, as_of)?;
        Ok((provider.to_owned(), data, facts))
    };
    facts.spend.clouds.providers().into_iter().map(own).collect()
}

/// What was derived next to the outcomes and the facts.
struct Found {
    damaged: BTreeMap<Table, String>,
    samples: Vec<Sample>,
    databases: Vec<Input>,
}

fn assembled(
    outcomes: Vec<(analyze::Check<'_>, analyze::Outcome)>,
    policy: &Policy,
    data: Dataset,
    facts: Facts,
    (period, as_of): (Period, DateTime<Utc>),
    baseline: Option<Baseline>,
    Found { damaged, samples, databases }: Found,
) -> Report {
    let spend_change = facts.period_change(period);
    let key_figures = facts.key_figures(policy, period);
    let reconciliation = facts.reconciliation(period);
    let log_review = sections::log_review(&data, &facts, period);
    let (identities, identity_review) = sections::identities(&data, &facts, policy, as_of);
    let charts =
        facts.charts(policy, period, as_of, ChartInputs { change: spend_change.as_ref(), log: log_review.as_ref() });
    let rotation_schedule = facts::keys::rotation::schedule(&facts.lists, analyze::rotation_days(policy), as_of);
    let tree = sections::organization_tree(&facts, policy);
    let inputs = annotated(&data, &facts);
    let subject_states = facts.subject_states(as_of);
    let list_ties = facts.ties(&data);
    let access_changes = sections::access_changes(&data, &facts, policy, period);
    let effective_access = sections::effective_access(&data, &facts, policy, as_of);
    let parts = report::ReportInputs {
        organization: facts.lists.organization,
        period,
        as_of,
        inputs: inputs.into_iter().chain(databases).collect(),
        rejections: data.rejections,
        damaged,
        coverage: facts.populations.coverage,
        populations: facts.populations.ties.proofs(),
        list_ties,
        access_changes,
        effective_access,
        attestations: facts.attestations.into_iter().map(|(attestation, _)| attestation).collect(),
        access: facts.reviews.access,
        access_review: facts.reviews.access_review,
        identities,
        identity_review,
        log_review,
        totals: facts.totals,
        spend_change,
        key_figures,
        reconciliation,
        tree,
        rotation_schedule,
        samples,
        charts,
        fingerprints: facts.coverage.past_days.fingerprints,
        kinds: data.kinds,
        cuts: facts.populations.wholeness.cuts.keys().chain(data.unstated.keys()).copied().collect(),
        subject_states,
        baseline,
    };
    report::build(outcomes, policy, parts)
}

/// The inputs, with what the lists in them lack.
fn annotated(data: &Dataset, facts: &Facts) -> Vec<Input> {
    let mut inputs = data.inputs.clone();
    for table in facts.populations.wholeness.gaps.keys() {
        let is_list = |input: &&mut Input| {
            let filled = input.kind.as_deref().and_then(|kind| data.kinds.get(kind));
            filled == Some(table) && input.accepted > 0
        };
        if let Some(why) = facts.populations.wholeness.note(*table)
            && let Some(input) = inputs.iter_mut().find(is_list)
        {
            input.notes.push(format!("the list of {}: {why}", table.title()));
        }
    }
    inputs.extend(data.passed_over.iter().cloned());
    inputs
}

/// The catalogue as the policy may speak of it.
#[must_use]
pub(crate) fn known_checks() -> Vec<KnownCheck<'static>> {
    let names = |analyzer: &analyze::Analyzer| analyzer.thresholds.iter().map(|threshold| threshold.name).collect();
    analyze::ALL.iter().map(|analyzer| KnownCheck { id: analyzer.id, thresholds: names(analyzer) }).collect()
}

/// Tables of which something is missing or not known: a cut list, a file with more unreadable records than are tolerated, members
/// of some workspaces only, a roster that does not say of every member whether they are there.
fn damaged(data: &Dataset, facts: &Facts, policy: &Policy) -> BTreeMap<Table, String> {
    let tolerated = analyze::tolerated_percent(policy);
    let mut damaged = facts.populations.wholeness.cuts.clone();
    for (table, why) in &data.unstated {
        damaged.entry(*table).or_insert_with(|| why.clone());
    }
    for input in &data.inputs {
        let table = input.kind.as_deref().and_then(|kind| data.kinds.get(kind));
        let percent = 100.0 * input.rejected as f64 / input.rows.max(1) as f64;
        if let (Some(table), true) = (table, percent > tolerated) {
            let why = format!("{} of {} records of {} could not be read", input.rejected, input.rows, input.path);
            damaged.entry(*table).or_insert(why);
        }
    }
    if let Some(why) = facts.lists.unfetched_members() {
        damaged.entry(Table::WorkspaceMembers).or_insert(why);
    }
    if let Some(why) = facts.roster_doubt(data) {
        damaged.entry(Table::Roster).or_insert(why);
    }
    damaged
}

/// At least one file must be an export; else the failure says what the files are.
fn recognized(data: &Dataset) -> Result<(), Failure> {
    // Decisions about people are none about anybody without a list of them.
    if data.frames.keys().any(|table| !table.is_worksheet()) {
        return Ok(());
    }
    const SHOWN: usize = 8;
    let what = |input: &Input| match input.kind.as_deref().and_then(|kind| data.kinds.get(kind)) {
        Some(table) if table.is_worksheet() => "a worksheet of a review, which says nothing without exports".to_owned(),
        _ => input.notes.join("; "),
    };
    let mut lines: Vec<String> =
        data.inputs.iter().take(SHOWN).map(|input| format!("  {}: {}", input.path, what(input))).collect();
    lines.extend((data.inputs.len() > SHOWN).then(|| format!("  and {} more", data.inputs.len() - SHOWN)));
    let error = match data.inputs.len() {
        0 => anyhow!("there is no file in the given folder; `clade-analyze --help` says which exports it reads"),
        1 => anyhow!("the only file is no export that is known:\n{}", lines.join("\n")),
        count => anyhow!("none of the {count} files is an export that is known:\n{}", lines.join("\n")),
    };
    Err(Failure { exit: Exit::NothingRecognized, error })
}

fn exit_of(options: &Options, report: &Report) -> Exit {
    let found = options.fail_on.is_some_and(|least| report.worst().is_some_and(|worst| worst >= least));
    if found {
        Exit::Found
    } else if options.strict && lacking(report).is_some() {
        Exit::Incomplete
    } else {
        Exit::Done
    }
}

/// How many of a kind the sentence names.
const NAMED: usize = 3;

/// What the evidence lacks, in one sentence: an export, a record, a file that could not be read; nothing where it is whole.
fn lacking(report: &Report) -> Option<String> {
    let evidence: Vec<&str> = report
        .controls
        .iter()
        .filter(|control| control.id == Control::EvidenceCompleteness && control.status == Verdict::Fail)
        .flat_map(|control| &control.checks)
        .filter(|id| report.findings.iter().any(|one| one.rule == **id && one.severity >= Severity::Medium))
        .map(String::as_str)
        .collect();
    let unassessed: Vec<&str> =
        report.checks.iter().filter(|one| one.status == CheckStatus::NotAssessed).map(|one| one.id.as_str()).collect();
    // What is no export (system files, a report of this program) is passed over without being read: nothing is missing.
    let is_unread = |one: &&Input| one.sha256.is_none() && one.kind.as_deref() != Some(PASSED_OVER);
    let unread: Vec<&str> = report.inputs.iter().filter(is_unread).map(|one| one.path.as_str()).collect();
    let rejected: Vec<String> = report
        .inputs
        .iter()
        .filter(|one| one.rejected > 0)
        .map(|one| format!("{} of {} records of {}", one.rejected, one.rows, one.path))
        .collect();
    let parts = [
        part("findings about the evidence", &evidence),
        part("not assessed", &unassessed),
        part("could not be read", &unread),
        part("rejected", &rejected),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| format!("the evidence is incomplete: {}", parts.join("; ")))
}

/// `not assessed: a, b, c and 4 more`.
fn part(what: &str, names: &[impl AsRef<str>]) -> Option<String> {
    let shown: Vec<&str> = names.iter().take(NAMED).map(AsRef::as_ref).collect();
    let more = names.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!names.is_empty()).then(|| format!("{what}: {}{more}", shown.join(", ")))
}
