//! Arguments, taken and refused.

use chrono::NaiveDate;

use super::*;
use crate::analyze;
use crate::model::{Period, Severity};
use crate::options::{Color, Format, PeriodChoice, SampleChoice};

fn parsed(line: &str) -> Result<Request, CliError> {
    parse(std::iter::once("clade-analyze").chain(line.split_whitespace()).map(OsString::from))
}

fn options(line: &str) -> Options {
    match parsed(line).unwrap() {
        Request::Analyze(options) => options,
        other => panic!("{line} asks for {other:?}"),
    }
}

fn refused(line: &str) -> String {
    let refusal = parsed(line).unwrap_err();
    assert_eq!(refusal.exit, Exit::Usage, "{line}: {}", refusal.text);
    refusal.text
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn the_definition_is_sound() {
    Arguments::command().debug_assert();
}

#[test]
fn a_folder_is_enough() {
    let options = options("./exports");
    assert_eq!(options.exports, [PathBuf::from("./exports")]);
    assert_eq!(options.period, PeriodChoice::Latest);
    assert_eq!(options.formats.len(), Format::DEFAULT.len());
    assert!(options.out.is_none() && options.policy.is_none() && options.as_of.is_none() && options.fail_on.is_none());
    assert!(!options.strict && !options.quiet);
}

#[test]
fn a_dash_is_an_input_beside_others() {
    assert_eq!(options("-").exports, [PathBuf::from("-")]);
    assert_eq!(options("- ./exports --strict").exports, [PathBuf::from("-"), PathBuf::from("./exports")]);
}

#[test]
fn everything_can_be_said() {
    let options = options(
        "a b.zip --out o --period 2026-Q3 --policy p.toml --fail-on high --format md,json,md --format csv --strict -q \
         --as-of 2026-10-05T12:00:00+02:00",
    );
    assert_eq!(options.exports.len(), 2);
    assert_eq!(options.out, Some(PathBuf::from("o")));
    assert_eq!(options.period, PeriodChoice::Given("2026-Q3".parse().unwrap()));
    assert_eq!(options.policy, Some(PathBuf::from("p.toml")));
    assert_eq!(options.fail_on, Some(Severity::High));
    assert_eq!(options.formats.into_iter().collect::<Vec<_>>(), [Format::Md, Format::Json, Format::Csv]);
    assert_eq!(options.as_of, Some("2026-10-05T10:00:00Z".parse().unwrap()));
    assert!(options.strict && options.quiet);
}

#[test]
fn every_severity_and_format_is_a_value() {
    for severity in Severity::ALL {
        assert_eq!(options(&format!("x --fail-on {}", severity.id())).fail_on, Some(severity));
    }
    for format in Format::ALL {
        assert_eq!(options(&format!("x --format {}", format.id())).formats.into_iter().collect::<Vec<_>>(), [format]);
    }
}

#[test]
fn a_day_given_as_instant_is_its_end() {
    assert_eq!(options("x --as-of 2026-09-30").as_of, Some("2026-10-01T00:00:00Z".parse().unwrap()));
    for wrong in ["2026-9-30", "2026-02-30", "yesterday", "2026-09-30T12:00:00", "+026-09-30"] {
        assert!(refused(&format!("x --as-of {wrong}")).contains("write a date like"), "{wrong}");
    }
}

#[test]
fn one_end_of_the_period_or_both() {
    assert_eq!(options("x --from 2026-04-01").period, PeriodChoice::Since(date("2026-04-01")));
    assert_eq!(options("x --to 2026-04-01").period, PeriodChoice::Until(date("2026-04-01")));
    let day = Period::new(date("2026-04-01"), date("2026-04-01")).unwrap();
    assert_eq!(options("x --from 2026-04-01 --to 2026-04-01").period, PeriodChoice::Given(day));
    assert!(refused("x --from 2026-04-02 --to 2026-04-01").contains("--from 2026-04-02 is later than --to 2026-04-01"));
    refused("x --period 2026-Q3 --from 2026-04-01");
    refused("x --period 2026-Q3 --to 2026-04-01");
}

#[test]
fn wrong_values_say_what_would_be_right() {
    assert!(refused("x --period 2026-Q5").contains("write a quarter (2026-Q3), a month (2026-08) or a year (2026)"));
    assert!(refused("x --fail-on severe").contains("info, low, medium, high, critical"));
    assert!(refused("x --format pdf").contains("html, md, jira, png, json, csv"));
    assert!(refused("x --formt md").contains("--format"));
    assert!(refused("-q").contains("<EXPORTS>"));
    refused("--strict");
}

#[test]
fn explain_is_a_question_and_a_folder_of_that_name_an_export() {
    let explain = |check: Option<&str>, policy: Option<&str>| {
        Ok(Request::Explain { check: check.map(str::to_owned), policy: policy.map(PathBuf::from) })
    };
    assert_eq!(parsed("explain"), explain(None, None));
    assert_eq!(parsed("explain stale-key"), explain(Some("stale-key"), None));
    assert_eq!(parsed("explain own-rule --policy p.toml"), explain(Some("own-rule"), Some("p.toml")));
    assert_eq!(options("./explain").exports, [PathBuf::from("./explain")]);
    assert_eq!(options("a explain").exports, [PathBuf::from("a"), PathBuf::from("explain")]);
    assert_eq!(options("-- explain").exports, [PathBuf::from("explain")]);
    refused("explain a b");
    refused("explain --strict");
}

#[test]
fn init_writes_a_policy_and_a_folder_of_that_name_is_an_export() {
    let init = |exports: &[&str], out: &str, force| {
        let exports = exports.iter().map(PathBuf::from).collect();
        Ok(Request::Init(InitOptions { exports, out: PathBuf::from(out), force }))
    };
    assert_eq!(parsed("init"), init(&[], "clade.toml", false));
    assert_eq!(parsed("init a b --out p.toml --force"), init(&["a", "b"], "p.toml", true));
    assert_eq!(options("./init").exports, [PathBuf::from("./init")]);
    assert_eq!(options("a init").exports, [PathBuf::from("a"), PathBuf::from("init")]);
    assert_eq!(options("-- init").exports, [PathBuf::from("init")]);
    refused("init a --strict");
}

#[test]
fn help_teaches() {
    let CliError { text, exit } = parsed("--help").unwrap_err();
    assert_eq!(exit, Exit::Done);
    assert_eq!(text, help());
    for part in [
        "clade-analyze ./exports",
        "reports/<period>/",
        "  3  nothing recognizable among the inputs",
        "Nothing is sent anywhere",
        "- for one file from standard input",
    ] {
        assert!(text.contains(part), "{part} is missing in:\n{text}");
    }
    assert_eq!(parsed("-h").unwrap_err().text, text);
    let version = format!("clade-analyze {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(parsed("-V").unwrap_err().text, version);
    let whole = parsed("--version").unwrap_err().text;
    assert!(whole.starts_with(&version) && whole.contains(&analyze::catalogue_sha256()), "{whole}");
}

#[test]
fn verify_takes_a_report_and_what_it_was_made_from() {
    let question = |line: &str| match parsed(line).unwrap() {
        Request::Verify(question) => question,
        other => panic!("{line}: {other:?}"),
    };
    assert_eq!(question("verify r").report, PathBuf::from("r"));
    let all = question("verify r --exports a b.zip --policy p.toml --baseline last/findings.json");
    assert_eq!(all.exports, [PathBuf::from("a"), PathBuf::from("b.zip")]);
    assert_eq!((all.policy, all.baseline), (Some("p.toml".into()), Some("last/findings.json".into())));
    assert!(refused("verify").contains("REPORT"));
    assert_eq!(options("./verify").exports, [PathBuf::from("./verify")], "a folder of that name");
    assert_eq!(options("a --baseline last").baseline, Some(PathBuf::from("last")));
}

#[test]
fn worksheets_and_samples_are_asked_for() {
    let asked = options("x --review a.csv --review b.xlsx --sample 25 --seed t");
    assert_eq!(asked.reviews, [PathBuf::from("a.csv"), PathBuf::from("b.xlsx")]);
    assert_eq!(asked.sample, Some(SampleChoice { size: 25, seed: Some("t".to_owned()) }));
    assert_eq!(options("x --sample 1").sample, Some(SampleChoice { size: 1, seed: None }));
    assert!(options("x").reviews.is_empty() && options("x").sample.is_none());
    refused("x --sample 0");
    refused("x --sample many");
    assert!(refused("x --seed t").contains("--sample"));
    let key = format!("sk-ant-api03-{}", "aB3_".repeat(20));
    assert!(refused(&format!("x --sample 1 --seed {key}")).contains("revoke the key"));
    let Ok(Request::Verify(question)) = parsed("verify r --exports a --review s.csv") else { panic!("verify") };
    assert_eq!(question.reviews, [PathBuf::from("s.csv")]);
}

#[test]
fn databases_of_places_are_named() {
    assert_eq!(options("x --geoip a.mmdb --geoip b.mmdb").geoip, [PathBuf::from("a.mmdb"), PathBuf::from("b.mmdb")]);
    let Ok(Request::Verify(question)) = parsed("verify r --exports a --geoip a.mmdb") else { panic!("verify") };
    assert_eq!(question.geoip, [PathBuf::from("a.mmdb")]);
    assert!(options("x").geoip.is_empty());
}

#[test]
fn show_takes_a_name_and_exports() {
    let Ok(Request::Show(asked)) = parsed("show ana@example.com a b.zip --policy p.toml --review s.csv") else {
        panic!("show")
    };
    assert_eq!(asked.what, "ana@example.com");
    assert_eq!(asked.run.exports, [PathBuf::from("a"), PathBuf::from("b.zip")]);
    assert_eq!((asked.run.policy, asked.run.reviews), (Some("p.toml".into()), vec!["s.csv".into()]));
    assert!(refused("show x").contains("EXPORTS"));
    assert_eq!(options("./show").exports, [PathBuf::from("./show")], "a folder of that name");
}

#[test]
fn nothing_asked_is_answered_in_short() {
    let CliError { text, exit } = parse(["clade-analyze".into()]).unwrap_err();
    assert_eq!(exit, Exit::Usage);
    assert!(text.contains("clade-analyze ./exports") && text.lines().count() < 12, "{text}");
    let help = parsed("help").unwrap_err();
    assert!(help.exit == Exit::Done && help.text.contains("--baseline"), "{}", help.text);
}

#[test]
fn completions_and_the_man_page_know_every_option() {
    for call in ["completions bash", "completions zsh", "completions fish", "completions powershell", "man"] {
        let CliError { text, exit } = parsed(call).unwrap_err();
        assert_eq!(exit, Exit::Done, "{call}");
        for option in ["baseline", "strict", "review", "verify"] {
            assert!(text.contains(option), "{call}: {option}");
        }
    }
    assert!(refused("completions tcsh").contains("fish"));
}

#[test]
fn colours_by_argument() {
    assert_eq!(options("x").color, Color::Auto);
    assert_eq!(options("x --color never").color, Color::Never);
    assert!(refused("x --color blue").contains("always"));
}
