//! What reviewers call the columns of worksheets: each as a report writes it, then in other words and languages.

use crate::model::worksheet;

/// What the row is about.
pub(in crate::ingest) const ID: &[&str] =
    &[worksheet::ID, "user id", "kennung", "benutzer-id", "identifiant", "identificador", "identificativo"];
/// Whose access it is.
pub(in crate::ingest) const ADDRESS: &[&str] = &[
    worksheet::ADDRESS,
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
    worksheet::DECISION,
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
    worksheet::REVIEWER,
    "reviewed by",
    "decided by",
    "prüfer",
    "pruefer",
    "prüferin",
    "geprüft von",
    "geprueft von",
    "entschieden von",
    "überprüft von",
    "ueberprueft von",
    "kontrolliert von",
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
    "revu par",
    "contrôlé par",
    "examiné par",
    "valideur",
    "validé par",
    "aprobador",
    "aprobado por",
    "approvatore",
    "approvato da",
    "goedgekeurd door",
    "gecontroleerd door",
    "controllato da",
    "verificado por",
    "zatwierdził",
    "утвердил",
    "aprovador",
    "aprovado por",
];
/// Where it is followed up.
pub(in crate::ingest) const TICKET: &[&str] = &[
    worksheet::TICKET,
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
    worksheet::COMMENT,
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
pub(super) const GROUP: &[&str] =
    &[worksheet::GROUP, "gruppe", "groupe", "grupo", "gruppo", "groep", "grupa", "группа"];
/// What was done, in a review of the log.
pub(super) const EVENT: &[&str] = &[
    worksheet::EVENT,
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
pub(super) const ACTOR: &[&str] = &[
    worksheet::ACTOR,
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
pub(in crate::ingest) const EVENT_KEYS: &[&str] = &[worksheet::EVENT_KEYS, "ereignisschlüssel", "clés des événements"];
/// Who answers for an identity without a person.
pub(super) const OWNER: &[&str] = &[
    worksheet::OWNER,
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
pub(super) const PURPOSE: &[&str] = &[
    worksheet::PURPOSE,
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
pub(in crate::ingest) const MADE: &[&str] = &[worksheet::AS_OF, "stand", "état au", "situación al"];
/// What the role was about which somebody decided.
pub(in crate::ingest) const ROLE: &[&str] =
    &[worksheet::ROLE, "rolle", "rôle", "rol", "ruolo", "função", "papel", "rola", "роль"];
/// Whether it was one of an administrator.
pub(in crate::ingest) const PRIVILEGED: &[&str] =
    &[worksheet::PRIVILEGED, "privilegiert", "privilégié", "privilegiado", "privilegiato"];
/// Which workspaces there were.
pub(in crate::ingest) const WORKSPACES: &[&str] =
    &[worksheet::WORKSPACES, "arbeitsbereiche", "espaces de travail", "espacios de trabajo", "spazi di lavoro"];
/// What an identity without a person could do.
pub(in crate::ingest) const ACCESS: &[&str] = &[worksheet::ACCESS, "zugriff", "accès", "acceso", "accesso", "toegang"];
/// Whether it was on.
pub(in crate::ingest) const STATUS: &[&str] = &[worksheet::STATUS, "zustand", "statut", "estado", "stato"];
