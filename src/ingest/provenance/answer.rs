//! What the headers of an answer say of it: when it was given, of which organization it is, and whether it is the last page.

use chrono::DateTime;
use serde::{Deserialize, Serialize};

/// What `curl -D` is asked to call the headers of an answer: beside `users.json` as `users.json.headers`, and as people write it by hand.
const HEADERS: [&str; 6] = [".headers.txt", ".headers", "_headers.txt", "-headers.txt", ".header", ".hdr"];

/// What the headers of an answer say of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::ingest) struct Answer {
    pub(super) organization: Option<String>,
    pub(super) request: Option<String>,
    /// As the server wrote it.
    pub(super) date: Option<String>,
    /// Whether it names a next page (RFC 8288): Okta, GitHub and others say nowhere else that one follows.
    #[serde(default, skip_serializing_if = "is_not")]
    pub(super) names_next: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over references")]
const fn is_not(flag: &bool) -> bool {
    !*flag
}

/// What the file is called that the headers in this one are of: with its ending, or without.
pub(super) fn answered(path: &str) -> Option<&str> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ending = HEADERS.iter().find(|ending| name.len() > ending.len() && name.ends_with(*ending))?;
    path.strip_suffix(ending)
}

/// Whether something else than headers stands behind them: the answer itself.
pub(super) fn has_body(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text);
    let mut blocks = text.split("\r\n\r\n").flat_map(|block| block.split("\n\n")).map(str::trim);
    blocks.any(|block| !block.is_empty() && !block.starts_with("HTTP/"))
}

/// Whether a `Link` header has one to a next page: `<https://…>; rel="next"`, and others behind commas.
fn names_next(value: &str) -> bool {
    let rest = |link: &str| link.rsplit_once('>').map(|(_, rest)| rest.to_ascii_lowercase());
    let is_next = |parameter: &str| {
        let relations = parameter.trim().strip_prefix("rel=").map(|relations| relations.trim_matches('"').to_owned());
        relations.is_some_and(|relations| relations.split_whitespace().any(|relation| relation == "next"))
    };
    value.split('<').filter_map(rest).any(|rest| rest.trim_end_matches([',', ' ']).split(';').any(is_next))
}

impl Answer {
    /// Of several answers (a redirection, «continue») the last counts.
    pub(super) fn of(text: &str) -> Self {
        let mut answer = Self::default();
        for line in text.lines() {
            if line.starts_with("HTTP/") {
                answer = Self::default();
            }
            let Some((name, value)) = line.split_once(':') else { continue };
            if name.trim().eq_ignore_ascii_case("link") {
                answer.names_next |= names_next(value);
                continue;
            }
            let value = Some(value.trim().to_owned()).filter(|value| !value.is_empty() && value.len() < 200);
            match name.trim().to_ascii_lowercase().as_str() {
                "anthropic-organization-id" => answer.organization = value,
                "request-id" => answer.request = value,
                "date" => answer.date = value,
                _ => {}
            }
        }
        answer
    }

    /// For people; nothing where the headers say nothing of use.
    pub(super) fn says(&self) -> Option<String> {
        let at = self.date.as_deref().map(|date| match DateTime::parse_from_rfc2822(date) {
            Ok(at) => format!("on {}", at.to_utc().format("%Y-%m-%d %H:%M:%S UTC")),
            Err(_) => format!("on «{date}»"),
        });
        let request = self.request.as_ref().map(|id| format!("request {id}"));
        let organization = self.organization.as_ref().map(|id| format!("organization {id}"));
        let parts: Vec<String> = [at, request, organization].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| format!("answered {}", parts.join(", ")))
    }
}
