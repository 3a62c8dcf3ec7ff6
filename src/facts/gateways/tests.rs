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
