//! A jump on a bill is found there, in its words, and touches nothing of the Console.

use std::collections::BTreeSet;

use crate::analyze::testing::{baseline, cost, days, report};
use crate::model::{CheckStatus, Report, SubjectKind, Table};
use crate::policy::Policy;

const HEADER: &str = "bill_payer_account_id,line_item_usage_account_id,line_item_line_item_type,line_item_usage_start_date,\
     line_item_usage_end_date,line_item_product_code,line_item_usage_type,line_item_unblended_cost,line_item_currency_code,\
     line_item_iam_principal\n";

/// A quarter of a bill; the principal `role/batch` jumps on one day, if it does.
fn bill(jump: bool) -> String {
    let lines = days("2026-07-01", "2026-09-30").into_iter().map(|day| {
        let usd = if jump && day == "2026-08-12" { "900" } else { "20" };
        let line = |principal: &str, usd: &str| {
            format!("1111,2222,Usage,{day}T00:00:00Z,{day}T23:59:59Z,AmazonBedrock,USE1-Claude4.6Sonnet-input-tokens,{usd},USD,{principal}\n")
        };
        line("role/batch", usd) + &line("role/chat", "30")
    });
    format!("{HEADER}{}", lines.collect::<String>())
}

fn console() -> String {
    let rows: Vec<_> =
        days("2026-07-01", "2026-09-30").into_iter().map(|day| (day, "Prod", "k", "Claude Opus 5", 40.0)).collect();
    cost(&rows)
}

fn spikes(report: &Report) -> Vec<&crate::model::Finding> {
    report.findings.iter().filter(|finding| finding.rule == "spend-spike").collect()
}

#[test]
fn a_jump_on_a_bill_is_found_in_its_own_words() {
    let (console, bill) = (console(), bill(true));
    let report = report(&[("cost.csv", &console), ("cur.csv", &bill)], &Policy::default(), None);
    let found = spikes(&report);
    assert_eq!(found.len(), 1, "{found:?}");
    let (finding, subject) = (found[0], &found[0].subject);
    assert!(finding.message.starts_with("AWS: principal «role/batch» spent $900.00"), "{}", finding.message);
    assert!(!finding.message.contains("workspace") && !finding.message.contains("key «"), "{}", finding.message);
    assert_eq!((subject.kind, subject.name.as_deref()), (SubjectKind::ServiceAccount, Some("role/batch")));
    assert_eq!(subject.workspace.as_deref(), Some("AWS account 2222"));
    assert_eq!(finding.evidence[0].file, "cur.csv");
    assert!(finding.remediation.iter().all(|step| !step.contains("Console >")));
    assert_eq!(report.totals.cost_usd.total.to_string(), "3680", "the Console's money is its own");
}

/// Fault: A principal of a cloud's bill is called like words of the Console
/// Outcome: The finding names it as the bill does
#[test]
fn names_on_a_bill_stay_as_they_are() {
    for name in ["the organization", "use without a key", "Key «x", "workspace «y»"] {
        let bill = bill(true).replace("role/batch", name);
        let report = report(&[("cost.csv", &console()), ("cur.csv", &bill)], &Policy::default(), None);
        let found = spikes(&report);
        assert_eq!(found.len(), 1, "{name}: {found:?}");
        let whose = format!("principal «{name}»");
        assert!(found[0].title.contains(&whose) && found[0].message.contains(&whose), "{}", found[0].message);
    }
}

#[test]
fn a_quiet_bill_finds_nothing() {
    let (console, bill) = (console(), bill(false));
    let report = report(&[("cost.csv", &console), ("cur.csv", &bill)], &Policy::default(), None);
    assert!(spikes(&report).is_empty());
    let check = report.checks.iter().find(|check| check.id == "spend-spike").unwrap();
    assert!(check.notes.iter().any(|note| note.contains("of Claude on AWS among them")), "{:?}", check.notes);
}

#[test]
fn a_bill_alone_lets_nothing_of_the_console_pass() {
    let of = |text: &str| report(&[("cur.csv", text)], &Policy::default(), None);
    let status = |report: &Report| report.checks.iter().find(|check| check.id == "spend-spike").unwrap().status;
    let quiet = of(&bill(false));
    assert_eq!(status(&quiet), CheckStatus::NotAssessed);
    let jumped = of(&bill(true));
    assert_eq!((status(&jumped), spikes(&jumped).len()), (CheckStatus::Assessed, 1));
}

/// Fault: The next run has the Console's exports and not the cloud's bill
/// Outcome: A finding on the bill is not resolved: it could not be judged
#[test]
fn without_the_bill_a_finding_on_it_is_not_resolved() {
    let (console, bill) = (console(), bill(true));
    let earlier = baseline(&[("cost.csv", &console), ("cur.csv", &bill)]);
    let report = report(&[("cost.csv", &console)], &Policy::default(), Some(earlier));
    assert!(report.resolved.is_empty(), "{:?}", report.resolved);
    let unjudged = &report.baseline.unwrap().unjudged;
    assert_eq!(unjudged.len(), 1);
    assert_eq!(unjudged[0].why, "this run has no export of Claude on bills of clouds");
}

/// A new check of daily spend is to be put where it belongs: whether a bill of a cloud can be judged by it.
#[test]
fn of_every_check_of_spend_alone_it_is_decided_whether_it_judges_bills() {
    // Shares of all keys, prices of models, the policy's environments and what a list or an event says are the Console's.
    const OF_THE_CONSOLE: [&str; 3] = ["default-workspace-spend", "spend-concentration", "spend-limit-breach"];
    let is_of_spend = |check: &&crate::analyze::Analyzer| *check.reads == [&[Table::Cost, Table::Usage][..]];
    let all: BTreeSet<&str> = crate::analyze::ALL.iter().filter(is_of_spend).map(|check| check.id).collect();
    assert_eq!(all, super::CHECKS.into_iter().chain(OF_THE_CONSOLE).collect());
}
