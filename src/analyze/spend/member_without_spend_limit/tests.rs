use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{ask, found, outcome};
use crate::policy::Policy;

fn row(id: &str, period: &str, amount: Value) -> Value {
    json!({"actor": {"type": "user_actor", "user_id": format!("user_{id}"), "email_address": format!("{id}@example.com"), "deleted": false},
        "amount": amount, "currency": "USD", "period": period, "period_to_date_spend": "1250", "source": {"type": "organization"}})
}

fn of(rows: &[Value]) -> Vec<String> {
    found(&ANALYZER, &[("effective.json", &json!(rows).to_string())])
}

#[test]
fn members_whom_no_limit_binds() {
    let service = json!({"actor": {"type": "scoped_api_key_actor", "scoped_api_key_id": "sk_1"}, "amount": null, "currency": "USD",
        "period": "monthly", "period_to_date_spend": "0", "source": {"type": "organization_service"}});
    let mut gone = row("gone", "monthly", json!(null));
    gone["actor"]["deleted"] = json!(true);
    let rows = [
        row("free", "monthly", json!(null)),
        row("free", "daily", json!(null)),
        row("ok-weekly", "monthly", json!(null)),
        row("ok-weekly", "weekly", json!("5000")),
        row("ok-zero", "monthly", json!("0")),
        row("ok", "monthly", json!("20000")),
        service,
        gone,
    ];
    assert_eq!(of(&rows), ["medium free@example.com"]);
    assert_eq!(
        ask(&ANALYZER, &[("effective.json", &json!(rows).to_string())]),
        [
            "medium free@example.com: no limit in any period (daily, monthly), with $12.50 spent so far in one of them. 3 of 4 members have \
          one. Expected: a limit in one period"
        ]
    );
}

#[test]
fn where_nobody_has_one_nobody_is_an_exception() {
    let list = json!([row("a", "monthly", json!(null)), row("b", "monthly", json!(null))]).to_string();
    let Outcome::Assessed { population, findings, notes } =
        outcome(&ANALYZER, &[("l.json", &list)], &Policy::default())
    else {
        panic!()
    };
    assert_eq!((population, findings.len(), notes.len()), (2, 0, 1));
    let page = json!({"data": [row("a", "monthly", json!(null)), row("b", "monthly", json!("1"))], "next_page": "p2"})
        .to_string();
    assert!(
        ask(&ANALYZER, &[("l.json", &page)])[0]
            .starts_with("not assessed: the list of spend limits per member is incomplete")
    );
}
