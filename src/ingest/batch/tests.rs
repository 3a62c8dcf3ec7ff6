use super::*;

#[test]
fn equal_texts_share_a_code_across_batches() {
    let mut shared = IndexSet::new();
    let row = |name: &'static str| [Cell::text(Some("w1")), Cell::text(Some(name)), Cell::Null];
    let (mut a, mut b) = (Batch::new(Table::WorkspaceMembers), Batch::new(Table::WorkspaceMembers));
    a.push(1, &row("x"));
    b.push(1, &row("y"));
    b.push(2, &row("x"));
    a.share_texts(&mut shared);
    b.share_texts(&mut shared);
    assert_eq!(a.value(1, 0), b.value(1, 1));
    assert_ne!(a.value(1, 0), b.value(1, 0));
    assert_eq!(a.value(2, 0), None);
}

#[test]
fn secrets_are_cut_at_the_door() {
    let mut batch = Batch::new(Table::WorkspaceMembers);
    let secret = format!("sk-ant-api03-{}", "Ab1_".repeat(24));
    batch.push(1, &[Cell::text(Some("w")), Cell::text(Some(secret)), Cell::Null]);
    assert_eq!(batch.text(1, 0), Some("sk-ant-api03-…Ab1_"));
}
