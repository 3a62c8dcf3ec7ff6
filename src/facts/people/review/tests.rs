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
    for word in ["?", "keep or revoke", "", "behalten?", "nicht behalten"] {
        assert_eq!(Decision::of(word), None, "{word}");
    }
    assert!(Decision::words().starts_with("appropriate, modified, revoked, deferred, exception, or "));
    assert!(Decision::only_disables("Disable account") && !Decision::only_disables("delete"));
    assert!([Decision::Appropriate, Decision::Exception, Decision::Deferred, Decision::Revoked].is_sorted());
}
