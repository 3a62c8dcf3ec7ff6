//! Time and memory for half a million and five million events of the activity feed, as ratios to a floor of the same run.
//!
//! `cargo bench --bench events -- [EVENTS…]`. The floor reads the same files, counts their lines, or parses every event into its id,
//! type, instant and actor and forgets it. Every figure is of a process of its own, so that its peak memory is its own.

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a program whose figures are for people")]

mod exports;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use clade_analyze::facts::{self, Facts};
use clade_analyze::ingest;
use clade_analyze::model::Bounds;
use rayon::prelude::*;
use serde::Deserialize;

/// What is measured, the floors first.
const WHAT: [&str; 4] = ["lines", "parse", "read", "facts"];
const MEASURE: &str = "--measure";

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [first, what, folder] = arguments.as_slice()
        && first == MEASURE
    {
        return measure(what, Path::new(folder));
    }
    let sizes: Vec<u64> = arguments.iter().filter_map(|argument| argument.replace('_', "").parse().ok()).collect();
    let is_bench = arguments.iter().any(|argument| argument == "--bench");
    // Under `cargo test --all-targets` it only shows that it runs.
    let sizes = match (sizes.is_empty(), is_bench) {
        (false, _) => sizes,
        (true, true) => vec![500_000, 5_000_000],
        (true, false) => vec![5_000],
    };
    println!("events     what        s    cpu s   events/s   cpu of parse   peak MiB");
    for events in sizes {
        let folder = std::env::temp_dir().join(format!("clade-events-{}-{events}", std::process::id()));
        exports::write(&folder, events)?;
        let figures = WHAT.map(|what| figure(what, &folder));
        fs::remove_dir_all(&folder)?;
        let mut parse = f64::NAN;
        for (what, figure) in WHAT.into_iter().zip(figures) {
            let Figure { seconds, cpu, mebibytes } = figure?;
            if what == "parse" {
                parse = cpu;
            }
            let rate = events as f64 / seconds;
            let ratio = cpu / parse;
            println!("{events:<10} {what:<6} {seconds:>6.2} {cpu:>8.2} {rate:>10.0} {ratio:>14.2} {mebibytes:>10.0}");
        }
    }
    Ok(())
}

struct Figure {
    seconds: f64,
    /// Seconds of all processors together, which a busy machine changes less.
    cpu: f64,
    mebibytes: f64,
}

/// Measures in a process of its own.
fn figure(what: &str, folder: &Path) -> Result<Figure> {
    let output = Command::new(std::env::current_exe()?).arg(MEASURE).arg(what).arg(folder).output()?;
    if !output.status.success() {
        bail!("{what}: {}", String::from_utf8_lossy(&output.stderr));
    }
    let text = String::from_utf8(output.stdout)?;
    let mut numbers = text.split_whitespace().map(str::parse::<f64>);
    let mut next = || numbers.next().context("two numbers")?.context("a number");
    Ok(Figure { seconds: next()?, cpu: next()?, mebibytes: next()? })
}

fn measure(what: &str, folder: &Path) -> Result<()> {
    let files: Vec<PathBuf> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    let began = Instant::now();
    let seen = match what {
        "lines" => count(&files, |bytes| bytes.iter().filter(|byte| **byte == b'\n').count() as u64),
        "parse" => count(&files, parse),
        _ => {
            let data = ingest::load(&[folder.to_owned()], &Bounds::default())?;
            let accepted = data.inputs.iter().map(|input| input.accepted).sum();
            if what == "facts" {
                let as_of = facts::as_of(&data)?;
                let period = facts::default_period(&data, as_of)?;
                let facts = Facts::derive(&data, period, as_of)?;
                drop((data, facts));
            }
            accepted
        }
    };
    let seconds = began.elapsed().as_secs_f64();
    if seen == 0 {
        bail!("nothing was read");
    }
    println!("{seconds} {} {}", processor_seconds().unwrap_or(f64::NAN), peak().unwrap_or(f64::NAN));
    Ok(())
}

fn count(files: &[PathBuf], of: impl Fn(&[u8]) -> u64 + Sync) -> u64 {
    files.par_iter().map(|file| fs::read(file).map_or(0, |bytes| of(&bytes))).sum()
}

/// As little of an event as can be determined from another.
#[derive(Deserialize)]
struct Small<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    created_at: &'a str,
    #[serde(borrow)]
    actor: SmallActor<'a>,
}

#[derive(Deserialize)]
struct SmallActor<'a> {
    user_id: Option<&'a str>,
    email_address: Option<&'a str>,
}

fn parse(bytes: &[u8]) -> u64 {
    let whole = |event: &Small| {
        !(event.id.is_empty() || event.kind.is_empty() || event.created_at.is_empty())
            && (event.actor.user_id.is_some() || event.actor.email_address.is_some())
    };
    let events = bytes.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice::<Small>(line).ok());
    events.filter(whole).count() as u64
}

/// The peak of this process in MiB, where the system tells.
fn peak() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.split_whitespace().next()?.parse::<f64>().ok()? / 1024.0)
}

/// What this process took of the processors, where the system tells in hundredths of a second.
fn processor_seconds() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let behind_name = stat.rsplit_once(')')?.1;
    let ticks = behind_name.split_whitespace().skip(11).take(2).map(|ticks| ticks.parse::<f64>().ok());
    Some(ticks.sum::<Option<f64>>()? / 100.0)
}
