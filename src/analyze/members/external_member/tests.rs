use serde_json::Value;

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{ask, ask_with, data, found, found_in, found_with, member, outcome, page, policy};
use crate::model::Confidence;
use crate::policy::Policy;

/// Twelve members at example.com, three at example.org, and others.
fn organization(others: &[&str]) -> String {
    let own = (0..12).map(|n| format!("ok{n}@Example.com")).chain((0..3).map(|n| format!("ok-o{n}@example.org")));
    let all = own.chain(others.iter().map(|address| (*address).to_owned()));
    page(&all.map(|address| member(&address, "developer")).collect::<Vec<Value>>())
}

#[test]
fn addresses_of_others_where_domains_are_inferred() {
    let members = organization(&[
        "stale-supplier@supplier.example",
        "stale-free@gmail.com",
        "ok-below@eu.example.com",
        "ok-plus+claude@example.com",
        "stale-looks@notexample.com",
    ]);
    let own = "the organization's domains example.com, example.org, inferred from at least 3 members (default), and 5 % of the members (default)";
    assert_eq!(
        ask(&ANALYZER, &[("members.json", &members)]),
        [
            format!(
                "medium stale-supplier@supplier.example: address at supplier.example. Role: developer. Expected: {own}"
            ),
            format!("medium stale-free@gmail.com: free mailbox at gmail.com (Gmail). Role: developer. Expected: {own}"),
            format!("medium stale-looks@notexample.com: address at notexample.com. Role: developer. Expected: {own}"),
        ]
    );
    let Outcome::Assessed { population, findings, .. } =
        outcome(&ANALYZER, &[("members.json", &members)], &Policy::default())
    else {
        panic!()
    };
    assert_eq!(population, 20);
    let sure: Vec<Confidence> = findings.iter().map(|finding| finding.confidence).collect();
    assert_eq!(sure, [Confidence::Medium, Confidence::High, Confidence::Medium], "a free mailbox is nobody's domain");
}

#[test]
fn a_guest_of_entra_is_at_home_elsewhere() {
    let members = organization(&["stale_supplier.example#EXT#@tenant.onmicrosoft.com"]);
    assert_eq!(
        found(&ANALYZER, &[("members.json", &members)]),
        ["medium stale_supplier.example#EXT#@tenant.onmicrosoft.com"]
    );
}

#[test]
fn the_policy_names_the_domains() {
    let members = organization(&["stale-free@gmail.com", "ok-below@eu.example.com"]);
    let files = [("members.json", members.as_str())];
    let one = policy("[organization]\ndomains = [\"example.com\"]\n");
    let lines = ask_with(&ANALYZER, &files, &one);
    assert_eq!(lines.len(), 4, "example.org is not named: {lines:?}");
    assert_eq!(
        lines[0],
        "medium ok-o0@example.org: address at example.org. Role: developer. Expected: the organization's domains example.com (policy)"
    );
    let Outcome::Assessed { findings, .. } = outcome(&ANALYZER, &files, &one) else { panic!() };
    assert!(findings.iter().all(|finding| finding.confidence == Confidence::High));
    let all = policy("[organization]\ndomains = [\"example.com\", \"example.org\", \"gmail.com\"]\n");
    assert_eq!(found_with(&ANALYZER, &files, &all), [""; 0], "a firm may work with free mailboxes");
}

#[test]
fn thresholds_of_the_inference() {
    let few = organization(&["stale-a@supplier.example", "stale-b@supplier.example"]);
    let files = [("members.json", few.as_str())];
    assert_eq!(found(&ANALYZER, &files).len(), 2, "two of one firm");
    let lax = policy("[checks.external-member]\ndomain_members = 2\n");
    assert_eq!(found_with(&ANALYZER, &files, &lax), [""; 0]);
    let strict = policy("[checks.external-member]\ndomain_percent = 20\n");
    assert_eq!(found_with(&ANALYZER, &files, &strict).len(), 5, "3 of 17 are less than a fifth");
}

#[test]
fn no_domain_can_be_inferred() {
    let small = |addresses: &[&str]| page(&addresses.iter().map(|one| member(one, "user")).collect::<Vec<Value>>());
    let two = small(&["a@example.com", "b@example.com", "c@example.org"]);
    let why = "the organization's domains cannot be inferred: at none that is no free mail provider's are 3 members (default), and 5 % of \
               the members (default); name them in the policy: [organization] domains";
    assert_eq!(ask(&ANALYZER, &[("members.json", &two)]), [format!("not assessed: {why}")]);
    let mixed = small(&["a@example.com", "stale-1@gmail.com", "stale-2@gmail.com", "stale-3@gmail.com"]);
    let files = [("members.json", mixed.as_str())];
    assert_eq!(
        ask(&ANALYZER, &files)[0],
        "medium stale-1@gmail.com: free mailbox at gmail.com (Gmail). Role: user. Expected: no free mail provider"
    );
    let Outcome::Assessed { population, findings, notes } = outcome(&ANALYZER, &files, &Policy::default()) else {
        panic!()
    };
    assert_eq!((population, findings.len()), (3, 3));
    assert!(findings.iter().all(|finding| finding.confidence == Confidence::Medium));
    assert_eq!(notes, [format!("not judged: 1 member at no free mail provider: {why}")]);
}

#[test]
fn a_list_that_is_cut_shows_no_domains() {
    let cut = organization(&["x@supplier.example"]).replace("\"has_more\":false", "\"has_more\":true");
    let lines = found_in(&ANALYZER, &[("members.json", &cut)]);
    assert!(
        lines[0].starts_with("not assessed: the organization's domains cannot be inferred: the list of"),
        "{lines:?}"
    );
    let nobody = page(&[member("nobody", "user")]);
    assert!(!data(&[("members.json", &nobody)]).inputs.is_empty());
    assert!(ask(&ANALYZER, &[("members.json", &nobody)])[0].starts_with("not assessed: "));
}

/// Fault: The policy names a domain at which nobody is: misspelt, or that of another organization
/// Outcome: Nobody is called an outsider for it; the check says what does not fit
#[test]
fn a_domain_of_the_policy_at_which_nobody_is() {
    let wrong = policy("[organization]\ndomains = [\"example.de\"]\n");
    let ask = |members: &[&str]| {
        let members = page(&members.iter().map(|address| member(address, "developer")).collect::<Vec<Value>>());
        ask_with(&ANALYZER, &[("members.json", members.as_str())], &wrong)
    };
    let several = ask(&["a@example.com", "b@example.com", "c@example.com"]);
    let why = "none of 3 members has an address at the domains of the policy (example.de)";
    assert!(matches!(several.as_slice(), [one] if one.starts_with(&format!("not assessed: {why}"))), "{several:?}");
    let with_free = ask(&["a@example.com", "b@example.com", "c@gmail.com"]);
    assert!(
        matches!(with_free.as_slice(), [one] if one.starts_with("medium c@gmail.com: free mailbox")),
        "{with_free:?}"
    );
    assert_eq!(ask(&["a@example.com", "b@example.com"]).len(), 2, "a contractor's own organization of two");
    assert_eq!(ask(&["a@example.com", "b@example.com", "c@example.com", "d@eu.example.de"]).len(), 3, "one is at home");
}
