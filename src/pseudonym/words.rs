//! Words that are names in one place and words of the language in another.

use std::collections::BTreeSet;

/// What the service itself names, the same for every customer: it identifies nobody.
const OF_THE_SERVICE: [&str; 33] = [
    "default",
    "claude code",
    "claude",
    "claude.ai",
    "anthropic",
    "console",
    "admin",
    "owner",
    "primary_owner",
    "primary owner",
    "developer",
    "user",
    "member",
    "billing",
    "managed",
    "membership_admin",
    "limited_developer",
    "claude_code_user",
    "workspace_admin",
    "workspace_developer",
    "workspace_user",
    "workspace_billing",
    "workspace_limited_developer",
    "workspace_restricted_developer",
    "active",
    "inactive",
    "archived",
    "system",
    "unknown",
    "none",
    "null",
    "(org service usage)",
    "unstated",
];

/// Words that stand in the sentences of a report, whatever the exports hold.
const OF_SENTENCES: &str = "a about access account accounts active activity actor actors add added address addresses after age ago all allowed also an \
    and any api archived are as assessed at audit automation back be because before behind between bill billing both burst by can case cases \
    change changed changes chat check checks claims code compliance connector control cost could count covered created creator critical current \
    custom cut data date day days deactivated default deleted demo deploy deployment dev development disabled domain due each email end ended \
    environment error estimated event events evidence every expected expires expiry export exports external fail failed federation file files \
    finding findings first for found from gone group groups had has have high hint hour hours id idle if import in inactive info internal into \
    invite invites is issuer it its job key keys last lead left legacy limit limits line list listed live log logs low mail main medium member \
    members message model models month name named names nobody none not nothing now of off old on one only open or organization other over \
    owner owners past pass pending people period permission person pipeline platform policy prod production project projects public qa query \
    rate read record records rejected removed reported request requests research review reviewed role roles roster rotation row rows rule rules \
    sandbox seat seats search security sent server service services session sessions set setting shared since spend spent sso stage staging \
    stale state status still support switched system tag team test testing than that the their them they threshold threshold time to token \
    tokens tool tools total tunnel two type unused update use used user users value was week with without work workspace workspaces worst year";

/// Whether the service names it so.
pub(super) fn is_of_the_service(text: &str) -> bool {
    OF_THE_SERVICE.contains(&text.trim().to_lowercase().as_str())
}

/// Words of the sentences, and those of more texts.
pub(super) fn of_sentences<'a>(more: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    let split = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
    };
    more.flat_map(split).chain(split(OF_SENTENCES)).collect()
}
