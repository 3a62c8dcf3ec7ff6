//! What the organization attested itself, next to what this report says.

use super::Cells::{Prose, Short};
use super::{Block, Limits, Span, Words, code, text};
use crate::model::{Attestation, ControlResult, Report};

/// Why a verdict is what it is, and what the organization attested about the control.
pub(super) fn summary(control: &ControlResult, limits: &Limits) -> Words {
    let mut words = super::prose(&control.summary, limits);
    for attestation in control.attestations.iter().take(limits.evidence) {
        words.push(Span::Text(" Attested: ".into()));
        let (attested, stated) = (code(&attestation.control, limits), code(&attestation.attestation, limits));
        words.extend([attested, Span::Text(" ".into()), stated]);
        words.extend(when(attestation, limits));
        if let Some(conflict) = &attestation.conflict {
            words.push(Span::Text("; ".into()));
            words.push(Span::Strong(super::cut(&format!("conflict: {conflict}"), limits.text)));
        }
        words.push(Span::Text(".".into()));
    }
    let left_out = control.attestations.len().saturating_sub(limits.evidence);
    if left_out > 0 {
        words.push(Span::Text(format!(" … {} in ", super::count(left_out, "more attestation"))));
        words.push(Span::Code("findings.json".into()));
    }
    words
}

/// ` on 2026-10-21 by user_…, to be reviewed on 2027-01-31`.
fn when(attestation: &Attestation, limits: &Limits) -> Words {
    let mut words = Words::new();
    words.extend(attestation.on.map(|day| Span::Text(super::spelled(&format!(" on {day}")))));
    if let Some(by) = &attestation.by {
        words.extend([Span::Text(" by ".into()), code(by, limits)]);
    }
    words.extend(attestation.review_on.map(|day| Span::Text(super::spelled(&format!(", to be reviewed on {day}")))));
    words
}

/// Attestations about controls that are none of the checklist's.
pub(super) fn others(report: &Report, limits: &Limits) -> Vec<Block<'static>> {
    let columns = [
        ("Control", Prose),
        ("Evaluation", Short),
        ("Attested", Short),
        ("By", Prose),
        ("On", Short),
        ("Review", Short),
    ];
    let day = |day: Option<chrono::NaiveDate>| text(day.map_or_else(|| "–".to_owned(), |day| day.to_string()));
    let known = |name: &Option<String>| name.as_deref().map_or_else(|| text("–"), |name| vec![code(name, limits)]);
    let row = |one: &Attestation| {
        vec![
            vec![code(&one.control, limits)],
            known(&one.status),
            vec![code(&one.attestation, limits)],
            known(&one.by),
            day(one.on),
            day(one.review_on),
        ]
    };
    let caption = "Attestations about other controls";
    vec![
        Block::Paragraph(vec![
            Span::Text(
                "The organization attested these in claude.ai about controls outside this checklist. They are shown as \
                 exported; whether one has lapsed, or says that the control fails, is for "
                    .into(),
            ),
            Span::Code("lapsed-attestation".into()),
            Span::Text(".".into()),
        ]),
        Block::Table(super::tables::table(caption, &columns, &report.other_attestations, limits, row)),
    ]
}
