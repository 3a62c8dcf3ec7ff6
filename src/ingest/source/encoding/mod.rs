//! Text encodings: everything behind this is UTF-8 without a byte-order mark, line for line as in the file.

mod ansi;
mod mojibake;
mod utf16;

use std::borrow::Cow;

pub(super) use mojibake::is_suspect as may_be_garbled;

/// A file's text.
#[derive(Debug)]
pub struct Decoded<'a> {
    /// UTF-8 without byte-order mark. Where nothing shows which encoding it is, bytes that are no UTF-8 pass as they are: they cost
    /// their cell or their record.
    pub text: Cow<'a, [u8]>,
    /// How the bytes were read, where that is not plainly UTF-8.
    pub note: Option<String>,
}

/// Decodes a file as a whole: by its byte-order mark, else as UTF-16 without one, else as UTF-8 where most of it is that, else in
/// the encoding of the machine that wrote it, as far as its letters show. UTF-8 that was once read as Windows-1252 and saved so is
/// turned back. The decision depends on the bytes only.
#[must_use]
pub fn decode(bytes: &[u8]) -> Decoded<'_> {
    match bytes {
        // The mark says UTF-8: other bytes are damage.
        [0xef, 0xbb, 0xbf, rest @ ..] => mojibake::turned_back(rest),
        [0xff, 0xfe, rest @ ..] => Decoded { text: utf16::text(rest, u16::from_le_bytes), note: None },
        [0xfe, 0xff, rest @ ..] => Decoded { text: utf16::text(rest, u16::from_be_bytes), note: None },
        _ => {
            utf16::without_mark(bytes).or_else(|| ansi::decoded(bytes)).unwrap_or_else(|| mojibake::turned_back(bytes))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, Option<String>) {
        let decoded = decode(bytes);
        (String::from_utf8_lossy(&decoded.text).into_owned(), decoded.note)
    }

    fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn marks_are_removed() {
        assert_eq!(read(b"\xef\xbb\xbfName").0, "Name");
        assert_eq!(read(b"\xff\xfeN\0\xe9\0").0, "Né");
        assert_eq!(read(b"\xfe\xff\0N").0, "N");
        assert_eq!(read(b"plain"), ("plain".to_owned(), None));
    }

    #[test]
    fn utf_16_needs_no_mark() {
        for text in
            ["Name;Email\r\nÅsa Öst;asa@example.com\r\n", "Имя,Email\nОльга Ким,olga@example.com\n", "{\"data\":[]}"]
        {
            for (name, unit) in [("UTF-16LE", u16::to_le_bytes as fn(u16) -> [u8; 2]), ("UTF-16BE", u16::to_be_bytes)] {
                let note = format!("read as {name}, without a byte-order mark");
                assert_eq!(read(&utf16(text, unit)), (text.to_owned(), Some(note)));
            }
        }
    }

    #[test]
    fn utf_8_stays_utf_8() {
        for bytes in [
            "Name,Email\nMüller,a@example.com\n".as_bytes(),
            "≤ 200k «CAFÉ» “BÖ” ÄÖÜ Ångström".as_bytes(),
            // A download that broke off inside a letter.
            b"Name\nM\xc3",
            // More letters in UTF-8 than bytes that are none.
            b"M\xc3\xbcller,N\xc3\xb6ll,Str\xfcb",
            // No text at all.
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            b"",
        ] {
            assert_eq!(decode(bytes).text, bytes);
            assert_eq!(decode(bytes).note, None, "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn what_a_machine_wrote_in_its_own_encoding() {
        for (encoding, text) in [
            (
                encoding_rs::WINDOWS_1252,
                "Name,Email,Active\nAnn Müller,ann@example.com,True\nBob,bob@example.com,True\n",
            ),
            (encoding_rs::WINDOWS_1252, "Prénom;Nom;Email;Statut\nAnn;Durand;ann@example.com;Actif\n"),
            (encoding_rs::WINDOWS_1252, "Nome;Email;Situação\nJoão;joao@example.com;Ativo\n"),
            (encoding_rs::WINDOWS_1252, "Nombre;Email\nIñaki Muñoz;inaki@example.com\n"),
            (encoding_rs::WINDOWS_1252, "Name;Email\nGröße “A” – 5 €;g@example.com\n"),
            (encoding_rs::WINDOWS_1252, "Navn;Email\nSøren Ærø;soren@example.com\n"),
            (
                encoding_rs::WINDOWS_1250,
                "Imię;Nazwisko;Email\nŁukasz;Wiśniewski;l@example.com\nGrażyna;Żółć;g@example.com\n",
            ),
            (encoding_rs::WINDOWS_1250, "Jméno;Email\nJiří Dvořák;j@example.com\nŠárka Růžičková;s@example.com\n"),
            (encoding_rs::WINDOWS_1251, "Имя;Почта\nОльга Иванова;olga@example.com\nПётр Сидоров;petr@example.com\n"),
            (encoding_rs::WINDOWS_1253, "Όνομα;Email\nΓιώργος Παπαδόπουλος;g@example.com\n"),
            (encoding_rs::WINDOWS_1254, "Adı;Email\nAyşe Yıldız;ayse@example.com\nİbrahim Çağlar;i@example.com\n"),
            (encoding_rs::SHIFT_JIS, "名前,メール\n山田太郎,yamada@example.com\n"),
            (encoding_rs::GBK, "姓名,邮箱\n王小明,wang@example.com\n李雷,li@example.com\n"),
        ] {
            let (bytes, _, unmappable) = encoding.encode(text);
            assert!(!unmappable, "{text}");
            let (read, note) = read(&bytes);
            assert_eq!(read, text, "{note:?}");
            assert!(note.is_some_and(|note| note.starts_with("not UTF-8")), "{text}");
        }
    }

    #[test]
    fn what_was_read_as_ansi_once_is_turned_back() {
        for (garbled, text) in [
            ("â‰¤ 200k", "≤ 200k"),
            ("PrÃ©nom;Nom\nJosÃ©;MÃ¼ller", "Prénom;Nom\nJosé;Müller"),
            ("Å\u{81}ukasz", "Łukasz"),
            ("Ø£Ø\u{ad}Ù…Ø¯", "أحمد"),
            ("å±±ç”°", "山田"),
            ("PrÃƒÂ©nom", "Prénom"),
        ] {
            let note = read(garbled.as_bytes()).1;
            assert_eq!(read(garbled.as_bytes()).0, text);
            assert!(note.is_some_and(|note| note.contains("windows-1252")), "{garbled}");
            assert_eq!(read(format!("\u{feff}{garbled}").as_bytes()).0, text);
        }
        for text in ["«CAFÉ»", "„FÖ“ “BÜ”", "São João Ação", "Müller, Ångström, Ærø", "É®", "Zoë’s"]
        {
            assert_eq!(read(text.as_bytes()), (text.to_owned(), None));
        }
    }
}
