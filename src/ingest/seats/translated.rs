//! The members download in the language of whoever downloaded it: labels of columns and of values are translated, names of seats are not.

use crate::data::roster_words::normal;
use crate::ingest::document::Document;
use crate::ingest::text::delimited::Delimited;

/// Column labels of the download; which languages it is translated into is not documented.
pub(super) const NAME: &[&str] = &[
    "Name", "Nom", "Nombre", "Nome", "Naam", "Imię", "Nazwa", "Navn", "Namn", "Имя", "Ім'я", "名前", "氏名", "姓名",
    "名称", "이름",
];
pub(super) const ADDRESS: &[&str] = &[
    "Email",
    "Courriel",
    "Adresse e-mail",
    "E-Mail-Adresse",
    "Correo electrónico",
    "Correo",
    "Indirizzo e-mail",
    "E-mailadres",
    "Endereço de e-mail",
    "Adres e-mail",
    "E-post",
    "Эл. почта",
    "Электронная почта",
    "Адрес электронной почты",
    "メール",
    "メールアドレス",
    "電子メール",
    "电子邮件",
    "邮箱",
    "電子郵件",
    "이메일",
];
pub(super) const ROLE: &[&str] = &[
    "Role",
    "Rolle",
    "Rôle",
    "Rol",
    "Ruolo",
    "Função",
    "Papel",
    "Rola",
    "Roll",
    "Роль",
    "役割",
    "ロール",
    "角色",
    "역할",
];
pub(super) const STATUS: &[&str] = &[
    "Status",
    "Statut",
    "Estado",
    "Stato",
    "Staat",
    "Situação",
    "Stan",
    "Статус",
    "Состояние",
    "ステータス",
    "状態",
    "状态",
    "狀態",
    "상태",
];
/// What the label of the seats' column has in it.
const SEAT: [&str; 17] = [
    "seat",
    "sitz",
    "platz",
    "siege",
    "place",
    "asiento",
    "posto",
    "postazione",
    "assento",
    "stoel",
    "miejsc",
    "мест",
    "シート",
    "席",
    "座席",
    "좌석",
    "席位",
];
/// The same where it is a licence. Rosters have licences, too, and an English one is no translation.
const LICENCE: [&str; 4] = ["lizenz", "licen", "лиценз", "ライセンス"];
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
        let has = |words: &[&str]| words.iter().any(|word| label.contains(&normal(word)));
        let is_tier = |record: &Vec<String>| record.get(at).is_some_and(|cell| TIERS.contains(&normal(cell).as_str()));
        let is_seat = has(&SEAT) && (records.is_empty() || records.iter().any(is_tier));
        is_seat || has(&LICENCE) && !csv.has("Role") && !records.is_empty() && records.iter().all(is_tier)
    })
}

/// A status in the words of the English download.
pub(super) fn status(label: String) -> String {
    let known = match normal(&label).as_str() {
        "aktiv" | "actif" | "activo" | "attivo" | "ativo" | "actief" | "aktywny" | "активен" | "активный"
        | "アクティブ" | "有効" | "活跃" | "활성" => "active",
        "ausstehend" | "enattente" | "pendiente" | "inattesa" | "pendente" | "inafwachting" | "oczekujacy"
        | "ожидает" | "保留中" | "待处理" | "대기중" => "pending",
        "inaktiv" | "inactif" | "inactivo" | "inattivo" | "inativo" | "inactief" | "nieaktywny" | "неактивен"
        | "非アクティブ" | "無効" | "비활성" => "inactive",
        _ => return label,
    };
    known.to_owned()
}
