//! A quarter of a large organization's activity feed, one event a line, in fifty files that overlap a little.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::Result;
use chrono::{DateTime, Duration};

const FILES: u64 = 50;
const PEOPLE: u64 = 2_000;
/// One event in so many stands in the next file too, as where two downloads meet.
const OVERLAP: u64 = 200;
/// 2026-07-01, and the seconds of the quarter.
const START: i64 = 1_782_864_000;
const QUARTER: u64 = 92 * 86_400;

/// Types in thousandths, as a feed of people who chat has them.
const TYPES: [(&str, u64); 14] = [
    ("claude_chat_viewed", 360),
    ("claude_chat_created", 210),
    ("claude_chat_updated", 90),
    ("claude_file_uploaded", 110),
    ("claude_file_viewed", 60),
    ("claude_project_viewed", 50),
    ("claude_artifact_viewed", 40),
    ("claude_chat_deleted", 9),
    ("claude_chat_access_failed", 1),
    ("sso_login_succeeded", 50),
    ("user_logged_out", 14),
    ("org_users_listed", 4),
    ("platform_api_key_updated", 1),
    ("org_user_invite_sent", 1),
];

/// Writes so many events, and those that stand twice.
pub(crate) fn write(folder: &Path, events: u64) -> Result<()> {
    fs::create_dir_all(folder)?;
    let each = events.div_ceil(FILES);
    for file in 0..FILES {
        let mut lines = BufWriter::new(File::create(folder.join(format!("activities-{file:02}.jsonl")))?);
        let (from, to) = (file * each, events.min((file + 1) * each + each / OVERLAP));
        // The newest first, as the feed gives them.
        for event in (from..to).rev() {
            line(&mut lines, event, events)?;
        }
        lines.flush()?;
    }
    Ok(())
}

fn line(out: &mut impl Write, event: u64, events: u64) -> Result<()> {
    let dice = mixed(event);
    let mut share = dice % 1000;
    let kind = TYPES.iter().find(|(_, of)| share.checked_sub(*of).map(|rest| share = rest).is_none());
    let kind = kind.map_or(TYPES[0].0, |(kind, _)| *kind);
    // A few people do most of the work.
    let person = ((dice >> 12) % PEOPLE) * ((dice >> 24) % PEOPLE) / PEOPLE;
    let second = i64::try_from(u128::from(event) * u128::from(QUARTER) / u128::from(events))?;
    let at = DateTime::from_timestamp(START + second, 0).unwrap_or_default()
        + Duration::microseconds((dice >> 40) as i64 % 1_000_000);
    let (home, browser) = (mixed(person) % 200, 140 + (dice >> 36) % 4);
    writeln!(
        out,
        r#"{{"id":"activity_01{dice:016x}{event:08x}","type":"{kind}","created_at":"{}","organization_id":"org_01benchmark","organization_uuid":"0b8e1f1e-4d0b-4f6e-9d5f-3a7d8c1b2e4f","actor":{{"type":"user_actor","user_id":"user_01{person:012}","email_address":"person{person}@example.com","ip_address":"198.51.{home}.{}","user_agent":"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/{browser}.0.0.0 Safari/537.36"}},"claude_chat_id":"claude_chat_01{:016x}","claude_project_id":null}}"#,
        at.format("%Y-%m-%dT%H:%M:%S%.6fZ"),
        (dice >> 30) % 250,
        mixed(dice),
    )?;
    Ok(())
}

/// The finalizer of `SplitMix64` (Steele, Lea and Flood 2014).
const fn mixed(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
