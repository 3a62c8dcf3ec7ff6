//! Every argument and command, with its help.

use std::path::PathBuf;
use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate, Utc};
use clap::{Parser, Subcommand};

use super::after_help::after_help;
use super::values::{self, color, day, format, instant, severity};
use crate::analyze;
use crate::model::{Period, SCHEMA_VERSION, Severity};
use crate::options::{Color, Format};
use crate::policy::DEFAULT_FILE;

/// What `--version` says; `-V` says the version only.
static LONG_VERSION: LazyLock<String> = LazyLock::new(|| {
    let (version, checks, hash) = (env!("CARGO_PKG_VERSION"), analyze::ALL.len(), analyze::catalogue_sha256());
    format!("{version}\n{checks} checks, catalogue sha256 {hash}\nfindings.json schema {SCHEMA_VERSION}")
});

/// Audits offline how your organization uses Claude: exports of the Console, the Admin API, the Compliance feed and your identity
/// provider in, a verdict with evidence on every line of the access-control checklist out
#[derive(Debug, Parser)]
#[command(
    name = "clade-analyze",
    version,
    long_version = LONG_VERSION.as_str(),
    max_term_width = 100,
    override_usage = "clade-analyze <EXPORTS>... [OPTIONS]\n       clade-analyze explain [CHECK] [--policy FILE]\n       clade-analyze init [EXPORTS]... \
                      [--out FILE] [--force]\n       clade-analyze show <WHAT> <EXPORTS>...\n       clade-analyze verify <REPORT> \
                      [--exports <EXPORTS>...]\n       clade-analyze history <REPORTS>...\n       clade-analyze fold <EXPORTS>... --out <FILE>\n       clade-analyze collect [--period PERIOD]",
    after_help = after_help(),
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Option<Command>,

    /// Folders, files or archives with exports, - for one file from standard input; what each file is shows in its content, so
    /// names do not matter
    #[arg(value_name = "EXPORTS", required = true)]
    pub(super) exports: Vec<PathBuf>,

    /// Worksheet filled in by a reviewer: access-review.csv, log-review.csv or non-human-identities.csv of an earlier report, as CSV or XLSX; may be repeated
    #[arg(long, value_name = "FILE")]
    pub(super) review: Vec<PathBuf>,

    /// Draw so many keys and so many members for the auditor, each with all that is on record about it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) sample: Option<u64>,

    /// What the draw depends on: those with the smallest SHA-256 of this text, a line feed and their id are drawn; an auditor
    /// chooses it [default: the period, 2026-Q3]
    #[arg(long, value_name = "TEXT", requires = "sample", value_parser = values::seed)]
    pub(super) seed: Option<String>,

    /// Folder for the report [default: reports/ and the period: reports/2026-Q3]
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,

    /// Replace a report in which somebody has worked (a worksheet filled in, a file edited or added); a copy of it is kept next to it
    #[arg(long)]
    pub(super) force: bool,

    /// Days that sums refer to: a quarter (2026-Q3), month (2026-08) or year (2026) [default: the latest quarter that the
    /// exports cover whole, else all they cover]
    #[arg(long, value_name = "PERIOD", value_parser = values::period, conflicts_with_all = ["from", "to"])]
    pub(super) period: Option<Period>,

    /// First day of the period, 2026-04-01 [default: first day of the exports]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(super) from: Option<NaiveDate>,

    /// Last day of the period, included [default: last day of the exports]
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(super) to: Option<NaiveDate>,

    /// Instant that ages refer to: a date (its end) or 2026-10-01T00:00:00Z [default: the last thing that happened in the exports]
    #[arg(long, value_name = "TIME", value_parser = instant)]
    pub(super) as_of: Option<DateTime<Utc>>,

    /// Policy: thresholds, environments, services, suppressions [default: ./clade.toml if there is one]
    #[arg(long, value_name = "FILE")]
    pub(super) policy: Option<PathBuf>,

    /// Last report's findings.json (or its folder, or a zip of it): says what is new, what persists and what is resolved, and compares past days
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,

    /// Database that says where a network address is or whose (MMDB: a city, country or ASN database of your own); may be repeated
    #[arg(long, value_name = "FILE")]
    pub(super) geoip: Vec<PathBuf>,

    /// Put labels (person-0007, key-0042) in place of names, addresses, ids, hints and network addresses in every output; FILE keeps
    /// what they stand for and is made where there is none: keep it apart from the report
    #[arg(long, value_name = "KEYFILE")]
    pub(super) pseudonymize: Option<PathBuf>,

    /// Exit with 1 where an open finding is at least this severe
    #[arg(long, value_name = "SEVERITY", value_parser = severity())]
    pub(super) fail_on: Option<Severity>,

    /// What to write, separated by commas [default: all]
    #[arg(long, value_name = "FORMATS", value_delimiter = ',', value_parser = format())]
    pub(super) format: Vec<Format>,

    /// Exit with 4 where the evidence is incomplete
    #[arg(long)]
    pub(super) strict: bool,

    /// Print nothing but errors
    #[arg(short, long)]
    pub(super) quiet: bool,

    /// Colours of the summary; auto: on a terminal, unless NO_COLOR is set
    #[arg(long, value_name = "WHEN", default_value = "auto", value_parser = color())]
    pub(super) color: Color,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Explain a check, or list them all
    Explain {
        /// Id of a check, like stale-key, or of a rule of the policy
        check: Option<String>,
        /// Policy file whose own rules are explained too
        #[arg(long, value_name = "FILE")]
        policy: Option<PathBuf>,
    },
    /// Compare a report with the hashes of its manifest; with its exports also derive it anew
    Verify {
        /// Folder of the report
        #[arg(value_name = "REPORT")]
        report: PathBuf,

        /// Exports that it was made from, given as they were then
        #[arg(long, value_name = "EXPORTS", num_args = 1..)]
        exports: Vec<PathBuf>,

        /// Worksheets that were given with --review, in the same order
        #[arg(long, value_name = "FILE", requires = "exports")]
        review: Vec<PathBuf>,

        /// Policy that it was made under [default: ./clade.toml if the report had one]
        #[arg(long, value_name = "FILE")]
        policy: Option<PathBuf>,

        /// Last report that it was compared with
        #[arg(long, value_name = "FILE")]
        baseline: Option<PathBuf>,

        /// Databases that were given with --geoip
        #[arg(long, value_name = "FILE", requires = "exports")]
        geoip: Vec<PathBuf>,

        /// Key file that was given with --pseudonymize
        #[arg(long, value_name = "KEYFILE", requires = "exports")]
        pseudonymize: Option<PathBuf>,

        /// Public key of minisign by which manifest.json.minisig must be
        #[arg(long, value_name = "FILE")]
        public_key: Option<PathBuf>,
    },
    /// Tell all that is on record about one key, member, workspace or whoever left
    Show {
        /// Its id, its name, or a member's address
        what: String,

        /// Folders, files or archives with exports
        #[arg(value_name = "EXPORTS", required = true)]
        exports: Vec<PathBuf>,

        /// Worksheet of an access review, filled in
        #[arg(long, value_name = "FILE")]
        review: Vec<PathBuf>,

        /// Policy [default: ./clade.toml if there is one]
        #[arg(long, value_name = "FILE")]
        policy: Option<PathBuf>,
    },
    /// Put several reports side by side: every control from period to period, as a Markdown table
    History {
        /// Folders of reports, or their findings.json
        #[arg(value_name = "REPORTS", required = true)]
        reports: Vec<PathBuf>,
    },
    /// Fold exports into a part, which a run takes in place of them: for exports that are on several machines, or too many for one
    Fold {
        /// Folders, files or archives with exports
        #[arg(value_name = "EXPORTS", required = true)]
        exports: Vec<PathBuf>,

        /// The part to write
        #[arg(long, value_name = "FILE")]
        out: PathBuf,

        /// Folder of all exports: evidence names files as a run over it would
        #[arg(long, value_name = "DIR")]
        root: Option<PathBuf>,

        /// Type of everyday events to keep singly, since a rule of the policy asks for them; may be repeated
        #[arg(long, value_name = "TYPE")]
        event: Vec<String>,

        /// Leave out the rows behind the sums of usage and cost: a far smaller part in a fraction of the time, which a run refuses where only
        /// rows tell which of two files counts
        #[arg(long)]
        sums_only: bool,

        /// Replace a file that is there
        #[arg(long)]
        force: bool,

        /// Print nothing but errors
        #[arg(short, long)]
        quiet: bool,
    },
    /// Write a policy to begin with: every threshold, and what the exports tell, for you to correct
    Init {
        /// Folders, files or archives with exports to take domains, workspaces, services, limits and admins from
        exports: Vec<PathBuf>,

        /// The file to write
        #[arg(long, value_name = "FILE", default_value = DEFAULT_FILE)]
        out: PathBuf,

        /// Replace a file that is there
        #[arg(long)]
        force: bool,
    },
    /// Print a shell script that fetches the exports by API, to read and to run; this program has no network code
    Collect {
        /// Days of usage, cost and events, with a quarter before them [default: FROM and TO of the script's environment]
        #[arg(long, value_name = "PERIOD", value_parser = values::period)]
        period: Option<Period>,
    },
    /// Print the completions of a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the man page
    Man,
}
