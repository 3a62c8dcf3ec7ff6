//! What the columns of worksheets are called: as a report writes them, then as reviewers translate them; and which worksheet a header
//! is of.

use super::super::text::delimited::Delimited;
use crate::model::Table;

/// What the columns of a worksheet are called: as a report writes them, then as reviewers translate them.
pub(in crate::ingest) const ID: &[&str] =
    &["id", "user id", "kennung", "benutzer-id", "identifiant", "identificador", "identificativo"];
/// Whose access it is.
pub(in crate::ingest) const ADDRESS: &[&str] = &[
    "address",
    "email",
    "e-mail",
    "email address",
    "adresse",
    "e-mail-adresse",
    "mailadresse",
    "courriel",
    "adresse e-mail",
    "correo",
    "correo electrónico",
    "dirección",
    "indirizzo",
    "indirizzo email",
    "e-mailadres",
    "adres",
    "endereço",
    "адрес",
    "почта",
];
/// What was decided.
pub(in crate::ingest) const DECISION: &[&str] = &[
    "decision",
    "entscheidung",
    "beschluss",
    "ergebnis",
    "décision",
    "decisión",
    "decisione",
    "beslissing",
    "besluit",
    "decyzja",
    "decisão",
    "решение",
];
/// Who decided.
pub(in crate::ingest) const REVIEWER: &[&str] = &[
    "reviewer",
    "reviewed by",
    "decided by",
    "prüfer",
    "pruefer",
    "prüferin",
    "geprüft von",
    "geprueft von",
    "entschieden von",
    "bearbeiter",
    "réviseur",
    "relecteur",
    "examinateur",
    "vérifié par",
    "décidé par",
    "revisor",
    "revisado por",
    "revisore",
    "verificato da",
    "beoordelaar",
    "beoordeeld door",
    "recenzent",
    "sprawdził",
    "revisto por",
    "проверил",
    "рецензент",
];
/// When.
pub(in crate::ingest) const ON: &[&str] = &[
    "reviewed_on",
    "reviewed",
    "date",
    "decided on",
    "geprüft am",
    "geprueft am",
    "prüfdatum",
    "entschieden am",
    "datum",
    "date de revue",
    "vérifié le",
    "fecha",
    "fecha de revisión",
    "revisado el",
    "data",
    "verificato il",
    "beoordeeld op",
    "data przeglądu",
    "revisto em",
    "дата",
    "дата проверки",
];
/// Where it is followed up.
pub(in crate::ingest) const TICKET: &[&str] =
    &["ticket", "vorgang", "vorgangsnummer", "ticketnummer", "tique", "incidencia", "zgłoszenie", "chamado", "заявка"];
/// What was said about it.
pub(in crate::ingest) const COMMENT: &[&str] = &[
    "comment",
    "comments",
    "remark",
    "remarks",
    "notes",
    "kommentar",
    "bemerkung",
    "anmerkung",
    "begründung",
    "begruendung",
    "commentaire",
    "remarque",
    "comentario",
    "observaciones",
    "commento",
    "osservazioni",
    "opmerking",
    "toelichting",
    "komentarz",
    "uwagi",
    "comentário",
    "комментарий",
    "примечание",
];
/// What kind of people somebody is reviewed with.
const GROUP: &[&str] = &["group", "gruppe", "groupe", "grupo", "gruppo", "groep", "grupa", "группа"];
/// What was done, in a review of the log.
const EVENT: &[&str] = &[
    "event",
    "event type",
    "ereignis",
    "ereignistyp",
    "événement",
    "type d'événement",
    "evento",
    "tipo de evento",
    "gebeurtenis",
    "zdarzenie",
    "acontecimento",
    "событие",
];
/// Who did it.
const ACTOR: &[&str] = &[
    "actor",
    "who",
    "done by",
    "akteur",
    "handelnder",
    "wer",
    "ausgeführt von",
    "ausgefuehrt von",
    "acteur",
    "auteur",
    "autor",
    "realizado por",
    "attore",
    "autore",
    "eseguito da",
    "uitgevoerd door",
    "wykonawca",
    "ator",
    "инициатор",
    "автор",
    "кто",
];
/// Which events the row of such a review stands for.
pub(in crate::ingest) const EVENT_KEYS: &[&str] = &["event_keys", "ereignisschlüssel", "clés des événements"];

/// Who answers for an identity without a person.
const OWNER: &[&str] = &[
    "owner",
    "eigentümer",
    "eigentuemer",
    "verantwortlich",
    "verantwortliche",
    "verantwortlicher",
    "inhaber",
    "propriétaire",
    "responsable",
    "propietario",
    "proprietario",
    "responsabile",
    "eigenaar",
    "verantwoordelijke",
    "właściciel",
    "proprietário",
    "responsável",
    "владелец",
    "ответственный",
];
/// What such an identity is for.
const PURPOSE: &[&str] = &[
    "purpose",
    "zweck",
    "verwendungszweck",
    "finalité",
    "objet",
    "propósito",
    "finalidad",
    "scopo",
    "finalità",
    "doel",
    "cel",
    "finalidade",
    "назначение",
    "цель",
];

/// Whether a header has a column under any of these names.
fn has(csv: &Delimited, names: &[&str]) -> bool {
    names.iter().any(|name| csv.has(name))
}

/// The table that a worksheet fills, in any order of its columns, whatever else people added; none where it is no worksheet.
pub(in crate::ingest) fn table_of(csv: &Delimited) -> Option<Table> {
    if ![ID, DECISION, REVIEWER].iter().all(|names| has(csv, names)) {
        return None;
    }
    if has(csv, EVENT) && has(csv, ACTOR) && !has(csv, GROUP) {
        return Some(Table::LogReview);
    }
    if has(csv, OWNER) && has(csv, PURPOSE) && !has(csv, GROUP) {
        return Some(Table::IdentityReview);
    }
    has(csv, ADDRESS).then_some(Table::AccessReview)
}

/// The columns that worksheets must have, with every name that each may have, for messages.
pub(in crate::ingest) fn needed() -> String {
    let one = |names: &[&str]| format!("{} (or {})", names[0], names[1..].join(", "));
    let of = |all: &[&[&str]]| all.iter().map(|names| one(names)).collect::<Vec<_>>().join("; ");
    let others = format!("{}, or {}, or {}", of(&[ADDRESS]), of(&[ACTOR, EVENT]), of(&[OWNER, PURPOSE]));
    format!("{}; and {others}", of(&[ID, DECISION, REVIEWER]))
}
