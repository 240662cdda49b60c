use crate::http::error::HttpProblem;
use crm_model::{SessionId, TenantId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Sockets of one session: two screens with a reconnecting pair each.
const PER_SESSION: usize = 4;
/// Sockets of one broker in this process.
const PER_TENANT: usize = 1_000;

/// Counts open sockets (GQL-12, DOS-04). Clones count together.
#[derive(Clone, Default)]
pub struct Sockets(Arc<Mutex<Counts>>);

#[derive(Default)]
struct Counts {
    sessions: HashMap<SessionId, usize>,
    tenants: HashMap<TenantId, usize>,
}

/// One open socket; dropping it gives the seat back.
pub(super) struct Seat {
    sockets: Sockets,
    tenant: TenantId,
    session: SessionId,
}

impl Sockets {
    pub(super) fn take(&self, tenant: TenantId, session: SessionId) -> Result<Seat, HttpProblem> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let of_session = counts.sessions.get(&session).copied().unwrap_or(0);
        let of_tenant = counts.tenants.get(&tenant).copied().unwrap_or(0);
        if of_session >= PER_SESSION || of_tenant >= PER_TENANT {
            let problem = HttpProblem::new("rate_limited").retry_after(Duration::from_secs(10));
            return Err(problem.detail("Too many live connections; close other windows of this portal."));
        }
        counts.sessions.insert(session, of_session + 1);
        counts.tenants.insert(tenant, of_tenant + 1);
        metrics::gauge!("graphql_sockets").increment(1.0);
        Ok(Seat { sockets: self.clone(), tenant, session })
    }

    /// Sockets that are open now.
    #[must_use]
    pub fn open(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).tenants.values().sum()
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut counts = self.sockets.0.lock().unwrap_or_else(PoisonError::into_inner);
        give_back(&mut counts.sessions, self.session);
        give_back(&mut counts.tenants, self.tenant);
        metrics::gauge!("graphql_sockets").decrement(1.0);
    }
}

fn give_back<K: std::hash::Hash + Eq + Copy>(counts: &mut HashMap<K, usize>, key: K) {
    if let Some(count) = counts.get_mut(&key) {
        *count -= 1;
        if *count == 0 {
            counts.remove(&key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gql_12_a_session_has_four_sockets_and_gets_its_seats_back() {
        let (sockets, tenant, session) = (Sockets::default(), TenantId::generate(), SessionId::generate());
        let seats: Vec<Seat> = (0..PER_SESSION).map(|_| sockets.take(tenant, session).unwrap()).collect();
        assert_eq!(sockets.take(tenant, session).err().unwrap().code(), "rate_limited");
        assert!(sockets.take(tenant, SessionId::generate()).is_ok(), "another session of the broker");
        drop(seats);
        assert!(sockets.take(tenant, session).is_ok());
        assert_eq!(sockets.open(), 0);
    }

    #[test]
    fn dos_04_a_broker_has_a_share_of_the_sockets() {
        let (sockets, tenant) = (Sockets::default(), TenantId::generate());
        let seats: Vec<Seat> = (0..PER_TENANT).map(|_| sockets.take(tenant, SessionId::generate()).unwrap()).collect();
        assert!(sockets.take(tenant, SessionId::generate()).is_err());
        assert!(sockets.take(TenantId::generate(), SessionId::generate()).is_ok());
        assert_eq!(seats.len(), sockets.open());
    }
}
