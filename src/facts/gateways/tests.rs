use super::*;
use crate::analyze::testing::as_of_facts;

const KEYS: &str = "token,key_alias,key_name,blocked,created_at,user_id,team_id,models,expires,last_active,max_budget\n\
    aa,prod-search,sk-...aaaa,f,2026-05-01,u-1,t,{claude-x},,2026-09-20 08:00:00,100\n\
    bb,,sk-...bbbb,t,2026-05-01,u-2,,{},,,\n\
    cc,images,sk-...cccc,f,2026-05-01,bob@example.com,,{gpt-4o},,,\n\
    dd,,sk-...dddd,f,2026-09-29,u-1,litellm-dashboard,{},2026-12-30,,\n";
const USE: &str = "date,api_key,model,custom_llm_provider,spend,api_requests,prompt_tokens,completion_tokens\n\
    2026-09-01,aa,claude-sonnet-4-5,anthropic,1.5,1,1,1\n\
    2026-09-30,aa,us.anthropic.claude-haiku-4-5-v1:0,bedrock,2,1,1,1\n\
    2026-09-30,aa,gpt-4o,openai,7,1,1,1\n\
    2026-09-30,zz,claude-sonnet-4-5,databricks,0.25,1,1,1\n";
const USERS: &str = "user_id,user_email,user_role,max_budget\nu-1,ann@example.com,internal_user,\n";

#[test]
fn keys_use_and_spend() {
    let (facts, period) = as_of_facts(&[("keys.csv", KEYS), ("use.csv", USE), ("users.csv", USERS)]);
    let gateways = &facts.gateways;
    let as_of = "2026-10-01T00:00:00Z".parse().unwrap();
    let states: Vec<_> = gateways.keys.iter().map(|key| (key.label(), key.state(as_of), key.scope)).collect();
    assert_eq!(
        states,
        [
            ("prod-search", "works", Scope::Claude),
            ("sk-...bbbb", "blocked", Scope::Claude),
            ("images", "works", Scope::Others),
            ("sk-...dddd", "session", Scope::Claude),
        ]
    );
    let in_scope: Vec<&str> = gateways.in_scope(as_of).map(GatewayKey::label).collect();
    assert_eq!(in_scope, ["prod-search"]);
    assert_eq!(gateways.last_use(&gateways.keys[0]).unwrap().to_string(), "2026-09-30");
    assert_eq!([gateways.address("u-1"), gateways.address("u-2")], [Some("ann@example.com"), None]);
    let spend = &facts.totals.gateway_usd["LiteLLM"];
    assert_eq!(spend.total.to_string(), "3.75");
    let bills: Vec<String> = spend.bill.iter().map(|(name, usd)| format!("{name} {usd}")).collect();
    assert_eq!(bills, ["AWS 2", "Anthropic 1.5", "databricks 0.25"]);
    assert_eq!(spend.key.keys().collect::<Vec<_>>(), ["prod-search", "zz"]);
    assert_eq!(gateways.uses.spent("aa", period).unwrap().to_string(), "3.5");
    assert!(facts.lists.keys.is_empty() && facts.spend.series.rows.is_empty() && facts.totals.api_keys.total == 0);
    assert_eq!(facts.totals.cost_usd.total.to_string(), "0");
}

/// The gateway's word for a provider begins with whose bill it is; a key was used from its first day to its last, in any order of rows.
#[test]
fn bills_go_by_the_beginning_of_a_word_and_days_by_the_calendar() {
    let rows = [
        ("2026-09-20", "aa", "vertex_ai-anthropic_models"),
        ("2026-09-05", "aa", "azure_ai"),
        ("2026-09-30", "aa", "bedrock_converse"),
        ("2026-09-10", "aa", "sagemaker_chat"),
        ("2026-09-12", "zz", "anthropic_text"),
        ("2026-09-12", "zz", "my_anthropic"),
    ];
    let head = USE.lines().next().unwrap();
    let rows: Vec<String> =
        rows.iter().map(|(day, key, provider)| format!("{day},{key},claude-sonnet-4-5,{provider},1,1,1,1")).collect();
    let (facts, _) = as_of_facts(&[("keys.csv", KEYS), ("use.csv", &format!("{head}\n{}\n", rows.join("\n")))]);
    let bills: Vec<String> =
        facts.totals.gateway_usd["LiteLLM"].bill.iter().map(|(name, usd)| format!("{name} {usd}")).collect();
    assert_eq!(bills, ["AWS 2", "Anthropic 1", "Google Cloud 1", "Microsoft Azure 1", "my_anthropic 1"]);
    let used = |key: &str| facts.gateways.uses.of(key).map(|days| (days.first.to_string(), days.last.to_string()));
    assert_eq!(used("aa"), Some(("2026-09-05".to_owned(), "2026-09-30".to_owned())));
    assert_eq!(used("zz"), Some(("2026-09-12".to_owned(), "2026-09-12".to_owned())));
    assert_eq!(used("bb"), None);
}

/// What was spent through a gateway is listed by names of keys and teams, and by the id where two keys share a name or none has it.
#[test]
fn spend_through_a_gateway_is_that_of_its_keys_and_teams() {
    let keys = format!(
        "{KEYS}ee,twin,sk-...eeee,f,2026-05-01,u-1,t,{{claude-x}},,,\nff,twin,sk-...ffff,f,2026-05-01,u-1,t,{{claude-x}},,,\n"
    );
    let use_of = |key: &str| format!("2026-09-30,{key},claude-sonnet-4-5,anthropic,1,1,1,1\n");
    let used = format!("{USE}{}{}", use_of("ee"), use_of("ff"));
    let files = [("keys.csv", keys.as_str()), ("use.csv", &used)];
    let (facts, _) = as_of_facts(&files);
    let data = crate::analyze::testing::data(&files);
    let names = |gateway: &str| {
        let own = spend::dataset_of(&data, &facts.gateways, gateway).unwrap();
        let frame = own.frame(crate::model::Table::Cost).unwrap();
        let rows = crate::facts::frame::Rows::of(frame).unwrap();
        let name = rows.text("key_name").unwrap();
        (0..rows.len()).map(|row| name.get(row).unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names("LiteLLM"), ["prod-search", "prod-search", "zz", "ee", "ff"], "Claude's rows alone");
    assert_eq!(names("another"), [""; 0]);
}

#[test]
fn a_page_that_is_missing_is_known_by_the_total() {
    let page = |keys: &[&str], number: u8| {
        let keys: Vec<String> = keys
            .iter()
            .map(|id| {
                format!(r#"{{"token":"{id}","key_alias":"{id}","models":[],"created_at":"2026-09-01T00:00:00Z"}}"#)
            })
            .collect();
        format!(r#"{{"keys":[{}],"total_count":3,"current_page":{number},"total_pages":2}}"#, keys.join(","))
    };
    let (first, second) = (page(&["aa", "bb"], 1), page(&["cc"], 2));
    let lacking = |files: &[(&str, &str)]| as_of_facts(files).0.gateways.lacking;
    assert_eq!(lacking(&[("keys-1.json", &first), ("keys-2.json", &second)]), None);
    assert_eq!(lacking(&[("both.json", &format!("{first}\n{second}"))]), None);
    assert!(lacking(&[("keys-1.json", &first)]).unwrap().contains("more"));
    assert!(lacking(&[("keys-2.json", &second)]).unwrap().contains("there are 3 keys, and has 1"));
}
