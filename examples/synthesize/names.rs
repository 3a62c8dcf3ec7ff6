//! Invented people and services.

/// First names with their ASCII spelling for addresses.
const FIRST: [(&str, &str); 24] = [
    ("Åsa", "asa"),
    ("Tomas", "tomas"),
    ("Yuki", "yuki"),
    ("Niamh", "niamh"),
    ("Zoë", "zoe"),
    ("Farid", "farid"),
    ("Ingrid", "ingrid"),
    ("Kofi", "kofi"),
    ("Lena", "lena"),
    ("Mateus", "mateus"),
    ("Nadia", "nadia"),
    ("Oskar", "oskar"),
    ("Priya", "priya"),
    ("Quentin", "quentin"),
    ("Rosa", "rosa"),
    ("Søren", "soren"),
    ("Tariq", "tariq"),
    ("Ulla", "ulla"),
    ("Viktor", "viktor"),
    ("Wanjiru", "wanjiru"),
    ("Xenia", "xenia"),
    ("Yannick", "yannick"),
    ("Zdenka", "zdenka"),
    ("Bruno", "bruno"),
];

/// Last names with their ASCII spelling.
const LAST: [(&str, &str); 25] = [
    ("Lindqvist", "lindqvist"),
    ("O'Dell", "odell"),
    ("Brandtner", "brandtner"),
    ("Achterberg", "achterberg"),
    ("D'Amico", "damico"),
    ("Okonjo", "okonjo"),
    ("Varga", "varga"),
    ("Hollis", "hollis"),
    ("Nakasone", "nakasone"),
    ("Petrov", "petrov"),
    ("Quist", "quist"),
    ("Rahimi", "rahimi"),
    ("Stenmark", "stenmark"),
    ("Thorvald", "thorvald"),
    ("Ulvaeus", "ulvaeus"),
    ("Verhoeven", "verhoeven"),
    ("Wiśniak", "wisniak"),
    ("Yamazato", "yamazato"),
    ("Zeller", "zeller"),
    ("Ferreira", "ferreira"),
    ("Gunnarson", "gunnarson"),
    ("Hägg", "hagg"),
    ("Iversen", "iversen"),
    ("Jansky", "jansky"),
    ("Kovac", "kovac"),
];

/// Name and local part of the address of person number `index`; no two are alike.
pub(crate) fn person(index: usize) -> (String, String) {
    let (turn, first) = (index / FIRST.len(), index % FIRST.len());
    let ((first, first_ascii), (last, last_ascii)) = (FIRST[first], LAST[(turn + first) % LAST.len()]);
    let round = turn / LAST.len();
    if round == 0 {
        (format!("{first} {last}"), format!("{first_ascii}.{last_ascii}"))
    } else {
        (format!("{first} {last} {round}"), format!("{first_ascii}.{last_ascii}{round}"))
    }
}

/// Services that every organization has, most important first.
const SERVICES: [&str; 12] = [
    "recommendation-service",
    "checkout-api",
    "email-worker",
    "document-translation",
    "ticket-routing",
    "catalog-enrichment",
    "contract-review",
    "warehouse-planner",
    "returns-assistant",
    "pricing-advisor",
    "supplier-onboarding",
    "robot-telemetry-digest",
];
const THINGS: [&str; 20] = [
    "invoice", "parcel", "claim", "forecast", "manual", "survey", "alert", "payroll", "booking", "recipe", "sensor",
    "route", "defect", "tender", "roster", "warranty", "brochure", "customs", "energy", "training",
];
const JOBS: [&str; 20] = [
    "classifier",
    "extractor",
    "summarizer",
    "matcher",
    "scorer",
    "planner",
    "explainer",
    "checker",
    "drafter",
    "indexer",
    "ranker",
    "tagger",
    "merger",
    "splitter",
    "reviewer",
    "responder",
    "auditor",
    "watcher",
    "builder",
    "cleaner",
];

/// Name of service number `index`; no two are alike, and none lies inside another.
pub(crate) fn service(index: usize) -> String {
    let Some(made_up) = index.checked_sub(SERVICES.len()) else { return SERVICES[index].to_owned() };
    let (thing, job) = (made_up % THINGS.len(), made_up / THINGS.len() + made_up % THINGS.len());
    let round = made_up / (THINGS.len() * JOBS.len());
    let site = if round == 0 { String::new() } else { format!("{}-", site(round)) };
    format!("{}-{site}{}", THINGS[thing], JOBS[job % JOBS.len()])
}

/// A word for each further round through the service names, without digits: those would read as versions.
fn site(round: usize) -> String {
    let mut rest = round;
    let mut word = String::from("site");
    while rest > 0 {
        word.push(char::from(b'a' + u8::try_from(rest % 26).expect("below 26")));
        rest /= 26;
    }
    word
}
