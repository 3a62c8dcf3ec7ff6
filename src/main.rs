//! Parse, run, print, exit code: the only code that talks to the terminal.

use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clade_analyze::cli::{self, Request};
use clade_analyze::exit::Exit;
use clade_analyze::model::{Tally, mask_secrets};
use clade_analyze::options::{Color, FoldOptions, Format, Options};
use clade_analyze::{
    Watch, contained, explain_checks as explain, fold, history, render, run, show, verify, write_policy,
};
use indicatif::{HumanBytes, HumanCount, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

fn main() -> ExitCode {
    let exit = contained(run_request).unwrap_or_else(|broken| {
        complain(
            &format!("stopped by {broken}; a report is written whole or not at all. Please report the mistake"),
            Exit::Broken,
        )
    });
    ExitCode::from(exit.code())
}

fn run_request() -> Exit {
    match cli::parse(std::env::args_os()) {
        Ok(Request::Analyze(options)) => analyze(&options),
        Ok(Request::Explain { check, policy }) => match explain(check.as_deref(), policy.as_deref()) {
            Ok(text) => print(&mask_secrets(&(render::terminal::plain(&text) + "\n")), Exit::Done),
            Err(failure) => complain(&failure.to_string(), failure.exit),
        },
        Ok(Request::Verify(question)) => match verify::verify(&question, &|_| {}) {
            Ok(answer) => print(&mask_secrets(&answer.text()), answer.exit()),
            Err(failure) => complain(&failure.to_string(), failure.exit),
        },
        Ok(Request::Show(options)) => match show(&options) {
            Ok(text) => print(&mask_secrets(&(render::terminal::plain(&text) + "\n")), Exit::Done),
            Err(failure) => complain(&failure.to_string(), failure.exit),
        },
        Ok(Request::History(reports)) => match history::history(&reports) {
            Ok(text) => print(&mask_secrets(&(text + "\n")), Exit::Done),
            Err(error) => complain(&error.to_string(), Exit::Usage),
        },
        Ok(Request::Fold(options)) => fold_exports(&options),
        Ok(Request::Init(options)) => match write_policy(&options) {
            Ok(text) => print(&(render::terminal::plain(&text) + "\n"), Exit::Done),
            Err(failure) => complain(&failure.to_string(), failure.exit),
        },
        Err(refusal) if refusal.exit == Exit::Done => print(&refusal.text, Exit::Done),
        Err(refusal) => {
            // clap's text carries its own «error:».
            let _ = write!(io::stderr(), "{}", mask_secrets(&refusal.text));
            refusal.exit
        }
    }
}

/// Does something while the terminal shows how far it is.
fn watched<T>(quiet: bool, work: impl FnOnce(&Watch) -> T) -> T {
    let tally = Arc::new(Tally::default());
    let shown = (!quiet && io::stderr().is_terminal()).then(|| progress(&tally));
    let stage = |what: &str| shown.iter().for_each(|shown| shown.set_message(what.to_owned()));
    let done = work(&Watch { stage: &stage, tally });
    shown.iter().for_each(ProgressBar::finish_and_clear);
    done
}

fn fold_exports(options: &FoldOptions) -> Exit {
    match watched(options.quiet, |watch| fold(options, watch)) {
        Ok(_) if options.quiet => Exit::Done,
        Ok(text) => print(&mask_secrets(&(render::terminal::plain(&text) + "\n")), Exit::Done),
        Err(failure) => complain(&failure.to_string(), failure.exit),
    }
}

fn analyze(options: &Options) -> Exit {
    let finished = watched(options.quiet, |watch| run(options, watch));
    for remark in finished.as_ref().map_or(&[][..], |finished| &finished.remarks) {
        let _ = writeln!(io::stderr(), "{}", mask_secrets(&render::terminal::plain(remark)));
    }
    match finished {
        Ok(finished) if options.quiet => finished.exit,
        Ok(finished) => {
            let color = match options.color {
                Color::Always => true,
                Color::Never => false,
                Color::Auto => io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none(),
            };
            let width = terminal_size::terminal_size().map_or(NOT_A_TERMINAL, |(width, _)| usize::from(width.0));
            let page = options.formats.contains(&Format::Html).then(|| finished.out.join("report.html"));
            let out = Some(finished.out.as_path());
            let mut text = render::terminal::summary(&finished.report, color, width, out, page.as_deref());
            if let Some(kept) = &finished.kept {
                let kept = render::terminal::plain(&kept.display().to_string());
                text.push_str(&format!("The report that was there before was changed by hand; a copy is in {kept}\n"));
            }
            print(&mask_secrets(&text), finished.exit)
        }
        Err(failure) => complain(&failure.to_string(), failure.exit),
    }
}

/// How often the line of the progress is drawn anew.
const TICK: Duration = Duration::from_millis(150);

/// A line on standard error: what is being done, and the files, bytes and rows that were read.
fn progress(tally: &Arc<Tally>) -> ProgressBar {
    let tally = Arc::clone(tally);
    let read = move |_: &ProgressState, out: &mut dyn fmt::Write| {
        let _ = out.write_str(&read_so_far(tally.counts()));
    };
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    // The template is ours; one that could not be read would leave indicatif's own.
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}{read}") {
        bar.set_style(style.with_key("read", read));
    }
    bar.enable_steady_tick(TICK);
    bar
}

/// `: 12 files, 3.40 MiB, 23,000 rows`; nothing before anything was read.
fn read_so_far((files, bytes, rows): (u64, u64, u64)) -> String {
    let count = |n: u64, noun: &str| format!("{} {noun}{}", HumanCount(n), if n == 1 { "" } else { "s" });
    let files = if files == 0 { String::new() } else { format!("{}, ", count(files, "file")) };
    if bytes == 0 { String::new() } else { format!(": {files}{}, {}", HumanBytes(bytes), count(rows, "row")) }
}

/// Columns of the summary in a file or a log: what fits an unmaximized window.
const NOT_A_TERMINAL: usize = 100;

/// Prints; a reader that has gone (`| head`) is no error, a device that is full is one.
fn print(text: &str, exit: Exit) -> Exit {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            complain(&format!("cannot write to standard output: {error}"), Exit::CannotWrite)
        }
        _ => exit,
    }
}

fn complain(text: &str, exit: Exit) -> Exit {
    let _ = writeln!(io::stderr(), "error: {}", mask_secrets(&render::terminal::plain(text)));
    exit
}

#[cfg(test)]
mod tests {
    use super::read_so_far;

    #[test]
    fn what_was_read_is_counted() {
        assert_eq!(read_so_far((0, 0, 0)), "");
        assert_eq!(read_so_far((0, 25 << 20, 225_712)), ": 25.00 MiB, 225,712 rows");
        assert_eq!(read_so_far((1, 512, 1)), ": 1 file, 512 B, 1 row");
        assert_eq!(read_so_far((12, 3 << 30, 23_000)), ": 12 files, 3.00 GiB, 23,000 rows");
    }
}
