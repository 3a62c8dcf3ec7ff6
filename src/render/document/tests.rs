use super::*;
use crate::render::sample;

#[test]
fn whatever_is_left_out_is_said() {
    let report = sample::report();
    let limits = Limits { findings: 1, details: 1, rows: 2, background: 2, evidence: 1, text: 80 };
    let document = document(&report, &limits);
    let (mut findings, mut by_control) = (0, 0);
    for block in document.sections.iter().flat_map(|s| &s.blocks) {
        match block {
            Block::Group(group) => {
                assert_eq!(group.more.is_some(), group.total > group.findings.len());
                by_control += group.total;
            }
            Block::Cards(cards) => {
                let shown: usize = cards.cards.iter().map(|card| card.items.len()).sum();
                assert_eq!(cards.more.is_some(), cards.total > shown);
                findings += cards.total;
            }
            Block::Table(table) | Block::Folded(_, table) => {
                assert!(table.rows.len() <= 2 && table.rows.iter().all(|r| r.len() == table.columns.len()))
            }
            _ => {}
        }
    }
    assert_eq!((findings, by_control), (report.findings.len(), report.findings.len()));
}
