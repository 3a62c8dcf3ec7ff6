//! The arguments, read into a request. The only module that knows clap.

mod after_help;
mod arguments;
mod generated;
mod request;
#[cfg(test)]
mod tests;
mod values;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{CommandFactory, Parser};

use self::arguments::{Arguments, Command};
use crate::collect;
use crate::exit::Exit;
use crate::options::{FoldOptions, InitOptions, Options, ShowOptions};
use crate::verify::VerifyRequest;

/// What the user wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// Analyze exports.
    Analyze(Options),
    /// Explain all checks, or one, and the rules of a policy.
    Explain {
        /// Id of the check or rule.
        check: Option<String>,
        /// The policy with the rules.
        policy: Option<PathBuf>,
    },
    /// Compare a report with its manifest and its exports.
    Verify(VerifyRequest),
    /// Put reports side by side.
    History(Vec<PathBuf>),
    /// Tell all about one key, member or workspace.
    Show(ShowOptions),
    /// Fold exports into a part.
    Fold(FoldOptions),
    /// Write a policy to begin with.
    Init(InitOptions),
}

/// Why there is nothing to run: the help was asked for, or the arguments are wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CliError {
    /// For the terminal: standard output where `exit` is [`Exit::Done`] (help, version), else standard error.
    pub text: String,
    /// How the run ends.
    pub exit: Exit,
}

/// Reads the arguments, the program's name first.
///
/// # Errors
/// [`CliError`] for help and version, and for arguments that are wrong.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Request, CliError> {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    if arguments.len() < 2 {
        return Err(CliError { text: after_help::short(), exit: Exit::Usage });
    }
    let refused = |error: clap::Error| {
        let exit = if error.use_stderr() { Exit::Usage } else { Exit::Done };
        CliError { text: error.render().to_string(), exit }
    };
    let arguments = Arguments::try_parse_from(arguments).map_err(refused)?;
    match arguments.command {
        Some(Command::Completions { shell }) => {
            Err(CliError { text: generated::completions(shell, Arguments::command()), exit: Exit::Done })
        }
        Some(Command::Collect { period }) => Err(CliError { text: collect::script(period), exit: Exit::Done }),
        Some(Command::Man) => Err(CliError { text: generated::man_page(Arguments::command()), exit: Exit::Done }),
        _ => arguments.request().map_err(refused),
    }
}

/// The text of `--help`.
#[must_use]
pub fn help() -> String {
    Arguments::command().render_help().to_string()
}
