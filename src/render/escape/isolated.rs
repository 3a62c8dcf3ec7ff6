//! Names within sentences of HTML, each of which has its own direction.

/// `«<bdi>name</bdi>»` for names of letters that may be written from right to left. Marks without their counterpart stay as they are.
pub(super) fn isolated(text: String) -> String {
    if text.is_ascii() || !text.contains('«') {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 32);
    let mut rest = text.as_str();
    while let Some((before, behind)) = rest.split_once('«') {
        out.push_str(before);
        out.push('«');
        rest = behind;
        let Some(end) = behind.find(['«', '»']).filter(|end| behind[*end..].starts_with('»')) else { continue };
        let (name, left) = behind.split_at(end);
        if name.is_ascii() {
            out.push_str(name);
        } else {
            out.extend(["<bdi>", name, "</bdi>"]);
        }
        rest = left;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::super::{html, html_breakable};

    /// Fault: A name in Arabic within a sentence took the hyphen and the words next to it to its other side
    /// Outcome: A name in quotation marks is isolated
    #[test]
    fn names_within_sentences_are_isolated() {
        for (text, isolated) in [
            ("key «مفتاح-خدمة» jumped", "key «<bdi>مفتاح-خدمة</bdi>» jumped"),
            ("«日本» and «k»", "«<bdi>日本</bdi>» and «k»"),
            ("«a «مفتاح» b»", "«a «<bdi>مفتاح</bdi>» b»"),
            ("»مفتاح«", "»مفتاح«"),
            ("«مفتاح", "«مفتاح"),
            ("«مفتاح</bdi>»", "«<bdi>مفتاح&lt;/<wbr>bdi&gt;</bdi>»"),
        ] {
            assert_eq!(html_breakable(text), isolated, "{text:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn isolation_adds_balanced_tags_and_nothing_else(text in "[«»a<>/ .מא]{0,30}") {
            let shown = html_breakable(&text);
            let (opened, closed) = (shown.matches("<bdi>").count(), shown.matches("</bdi>").count());
            proptest::prop_assert_eq!(opened, closed);
            let plain = shown.replace("<wbr>", "").replace("«<bdi>", "«").replace("</bdi>»", "»");
            proptest::prop_assert_eq!(plain, html(&text));
            let pieces: Vec<&str> = shown.split("<bdi>").skip(1).collect();
            proptest::prop_assert!(pieces.iter().all(|piece| piece.contains("</bdi>»")), "none within another");
        }
    }
}
