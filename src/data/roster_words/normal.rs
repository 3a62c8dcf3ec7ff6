//! The form in which words of rosters are compared.

/// The form in which words are compared: lower case, accents off, only letters and digits. A sign for a number (`#`) is kept.
#[must_use]
pub fn normal(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric() || *c == '#').map(plain).collect()
}

/// The letter without its accent.
#[must_use]
pub const fn plain(c: char) -> char {
    match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ą' | 'ă' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'è' | 'é' | 'ê' | 'ë' | 'ę' | 'ě' => 'e',
        'ì' | 'í' | 'î' | 'ï' | 'ı' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ő' => 'o',
        'ś' | 'š' | 'ş' | 'ș' => 's',
        'ù' | 'ú' | 'û' | 'ü' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        'ğ' => 'g',
        'ř' => 'r',
        'ť' | 'ț' => 't',
        'ď' => 'd',
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' => 'ι',
        'ό' => 'ο',
        'ύ' => 'υ',
        'ώ' => 'ω',
        'ς' => 'σ',
        'ё' => 'е',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_without_accents() {
        assert_eq!(normal(" Prénom / NOM-2 "), "prenomnom2");
        assert_eq!(normal("Nie ŻYJE, ł"), "niezyjel");
        assert_eq!(normal("Ушёл"), "ушел");
    }
}
