//! What the columns of worksheets are called: as a report writes them, then as reviewers translate them; and which worksheet a header
//! is of.

use super::super::text::delimited::{Delimited, canonical};
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
    "review decision",
    "reviewer decision",
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
    "approver",
    "approved by",
    "certifier",
    "certified by",
    "reviewer name",
    "name of reviewer",
    "reviewer email",
    "signed off by",
    "decision by",
    "genehmiger",
    "genehmigt von",
    "freigegeben von",
    "entscheider",
    "name des prüfers",
    "approbateur",
    "approuvé par",
    "valideur",
    "validé par",
    "aprobador",
    "aprobado por",
    "approvatore",
    "approvato da",
    "goedgekeurd door",
    "aprovador",
    "aprovado por",
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
    "review date",
    "date reviewed",
    "date of review",
    "reviewed at",
    "decision date",
    "date of decision",
    "date decided",
    "decided at",
    "approved on",
    "approval date",
    "datum der prüfung",
    "datum der entscheidung",
    "entscheidungsdatum",
    "date de révision",
    "date de décision",
    "date de vérification",
    "fecha de decisión",
    "fecha de aprobación",
    "data di revisione",
    "data della decisione",
    "beoordelingsdatum",
    "datum beoordeling",
    "data da revisão",
    "data da decisão",
    "data decyzji",
    "дата решения",
];
/// Where it is followed up.
pub(in crate::ingest) const TICKET: &[&str] = &[
    "ticket",
    "ticket id",
    "ticket number",
    "vorgang",
    "vorgangsnummer",
    "ticketnummer",
    "tique",
    "incidencia",
    "zgłoszenie",
    "chamado",
    "заявка",
];
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
    "reason",
    "justification",
    "grund",
    "raison",
    "motivo",
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

/// When the worksheet was made: the end of the lists that it is of.
pub(in crate::ingest) const MADE: &[&str] = &["as_of", "stand", "état au", "situación al"];
/// Columns of ours with days: a spreadsheet writes them as it writes the reviewer's.
pub(super) const OTHER_DAYS: &[&str] = &["last_activity", "created_on", "last_use", "expires_on", "first", "last"];
/// What the role was about which somebody decided.
pub(in crate::ingest) const ROLE: &[&str] =
    &["role", "rolle", "rôle", "rol", "ruolo", "função", "papel", "rola", "роль"];
/// Whether it was one of an administrator.
pub(in crate::ingest) const PRIVILEGED: &[&str] =
    &["privileged", "privilegiert", "privilégié", "privilegiado", "privilegiato"];
/// Which workspaces there were.
pub(in crate::ingest) const WORKSPACES: &[&str] =
    &["workspaces", "arbeitsbereiche", "espaces de travail", "espacios de trabajo", "spazi di lavoro"];
/// What an identity without a person could do.
pub(in crate::ingest) const ACCESS: &[&str] = &["access", "zugriff", "accès", "acceso", "accesso", "toegang"];
/// Whether it was on.
pub(in crate::ingest) const STATUS: &[&str] = &["status", "zustand", "statut", "estado", "stato"];
/// Every other column of a worksheet, as reports write them.
pub(super) const OWN: [&str; 32] = [
    "group",
    "name",
    "address",
    "role",
    "privileged",
    "workspaces",
    "last_activity",
    "keys_owned",
    "findings",
    "as_of",
    "kind",
    "owner",
    "owner_from",
    "purpose",
    "environment",
    "workspace",
    "access",
    "status",
    "created_on",
    "age_days",
    "last_use",
    "expires_on",
    "evidence",
    "actor",
    "event",
    "count",
    "first",
    "last",
    "objects",
    "changes",
    "networks",
    "flagged",
];
/// So many records are looked at for a column in which somebody wrote.
const SAMPLE: usize = 500;

/// The column of one of these names in which somebody wrote, the first in their order; else the first one.
pub(in crate::ingest) fn filled_column(csv: &Delimited, names: &[&str]) -> Option<usize> {
    let is = |name: &str, at: usize| canonical(name) == canonical(&csv.header[at]);
    let mut named = names.iter().flat_map(|name| (0..csv.header.len()).filter(|at| is(name, *at)));
    if let (Some(first), Some(second)) = (named.next(), named.next()) {
        let records = csv.first_records(SAMPLE);
        let is_filled = |at: &usize| records.iter().any(|record| !record[*at].is_empty());
        let filled = [first, second].into_iter().chain(named).find(is_filled);
        return csv.column(&[&csv.header[filled.unwrap_or(first)]]);
    }
    csv.column(names)
}

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
