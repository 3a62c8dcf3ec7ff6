//! `findings.json`: the report itself, for machines and for the next run's baseline.

use anyhow::Result;

use super::{File, Renderer};
use crate::model::Report;

/// The registry line.
pub(super) const RENDERER: Renderer =
    Renderer { id: "json", title: "findings.json, the report for machines and the next baseline", render };

fn render(report: &Report) -> Result<Vec<File>> {
    let mut bytes = serde_json::to_vec_pretty(report)?;
    bytes.push(b'\n');
    Ok(vec![File::new("findings.json", bytes)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;

    #[test]
    fn reads_back_as_the_same_report() {
        let files = render(&sample::report()).unwrap();
        let read: Report = serde_json::from_slice(&files[0].bytes).unwrap();
        assert_eq!(render(&read).unwrap(), files);
        assert!(files[0].bytes.ends_with(b"}\n"));
    }
}
