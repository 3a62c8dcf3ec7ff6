//! What a run is asked to do, as plain data.

use std::collections::BTreeSet;
use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};

use crate::model::{Period, Severity};

/// What a run is asked to do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Folders, files and archives with exports, `-` for standard input; at least one.
    pub exports: Vec<PathBuf>,
    /// Filled-in worksheets of reviewers.
    pub reviews: Vec<PathBuf>,
    /// What to draw for the auditor; nothing where none is asked for.
    pub sample: Option<SampleChoice>,
    /// Folder for the report; else `reports/<period label>`.
    pub out: Option<PathBuf>,
    /// Whether a report in which somebody has worked may be replaced; a copy of it is kept.
    pub force: bool,
    /// The days that sums refer to.
    pub period: PeriodChoice,
    /// The instant that ages refer to; else the last thing that happened according to the exports.
    pub as_of: Option<DateTime<Utc>>,
    /// The policy file; else `./clade.toml` if there is one.
    pub policy: Option<PathBuf>,
    /// The last report's `findings.json`, or its folder.
    pub baseline: Option<PathBuf>,
    /// The file that keeps what labels stand for; nothing where names stay.
    pub pseudonymize: Option<PathBuf>,
    /// The severity from which on an open finding makes the run fail.
    pub fail_on: Option<Severity>,
    /// What to write; never empty.
    pub formats: BTreeSet<Format>,
    /// Databases that say where an address is.
    pub geoip: Vec<PathBuf>,
    /// Whether incomplete evidence makes the run fail.
    pub strict: bool,
    /// Whether the terminal stays silent but for errors.
    pub quiet: bool,
    /// Whether the summary is coloured.
    pub color: Color,
}

/// How much of the keys and of the members to draw, and by what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleChoice {
    /// How many of each.
    pub size: u64,
    /// What the draw depends on; else the label of the period.
    pub seed: Option<String>,
}

/// What `show` is asked to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShowOptions {
    /// Id, address or name of a key, a member or a workspace.
    pub what: String,
    /// What to read, which days and which policy.
    pub run: Options,
}

/// What `fold` is asked to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoldOptions {
    /// Folders, files and archives with exports; at least one.
    pub exports: Vec<PathBuf>,
    /// The folder from which their paths are seen; nothing where they are as in a run over `exports`.
    pub root: Option<PathBuf>,
    /// The part to write.
    pub out: PathBuf,
    /// Types of routine events that stay single.
    pub events: BTreeSet<String>,
    /// Whether the rows behind sums are left out.
    pub sums_only: bool,
    /// Whether a file that is there may be replaced.
    pub force: bool,
    /// Whether nothing is printed but errors.
    pub quiet: bool,
}

/// What `init` is asked to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InitOptions {
    /// Folders, files and archives with exports; none for the defaults alone.
    pub exports: Vec<PathBuf>,
    /// The policy to write.
    pub out: PathBuf,
    /// Whether a file that is there may be replaced.
    pub force: bool,
}

/// Which days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PeriodChoice {
    /// The latest calendar quarter that the exports cover from first to last day, else all of what they cover.
    #[default]
    Latest,
    /// These.
    Given(Period),
    /// From the first day of the exports to this one.
    Until(NaiveDate),
    /// From this day to the last of the exports.
    Since(NaiveDate),
}

/// Whether the summary is coloured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set (<https://no-color.org>).
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Color {
    /// Every choice.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Always, Self::Never];

    /// The word used in arguments.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Always => "always",
            Self::Never => "never",
        }
    }
}

/// What a report is written as. The manifest is always written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// `report.html`.
    Html,
    /// `report.md`.
    Md,
    /// `report.jira.txt`.
    Jira,
    /// `summary.png` and `charts/*.png`.
    Png,
    /// `findings.json`.
    Json,
    /// `findings.csv`, `rejected-rows.csv`, `rotation-schedule.csv` and the worksheets for reviewers.
    Csv,
    /// `evidence.xlsx`.
    Xlsx,
    /// `findings.sarif`; only where it is asked for.
    Sarif,
    /// `findings.ocsf.jsonl`; only where it is asked for.
    Ocsf,
    /// `jira-import.csv`; only where it is asked for.
    JiraCsv,
    /// `servicenow-import.csv`; only where it is asked for.
    ServicenowCsv,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 11] = [
        Self::Html,
        Self::Md,
        Self::Jira,
        Self::Png,
        Self::Json,
        Self::Csv,
        Self::Xlsx,
        Self::Sarif,
        Self::Ocsf,
        Self::JiraCsv,
        Self::ServicenowCsv,
    ];
    /// What is written unless others are asked for: what people and the next run read.
    pub const DEFAULT: [Self; 7] = [Self::Html, Self::Md, Self::Jira, Self::Png, Self::Json, Self::Csv, Self::Xlsx];

    /// The word used in arguments.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Md => "md",
            Self::Jira => "jira",
            Self::Png => "png",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Sarif => "sarif",
            Self::Ocsf => "ocsf",
            Self::JiraCsv => "jira-csv",
            Self::ServicenowCsv => "servicenow-csv",
        }
    }
}
