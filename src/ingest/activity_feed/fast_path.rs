//! Routine activities in the shape that nearly all have: folded without being held.

use serde::Deserialize;

use super::super::batch::Batch;
use super::super::routine::RawEvent;
use super::super::text::instant::parse_instant;
use super::INGESTOR;
use super::wrapped::is_activity_id;
use crate::model::is_stated_id;

/// What a routine event is folded by; every other field is passed over.
#[derive(Deserialize)]
struct RoutineActivity<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    created_at: &'a str,
    organization_id: Option<&'a str>,
    organization_uuid: Option<&'a str>,
    #[serde(borrow)]
    actor: RoutineActor<'a>,
}

#[derive(Deserialize)]
struct RoutineActor<'a> {
    #[serde(rename = "type")]
    kind: Option<&'a str>,
    user_id: Option<&'a str>,
    api_key_id: Option<&'a str>,
    admin_api_key_id: Option<&'a str>,
    service_account_id: Option<&'a str>,
    service: Option<&'a str>,
    directory_id: Option<&'a str>,
    external_client_id: Option<&'a str>,
    subject: Option<&'a str>,
    workos_event_id: Option<&'a str>,
    email_address: Option<&'a str>,
    unauthenticated_email_address: Option<&'a str>,
    name: Option<&'a str>,
    ip_address: Option<&'a str>,
    user_agent: Option<&'a str>,
}

impl<'a> RoutineActor<'a> {
    /// In the order of [`crate::model::ACTOR_IDS`].
    fn id(&self) -> Option<&'a str> {
        let own = self.user_id.or(self.api_key_id).or(self.admin_api_key_id).or(self.service_account_id);
        let outside = self.service.or(self.directory_id).or(self.external_client_id);
        own.or(outside).or(self.subject).or(self.workos_event_id)
    }
}

impl<'a> RoutineActor<'a> {
    /// In the order of [`crate::model::ACTOR_ADDRESSES`], without the blanks that tools leave around it.
    fn address(&self) -> Option<&'a str> {
        let stated = |text: Option<&'a str>| text.map(str::trim).filter(|text| !text.is_empty());
        stated(self.email_address).or_else(|| stated(self.unauthenticated_email_address))
    }
}

/// Folds an activity that is routine and written as usual: a record of any other shape is left to be read whole, and judged there.
pub(super) fn take_routine(text: &[u8], line: u64, batch: &mut Batch) -> bool {
    let Ok(fast_path) = serde_json::from_slice::<RoutineActivity>(text) else { return false };
    let Some(at) = parse_instant(fast_path.created_at) else { return false };
    let actor_id = fast_path.actor.id();
    let is_read = actor_id.is_none_or(is_stated_id) && (actor_id.is_some() || fast_path.actor.kind.is_some());
    if !is_activity_id(fast_path.id) || fast_path.kind.trim().is_empty() || !is_read {
        return false;
    }
    if batch.is_of_another(fast_path.organization_id, fast_path.organization_uuid) {
        batch.other += 1;
        return true;
    }
    let seen = RawEvent {
        id: Some(fast_path.id),
        at,
        event: fast_path.kind,
        source: INGESTOR.id,
        actor_type: fast_path.actor.kind,
        actor_id,
        actor_address: fast_path.actor.address(),
        actor_name: fast_path.actor.name,
        ip_address: fast_path.actor.ip_address,
        user_agent: fast_path.actor.user_agent,
        platform: None,
        details: None,
        details_key: None,
    };
    let is_taken = batch.routine.take(line, &seen);
    if !is_taken {
        batch.event_organizations.forget(fast_path.organization_id, fast_path.organization_uuid);
    }
    is_taken
}
