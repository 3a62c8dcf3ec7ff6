//! The pipeline: read, derive, judge, report, write.

mod assembled;
mod fold;
mod gaps;
mod init;
mod names;
#[cfg(test)]
mod own_files;
mod show;
mod time;
mod whole_file;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Error, Result as Fallible};
use chrono::{DateTime, Utc};

use crate::analyze::{self, Context, ProviderBills, SpenderWords};
use crate::exit::Exit;
use crate::facts::spend::prices::Prices;
use crate::facts::{self, Facts};
use crate::geoip::Databases;
use crate::model::{Baseline, Dataset, Period, Reading, Report, Tally};
use crate::options::{Options, SampleChoice};
use crate::policy::{self, KnownCheck, Policy};
use crate::pseudonym::{self, KeyFile, KnownNames};
use crate::report::sections::{self, Draw};
use crate::{baseline, explain, ingest, render};
use assembled::{Found, assembled};
use gaps::{damaged, exit_of, exit_remarks, recognized};

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
    /// What a script should know of how the run ends, a line each: what the evidence lacks, where it ends with [`Exit::Incomplete`]; what
    /// `--fail-on` does not count, where it ends without [`Exit::Found`].
    pub remarks: Vec<String>,
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
    let remarks = exit_remarks(options, &report, exit);
    Ok(Finished { report, out, kept, exit, remarks })
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
    let known = key.as_ref().map(|_| KnownNames::of(&data));
    let report = run_checks(data, &policy, baseline, &databases, options)?;
    names::hidden(report, known, key)
}

/// Judges exports that are in memory; reads no file and writes none.
///
/// # Errors
/// [`Failure`] where nothing is recognizable, or the period is none.
pub fn judge(data: Dataset, policy: &Policy, baseline: Option<Baseline>, options: &Options) -> Result<Report, Failure> {
    run_checks(data, policy, baseline, &Databases::default(), options)
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
pub(crate) fn run_checks(
    mut data: Dataset,
    policy: &Policy,
    baseline: Option<Baseline>,
    databases: &Databases,
    options: &Options,
) -> Result<Report, Failure> {
    recognized(&data)?;
    facts::set_aside_foreign_people(&mut data).or_exit(Exit::Usage)?;
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
        judged: &analyze::Judged::default(),
        spenders: SpenderWords::CONSOLE,
        catalogue: analyze::ALL,
        spend_panel: None,
    };
    let bills = bills(&data, &facts, policy, (period, as_of)).or_exit(Exit::Usage)?;
    let others: Vec<ProviderBills> = bills
        .iter()
        .map(|(provider, is_gateway, data, facts)| ProviderBills {
            provider: provider.clone(),
            is_gateway: *is_gateway,
            cx: Context { data, facts, spenders: ProviderBills::words(*is_gateway), ..cx },
        })
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

/// The bills of every provider, and what went through every gateway, as tables of their own, with what is derived from them.
fn bills(
    data: &Dataset,
    facts: &Facts,
    policy: &Policy,
    (period, as_of): (Period, DateTime<Utc>),
) -> Fallible<Vec<(String, bool, Dataset, Facts)>> {
    let clouds = facts.spend.clouds.providers().into_iter().map(|name| (name, false));
    let own = |(provider, is_gateway): (&str, bool)| {
        let data = match is_gateway {
            true => facts::gateways::spend::dataset_of(data, &facts.gateways, provider)?,
            false => facts::spend::clouds::dataset_of(data, provider)?,
        };
        let facts = Facts::priced(&data, Prices::of(policy), period, as_of)?;
        Ok((provider.to_owned(), is_gateway, data, facts))
    };
    clouds.chain(facts.gateways.with_spend().into_iter().map(|name| (name, true))).map(own).collect()
}

/// The catalogue as the policy may speak of it.
#[must_use]
pub(crate) fn known_checks() -> Vec<KnownCheck<'static>> {
    let names = |analyzer: &analyze::Analyzer| analyzer.thresholds.iter().map(|threshold| threshold.name).collect();
    analyze::ALL.iter().map(|analyzer| KnownCheck { id: analyzer.id, thresholds: names(analyzer) }).collect()
}
