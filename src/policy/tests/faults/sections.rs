//! What the sections about limits, people and hours refuse.

use super::fault;

#[test]
fn amounts_models_and_geos() {
    for (text, message) in [
        ("[limits]\norganization = 0", "2:16: `limits.organization` must be more than 0"),
        ("[limits]\norganization = -0.01", "2:16: `limits.organization` must be more than 0"),
        ("[limits]\norganization = 1e16", "2:16: `limits.organization`: amount out of range"),
        ("[limits]\norganization = nan", "2:16: `limits.organization`: not a decimal amount"),
        (
            "[limits]\norganization = \"5\"",
            "2:16: `limits.organization` must be an amount in US dollars without quotes, like 20000 or 20000.50, not a string",
        ),
        ("[limits]\nworkspace = {}", "2:1: unknown [limits] key `workspace`; did you mean `workspaces`?"),
        ("[limits.workspaces]\n\"\" = 5", "2:1: a name must not be empty"),
        ("[limits.workspaces]\nA = 0.0", "2:5: `limits.workspaces.A` must be more than 0"),
        ("[alerts]\nrecipients = [\"finops\"]", "2:15: `finops` is not a mail address"),
        (
            "[models]\napproved = []",
            "2:12: `models.approved` must not be empty; leave it out where there is no such rule",
        ),
        ("[models]\napproved = [\"*\"]", "2:13: `*` covers every name; give it letters"),
        ("[models]\nallowed = [\"a\"]", "2:1: unknown [models] key `allowed`; there is approved"),
        ("[naming]\nkeys = [\"a-*\", \"?\"]", "2:16: `?` covers every name; give it letters"),
        ("[report]\nprepared_by = \"ann\"", "2:15: `report.prepared_by` must be a table, not a string"),
        (
            "[report]\nprepared_by = { name = \"ann\" }",
            "2:15: needs `name` and `on`, like { name = \"ann@example.com\", on = 2026-10-05 }",
        ),
        (
            "[report]\nsigned_by = {}",
            "2:1: unknown [report] key `signed_by`; there is prepared_by, reviewed_by, approved_by",
        ),
        ("[due]\nurgent = 3", "2:1: unknown [due] key `urgent`; there is critical, high, medium, low, info"),
        ("[due]\nhigh = 4000", "2:8: a due date must not be more than 3650 days away"),
        ("[due]\nhigh = \"14 days\"", "2:8: `due.high` must be a whole number, not a string"),
        ("[residency]\ngeos = []", "2:8: `residency.geos` must not be empty; leave it out where there is no such rule"),
        (
            "[services.a]\nkeys = [\"a\"]\nenvironments = [\"prod\"]",
            "3:17: unknown environment `prod`; did you mean `production`?",
        ),
    ] {
        assert_eq!(fault(text), format!("clade.toml:{message}"), "{text}");
    }
}

#[test]
fn people_and_reviews() {
    for (text, message) in [
        (
            "[access.roles]\nadmin = [\"ann@example.com\"]\nowner = [\"ANN+x@example.com\"]",
            "3:10: `ann@example.com` already has the role `admin`; a person has one",
        ),
        (
            "[access.roles]\nadmin = [\"ann@example.com\", \"Ann@Example.com\"]",
            "2:29: `ann@example.com` is in `access.roles.admin` twice",
        ),
        ("[access.roles]\nadmin = [\"ann\"]", "2:10: `ann` is not a mail address"),
        (
            "[access.roles]\n\"Primary Owner\" = []\nprimary_owner = []",
            "3:1: the role `primary_owner` is in [access.roles] twice",
        ),
        ("[access.review]\npopulation = 3", "1:1: [access.review] needs `on`: the day of the review, like 2026-08-01"),
        (
            "[access.review]\non = 2026-08-01\npopulation = -3",
            "3:14: `access.review.population` must be a whole number from 0 on",
        ),
        ("[access.review]\npopulation = 3.0", "2:14: `access.review.population` must be a whole number, not a float"),
        ("[access]\nrole = {}", "2:1: unknown [access] key `role`; did you mean `roles`?"),
        ("[audit_log]\nsso_required = \"yes\"", "2:16: `audit_log.sso_required` must be true or false, not a string"),
        ("[audit_log]\nreviewers = [\"x\"]", "2:14: `x` is not a mail address"),
    ] {
        assert_eq!(fault(text), format!("clade.toml:{message}"), "{text}");
    }
}

#[test]
fn settings() {
    for (text, message) in [
        (
            "[settings]\nretention = \"90\"",
            "2:13: no period of retention; write \"90 days\", \"3 months\" or \"indefinite\"",
        ),
        ("[settings]\nretention = 90", "2:13: `settings.retention` must be a text in quotes, not an integer"),
        ("[settings]\nsso_used = \"no\"", "2:12: `settings.sso_used` must be true or false, not a string"),
        ("[settings]\nsso = false", "2:1: unknown [settings] key `sso`; did you mean `sso_used`?"),
        (
            "[settings]\nsso_used = false\n[audit_log]\nsso_required = true",
            "4:1: `sso_required` contradicts `sso_used = false` under [settings]",
        ),
        (
            "[audit_log]\nsso_required = true\n[settings]\nsso_used = false",
            "4:1: `sso_used = false` contradicts `sso_required` under [audit_log]",
        ),
    ] {
        assert_eq!(fault(text), format!("clade.toml:{message}"), "{text}");
    }
    for (rule, message) in [
        ("a = false", "2:5: `settings.baseline.a` must be a table, not a boolean"),
        ("a = {}", "2:1: this setting has no condition; give it one of equals, one_of, at_most, not_empty"),
        (
            "a = { severity = \"high\" }",
            "2:1: this setting has no condition; give it one of equals, one_of, at_most, not_empty",
        ),
        ("a = { equals = 1, at_most = 2 }", "2:19: a setting has one condition: equals, one_of, at_most or not_empty"),
        (
            "a = { equals = 1, severity = \"bad\" }",
            "2:30: unknown severity `bad`; there is critical, high, medium, low, info",
        ),
        ("a = { one_of = [] }", "2:16: `settings.baseline.a.one_of` must not be empty"),
        (
            "a = { equals = 2026-01-01 }",
            "2:16: `settings.baseline.a.equals` must be a text, a number, true or false, not a datetime",
        ),
        ("a = { at_most = \"5\" }", "2:17: `settings.baseline.a.at_most` must be a number, not a string"),
        ("a = { not_empty = false }", "2:19: `not_empty` must be true; for an empty list write equals = []"),
        ("a = { equal = 1 }", "2:7: unknown [settings.baseline.a] key `equal`; did you mean `equals`?"),
        ("\"\" = { equals = 1 }", "2:1: a name must not be empty"),
        (
            "data_retention_periods = { equals = 90 }",
            "2:1: a period stands under [settings] as `retention`, like \"90 days\"",
        ),
    ] {
        assert_eq!(fault(&format!("[settings.baseline]\n{rule}")), format!("clade.toml:{message}"), "{rule}");
    }
}

#[test]
fn hours() {
    const WHOLE: &str = "[hours]\nfrom = 07:00:00\nto = 19:00:00\nutc_offset = \"+02:00\"\n";
    let replaced = |old: &str, new: &str| fault(&WHOLE.replace(old, new));
    assert!(replaced("to = 19:00:00", "").starts_with("clade.toml:1:1: [hours] needs `to`"));
    assert!(replaced("utc_offset = \"+02:00\"", "").starts_with("clade.toml:1:1: [hours] needs `utc_offset`"));
    let late = "clade.toml:3:6: `hours.to` must be later than `hours.from`; 00:00:00 is the end of the day";
    assert_eq!(replaced("19:00:00", "07:00:00"), late);
    for offset in ["2:00", "+2:00", "+02:60", "+15:00", "Z", "+02", "++1:00", "+02:+1", "é02:00"] {
        assert!(replaced("+02:00", offset).contains("is not an offset from UTC"), "{offset}");
    }
    for (line, message) in [
        ("days = [\"monday\"]", "unknown day `monday`; did you mean `mon`?"),
        ("days = []", "`hours.days` must not be empty; leave it out where there is no such rule"),
        ("holidays = [2026-12-25, 2026-12-25]", "`2026-12-25` is in `hours.holidays` twice"),
        ("holidays = [07:00:00]", "`hours.holidays` must be a date without quotes, like 2027-01-31, not a datetime"),
    ] {
        assert!(fault(&format!("{WHOLE}{line}")).ends_with(message), "{}", fault(&format!("{WHOLE}{line}")));
    }
    assert!(replaced("07:00:00", "\"07:00\"").ends_with("must be a time without quotes, like 07:00:00, not a string"));
    assert!(
        replaced("07:00:00", "2026-01-01").ends_with("must be a time without quotes, like 07:00:00, not a datetime")
    );
}

#[test]
fn prices() {
    for (text, message) in [
        ("input = 3\noutput = 15", "1:1: this [[prices]] has no `model`"),
        ("model = \"a\"", "1:1: this [[prices]] has neither `discount_percent` nor `input`"),
        ("model = \"a\"\ninput = 3", "1:1: this [[prices]] has `input` and no `output`"),
        ("model = \"a\"\noutput = 3", "1:1: this [[prices]] has neither `discount_percent` nor `input`"),
        (
            "model = \"a\"\ndiscount_percent = 5\nbatch = 1",
            "1:1: this [[prices]] has `discount_percent` and prices: state one of both",
        ),
        ("model = \"*\"\ndiscount_percent = 5", "2:9: `*` covers every name; give it letters"),
        ("model = \"a\"\ndiscount_percent = 100", "3:20: a discount is more than 0 and less than 100 percent"),
        ("model = \"a\"\ndiscount_percent = -5", "3:20: `prices.discount_percent` must not be negative"),
        ("model = \"a\"\ninput = 3000000", "3:9: more than 10,000 dollars: prices are per million tokens"),
        ("model = \"a\"\ninput = 0", "3:9: `prices.input` must be more than 0"),
        ("model = \"a\"\nfast = 0", "3:8: a multiplier is more than 0 and at most 100"),
        ("from = 2026-02-01\nto = 2026-01-31", "3:6: `to` is before `from`"),
        ("to = 2026-01-31\nfrom = 2026-02-01\nmodel = \"a\"", "1:1: `to` is before `from`"),
        ("model = \"a\"\ninputs = 3", "3:1: unknown [prices] key `inputs`; did you mean `input`?"),
    ] {
        assert_eq!(fault(&format!("[[prices]]\n{text}")), format!("clade.toml:{message}"), "{text}");
    }
    let twice = "[[prices]]\nmodel = \"a\"\nto = 2026-03-31\ndiscount_percent = 5\n[[prices]]\nmodel = \"A\"\nfrom = 2026-03-31\n\
                 discount_percent = 6";
    assert_eq!(
        fault(twice),
        "clade.toml:5:1: line 1 already prices `A` on some of these days; give both `from` and `to`"
    );
}
