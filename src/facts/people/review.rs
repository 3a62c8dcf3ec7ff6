//! Decisions of a reviewer, as a worksheet states them.

#[cfg(test)]
mod tests;

mod carried_out;
mod count;

use anyhow::Result;
use chrono::NaiveDate;

pub use self::count::reviewer_named;
pub(in crate::facts) use self::count::{decisions, result};
use crate::facts::frame::{Rows, Source};
use crate::model::{Dataset, Table};

/// What may be decided about somebody's access.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It stays as it is.
    Appropriate,
    /// It was changed.
    Modified,
    /// It was taken away.
    Revoked,
    /// To be decided later.
    Deferred,
    /// It stays although it should not.
    Exception,
}

/// The words for every decision: the worksheet's own first, then what reviewers write instead, in the languages of their tables.
const WORDS: [(Decision, &[&str]); 5] = [
    (
        Decision::Appropriate,
        &[
            "appropriate",
            "approve",
            "approved",
            "keep",
            "kept",
            "retain",
            "retained",
            "ok",
            "yes",
            "certify",
            "certified",
            "confirm",
            "confirmed",
            "angemessen",
            "beibehalten",
            "behalten",
            "genehmigt",
            "genehmigen",
            "bestätigt",
            "bestaetigt",
            "bestätigen",
            "in ordnung",
            "passt",
            "ja",
            "belassen",
            "approprié",
            "conserver",
            "conservé",
            "garder",
            "maintenir",
            "maintenu",
            "approuvé",
            "confirmé",
            "oui",
            "adecuado",
            "apropiado",
            "mantener",
            "mantenido",
            "aprobado",
            "confirmado",
            "conservar",
            "sí",
            "adeguato",
            "mantenere",
            "mantenuto",
            "approvato",
            "confermato",
            "passend",
            "behouden",
            "goedgekeurd",
            "bevestigd",
            "zachować",
            "zatwierdzone",
            "zatwierdzono",
            "tak",
            "adequado",
            "manter",
            "mantido",
            "aprovado",
            "sim",
            "оставить",
            "одобрено",
            "подтверждено",
            "да",
        ],
    ),
    (
        Decision::Modified,
        &[
            "modified",
            "modify",
            "change",
            "changed",
            "reduce",
            "reduced",
            "downgrade",
            "downgraded",
            "geändert",
            "geaendert",
            "ändern",
            "aendern",
            "angepasst",
            "anpassen",
            "reduziert",
            "reduzieren",
            "herabgestuft",
            "modifié",
            "modifier",
            "réduit",
            "réduire",
            "modificado",
            "modificar",
            "cambiado",
            "cambiar",
            "reducido",
            "reducir",
            "modificato",
            "modificare",
            "ridotto",
            "gewijzigd",
            "wijzigen",
            "aangepast",
            "zmienić",
            "zmienione",
            "zmieniono",
            "alterado",
            "alterar",
            "reduzido",
            "изменено",
            "изменить",
        ],
    ),
    (
        Decision::Revoked,
        &[
            "revoked",
            "revoke",
            "remove",
            "removed",
            "deny",
            "denied",
            "delete",
            "deleted",
            "entzogen",
            "entziehen",
            "entfernt",
            "entfernen",
            "widerrufen",
            "gelöscht",
            "geloescht",
            "löschen",
            "loeschen",
            "abgelehnt",
            "gesperrt",
            "révoqué",
            "révoquer",
            "retiré",
            "retirer",
            "supprimé",
            "supprimer",
            "refusé",
            "revocado",
            "revocar",
            "retirado",
            "retirar",
            "eliminado",
            "eliminar",
            "denegado",
            "revocato",
            "revocare",
            "rimosso",
            "rimuovere",
            "eliminato",
            "ingetrokken",
            "intrekken",
            "verwijderd",
            "verwijderen",
            "odebrać",
            "odebrane",
            "usunąć",
            "usunięte",
            "cofnięte",
            "revogado",
            "revogar",
            "removido",
            "remover",
            "отозвано",
            "отозвать",
            "удалено",
            "удалить",
        ],
    ),
    (
        Decision::Deferred,
        &[
            "deferred",
            "defer",
            "pending",
            "later",
            "postponed",
            "zurückgestellt",
            "zurueckgestellt",
            "später",
            "spaeter",
            "verschoben",
            "vertagt",
            "offen",
            "ausstehend",
            "reporté",
            "reporter",
            "plus tard",
            "en attente",
            "aplazado",
            "aplazar",
            "pospuesto",
            "pendiente",
            "más tarde",
            "rinviato",
            "rinviare",
            "in attesa",
            "uitgesteld",
            "uitstellen",
            "later beslissen",
            "odroczone",
            "odroczyć",
            "później",
            "adiado",
            "adiar",
            "pendente",
            "отложено",
            "позже",
        ],
    ),
    (
        Decision::Exception,
        &[
            "exception",
            "exceptions",
            "accept",
            "accepted",
            "risk accepted",
            "ausnahme",
            "ausnahmen",
            "akzeptiert",
            "dérogation",
            "accepté",
            "excepción",
            "aceptado",
            "eccezione",
            "accettato",
            "uitzondering",
            "geaccepteerd",
            "wyjątek",
            "zaakceptowane",
            "exceção",
            "aceito",
            "aceite",
            "исключение",
        ],
    ),
];

impl Decision {
    /// What a cell of the worksheet decides.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let word = text.trim().trim_end_matches(['.', '!']).to_lowercase();
        WORDS.iter().find(|(_, words)| words.contains(&word.as_str())).map(|(decision, _)| *decision)
    }

    /// The worksheet's own word.
    #[must_use]
    pub fn word(self) -> &'static str {
        WORDS.iter().find(|(decision, _)| *decision == self).map_or("", |(_, words)| words[0])
    }

    /// Every word that is known, for messages: the worksheet's own with what may stand for each.
    #[must_use]
    pub fn words() -> String {
        let one = |words: &[&str]| format!("{} (or {})", words[0], words[1..].join(", "));
        WORDS.map(|(_, words)| one(words)).join("; ")
    }
}

/// A line of a worksheet.
#[derive(Clone, Debug)]
pub struct ReviewedRow {
    /// Whose access, or which identity.
    pub id: String,
    /// Their address, as on the worksheet.
    pub address: Option<String>,
    /// What was decided, verbatim; none where the cell is empty.
    pub decision: Option<String>,
    /// Who decided.
    pub reviewer: Option<String>,
    /// When.
    pub on: Option<NaiveDate>,
    /// Where it is followed up.
    pub ticket: Option<String>,
    /// What was said about it.
    pub comment: Option<String>,
    /// Where it stands.
    pub source: Source,
}

/// Every line of every worksheet of this table: of people's access, or of identities without a person, which have no address.
pub(in crate::facts) fn rows(data: &Dataset, table: Table) -> Result<Vec<ReviewedRow>> {
    let Some(frame) = data.frame(table) else { return Ok(Vec::new()) };
    let rows = Rows::of(frame)?;
    let address = table.position("address").map(|_| rows.text("address")).transpose()?;
    let (id, decision) = (rows.text("id")?, rows.text("decision")?);
    let (reviewer, on) = (rows.text("reviewer")?, rows.day("reviewed_on")?);
    let (ticket, comment) = (rows.text("ticket")?, rows.text("comment")?);
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let row = |row| ReviewedRow {
        id: id.get(row).unwrap_or_default().to_owned(),
        address: owned(address.and_then(|address| address.get(row))),
        decision: owned(decision.get(row)),
        reviewer: owned(reviewer.get(row)),
        on: on.get(row),
        ticket: owned(ticket.get(row)),
        comment: owned(comment.get(row)),
        source: rows.source(row),
    };
    Ok((0..rows.len()).map(row).collect())
}
