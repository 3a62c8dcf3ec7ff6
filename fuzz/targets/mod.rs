//! What every fuzz target does with its bytes. libFuzzer drives these functions (`fuzz/fuzz_targets`), and so does a stable harness
//! (`tests/fuzz.rs`), which runs them in CI.

pub(crate) mod baseline;
pub(crate) mod compressed;
pub(crate) mod delimited;
pub(crate) mod document;
pub(crate) mod json;
pub(crate) mod part;
pub(crate) mod pipeline;
pub(crate) mod policy;
pub(crate) mod python_dict;
pub(crate) mod text_values;
pub(crate) mod workbook;
pub(crate) mod worksheets;
pub(crate) mod zip;

use clade_analyze::model::Dataset;

/// Asserts that every row of every file is accounted for, and every reject has its line and its reason.
fn assert_closes(data: &Dataset) {
    for input in &data.inputs {
        assert_eq!(
            input.rows,
            input.accepted + input.rejected + input.duplicates + input.restated + input.other,
            "{input:?}"
        );
    }
    let rejected: u64 = data.inputs.iter().map(|input| input.rejected).sum();
    assert_eq!(rejected, data.rejections.len() as u64);
    assert!(data.rejections.iter().all(|one| one.line > 0 && !one.reason.is_empty()));
}
