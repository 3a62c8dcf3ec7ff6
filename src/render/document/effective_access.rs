//! Who reaches what: every resource with how many administer it, work in it, or hold a key of it.

use super::Cells::{Number, Prose, Short};
use super::tables::{number, table};
use super::{Block, Limits, Span, Words, code, count, prose, text};
use crate::model::{EffectiveAccess, PrincipalKind, Reach, Report};

pub(super) fn effective_access(report: &Report, limits: &Limits) -> Vec<Block<'static>> {
    let access = &report.effective_access;
    let mut lead = Words::new();
    lead.push(Span::Text("Roles, groups, keys, service accounts and federation put together: ".into()));
    lead.push(Span::Text(count(access.rows.len(), "row")));
    lead.push(Span::Text(" of who reaches what, with every way and its evidence, in ".into()));
    lead.push(Span::Code("effective-access.csv".into()));
    lead.push(Span::Text(format!(". {}", access.basis.join(" "))));
    let mut blocks = vec![Block::Paragraph(lead)];
    if access.reach.is_empty() {
        return blocks;
    }
    let columns = [
        ("Resource", Prose),
        ("Environment", Short),
        ("Administrators", Number),
        ("Others with a role", Number),
        ("By a key alone", Number),
        ("Without a person", Number),
        ("Of these gone or not listed", Number),
    ];
    let row = |one: &Reach| {
        vec![
            vec![code(&one.resource, limits)],
            text(one.environment.clone().unwrap_or_else(|| "–".to_owned())),
            number(one.administrators),
            number(one.by_role),
            number(one.by_key_alone),
            number(one.without_person),
            number(one.gone),
        ]
    };
    blocks.push(Block::Table(table("Who reaches each resource, counted", &columns, &access.reach, limits, row)));
    blocks.extend(gone(report, limits));
    blocks
}

/// Who left, or is in no list of members, and still reaches something.
fn gone(report: &Report, limits: &Limits) -> Option<Block<'static>> {
    let is_gone = |row: &&EffectiveAccess| row.left.is_some() || row.principal_kind == PrincipalKind::Unlisted;
    let all: Vec<&EffectiveAccess> = report.effective_access.rows.iter().filter(is_gone).collect();
    let columns = [("Who", Prose), ("How we know", Prose), ("Reaches", Prose), ("By", Prose)];
    let row = |one: &&EffectiveAccess| {
        vec![
            vec![code(&one.principal, limits)],
            one.left.as_deref().map_or_else(|| text("not in the list of members"), |left| prose(left, limits)),
            vec![code(&one.resource, limits)],
            prose(&one.by(), limits),
        ]
    };
    let title = "Access of people who left or are in no list of members";
    (!all.is_empty()).then(|| Block::Table(table(title, &columns, &all, limits, row)))
}
