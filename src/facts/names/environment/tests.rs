//! What names tell of environments.

use super::*;

fn key(name: &str) -> &'static str {
    of_key(name, None, &Policy::default()).map_or("-", |inferred| inferred.environment.id())
}

#[test]
fn whole_words_tell_the_environment() {
    for (name, expected) in [
        ("prod-search", "production"),
        ("searchLive", "production"),
        ("stg1-search", "staging"),
        ("pre-production-search", "staging"),
        ("dev_search", "development"),
        ("delivery-search", "-"),
        ("docs-qa", "-"),
        ("prod-and-dev", "-"),
        ("nonprod-search", "testing"),
        ("non-prod-search", "testing"),
        ("live-search", "production"),
        ("live-chat", "-"),
        ("dev-live-chat", "development"),
        ("live-translate", "-"),
        ("prod-dev-portal", "production"),
        ("dev-production-planning", "development"),
        ("prod-stage-planner", "production"),
        ("prod-sandbox-runner", "production"),
        ("prod-dev-mailer", "-"),
        ("biz-dev-emails", "-"),
        ("prod-business-development", "production"),
        ("learning-and-development-coach", "-"),
        ("two-stage-ranker", "-"),
        ("prod-multi-stage-rag", "production"),
        ("cancer-staging-classifier", "-"),
        ("dev-video-production", "development"),
        ("post-production-notes", "-"),
        ("search-stage", "staging"),
        ("search-development", "development"),
        ("search-and-development", "development"),
        ("eu-production", "production"),
        ("prod-dev", "-"),
        ("prod-and-dev-tools", "-"),
        // In other languages these are names of services as well.
        ("mailer-entwicklung", "-"),
    ] {
        assert_eq!(key(name), expected, "{name:?}");
    }
}

#[test]
fn a_tag_is_sure_and_a_name_is_not() {
    let policy = Policy::default();
    let tagged = of_workspace("Search", None, Some("prod"), &policy).unwrap();
    assert_eq!((tagged.environment, tagged.confidence), (Environment::Production, Confidence::High));
    let named = of_workspace("QA", None, None, &policy).unwrap();
    assert_eq!((named.environment, named.confidence), (Environment::Testing, Confidence::Medium));
    assert_eq!(of_workspace("Non-Prod", None, None, &policy).unwrap().environment, Environment::Testing);
}

/// Fault: Workspaces named Produktion, Abnahme and Entwicklung had no environment: «Environments are not separated»
/// Outcome: The words of thirteen languages are known in names of workspaces
#[test]
fn workspaces_in_other_languages() {
    for (names, environment) in [
        (
            "Produktion|Produktivsystem|PRODUKTIV|Producción|Produccion|Produção|Produzione|Productie|Produkcja",
            "production",
        ),
        ("本番|本番環境|生产环境|正式环境|운영|운영환경|Produksjon|Boutique - Production", "production"),
        (
            "Abnahme|Recette|Préproduction|Preproducción|Homologação|Homologacao|Collaudo|Acceptatie|検証環境|预发布|스테이징",
            "staging",
        ),
        (
            "Entwicklung|Développement|Developpement|Desarrollo|Desenvolvimento|Sviluppo|Ontwikkeling|Utveckling|開発|开发环境|개발",
            "development",
        ),
        ("Business Development|Learning & Development|Research and Development|Video Production", "-"),
        ("Testumgebung|Pruebas|Testes|Collaudi e Test|测试环境|テスト", "testing"),
    ] {
        for name in names.split('|') {
            let inferred = of_workspace(name, None, None, &Policy::default());
            assert_eq!(inferred.map_or("-", |one| one.environment.id()), environment, "{name}");
        }
    }
    for name in
        ["Prod and Dev Tools", "Produkt", "Marketing", "Entwickler", "Abnahmen Vertrieb", "本", "Recettes de cuisine"]
    {
        assert_eq!(of_workspace(name, None, None, &Policy::default()), None, "{name}");
    }
}
