//! Usage by the hour.

use std::fmt::Write as _;

use chrono::{Days, NaiveDate};

/// Output tokens of a key in one hour.
#[derive(Clone, Copy)]
pub(crate) struct Row {
    pub(crate) key: &'static str,
    /// `standard` or `batch`.
    pub(crate) tier: &'static str,
    /// Days since Monday, 3 August 2026.
    pub(crate) day: usize,
    /// UTC.
    pub(crate) hour: usize,
    pub(crate) tokens: u64,
}

/// A usage export of the Console with hours, in workspace A.
pub(crate) fn report(rows: &[Row]) -> String {
    let mut csv =
        "usage_date_utc,model_version,api_key,workspace,usage_type,context_window,usage_input_tokens_no_cache,\
                   usage_input_tokens_cache_write_5m,usage_input_tokens_cache_write_1h,usage_input_tokens_cache_read,\
                   usage_output_tokens,web_search_count,inference_geo,speed\n"
            .to_owned();
    let monday: NaiveDate = "2026-08-03".parse().unwrap();
    for Row { key, tier, day, hour, tokens } in rows {
        let day = monday + Days::new(*day as u64);
        writeln!(csv, "{day} {hour:02}:00,claude-opus-5,{key},A,{tier},≤ 200k,0,0,0,0,{tokens},0,global,").unwrap();
    }
    csv
}
