//! Seats of claude.ai, when they were used, and what their holders spent beyond them.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::Result;
use chrono::Days;
use serde_json::{Value, json};

use crate::admin_json::save;
use crate::org::{Org, Person};
use crate::rng::Rng;

/// Who has a seat next to the healthy members, and who spends unlike the others.
#[derive(Clone, Default)]
pub(crate) struct Seats {
    /// People who have a seat, too.
    pub(crate) more: Vec<usize>,
    /// Dollars on Claude Code in the second and in the third month, of people who spend unlike the others.
    pub(crate) spend: Vec<(usize, [u64; 2])>,
    /// People without a limit in any period.
    pub(crate) unlimited: Vec<usize>,
    /// People with a weekly limit only.
    pub(crate) weekly: Vec<usize>,
}

/// Days that the analytics of users look back.
const WINDOW: u64 = 30;

/// Writes the list of members, the analytics of users, and two months of spend beyond the seats.
pub(crate) fn write(org: &Org, folder: &Path) -> Result<()> {
    save(&folder.join(format!("members-{}-{}.csv", org.uuid, org.quarter.end)), members(org))?;
    save(&folder.join("users_analytics.json"), analytics(org))?;
    let months = org.quarter.months();
    for (number, from) in months.iter().enumerate().skip(1) {
        let to = months.get(number + 1).copied().unwrap_or(org.quarter.end) - Days::new(1);
        save(&folder.join(format!("spend-report-{}-{from}-to-{to}.csv", org.uuid)), spend(org, number - 1))?;
    }
    Ok(())
}

fn has_seat(org: &Org, at: usize) -> bool {
    at < org.healthy || org.seats.more.contains(&at)
}

fn members(org: &Org) -> String {
    let mut csv = "Name,Email,Role,Status,Seat Tier\n".to_owned();
    for (at, person) in org.people.iter().enumerate().filter(|(_, person)| person.left.is_none()) {
        let tier = match has_seat(org, at) {
            true if at % 4 == 1 => "Premium",
            true => "Standard",
            false => "Unassigned",
        };
        let role = if person.role == "admin" { "Admin" } else { "User" };
        writeln!(csv, "\"{}\",{},{role},Active,{tier}", person.name, person.email).expect("a string takes everything");
    }
    csv
}

/// The figures of everybody who was active in the last days of the quarter.
fn analytics(org: &Org) -> String {
    let since = org.quarter.back(WINDOW);
    let last = |person: &Person| person.active.1.min(org.quarter.end) - Days::new(1);
    let active = org.people.iter().filter(|person| person.left.is_none() && last(person) >= since);
    let row = |person: &Person| -> Value {
        json!({"user": {"type": "user", "id": person.id, "email_address": person.email}, "chat_metrics": {"message_count": 12},
            "claude_code_metrics": {}, "cowork_metrics": {}, "web_search_count": 0, "last_activity_date": last(person).to_string()})
    };
    let rows: Vec<Value> = active.map(row).collect();
    format!("{:#}\n", json!({"data": rows, "has_more": false, "next_page": null}))
}

fn spend(org: &Org, month: usize) -> String {
    let mut csv = "user_email,account_uuid,product,model,total_requests,total_prompt_tokens,total_completion_tokens,\
                   total_net_spend_usd,total_gross_spend_usd,user_id,total_web_search_count\n"
        .to_owned();
    for (at, person) in org.people.iter().enumerate().filter(|(at, person)| has_seat(org, *at) && person.left.is_none())
    {
        for (product, model) in [("Chat", "claude-sonnet-4-6"), ("Claude Code", "claude_opus_4_8")] {
            let mut rng = Rng::new(org.seed, product, &[at as u64, month as u64]);
            let unlike = org.seats.spend.iter().find(|(who, _)| *who == at && product == "Claude Code");
            let dollars = unlike.map_or_else(|| rng.between(8, 60), |(_, months)| months[month]);
            let (requests, cents) = (dollars * 4, rng.between(0, 100));
            writeln!(
                csv,
                "{},{},{product},{model},{requests},{},{},{dollars}.{cents:02},{dollars}.{cents:02},{},0",
                person.email,
                person.uuid,
                requests * 2_000,
                requests * 300,
                person.id
            )
            .expect("a string takes everything");
        }
    }
    csv.push_str("(org service usage),(org service),(other),,0,0,0,0.0,0.0,,\n");
    csv
}
