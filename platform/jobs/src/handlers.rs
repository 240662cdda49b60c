use crate::{Job, JobError};
use crm_access::{Actor, OpContext, Policies, RequestInfo, SystemActor};
use crm_model::{Clock, RequestId, StaffId};
use crm_storage::LeasedJob;
use futures_util::future::BoxFuture;
use std::collections::BTreeMap;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

/// One run of a job: the operation it works under, as the deployment itself.
#[derive(Clone, Debug)]
pub struct Run {
    /// The operation, with the tenant and the system as its actor.
    pub op: OpContext,
    /// Which try this is, from 1.
    pub attempt: i32,
}

impl Run {
    /// The same operation, done for a staff member who asked for it. It holds none of that person's rights.
    #[must_use]
    pub fn on_behalf_of(&self, staff: StaffId) -> OpContext {
        self.acting_for(staff, Arc::new(Policies::nothing()))
    }

    /// The same operation, done for a staff member with the rights that he has now.
    #[must_use]
    pub fn acting_for(&self, staff: StaffId, policy: Arc<Policies>) -> OpContext {
        let op = &self.op;
        let actor = match op.actor() {
            Actor::System(system) => Actor::System(SystemActor { on_behalf_of: Some(staff), ..system.clone() }),
            other => other.clone(),
        };
        OpContext::new(op.tenant().clone(), actor, policy, op.request().clone(), op.clock().clone(), None)
    }
}

type Handler = Arc<dyn Fn(Run, serde_json::Value) -> BoxFuture<'static, Result<(), JobError>> + Send + Sync>;

/// Which function does which kind of job, and how long it may.
#[derive(Clone, Default)]
pub struct Handlers(BTreeMap<&'static str, (Handler, Option<Duration>)>);

impl Handlers {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the function for one kind. It must bear running twice.
    #[must_use]
    pub fn on<J: Job, F, R>(mut self, work: F) -> Self
    where
        F: Fn(Run, J) -> R + Send + Sync + 'static,
        R: Future<Output = Result<(), JobError>> + Send + 'static,
    {
        let work = Arc::new(work);
        let handler: Handler = Arc::new(move |run, payload| {
            let work = Arc::clone(&work);
            Box::pin(async move {
                let job: J = serde_json::from_value(payload)
                    .map_err(|_| JobError::give_up("the payload is not one of this kind"))?;
                work(run, job).await
            })
        });
        self.0.insert(J::KIND, (handler, J::LONGEST));
        self
    }

    /// The kinds that are known.
    pub fn kinds(&self) -> impl Iterator<Item = &'static str> {
        self.0.keys().copied()
    }

    /// How long a run of a kind may take beyond its lease.
    pub(crate) fn longest(&self, kind: &str) -> Option<Duration> {
        self.0.get(kind).and_then(|(_, longest)| *longest)
    }

    /// Does one job.
    pub(crate) async fn work(&self, job: &LeasedJob, clock: &Clock) -> Result<(), JobError> {
        let (handler, _) =
            self.0.get(job.kind.as_str()).ok_or_else(|| JobError::retry("this version does not know the kind"))?;
        let actor = Actor::System(SystemActor { work: job.kind.clone(), job: Some(job.id), on_behalf_of: None });
        let request = RequestInfo { id: RequestId::generate(), ip: None, user_agent: None };
        let op = OpContext::new(job.tenant.clone(), actor, Arc::new(Policies::nothing()), request, clock.clone(), None);
        handler(Run { op, attempt: job.attempts }, job.payload.clone()).await
    }
}
