use super::*;

#[test]
fn words_decide_and_others_do_not() {
    for (decision, words) in [
        (
            Decision::Appropriate,
            " Keep |beibehalten|Bestätigt|ANGEMESSEN|conserver|Mantener|mantenuto|goedgekeurd|zatwierdzone|manter|оставить|ok.",
        ),
        (
            Decision::Modified,
            "changed|Geändert|geaendert|angepasst|réduit|cambiado|ridotto|gewijzigd|alterado|изменено",
        ),
        (
            Decision::Revoked,
            "REVOKED|Entzogen|entfernen|gelöscht|révoqué|supprimer|retirado|rimosso|ingetrokken|usunięte|revogado|отозвано",
        ),
        (Decision::Deferred, "pending|zurückgestellt|Später|reporté|pendiente|rinviato|uitgesteld|adiado|отложено"),
        (Decision::Exception, "exception|Ausnahme|dérogation|excepción|eccezione|uitzondering|wyjątek|exceção"),
    ] {
        for word in words.split('|') {
            assert_eq!(Decision::of(word), Some(decision), "{word}");
        }
    }
    for word in ["?", "keep or revoke", "", "nein", "no", "behalten?", "nicht behalten"] {
        assert_eq!(Decision::of(word), None, "{word}");
    }
}

#[test]
fn no_word_decides_two_things_and_every_one_is_told() {
    let all: Vec<&str> = WORDS.iter().flat_map(|(_, words)| words.iter().copied()).collect();
    let different: std::collections::BTreeSet<&str> = all.iter().copied().collect();
    assert_eq!(different.len(), all.len());
    let found = Decision::words();
    assert!(all.iter().all(|word| found.contains(word)) && found.starts_with("appropriate (or approve, "), "{found}");
}
