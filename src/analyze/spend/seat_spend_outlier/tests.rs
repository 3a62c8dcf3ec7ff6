use std::fmt::Write as _;

use serde_json::{Value, json};

use super::ANALYZER;
use crate::analyze::Outcome;
use crate::analyze::testing::{ask, found, outcome};
use crate::policy::Policy;

/// Dollars of twelve ordinary members, who are not all alike.
const ORDINARY: [f64; 12] = [4.0, 9.0, 12.0, 15.5, 18.0, 20.0, 22.0, 25.0, 31.0, 40.0, 44.0, 60.0];

/// A spend report of ordinary members and others, on one product.
fn report(product: &str, others: &[(&str, f64)]) -> String {
    // Rows that two files have alike are one row: no month is like another.
    let other_month = others.first().map_or(0.0, |(_, usd)| usd / 1e6);
    let ordinary = ORDINARY.iter().enumerate().map(|(n, usd)| (format!("m{n}"), *usd + other_month));
    let mut csv = "user_email,account_uuid,product,model,total_requests,total_prompt_tokens,total_completion_tokens,\
                   total_net_spend_usd,total_gross_spend_usd\n"
        .to_owned();
    for (who, usd) in ordinary.chain(others.iter().map(|(who, usd)| ((*who).to_owned(), *usd))) {
        // Two models, which are one sum.
        for part in [usd * 0.25, usd * 0.75] {
            writeln!(csv, "{who}@example.com,,{product},claude-opus-5,1,2,3,{part},{part}").unwrap();
        }
    }
    csv
}

fn of(files: &[(&str, &str)]) -> Vec<String> {
    found(&ANALYZER, files)
}

#[test]
fn one_who_spends_far_more() {
    let far = report("Claude Code", &[("far", 4000.0)]);
    assert_eq!(
        ask(&ANALYZER, &[("september.csv", &far)]),
        [
            "medium far@example.com: $4,000.00 on Claude Code in the range of september.csv, 182 times the median of 13 members ($22.00) \
          and 5.9 robust deviations above it. Threshold: 5 robust deviations of the logarithm above the median (default)"
        ]
    );
    for (who, usd, why) in [("busy", 400.0, "busy and not far"), ("ok", 60.0, "as the others")] {
        assert_eq!(of(&[("september.csv", &report("Chat", &[(who, usd)]))]), [""; 0], "{why}");
    }
    let service = far.replace("far@example.com", "(org service usage)");
    assert_eq!(of(&[("september.csv", &service)]), [""; 0], "nobody's");
}

#[test]
fn a_second_month_at_the_same_level_is_how_they_work() {
    let september = report("Claude Code", &[("far", 4000.0)]);
    let alike = report("Claude Code", &[("far", 2900.0)]);
    let first = report("Claude Code", &[("far", 30.0)]);
    let of_another = report("Chat", &[("far", 3000.0)]);
    assert_eq!(of(&[("august.csv", &alike), ("september.csv", &september)]), [""; 0]);
    assert_eq!(of(&[("august.csv", &first), ("september.csv", &september)]), ["medium far@example.com"]);
    assert_eq!(
        of(&[("august.csv", &of_another), ("september.csv", &september)]),
        ["medium far@example.com", "medium far@example.com"],
        "another product, in which they stand out as well"
    );
}

#[test]
fn reports_of_the_api_are_taken_by_month_and_one_month_twice_is_one() {
    let row = |who: &str, usd: f64, month: u32| -> Value {
        json!({"actor": {"type": "user_actor", "user_id": format!("user_{who}"), "email_address": format!("{who}@example.com"), "deleted": false},
            "amount": format!("{}", usd * 100.0), "list_amount": "0", "currency": "USD", "product": "claude_code",
            "starting_at": format!("2026-{month:02}-01T00:00:00Z"), "ending_at": format!("2026-{:02}-01T00:00:00Z", month + 1)})
    };
    let of_month = |far: f64, month: u32| -> Vec<Value> {
        let ordinary = ORDINARY.iter().enumerate().map(|(n, usd)| row(&format!("m{n}"), *usd, month));
        ordinary.chain([row("far", far, month)]).collect()
    };
    let both = |august: f64| {
        let rows = [of_month(august, 8), of_month(4000.0, 9)].concat();
        json!({"data": rows, "next_page": null}).to_string()
    };
    assert_eq!(of(&[("costs.json", &both(25.0))]), ["medium far@example.com"]);
    assert_eq!(of(&[("costs.json", &both(3900.0))]), [""; 0], "two months of one file");
    let csv = report("Claude Code", &[("far", 4000.0)]);
    assert_eq!(
        of(&[("costs.json", &both(25.0)), ("september.csv", &csv)]),
        ["medium far@example.com"],
        "the same month"
    );
}

#[test]
fn claude_code_by_month_counts_people_only() {
    let mut csv = "User,Spend this Month (USD),Lines this Month\n".to_owned();
    for (n, usd) in ORDINARY.iter().enumerate() {
        writeln!(csv, "m{n}@example.com,{usd:.2},10").unwrap();
    }
    let with = |who: &str| format!("{csv}{who},4000.00,10\n");
    assert_eq!(of(&[("team.csv", &with("far@example.com"))]), ["medium far@example.com"]);
    assert_eq!(of(&[("team.csv", &with("ci-key"))]), [""; 0], "a key");
}

#[test]
fn of_few_nobody_can_say_what_is_usual() {
    let few: Vec<String> = report("Chat", &[("far", 4000.0)]).lines().map(str::to_owned).collect();
    let few = [&few[..1], &few[17..]].concat().join("\n") + "\n";
    assert_eq!(ask(&ANALYZER, &[("few.csv", &few)]), ["not assessed: no product has 10 members with spend: Chat"]);
    let both = report("Chat", &[]) + "x@example.com,,Cowork,claude-opus-5,1,2,3,9000,9000\n";
    let Outcome::Assessed { population, findings, notes } = outcome(&ANALYZER, &[("b.csv", &both)], &Policy::default())
    else {
        panic!()
    };
    assert_eq!((population, findings.len()), (12, 0));
    assert_eq!(notes, ["products with too few members to say what is usual: Cowork"]);
}
