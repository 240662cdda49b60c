//! Exact look-ups of sealed values: asking for a whole address or number tells whether somebody has it, so each is counted
//! and recorded before it is answered (AUD-09, PII-06). The trail says what kind of value was asked for, never the value.

use super::list::{FilterInput, SealedCondition};
use super::search;
use crate::{App, UseCaseError};
use crm_access::{FieldClass, OpContext, Permission};
use crm_cache::{Purpose, Quota, RateKey};
use crm_model::AuditAction;
use crm_storage::{AuditEvent, Change};
use std::time::Duration;

/// Within this time the same question is one look-up in the trail.
const SAME_QUESTION: Quota = Quota::new(1, Duration::from_secs(600));

/// What somebody asks about sealed values. Nothing when his role may not ask: the answer then does not depend on the data.
#[derive(Debug, Default)]
pub struct Lookups(Vec<(FieldClass, String)>);

impl Lookups {
    /// Of a search box and a filter tree.
    #[must_use]
    pub fn of_list(op: &OpContext, typed: Option<&str>, filter: Option<&FilterInput>) -> Self {
        let mut found = Self::default();
        found.0.extend(typed.and_then(search::exact));
        if let Some(filter) = filter {
            found.in_filter(filter);
        }
        found.allowed(op)
    }

    /// Of the contacts of a client who is being typed in.
    #[must_use]
    pub fn of_probe(op: &OpContext, email: Option<&str>, phone: Option<&str>) -> Self {
        let probed = [email, phone].into_iter().flatten().filter_map(search::exact);
        Self(probed.collect()).allowed(op)
    }

    fn in_filter(&mut self, filter: &FilterInput) {
        match filter {
            FilterInput::And(parts) | FilterInput::Or(parts) => parts.iter().for_each(|part| self.in_filter(part)),
            FilterInput::Not(part) => self.in_filter(part),
            FilterInput::Sealed(SealedCondition::EmailEquals(text) | SealedCondition::EmailDomain(text)) => {
                self.0.push((FieldClass::Email, text.clone()));
            }
            FilterInput::Sealed(SealedCondition::PhoneEquals(text) | SealedCondition::PhoneLastFour(text)) => {
                self.0.push((FieldClass::Phone, text.clone()));
            }
            FilterInput::Is(_) | FilterInput::Sealed(_) | FilterInput::Custom(..) => {}
        }
    }

    fn allowed(mut self, op: &OpContext) -> Self {
        let reach = op.reach(Permission::ClientView);
        self.0.retain(|(class, _)| reach.as_ref().is_some_and(|reach| op.policy().may_search_by(*class, reach)));
        self
    }

    /// Counts and records them; to be called before anything is read.
    ///
    /// # Errors
    /// [`UseCaseError::TooOften`]; the trail takes no event.
    pub async fn record(self, op: &OpContext, app: &App) -> Result<(), UseCaseError> {
        let Some(staff) = op.actor().staff().filter(|_| !self.0.is_empty()) else { return Ok(()) };
        let (tenant, now) = (op.tenant().id, op.now());
        let mut kinds: Vec<&str> = Vec::new();
        for (class, text) in &self.0 {
            let mine = RateKey::new(tenant, Purpose::BlindLookup, &staff.id.to_string());
            let counted = app.limiter.take(&mine, app.contact_lookups, 1, now).await;
            if !counted.allowed {
                let retry_after = counted.retry_after.unwrap_or(counted.reset_after);
                return Err(UseCaseError::TooOften { retry_after });
            }
            let question = format!("{} {} {}", staff.session, class.as_str(), text.trim().to_lowercase());
            let question = RateKey::new(tenant, Purpose::BlindLookup, &question);
            if app.limiter.take(&question, SAME_QUESTION, 1, now).await.allowed && !kinds.contains(&class.as_str()) {
                kinds.push(class.as_str());
            }
        }
        if kinds.is_empty() {
            return Ok(());
        }
        let asked = Change::plain("by", None::<String>, Some(kinds.join(", ")));
        app.db.begin(op).await?.commit(AuditEvent::new(AuditAction::ClientsLookedUp).changes([asked])).await?;
        Ok(())
    }
}
