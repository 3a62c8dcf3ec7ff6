//! Parse, run, print, exit code: the only code that talks to the terminal.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use clade_analyze::cli::{self, Request};
use clade_analyze::exit::Exit;
use clade_analyze::model::mask_secrets;
use clade_analyze::options::{Color, Format, Options};
use clade_analyze::{explain_checks as explain, render, run, show, verify, write_policy};

fn main() -> ExitCode {
    let exit = match cli::parse(std::env::args_os()) {
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
    };
    ExitCode::from(exit.code())
}

fn analyze(options: &Options) -> Exit {
    let chatty = !options.quiet && io::stderr().is_terminal();
    let progress = |what: &str| {
        if chatty {
            let _ = write!(io::stderr(), "\r\x1b[K{what} …");
        }
    };
    let finished = run(options, &progress);
    if chatty {
        let _ = write!(io::stderr(), "\r\x1b[K");
    }
    if let Some(why) = finished.as_ref().ok().and_then(|finished| finished.incomplete.as_deref()) {
        let _ = writeln!(io::stderr(), "--strict: {}", mask_secrets(&render::terminal::plain(why)));
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
