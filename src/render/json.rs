//! `findings.json`: the report itself, for machines and for the next run's baseline.

use anyhow::{Result, ensure};

use super::{File, Renderer};
use crate::model::{LARGEST_FINDINGS, Report};

/// The registry line.
pub(super) const RENDERER: Renderer =
    Renderer { id: "json", title: "findings.json, the report for machines and the next baseline", render };

fn render(report: &Report) -> Result<Vec<File>> {
    let mut bytes = serde_json::to_vec_pretty(report)?;
    bytes.push(b'\n');
    within(bytes.len() as u64)?;
    Ok(vec![File::new("findings.json", bytes)])
}

/// What could not be read again as a baseline is not written.
fn within(length: u64) -> Result<()> {
    ensure!(
        length <= LARGEST_FINDINGS,
        "findings.json would have {} MiB, more than the {} MiB that the next run reads as its baseline: leave out json with --format, \
         or report fewer exports or a shorter period",
        length >> 20,
        LARGEST_FINDINGS >> 20
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_can_be_read_again() {
        assert!(within(LARGEST_FINDINGS).is_ok());
        assert!(within(LARGEST_FINDINGS + 1).unwrap_err().to_string().contains("--format"));
    }

    use crate::render::sample;

    #[test]
    fn reads_back_as_the_same_report() {
        let files = render(&sample::report()).unwrap();
        let read: Report = serde_json::from_slice(&files[0].bytes).unwrap();
        assert_eq!(render(&read).unwrap(), files);
        assert!(files[0].bytes.ends_with(b"}\n"));
    }
}
