//! Dates that nobody means, wherever they come in: arguments, policy, exports, an earlier report, a manifest.

use super::support::{Folder, program};
use super::{USAGE, code, run, stderr};

const MEMBERS: &[u8] = br#"{"data":[{"type":"workspace_member","user_id":"user_1","workspace_id":"wrkspc_1","workspace_role":"workspace_admin"}],"has_more":false,"first_id":null,"last_id":null}"#;

/// Fault: A period or date beyond any export
/// Outcome: Exit 2 with the reason
#[test]
fn arguments_beyond_any_export_are_refused_with_the_reason() {
    for (arguments, says) in [
        (&["--to", "2926-09-30"][..], "only dates of 2015 to 2099 can be meant"),
        (&["--from", "0026-07-01"], "only dates of 2015 to 2099 can be meant"),
        (&["--period", "1999-Q1"], "only dates of 2015 to 2099 can be meant"),
        (&["--as-of", "2926-09-30"], "only dates of 2015 to 2099 can be meant"),
        (&["--as-of", "1026-09-30T00:00:00Z"], "only dates of 2015 to 2099 can be meant"),
        (&["--to", "2096-09-30"], "the most is ten years"),
        (&["--from", "2016-01-01", "--to", "2026-07-31"], "the most is ten years"),
        (&["--as-of", "2087-01-01"], "more than five years after everything in the exports, which end on 2026-07-02"),
        (&["--as-of", "2020-01-01"], "is before everything in the exports, which begin on 2026-07-01"),
        (&["--period", "2027-Q1"], "begins after everything in the exports, which end on 2026-07-02"),
    ] {
        let (output, folder) = run(&[("usage.csv", USAGE)], arguments);
        assert_eq!(code(&output), 2, "{arguments:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(says), "{arguments:?}: {}", stderr(&output));
        assert!(!folder.path("reports").exists(), "{arguments:?}: nothing is written");
    }
    for arguments in
        [&["--as-of", "2026-09-30"][..], &["--to", "2026-12-31"], &["--period", "2026-Q3"], &["--from", "2025-07-01"]]
    {
        let (output, _) = run(&[("usage.csv", USAGE)], arguments);
        assert_eq!(code(&output), 0, "{arguments:?}: {}", stderr(&output));
    }
}

/// Fault: Exports without any date
/// Outcome: Exit with the reason instead of a report about no day
#[test]
fn exports_without_a_date_are_no_report_of_1969() {
    let (output, folder) = run(&[("members.json", MEMBERS)], &[]);
    assert_eq!(code(&output), 3, "{}", stderr(&output));
    assert!(stderr(&output).contains("no record of these exports has a usable date"), "{}", stderr(&output));
    assert!(!folder.path("reports").exists());
    let (output, _) = run(&[("members.json", MEMBERS)], &["--as-of", "2026-09-30"]);
    assert_eq!(code(&output), 0, "the user says when: {}", stderr(&output));
    let misdated = String::from_utf8(USAGE.to_vec()).unwrap().replace("2026-", "2126-");
    let (output, _) = run(&[("usage.csv", misdated.as_bytes()), ("members.json", MEMBERS)], &[]);
    assert_eq!(code(&output), 3, "{}", stderr(&output));
}

#[test]
fn an_access_review_of_the_future_is_an_error_of_the_policy() {
    for (on, expected) in [("2926-07-01", 2), ("2026-10-01", 2), ("2026-07-20", 0), ("2026-06-30", 0)] {
        let policy = format!("[access.review]\non = {on}\nreviewer = \"ann@example.com\"\n");
        let folder = Folder::with(&[("exports/usage.csv", USAGE), ("clade.toml", policy.as_bytes())]);
        let output = program(&["exports", "-q"], &folder.0);
        assert_eq!(code(&output), expected, "{on}: {}", stderr(&output));
        if expected == 2 {
            let says = format!("clade.toml: [access.review] says `on` = {on}");
            assert!(stderr(&output).contains(&says), "{}", stderr(&output));
        }
    }
}

/// Fault: A report with forged dates as baseline or in `verify`
/// Outcome: Refused at once
#[test]
fn forged_dates_in_a_report_are_refused_at_the_door() {
    let folder = Folder::with(&[("exports/usage.csv", USAGE)]);
    assert_eq!(code(&program(&["exports", "-q", "--out", "report"], &folder.0)), 0);
    let (findings, manifest) = ("report/findings.json", "report/manifest.json");
    let read = |name: &str| std::fs::read_to_string(folder.path(name)).unwrap();
    let (true_findings, true_manifest) = (read(findings), read(manifest));
    let periods = [
        r#""start": "0001-01-01""#,
        r#""start": "-9999-01-01""#,
        r#""start": "2026-07-03""#,
        r#""start": "2010-01-01""#,
    ];
    let instants =
        ["-262143-01-01T00:00:00Z", "+262142-12-31T23:59:59Z", "1969-12-31T00:00:00Z", "2926-10-01T00:00:00Z"];
    let instants = instants.map(|at| format!(r#""as_of": "{at}""#));
    for (true_part, forged) in periods
        .into_iter()
        .map(|forged| (r#""start": "2026-07-01""#, forged.to_owned()))
        .chain(instants.into_iter().map(|forged| (r#""as_of": "2026-07-03T00:00:00Z""#, forged)))
    {
        folder.write("old.json", true_findings.replace(true_part, &forged).as_bytes());
        assert_ne!(true_findings, read("old.json"), "{forged}");
        let output = program(&["exports", "-q", "--out", "new", "--baseline", "old.json"], &folder.0);
        assert!(code(&output) == 2 && stderr(&output).contains("is no findings.json"), "{forged}: {}", stderr(&output));
        folder.write(manifest, true_manifest.replace(true_part, &forged).as_bytes());
        assert_ne!(true_manifest, read(manifest), "{forged}");
        let output = program(&["verify", "report", "--exports", "exports"], &folder.0);
        assert!(code(&output) == 2 && stderr(&output).contains("manifest"), "{forged}: {}", stderr(&output));
    }
}

#[test]
fn why_nothing_has_a_date_is_said() {
    let header = "usage_date_utc,model,workspace,api_key,usage_type,token_type,cost_usd";
    let euros = format!("{header}\n2026-08-01,Claude Sonnet 4.6,Default,k,message,output,EUR 3.50\n");
    let (output, _) = run(&[("cost.csv", euros.as_bytes())], &[]);
    assert_eq!(code(&output), 3, "{}", stderr(&output));
    assert!(
        stderr(&output).contains("1 record could not be read; the first: cost.csv line 2, cost_usd: "),
        "{}",
        stderr(&output)
    );
}
