//! Whether a key of a gateway reaches Claude.

/// What a key may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Claude: by a name, because it may use everything, or because it did.
    Claude,
    /// Models whose names do not say whose they are: a gateway gives them names of its own. Judged as if it were Claude.
    Unclear,
    /// Other vendors' models alone.
    Others,
}

/// Words that stand for all models, of the gateway or of the key's team.
const ALL: [&str; 3] = ["all-proxy-models", "all-team-models", "*"];
/// Words of names of other vendors' models.
const OTHER_WORDS: [&str; 41] = [
    "codestral",
    "cohere",
    "command",
    "dall",
    "deepseek",
    "devstral",
    "elevenlabs",
    "embed",
    "embedding",
    "embeddings",
    "flux",
    "gemini",
    "gemma",
    "glm",
    "gpt",
    "granite",
    "grok",
    "imagen",
    "kimi",
    "llama",
    "magistral",
    "minimax",
    "ministral",
    "mistral",
    "mixtral",
    "nova",
    "o1",
    "o3",
    "o4",
    "openai",
    "phi",
    "pixtral",
    "qwen",
    "rerank",
    "sonar",
    "sora",
    "stability",
    "titan",
    "tts",
    "veo",
    "whisper",
];
/// No model at all, unless the team has some.
const NONE: &str = "no-default-models";

/// What a key may use that lists these models, and of which use of Claude is known or not.
pub(super) fn of(models: &[String], used_claude: bool) -> Scope {
    let of_claude = |model: &String| {
        let lower = model.to_ascii_lowercase();
        ALL.contains(&lower.as_str()) || lower.contains("claude") || lower.contains("anthropic")
    };
    if used_claude || models.is_empty() || models.iter().any(of_claude) {
        Scope::Claude
    } else if models.iter().all(|model| is_of_others(model)) {
        Scope::Others
    } else {
        Scope::Unclear
    }
}

fn is_of_others(model: &str) -> bool {
    let lower = model.to_ascii_lowercase();
    let mut words = lower.split(|c: char| !c.is_ascii_alphanumeric());
    lower == NONE
        || words.any(|word| {
            OTHER_WORDS.contains(&word) || OTHER_WORDS.contains(&word.trim_end_matches(|c: char| c.is_ascii_digit()))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_whose_models_are() {
        for (models, used, scope) in [
            (&[][..], false, Scope::Claude),
            (&["gpt-4o", "anthropic/*"], false, Scope::Claude),
            (&["us.anthropic.claude-sonnet-4-5-20250929-v1:0"], false, Scope::Claude),
            (&["all-team-models"], false, Scope::Claude),
            (&["gpt-4o", "o3-mini", "llama3-8b", "text-embedding-3-small"], false, Scope::Others),
            (&["gpt-4o"], true, Scope::Claude),
            (&["no-default-models"], false, Scope::Others),
            (&["smart"], false, Scope::Unclear),
            (&["gpt-4o", "smart"], false, Scope::Unclear),
            (&["foo1"], false, Scope::Unclear),
        ] {
            let models: Vec<String> = models.iter().map(|name| (*name).to_owned()).collect();
            assert_eq!(of(&models, used), scope, "{models:?}");
        }
    }
}
