//! What the sections about limits, people and hours refuse.

use super::fault;

#[test]
fn amounts_models_and_geos() {
    for (text, message) in [
        ("[limits]\norganization = 0", "2:16: `limits.organization` must be more than 0"),
        ("[limits]\norganization = -0.01", "2:16: `limits.organization` must be more than 0"),
        ("[limits]\norganization = 1e16", "2:16: `limits.organization` is amount out of range"),
        ("[limits]\norganization = nan", "2:16: `limits.organization` is not a decimal amount"),
        (
            "[limits]\norganization = \"5\"",
            "2:16: `limits.organization` must be an amount in US dollars without quotes, like 20000 or 20000.50, not a string",
        ),
        ("[limits]\nworkspace = {}", "2:1: unknown [limits] key `workspace`; did you mean `workspaces`?"),
        ("[limits.workspaces]\n\"\" = 5", "2:1: a name must not be empty"),
        ("[limits.workspaces]\nA = 0.0", "2:5: `limits.workspaces.A` must be more than 0"),
        ("[alerts]\nrecipients = [\"finops\"]", "2:15: `finops` is no mail address"),
        (
            "[models]\napproved = []",
            "2:12: `models.approved` must not be empty; leave it out where there is no such rule",
        ),
        ("[models]\napproved = [\"*\"]", "2:13: `*` covers every name; give it letters"),
        ("[models]\nallowed = [\"a\"]", "2:1: unknown [models] key `allowed`; there is approved"),
        ("[naming]\nkeys = [\"a-*\", \"?\"]", "2:16: `?` covers every name; give it letters"),
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
            "2:29: `ann@example.com` stands twice in `access.roles.admin`",
        ),
        ("[access.roles]\nadmin = [\"ann\"]", "2:10: `ann` is no mail address"),
        (
            "[access.roles]\n\"Primary Owner\" = []\nprimary_owner = []",
            "3:1: the role `primary_owner` stands twice in [access.roles]",
        ),
        ("[access.review]\npopulation = 3", "1:1: [access.review] needs `on`: the day of the review, like 2026-08-01"),
        (
            "[access.review]\non = 2026-08-01\npopulation = -3",
            "3:14: `access.review.population` must be a whole number from 0 on",
        ),
        ("[access.review]\npopulation = 3.0", "2:14: `access.review.population` must be a whole number, not a float"),
        ("[access]\nrole = {}", "2:1: unknown [access] key `role`; did you mean `roles`?"),
        ("[audit_log]\nsso_required = \"yes\"", "2:16: `audit_log.sso_required` must be true or false, not a string"),
        ("[audit_log]\nreviewers = [\"x\"]", "2:14: `x` is no mail address"),
    ] {
        assert_eq!(fault(text), format!("clade.toml:{message}"), "{text}");
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
        assert!(replaced("+02:00", offset).contains("is no distance from UTC"), "{offset}");
    }
    for (line, message) in [
        ("days = [\"monday\"]", "unknown day `monday`; did you mean `mon`?"),
        ("days = []", "`hours.days` must not be empty; leave it out where there is no such rule"),
        ("holidays = [2026-12-25, 2026-12-25]", "`2026-12-25` stands twice in `hours.holidays`"),
        ("holidays = [07:00:00]", "`hours.holidays` must be a date without quotes, like 2027-01-31, not a datetime"),
    ] {
        assert!(fault(&format!("{WHOLE}{line}")).ends_with(message), "{}", fault(&format!("{WHOLE}{line}")));
    }
    assert!(replaced("07:00:00", "\"07:00\"").ends_with("must be a time without quotes, like 07:00:00, not a string"));
    assert!(
        replaced("07:00:00", "2026-01-01").ends_with("must be a time without quotes, like 07:00:00, not a datetime")
    );
}
