//! Regions by workspace.

use crate::analyze::testing::{days, facts, page, usage, workspace};

#[test]
fn regions_stand_under_their_workspace() {
    let one = || days("2026-09-01", "2026-09-02");
    let used = usage(&[("k", "A", one()), ("k", "", one())]).replace(",global,", ",US,");
    let coarse = "usage_date_utc,model_version,usage_type,usage_input_tokens_no_cache,usage_output_tokens,inference_geo\n\
                  2026-08-01,claude-opus-5,standard,5,5,eu\n2026-08-02,claude-opus-5,standard,5,5,\n";
    let facts = facts(&[("spaces.json", &page(&[workspace("A")])), ("a.csv", &used), ("b.csv", coarse)]);
    let found: Vec<String> = facts
        .keys
        .regions
        .iter()
        .map(|one| {
            format!(
                "{:?} {:?} {} {}",
                one.workspace.as_deref(),
                one.workspace_id.as_deref(),
                one.region,
                one.days.len()
            )
        })
        .collect();
    assert_eq!(found, ["None None eu 1", "Some(\"A\") Some(\"wrkspc_A\") us 2", "Some(\"Default\") None us 2"]);
}
