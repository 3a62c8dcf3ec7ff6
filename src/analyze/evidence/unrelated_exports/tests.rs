use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::testing::{cost, days, found_in, key, member, page, with, workspace};

/// Four days of keys in workspaces, five dollars a day each.
fn export(keys: &[(&str, &str)], first: &str) -> String {
    let until = |first: &str| days(first, &format!("{}4", &first[..first.len() - 1]));
    let rows: Vec<_> = until(first)
        .into_iter()
        .flat_map(|day| keys.iter().map(move |(key, workspace)| (day.clone(), *key, "", *workspace, 5.0)))
        .collect();
    cost(&rows)
}

fn workspaces(names: &[&str]) -> String {
    let one = |name: &&str| json!({"type": "workspace", "id": format!("wrkspc_{name}"), "name": name});
    page(&names.iter().map(one).collect::<Vec<Value>>())
}

const OURS: [(&str, &str); 4] = [("web-prod", "Web"), ("api-prod", "Api"), ("etl-prod", "Data"), ("bot-prod", "Data")];
const THEIRS: [(&str, &str); 3] = [("shop-live", "Shop"), ("crm-live", "Crm"), ("pay-live", "Pay")];

#[test]
fn exports_with_nothing_in_common_are_found() {
    let (ours, theirs) = (export(&OURS, "2026-08-01"), export(&THEIRS, "2026-08-01"));
    let found = found_in(&ANALYZER, &[("a.csv", &ours), ("b.csv", &theirs)]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found, ["low b.csv"]);
}

#[test]
fn what_one_organization_exports_is_not() {
    let ours = export(&OURS, "2026-08-01");
    let cases: [(&str, String, Option<String>); 6] = [
        ("a key in common", export(&[THEIRS[0], THEIRS[1], THEIRS[2], OURS[0]], "2026-08-01"), None),
        ("a workspace in common", export(&[THEIRS[0], THEIRS[1], ("pay-live", "Web")], "2026-08-01"), None),
        ("two keys only, which differ easily", export(&THEIRS[..2], "2026-08-01"), None),
        ("other days", export(&THEIRS, "2026-08-11"), None),
        ("names that everybody has", export(&[("", "Default")], "2026-08-01"), None),
        (
            "the list of workspaces has both",
            export(&THEIRS, "2026-08-01"),
            Some(workspaces(&["Web", "Api", "Data", "Shop", "Crm", "Pay"])),
        ),
    ];
    for (case, other, list) in cases {
        let mut files = vec![("a.csv", ours.as_str()), ("b.csv", other.as_str())];
        files.extend(list.as_deref().map(|list| ("workspaces.json", list)));
        assert!(found_in(&ANALYZER, &files).is_empty(), "{case}");
    }
}

/// Fault: Exports of two organizations that both call a workspace «Production» were one, and their sums were added up without a word
/// Outcome: A workspace that is called after an environment joins nothing where both name several keys, and none in common
#[test]
fn names_of_environments_join_nothing() {
    let export = |keys: [&'static str; 3]| {
        export(&[(keys[0], "Production"), (keys[1], "Production"), (keys[2], "Development")], "2026-08-01")
    };
    let (ours, theirs) = (export(["web", "api", "etl"]), export(["shop", "crm", "pay"]));
    assert_eq!(found_in(&ANALYZER, &[("a.csv", &ours), ("b.csv", &theirs)]).len(), 1);
    let joined = export(["shop", "crm", "web"]);
    assert_eq!(found_in(&ANALYZER, &[("a.csv", &ours), ("b.csv", &joined)]), [""; 0], "a key in common");
}

/// Fault: Two organizations with a workspace of the same name were one where a list of each named it, and their sums were added up
/// Outcome: A name that two lists without an id in common give to workspaces or keys of their own joins nothing
#[test]
fn names_that_are_two_things_by_the_lists_join_nothing() {
    const NAMES: [&str; 2] = ["Production", "Online shop"];
    // Who: ids begin so. Names of keys, each in one of the workspaces.
    let lists = |who: &str, keys: &[&str]| {
        let id = |name: &str| format!("wrkspc_{who}{}", name.replace(' ', ""));
        let workspaces = NAMES.map(|name| json!({"type": "workspace", "id": id(name), "name": name}));
        let key = |(at, name): (usize, &&str)| {
            json!({"type": "api_key", "id": format!("apikey_{who}{name}"), "name": name, "status": "active",
                "created_at": "2026-07-01T00:00:00Z", "workspace_id": id(NAMES[at % 2])})
        };
        [page(&workspaces), page(&keys.iter().enumerate().map(key).collect::<Vec<Value>>())]
    };
    let sums = |keys: &[&'static str]| {
        export(&keys.iter().enumerate().map(|(at, key)| (*key, NAMES[at % 2])).collect::<Vec<_>>(), "2026-08-01")
    };
    const WEB: [&str; 4] = ["web", "api", "etl", "bot"];
    const SHOP: [&str; 4] = ["shop", "crm", "pay", "ocr"];
    for (case, theirs, with_ids_of, findings) in
        [("two organizations", SHOP, "b", 1), ("ok: one, of which each list was saved twice", SHOP, "a", 0)]
    {
        let (ours, other) = (sums(&WEB), sums(&theirs));
        let ([spaces, keys], [their_spaces, their_keys]) = (lists("a", &WEB), lists(with_ids_of, &theirs));
        let files = [
            ("a/cost.csv", ours.as_str()),
            ("a/workspaces.json", &spaces),
            ("a/keys.json", &keys),
            ("b/cost.csv", &other),
            ("b/workspaces.json", &their_spaces),
            ("b/keys.json", &their_keys),
        ];
        assert_eq!(found_in(&ANALYZER, &files).len(), findings, "{case}");
    }
    // Without lists of workspaces nothing proves that a name is two things.
    let (ours, other) = (sums(&WEB), sums(&["shop", "crm", "web", "ocr"]));
    let (keys, their_keys) = (&lists("a", &WEB)[1], &lists("b", &["shop", "crm", "web", "ocr"])[1]);
    let files =
        [("a/cost.csv", ours.as_str()), ("a/keys.json", keys), ("b/cost.csv", &other), ("b/keys.json", their_keys)];
    assert_eq!(found_in(&ANALYZER, &files), [""; 0], "ok: keys are made anew under their names");
}

/// Lists that each name one side prove that there are two.
#[test]
fn lists_of_two_organizations_join_nothing() {
    let (ours, theirs) = (export(&OURS, "2026-08-01"), export(&THEIRS, "2026-08-01"));
    let (one, other) = (workspaces(&["Web", "Api", "Data"]), workspaces(&["Shop", "Crm", "Pay"]));
    let files = [("a.csv", ours.as_str()), ("b.csv", &theirs), ("w.json", &one), ("x.json", &other)];
    assert_eq!(found_in(&ANALYZER, &files).len(), 1);
}

#[test]
fn exports_that_describe_two_organizations() {
    let of = |id: &str| json!({"type": "organization", "id": id, "name": id.to_uppercase()}).to_string();
    let (one, other) = (of("org-1"), of("org-2"));
    assert_eq!(found_in(&ANALYZER, &[("a/me.json", &one), ("b/me.json", &other)]), ["medium organization"]);
    assert_eq!(found_in(&ANALYZER, &[("a/me.json", &one), ("b/ok.json", &one)]), [""; 0], "one, exported twice");
}

/// Fault: Settings of two organizations were judged as one organization's, and nothing said so
/// Outcome: The exports are of two organizations; settings of one next to its `organization.json`, which has an id of another form, are not
#[test]
fn settings_of_two_organizations() {
    let of = |id: &str| {
        let settings = [json!({"name": "sso_console_enforced", "value": true, "type": "boolean"})];
        json!({"type": "effective_organization_settings", "organization_id": id, "api_keys": [], "settings": settings})
            .to_string()
    };
    let (one, other) = (of("org_01A"), of("org_01B"));
    assert_eq!(found_in(&ANALYZER, &[("a.json", &one), ("b.json", &other)]), ["medium organization"]);
    let me = json!({"type": "organization", "id": "5f0c2e1a-0000-4000-8000-000000000000", "name": "A"}).to_string();
    assert_eq!(found_in(&ANALYZER, &[("ok.json", &one), ("me.json", &me)]), [""; 0]);
}

#[test]
fn a_list_of_keys_of_which_nothing_is_known_is_found() {
    let made = |name: &str, creator: &str, place: &str| {
        with(key(name, "2026-01-05", Some(place)), json!({"created_by": {"type": "user", "id": creator}}))
    };
    let (members, spaces) = (page(&[member("ok@example.com", "user")]), page(&[workspace("W")]));
    let ours = export(&OURS, "2026-08-01");
    for (place, wanted) in [("wrkspc_X", vec!["low keys.json"]), ("wrkspc_W", vec![])] {
        let keys = page(&[made("a", "user_x", place), made("b", "user_y", place)]);
        let files =
            [("a.csv", ours.as_str()), ("keys.json", &keys), ("users.json", &members), ("spaces.json", &spaces)];
        assert_eq!(found_in(&ANALYZER, &files), wanted, "{place}");
    }
}
