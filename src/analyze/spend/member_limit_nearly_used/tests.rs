use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{ask, cost, days, found, outcome};
use crate::policy::Policy;

fn row(id: &str, amount: Value, spent: &str, deleted: bool) -> Value {
    json!({"actor": {"type": "user_actor", "user_id": id, "email_address": format!("{id}@example.com"), "deleted": deleted},
           "amount": amount, "currency": "USD", "period": "monthly", "period_to_date_spend": spent,
           "source": {"type": "organization"}})
}

#[test]
fn a_members_spend_is_held_against_the_members_limit() {
    let cases = [
        ("near", json!("5000"), "4500", 1),
        ("reached", json!("5000"), "5000.125", 1),
        ("zero-limit", json!("0"), "1", 1),
        ("ok-below", json!("5000"), "4499.9", 0),
        ("ok-unread", json!("5000"), "0", 0),
        ("ok-unlimited", json!(null), "900000", 0),
    ];
    // What the whole organization spends is nobody's spend in particular.
    let all: Vec<_> = days("2026-07-01", "2026-07-20").into_iter().map(|day| (day, "k", "", "A", 100.0)).collect();
    let cost = cost(&all);
    for (id, amount, spent, findings) in cases {
        let list = json!([row(id, amount.clone(), spent, false)]).to_string();
        let lines = found(&ANALYZER, &[("effective.json", &list), ("cost.csv", &cost)]);
        assert_eq!(lines.len(), findings, "{id} {lines:?}");
        let gone = json!([row(id, amount, spent, true)]).to_string();
        assert_eq!(found(&ANALYZER, &[("effective.json", &gone)]), [""; 0], "{id} is no member any more");
    }
    let list = json!([row("near", json!("5000"), "4500", false)]).to_string();
    assert_eq!(
        ask(&ANALYZER, &[("effective.json", &list)]),
        [
            "low near@example.com: near@example.com spent $45.00 of the monthly limit, set by organization: 90.0 % of $50.00. Threshold: 90 % of \
          the member's limit (default)"
        ]
    );
}

#[test]
fn an_organization_of_the_console_has_no_such_limits() {
    let console = cost(&[("2026-07-01", "k", "", "A", 100.0)].map(|(day, a, b, c, d)| (day.to_owned(), a, b, c, d)));
    let seats = json!([{"starting_at": "2026-07-01T00:00:00Z", "ending_at": "2026-07-02T00:00:00Z",
        "results": [{"amount": "100", "currency": "USD", "product": "chat"}]}])
    .to_string();
    let of = |files: &[(&str, &str)]| outcome(&ANALYZER, files, &Policy::default());
    assert!(matches!(of(&[("cost.csv", &console)]), Outcome::NotApplicable { .. }));
    assert!(matches!(of(&[("cost.csv", &console), ("seats.json", &seats)]), Outcome::NotAssessed { .. }));
    let missing = crate::analyze::ALL.iter().find(|one| one.id == "missing-export").unwrap();
    let names_it = |files: &[(&str, &str)]| ask(missing, files).iter().any(|line| line.contains("effective_limits"));
    assert!(!names_it(&[("cost.csv", &console)]));
    assert!(names_it(&[("cost.csv", &console), ("seats.json", &seats)]));
}
