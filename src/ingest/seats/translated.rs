//! The members download in the language of whoever downloaded it: labels of columns and of values are translated, names of seats are not.

use crate::data::roster_words::normal;
use crate::ingest::document::Document;
use crate::ingest::text::delimited::Delimited;

/// Column labels of the download; which languages it is translated into is not documented.
pub(super) const NAME: &[&str] = &["Name", "Nom", "Nombre", "Nome", "Naam"];
pub(super) const ADDRESS: &[&str] = &[
    "Email",
    "Courriel",
    "Adresse e-mail",
    "E-Mail-Adresse",
    "Correo electrónico",
    "Correo",
    "Indirizzo e-mail",
    "E-mailadres",
    "メール",
];
pub(super) const ROLE: &[&str] = &["Role", "Rolle", "Rôle", "Rol", "Ruolo", "Função", "Papel", "役割"];
pub(super) const STATUS: &[&str] = &["Status", "Statut", "Estado", "Stato", "Staat", "ステータス"];
/// What the label of the seats' column has in it.
const SEAT: [&str; 9] = ["seat", "sitz", "siege", "asiento", "posto", "postazione", "assento", "stoel", "シート"];
/// Names of seats, which are not translated: they tell a seat from an office.
const TIERS: [&str; 3] = ["standard", "premium", "unassigned"];
/// So many records are looked at.
const SAMPLE: usize = 50;

/// Whether a table is the members download in another language: people with a role, a status and a seat.
pub(in crate::ingest) fn is_translated(document: &Document) -> bool {
    let Some(csv) = document.delimited() else { return false };
    let has = |names: &[&str]| names.iter().any(|name| csv.has(name));
    has(ADDRESS) && has(ROLE) && has(STATUS) && seat_tier(csv).is_some()
}

/// The column of seats.
pub(super) fn seat_tier(csv: &Delimited) -> Option<usize> {
    let records = csv.first_records(SAMPLE);
    csv.header.iter().enumerate().position(|(at, name)| {
        let label = normal(name);
        let is_tier = |record: &Vec<String>| record.get(at).is_some_and(|cell| TIERS.contains(&normal(cell).as_str()));
        SEAT.iter().any(|word| label.contains(word)) && (records.is_empty() || records.iter().any(is_tier))
    })
}

/// A status in the words of the English download.
pub(super) fn status(label: String) -> String {
    let known = match normal(&label).as_str() {
        "aktiv" | "actif" | "activo" | "attivo" | "ativo" | "actief" => "active",
        "ausstehend" | "enattente" | "pendiente" | "inattesa" | "pendente" | "inafwachting" => "pending",
        "inaktiv" | "inactif" | "inactivo" | "inattivo" | "inativo" | "inactief" => "inactive",
        _ => return label,
    };
    known.to_owned()
}
