//! Gateways through which engineers reach Claude with keys that the Console does not know. Read so far: LiteLLM, by its API and by its
//! tables (docs.litellm.ai/docs/proxy/virtual_keys, …/cost_tracking; `schema.prisma` of its repository).
//!
//! A key of a gateway is none of the Console's, and what is used through it is billed by the Console or by a cloud: both stand in tables
//! of their own.

mod fields;
pub mod litellm_activity;
pub mod litellm_daily_spend;
pub mod litellm_keys;
pub mod litellm_spend_logs;
pub mod litellm_users;
mod used;

use std::borrow::Cow;

use sha2::{Digest, Sha256};

use super::batch::{Batch, Ending};
use super::text::json::JsonFile;
use crate::model::hex;

/// How the gateway is called in every table.
const LITELLM: &str = "LiteLLM";
/// How its keys begin.
const KEY_PREFIX: &str = "sk-";
/// Characters of a whole key; what LiteLLM shows of one (`sk-...abcd`) is shorter.
const SHORTEST_KEY: usize = 16;

/// The id of a key: its hash. Where a file has the key itself, the hash is made of it as the gateway makes it, and the key is not kept.
fn key_id(text: &str) -> Cow<'_, str> {
    if !is_whole_key(text) {
        return Cow::Borrowed(text);
    }
    let digest = Sha256::digest(text.as_bytes());
    Cow::Owned(hex(&digest))
}

/// What may be shown of a key: a whole one is cut to its last four characters, as the gateway does it.
fn hint(text: &str) -> Cow<'_, str> {
    if !is_whole_key(text) {
        return Cow::Borrowed(text);
    }
    let last: String = text.chars().rev().take(4).collect();
    Cow::Owned(format!("{KEY_PREFIX}...{}", last.chars().rev().collect::<String>()))
}

fn is_whole_key(text: &str) -> bool {
    text.len() >= SHORTEST_KEY
        && text.starts_with(KEY_PREFIX)
        && !text.contains("...")
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// Says that a list goes on where its pages, counted, stop before the last one, or lack one between them.
fn note_pages(json: &JsonFile, batch: &mut Batch) {
    let Some((pages, total)) = json.numbered_pages() else { return };
    if batch.ending == Ending::Broken {
        return;
    }
    let (first, last) = (pages.first().copied().unwrap_or(1), pages.last().copied().unwrap_or(1));
    if last < total {
        batch.note(format!("its last page is number {last} of {total}: more follow"));
        batch.ending = Ending::MoreFollow;
    } else if last - first + 1 > pages.len() as u64 {
        batch.note("between its pages one is missing");
        batch.ending = Ending::PageMissing;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_hashed_and_hints_stay() {
        let hash = "15ab9f4e3ec5a3d3a5f4b7f9b7ab3c6b6d0b1f52ab0ec3c4ad4d1a6e4e4c1b2a";
        assert_eq!((key_id(hash), hint("sk-...abcd")), (hash.into(), "sk-...abcd".into()));
        let key = "sk-Q0xW7-s3cr3tOfOurOwn_abcd";
        assert_eq!((key_id(key).len(), &*hint(key)), (64, "sk-...abcd"));
        assert!(!key_id(key).contains("s3cr3t") && key_id("litellm_proxy_master_key") == "litellm_proxy_master_key");
    }
}
