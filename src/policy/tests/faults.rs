//! What the loader refuses, and in which words.

mod example;
mod sections;

use super::*;

/// The message without the line it points at.
fn fault(text: &str) -> String {
    in_full(text).lines().next().unwrap().to_owned()
}

fn in_full(text: &str) -> String {
    parse("clade.toml", text.as_bytes(), &known()).unwrap_err().to_string()
}

#[test]
fn the_line_is_shown_with_a_caret_under_the_fault() {
    for (text, shown) in [
        ("\n[services.a]\nownr = \"x\" # me\r\n", ["    3 | ownr = \"x\" # me", "      | ^^^^"]),
        (
            "[environments]\nstaging = [\"a\", \"*\"]",
            ["    2 | staging = [\"a\", \"*\"]", "      |                 ^^^"],
        ),
        ("[limits]\n\torganization = 0", ["    2 |  organization = 0", "      |                 ^"]),
        ("[alerts]\nrecipients = [\n1]", ["    3 | 1]", "      | ^"]),
        ("[alerts]\nrecipients = {\na = 1 }", ["    2 | recipients = {", "      |              ^"]),
        ("a = ", ["    1 | a =", "      |     ^"]),
    ] {
        assert_eq!(in_full(text).lines().skip(1).collect::<Vec<_>>(), shown, "{text}");
    }
    let long = format!("[limits]\n{}{}", "\"é\".".repeat(60), "x = 1");
    let shown = in_full(&long);
    assert!(shown.lines().all(|line| line.chars().count() <= 110), "{shown}");
    let hostile = in_full("[organization]\n\"\u{202e}\u{7f}\" = 1");
    assert!(!hostile.contains(['\u{202e}', '\u{7f}']), "{hostile:?}");
}

#[test]
fn faults_say_where_what_and_what_was_meant() {
    for (text, message) in [
        ("[organisation]", "1:2: unknown section `organisation`; did you mean `organization`?"),
        ("[organization]\n  domain = []", "2:3: unknown [organization] key `domain`; did you mean `domains`?"),
        ("[organization]\nxyz = 1", "2:1: unknown [organization] key `xyz`; there is name, domains"),
        ("organization = 1", "1:16: `organization` must be a table, not an integer"),
        (
            "[organization]\ndomains = \"a.com\"",
            "2:11: `organization.domains` must be a list of texts, like [\"a\", \"b\"], not a string",
        ),
        ("[organization]\ndomains = [\"a.com\", \"A.com\"]", "2:21: `A.com` is in `organization.domains` twice"),
        (
            "[organization]\ndomains = [\"x@a.com\"]",
            "2:12: `x@a.com` is not a domain; write what follows the @, like example.com",
        ),
        ("[organization]\nname = \" \"", "2:8: `organization.name` must not be empty"),
        ("[environments]\nprod = [\"x\"]", "2:1: unknown [environments] key `prod`; did you mean `production`?"),
        (
            "[environments]\nstaging = [\"a\"]\ntesting = [\"A\"]",
            "3:12: `A` already means staging; a word has one environment",
        ),
        ("[environments]\nstaging = [\"*\"]", "2:12: `*` covers every name; give it letters"),
        ("[environments.keys]\nk = \"prod\"", "2:5: unknown environment `prod`; did you mean `production`?"),
        ("[services.a]\nownr = \"x\"", "2:1: unknown [services.a] key `ownr`; did you mean `owner`?"),
        (
            "[services.a]\nowner = \"x\"",
            "1:11: service `a` needs `keys`: patterns over the names of its keys, like [\"a-*\"]",
        ),
        ("[services.a]\nkeys = [\"x\"]\n[services.b]\nkeys = [\"x\"]", "4:9: `x` already belongs to service `a`"),
        ("[checks.stale-keys]", "1:9: unknown check `stale-keys`; did you mean `stale-key`?"),
        ("[checks.zzz]", "1:9: unknown check `zzz`; `clade-analyze explain` lists the checks"),
        (
            "[checks.stale-key]\nstale_days = 1",
            "2:1: unknown [checks.stale-key] key `stale_days`; did you mean `stale_after_days`?",
        ),
        ("[checks.stale-key]\nstale_after_days = -1", "2:20: `checks.stale-key.stale_after_days` must not be negative"),
        (
            "[checks.stale-key]\nstale_after_days = inf",
            "2:20: `checks.stale-key.stale_after_days` must be a finite number",
        ),
        (
            "[checks.stale-key]\nstale_after_days = \"45\"",
            "2:20: `checks.stale-key.stale_after_days` must be a number, not a string",
        ),
        ("[checks.stale-key]\nenabled = false", "1:9: `stale-key` is switched off without a `reason`"),
    ] {
        assert_eq!(fault(text), format!("clade.toml:{message}"), "{text}");
    }
}

#[test]
fn faults_in_suppressions_and_syntax() {
    let whole = "[[suppress]]\nrule = \"stale-key\"\nsubject = \"k\"\nreason = \"r\"\n";
    for (text, message) in [
        (whole.replace("subject = \"k\"\n", ""), "1:1: this [[suppress]] has no `subject`"),
        (format!("{whole}severity = \"medum\""), "5:12: unknown severity `medum`; did you mean `medium`?"),
        (format!("{whole}observed = 104"), "5:12: `suppress.observed` must be a text in quotes, not an integer"),
        (whole.replace("\"r\"", "\"\""), "4:10: `suppress.reason` must not be empty"),
        (whole.replace("stale", "stael"), "2:8: unknown check `stael-key`; did you mean `stale-key`?"),
        (
            whole.replace("reason", "because"),
            "4:1: unknown [suppress] key `because`; there is rule, subject, reason, approved_by, expires, severity, observed",
        ),
        (whole.repeat(2), "5:1: `stale-key` is already suppressed for `k` in line 1"),
        (
            format!("{whole}expires = \"2027-01-31\""),
            "5:11: `suppress.expires` must be a date without quotes, like 2027-01-31, not a string",
        ),
        (
            format!("{whole}expires = 2027-01-31T00:00:00Z"),
            "5:11: `suppress.expires` must be a date without quotes, like 2027-01-31, not a datetime",
        ),
        (
            whole.replace("[[suppress]]", "[suppress]"),
            "1:1: `suppress` must be a list of tables, each under [[suppress]], not a table",
        ),
    ] {
        assert_eq!(fault(&text), format!("clade.toml:{message}"), "{text}");
    }
    assert!(fault("é = [1,").starts_with("clade.toml:1:"), "{}", fault("é = [1,"));
    assert!(fault("a = 1\na = 2").starts_with("clade.toml:2:1: not TOML: "), "{}", fault("a = 1\na = 2"));
    assert!(fault(&format!("{whole}expires = 2027-02-30")).starts_with("clade.toml:5:"));
    let broken = parse("clade.toml", b"# ok\n\xff", &known()).unwrap_err().to_string();
    assert_eq!(
        broken, "clade.toml:2:1: not UTF-8; save the file as UTF-8 text",
        "a line that cannot be read is not shown"
    );
}

#[test]
fn what_does_nothing_is_removed_and_not_suppressed() {
    let known = [KnownCheck { id: "unused-suppression", thresholds: Vec::new() }];
    let text = "[[suppress]]\nrule = \"unused-suppression\"\nsubject = \"x\"";
    let message = parse("clade.toml", text.as_bytes(), &known).unwrap_err().to_string();
    assert!(message.starts_with("clade.toml:2:8: `unused-suppression` cannot be suppressed"), "{message}");
}

#[test]
fn columns_count_characters_and_windows_line_ends_are_fine() {
    assert_eq!(fault("[services.\"é\"]\r\nkeys = [\"é\", 1]").split(": ").next(), Some("clade.toml:2:14"));
}

#[test]
fn a_reason_alone_is_refused() {
    let message = fault("[checks.stale-key]\nreason = \"x\"\nstale_after_days = 1_000");
    assert!(message.starts_with("clade.toml:2:1: `reason` says why a check is off"), "{message}");
    assert_eq!(
        read("[checks.stale-key]\nstale_after_days = 0x1F").threshold("stale-key", "stale_after_days"),
        Some(31.0)
    );
}

#[test]
fn a_pasted_secret_does_not_come_back() {
    let key = format!("sk-ant-api03-{}", "x".repeat(90));
    for text in [
        format!("[organization]\n{key} = 1"),
        format!("[environments.keys]\nk = \"{key}\""),
        format!("[organization]\nname = {key}"),
        format!("[organization]\nnome = 1 # {key}"),
        key.clone(),
    ] {
        assert!(!in_full(&text).contains("xxxxx"), "{}", in_full(&text));
    }
}

#[test]
fn a_missing_file_is_named() {
    let error = load(std::path::Path::new("no/such.toml"), &known()).unwrap_err().to_string();
    assert!(error.starts_with("cannot read the policy no/such.toml: "), "{error}");
}

#[test]
fn deep_nesting_is_a_fault() {
    for text in [
        format!("a = {}", "[".repeat(50_000)),
        format!("[{}a]", "a.".repeat(50_000)),
        format!("{}a = 1", "a.".repeat(50_000)),
        format!("a = {}", "{a=".repeat(50_000)),
    ] {
        assert!(fault(&text).starts_with("clade.toml:1:"));
    }
}
