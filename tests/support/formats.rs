//! Fixtures of `fixtures/formats`, one folder per kind of export.

use std::path::PathBuf;

use clade_analyze::model::{Dataset, Input};

/// One fixture: the kind that its folder names, its path and its bytes.
#[derive(Clone, Debug)]
pub struct Fixture {
    pub kind: String,
    /// Relative to `fixtures/formats`.
    pub path: String,
    pub bytes: Vec<u8>,
}

/// Every fixture, sorted by path.
pub fn fixtures() -> Vec<Fixture> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/formats");
    let mut all = Vec::new();
    for folder in std::fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
        let kind = folder.file_name().unwrap().to_string_lossy().into_owned();
        for file in std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap()) {
            let path = format!("{kind}/{}", file.file_name().to_string_lossy());
            all.push(Fixture { kind: kind.clone(), path, bytes: std::fs::read(file.path()).unwrap() });
        }
    }
    all.sort_by(|a, b| a.path.cmp(&b.path));
    all
}

/// Whether every row of a file is accounted for.
pub fn closes(input: &Input) -> bool {
    input.rows == input.accepted + input.rejected + input.duplicates + input.restated + input.other
}

/// Everything a dataset says, to compare two of them byte by byte.
pub fn formatted(data: &Dataset) -> String {
    let mut out = format!("{:?}\n{:?}\n", data.inputs, data.rejections);
    for (table, frame) in &data.frames {
        out.push_str(table.id());
        for column in frame.columns() {
            let values: Vec<String> = (0..frame.height())
                .map(|row| column.get(row).map_or_else(|e| e.to_string(), |v| v.to_string()))
                .collect();
            out.push_str(&format!("\n{} {}", column.name(), values.join("|")));
        }
    }
    out
}
