//! What belongs to a Claude Enterprise organization is summed apart from the Console's workspaces, and each organization by itself.

use serde_json::{Value, json};

use crate::analyze::Analyzer;
use crate::analyze::testing::{cost, days, facts, found_in, report, usage};

use crate::model::Spend;
use crate::policy::Policy;

/// A report of Claude Enterprise: on five days, dollars by product.
fn seats(organization: &str, products: &[(&str, u32)]) -> String {
    let result = |(product, usd): &(&str, u32)| {
        json!({"amount": format!("{}", usd * 100), "list_amount": format!("{}", usd * 100), "currency": "USD", "product": product,
               "model": "claude-opus-4-8", "requests": 40})
    };
    buckets(organization, &products.iter().map(result).collect::<Vec<_>>())
}

fn buckets(organization: &str, results: &[Value]) -> String {
    let bucket = |day: u32| {
        json!({"starting_at": format!("2026-08-{day:02}T00:00:00Z"), "ending_at": format!("2026-08-{:02}T00:00:00Z", day + 1),
               "results": results})
    };
    json!({"data": (1..6).map(bucket).collect::<Vec<_>>(), "has_more": false, "next_page": null, "organization_id": organization,
           "data_refreshed_at": "2026-08-08T00:00:00Z"})
    .to_string()
}

/// The cost analytics that answer for both kinds of organization, on five days.
fn analytics(groups: &[(Value, u32)]) -> String {
    let row = |day: u32, group: &Value, usd: u32| {
        json!({"starting_at": format!("2026-08-{day:02}T00:00:00Z"), "ending_at": format!("2026-08-{:02}T00:00:00Z", day + 1),
               "group": group, "cost": {"amount": format!("{}", usd * 100), "currency": "USD"}})
    };
    let rows = (1..6).flat_map(|day| groups.iter().map(move |(group, usd)| row(day, group, *usd)));
    json!({"data": rows.collect::<Vec<_>>(), "has_more": false, "next_page": null}).to_string()
}

/// Ten dollars a day of a key in Production.
fn console() -> String {
    let rows: Vec<_> =
        days("2026-08-01", "2026-08-05").into_iter().map(|day| (day, "prod", "", "Production", 10.0)).collect();
    cost(&rows)
}

fn check(id: &str) -> &'static Analyzer {
    crate::analyze::ALL.iter().find(|one| one.id == id).unwrap()
}

fn spend(files: &[(&str, &str)]) -> Spend {
    facts(files).totals.cost_usd
}

/// `total | workspaces | products | organizations`.
fn summed(files: &[(&str, &str)]) -> String {
    let spend = spend(files);
    let parts = [&spend.workspace, &spend.product, &spend.organization]
        .map(|sums| sums.iter().map(|(name, sum)| format!("{name} {sum}")).collect::<Vec<_>>().join(", "));
    let whole: crate::model::Money = spend.workspace.values().chain(spend.product.values()).copied().sum();
    assert_eq!(spend.total, whole, "workspaces and products make the total");
    format!("{} | {}", spend.total, parts.join(" | "))
}

#[test]
fn whose_money_it_is() {
    let console = console();
    let one = seats("org_a", &[("chat", 70), ("claude_code", 70)]);
    let small = seats("org_b", &[("chat", 1)]);
    let product = |name: &str, usd| (json!({"product": name, "workspace_id": null}), usd);
    let both = analytics(&[product("chat", 3), product("claude_code", 2), product("messages_api", 5)]);
    let of_console = analytics(&[product("claude_code", 2), product("messages_api", 5)]);
    let linked = analytics(&[
        (json!({"organization_id": "org_a", "workspace_id": null}), 3),
        (json!({"organization_id": "org_b", "workspace_id": "wrkspc_P"}), 4),
    ]);
    let alone = |organization: &str, usd| {
        analytics(&[(
            json!({"organization_id": organization, "workspace_id": "wrkspc_P", "model": "claude-opus-5"}),
            usd,
        )])
    };
    let (first, second) = (alone("org_a", 7), alone("org_b", 2));
    let cases: [(&[(&str, &str)], &str); 9] = [
        (
            &[("seats.json", &one), ("console.csv", &console)],
            "750 | Production 50 | chat 350, claude_code 350 | org_a 700, unstated 50",
        ),
        (&[("seats.json", &one)], "700 |  | chat 350, claude_code 350 | "),
        (&[("a.json", &one), ("copy.json", &one)], "700 |  | chat 350, claude_code 350 | "),
        (&[("a.json", &one), ("b.json", &small)], "705 |  | chat 355, claude_code 350 | org_a 700, org_b 5"),
        (&[("all.json", &both)], "50 | not stated 25 | chat 15, claude_code 10 | "),
        (&[("console.json", &of_console)], "35 | not stated 35 |  | "),
        (&[("linked.json", &linked)], "35 | wrkspc_P 20 | unstated 15 | org_a 15, org_b 20"),
        (&[("a.json", &first), ("b.json", &second)], "45 | wrkspc_P 45 |  | org_a 35, org_b 10"),
        (&[("a.json", &first), ("again.json", &first)], "35 | wrkspc_P 35 |  | "),
    ];
    for (files, expected) in cases {
        assert_eq!(summed(files), expected, "{:?}", files.iter().map(|(name, _)| name).collect::<Vec<_>>());
    }
}

#[test]
fn every_record_is_accounted_for() {
    let product = |name: &str| (json!({"product": name}), 3);
    let shares = analytics(&[(json!({"rbac_group_id": "rbac_group_1"}), 3), (json!({}), 1)]);
    for text in [analytics(&[product("chat"), product("messages_api")]), seats("org_a", &[("chat", 1)]), shares] {
        let report = report(&[("a.json", &text)], &Policy::default(), None);
        let input = &report.inputs[0];
        assert_eq!(input.rows, input.accepted + input.rejected + input.duplicates + input.restated, "{input:?}");
        assert!(input.rows > 0 && input.first.as_deref() == Some("2026-08-01"), "{input:?}");
    }
}

#[test]
fn groups_that_overlap_are_in_no_total() {
    let group = |name: &str, usd| (json!({"rbac_group_id": name}), usd);
    let shares = analytics(&[group("design", 56), group("support", 56)]);
    let whole = analytics(&[(json!({}), 80)]);
    assert_eq!(summed(&[("shares.json", &shares)]), "0 |  |  | ");
    assert_eq!(summed(&[("shares.json", &shares), ("whole.json", &whole)]), "400 | not stated 400 |  | ");
    let notes = &report(&[("shares.json", &shares)], &Policy::default(), None).inputs[0].notes;
    assert!(notes.iter().any(|note| note.contains("overlap")), "{notes:?}");
}

#[test]
fn seats_include_use_that_costs_nothing() {
    // Usage at list price is a hundred times the credits: that is what seats are for.
    let usage = buckets(
        "org_a",
        &[
            json!({"product": "chat", "model": "claude-opus-4-8", "uncached_input_tokens": 40_000_000, "output_tokens": 8_000_000}),
        ],
    );
    let cost = seats("org_a", &[("chat", 1)]);
    let files = [("usage.json", usage.as_str()), ("cost.json", cost.as_str())];
    let totals = facts(&files).totals;
    assert_eq!(
        (totals.cost_usd.total.to_string(), totals.estimated_cost_usd.total.to_string()),
        ("5".into(), "0".into())
    );
    assert_eq!(totals.tokens.total, 240_000_000);
    for check in [check("unproven-unit"), check("cost-usage-mismatch")] {
        assert!(found_in(check, &files).iter().all(|line| line.starts_with("not assessed")), "{}", check.id);
    }
}

#[test]
fn an_amount_without_a_unit_is_proven_or_left_out() {
    // Usage of 0.75 cents a row, ten rows a day.
    let used = usage(&std::iter::repeat_n(("k", "", days("2026-08-01", "2026-08-05")), 400).collect::<Vec<_>>());
    let report = |amount: &str| {
        let result = |day: u32| {
            format!(
                r#"{{"starting_at":"2026-08-{day:02}T00:00:00Z","ending_at":"2026-08-{:02}T00:00:00Z","results":[{{"amount":{amount},"currency":"USD","model":"claude-opus-5"}}]}}"#,
                day + 1
            )
        };
        format!("[{}]", (1..6).map(result).collect::<Vec<_>>().join(","))
    };
    // Three dollars a day are 300 cents.
    let cases = [("\"300\"", false, "15"), ("300", false, "15"), ("3.0", true, "0")];
    for (amount, is_found, total) in cases {
        let cost = report(amount);
        let files = [("usage.csv", used.as_str()), ("cost.json", cost.as_str())];
        assert_eq!(!found_in(check("unproven-unit"), &files).is_empty(), is_found, "{amount}");
        assert_eq!(spend(&files).total.to_string(), total, "{amount}");
    }
    let alone = report("300");
    assert_eq!(spend(&[("cost.json", &alone)]).total.to_string(), "0", "nothing proves it");
    assert_eq!(spend(&[("cost.json", &report("\"300\""))]).total.to_string(), "15");
}
