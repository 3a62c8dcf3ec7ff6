//! Words that names of keys and workspaces use for environments.

use crate::policy::Environment;

/// In names of keys and workspaces.
pub(super) const WORDS: [(Environment, &[&str]); 4] = [
    (Environment::Production, &["production", "prod", "prd", "live"]),
    (Environment::Staging, &["staging", "stage", "stg", "uat", "preprod", "preproduction"]),
    (Environment::Development, &["development", "devel", "dev", "sandbox"]),
    // Not production, whichever: as `non-prod` is.
    (Environment::Testing, &["nonprod", "nonproduction"]),
];
/// In names of workspaces and by policy only: a key `docs-qa` is a service.
pub(super) const WORKSPACE_WORDS: (Environment, &[&str]) = (Environment::Testing, &["qa", "test", "testing", "demo"]);
/// Words that turn the production word behind them into another one: `pre-production`, `non-prod`.
pub(super) const PREFIXES: [(&str, Environment); 2] = [("pre", Environment::Staging), ("non", Environment::Testing)];

/// Words of an environment with those behind which they name a service: `live-chat`, `dev-portal`, `production-planning`.
const SERVICES: [(&str, &[&str]); 6] = [
    (
        "live",
        &[
            "agent",
            "blog",
            "caption",
            "captioning",
            "captions",
            "chat",
            "coverage",
            "events",
            "feed",
            "news",
            "score",
            "scores",
            "sports",
            "stream",
            "streaming",
            "support",
            "transcribe",
            "transcription",
            "translate",
            "translation",
            "translator",
            "video",
        ],
    ),
    ("dev", &["community", "experience", "portal", "productivity", "rel", "relations", "team", "tools"]),
    ("development", &["portal", "team", "tools"]),
    (
        "production",
        &[
            "floor",
            "line",
            "lines",
            "orders",
            "plan",
            "planner",
            "planning",
            "plant",
            "schedule",
            "scheduler",
            "scheduling",
        ],
    ),
    ("stage", &["design", "lighting", "management", "manager", "planner", "play"]),
    ("sandbox", &["executor", "runner"]),
];

/// Words behind which one of an environment names what a department or a service does, and no environment: `business-development`,
/// `two-stage-ranker`, `video-production`. `development` also behind `and`: «Learning & Development».
const COMPOUNDS: [(&str, &[&str]); 5] = [
    ("dev", &["biz", "business", "career", "content", "corp", "corporate", "org"]),
    (
        "development",
        &[
            "business",
            "career",
            "community",
            "content",
            "corporate",
            "curriculum",
            "drug",
            "economic",
            "land",
            "leadership",
            "learning",
            "organizational",
            "people",
            "personal",
            "professional",
            "property",
            "research",
            "talent",
            "workforce",
        ],
    ),
    (
        "stage",
        &[
            "centre", "center", "early", "final", "first", "growth", "late", "mid", "multi", "nth", "one", "second",
            "seed", "single", "third", "three", "two",
        ],
    ),
    ("staging", &["cancer", "disease", "home", "tumor", "tumour"]),
    (
        "production",
        &[
            "audio", "content", "crop", "energy", "event", "film", "food", "media", "milk", "music", "oil", "podcast",
            "post", "theater", "theatre", "tv", "video", "wine",
        ],
    ),
];

/// Whether a word of an environment ends a compound of another meaning, by the words before it.
pub(super) fn ends_a_compound(before: &[String], word: &str) -> bool {
    let and = |word: &String| word == "and" || word == "n";
    let before = match before {
        [rest @ .., last] if and(last) && word == "development" => rest,
        all => all,
    };
    let last = before.last().map(String::as_str);
    COMPOUNDS.iter().any(|(end, begins)| *end == word && last.is_some_and(|last| begins.contains(&last)))
}

/// In other languages, in names of workspaces only: in a key's name they are services as well.
const OTHER_LANGUAGES: [(Environment, &[&str]); 4] = [
    (
        Environment::Production,
        &[
            "produktion",
            "produktiv",
            "produktivsystem",
            "produktivumgebung",
            "producción",
            "produccion",
            "produção",
            "producao",
            "produzione",
            "productie",
            "produkcja",
            "produksjon",
            "本番",
            "生产",
            "生產",
            "正式",
            "운영",
            "프로덕션",
        ],
    ),
    (
        Environment::Staging,
        &[
            "abnahme",
            "vorproduktion",
            "recette",
            "préproduction",
            "préprod",
            "preproducción",
            "preproduccion",
            "homologação",
            "homologacao",
            "homologación",
            "homologacion",
            "collaudo",
            "acceptatie",
            "検証",
            "ステージング",
            "预发布",
            "预发",
            "預發布",
            "스테이징",
        ],
    ),
    (
        Environment::Development,
        &[
            "entwicklung",
            "entwicklungsumgebung",
            "développement",
            "developpement",
            "desarrollo",
            "desenvolvimento",
            "sviluppo",
            "ontwikkeling",
            "utveckling",
            "udvikling",
            "utvikling",
            "開発",
            "开发",
            "開發",
            "개발",
        ],
    ),
    (Environment::Testing, &["testumgebung", "testsystem", "pruebas", "testes", "テスト", "测试", "測試", "테스트"]),
];
/// «Environment», where it is written in one word with which.
const ENVIRONMENT: [&str; 4] = ["環境", "环境", "環境用", "환경"];

/// Whether two words that follow each other name a service, and no environment. A workspace «Dev Tools» is one for development all the same.
pub(super) fn begins_a_service(word: &str, next: &str, of_a_key: bool) -> bool {
    (of_a_key || word == "live") && SERVICES.iter().any(|(first, behind)| *first == word && behind.contains(&next))
}

/// Whether a word says an environment, in a name of either kind.
pub(super) fn is_of_an_environment(word: &str) -> bool {
    let known = WORDS.iter().chain([&WORKSPACE_WORDS]);
    known.into_iter().any(|(_, words)| words.contains(&word)) || in_another_language(word).is_some()
}

/// The environment that a word of another language says.
pub(super) fn in_another_language(word: &str) -> Option<Environment> {
    let bare = ENVIRONMENT.iter().find_map(|suffix| word.strip_suffix(suffix)).unwrap_or(word);
    OTHER_LANGUAGES.iter().find(|(_, words)| words.contains(&bare)).map(|(environment, _)| *environment)
}
