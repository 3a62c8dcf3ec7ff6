use super::*;

#[test]
fn the_script_names_the_days_of_the_period_and_those_before() {
    let period: Period = "2026-Q3".parse().unwrap();
    let text = script(Some(period));
    assert!(text.contains("from=${FROM:-2026-03-31}\n") && text.contains("to=${TO:-2026-09-30}\n"), "{text}");
    assert!(script(None).contains("from=${FROM:-}\n"), "without a period the user says it");
}

#[test]
fn it_only_reads_and_no_key_is_an_argument() {
    let text = script(None);
    assert!(!text.contains("@F") && !text.contains("@T"), "every place is filled");
    for forbidden in ["POST", "DELETE", "--data", "--request", "-H ", "--header ", "eval "] {
        assert!(!text.contains(forbidden), "{forbidden}");
    }
    let curls: Vec<&str> = text.lines().filter(|line| line.contains("curl --")).collect();
    assert!(curls.len() == 1 && curls[0].contains("--config -") && !curls[0].contains("$key"), "{curls:?}");
}

#[test]
fn lists_of_ids_come_before_what_is_asked_for_each() {
    let text = script(None);
    let at = |part: &str| text.find(part).unwrap_or_else(|| panic!("{part} is missing"));
    for (first, then) in
        [("pages workspaces ", "workspaces_members/$id"), ("pages rbac_groups ", "rbac_groups_members/$id")]
    {
        assert!(at(first) < at(then), "{first}");
    }
}
