//! What invented clients are spread over: a broker's own statuses, tags and people.

use super::person::fits;
use chrono::{DateTime, Duration, Utc};
use crm_access::{OpContext, kinds};
use crm_app::UseCaseError;
use crm_model::{ClientStage, Desk, StaffId, StatusKind, StatusOptionId, StatusType, TagId};
use crm_storage::{Settings, Staff, Teams, TenantDb};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use std::collections::HashMap;

/// Somebody who owns clients.
#[derive(Clone, Debug)]
pub(super) struct Worker {
    pub id: StaffId,
    desk: Desk,
}

/// What invented clients are spread over.
#[derive(Clone, Debug)]
pub struct Plan {
    pub(super) seed: u64,
    pub(super) now: DateTime<Utc>,
    pub(super) since: Duration,
    pub(super) total: u64,
    pub(super) tags: Vec<TagId>,
    pub(super) retention: Vec<StatusOptionId>,
    sales: Vec<(StatusOptionId, StatusType)>,
    under_age: Option<StatusOptionId>,
    workers: Vec<Worker>,
}

/// How far back the oldest client goes.
const SINCE: Duration = Duration::days(548);

impl Plan {
    /// Reads a broker's statuses, tags and those of its people who belong to a team that works clients.
    ///
    /// # Errors
    /// Access, or the database is away.
    pub async fn read(op: &OpContext, db: &TenantDb, seed: u64, total: u64) -> Result<Self, UseCaseError> {
        let permit = op.require_system::<kinds::StaffView>()?;
        let tx = db.read(op).await?;
        let (settings, teams) = (Settings::of(&tx), Teams::of(&tx).list().await?);
        let desks: HashMap<_, _> = teams.iter().map(|team| (team.id, team.desk)).collect();
        let people = Staff::of(&tx).list(&permit).await?;
        let works = |desk: &Desk| matches!(desk, Desk::Sales | Desk::Retention);
        let workers = people.iter().filter_map(|person| {
            let (team, _) = person.team.as_ref()?;
            let desk = desks.get(team).copied().filter(works)?;
            Some(Worker { id: person.id, desk })
        });
        let statuses = settings.statuses().await?;
        let of = |kind: StatusKind| statuses.iter().filter(move |s| s.kind == kind);
        Ok(Self {
            seed,
            now: op.now(),
            since: SINCE,
            total,
            tags: settings.tags().await?.into_iter().map(|tag| tag.id).collect(),
            retention: of(StatusKind::Retention).map(|s| s.id).collect(),
            sales: of(StatusKind::Sales).map(|s| (s.id, s.meaning)).collect(),
            under_age: of(StatusKind::Sales).find(|s| s.name == "Under age").map(|s| s.id),
            workers: workers.collect(),
        })
    }

    /// Depositors belong to retention where there is one, everybody else to sales.
    pub(super) fn worker_for(&self, stage: ClientStage, rng: &mut StdRng) -> Option<&Worker> {
        let wanted = if stage == ClientStage::Depositor { Desk::Retention } else { Desk::Sales };
        let fitting: Vec<&Worker> = self.workers.iter().filter(|w| w.desk == wanted).collect();
        fitting.choose(rng).copied().or_else(|| self.workers.choose(rng))
    }

    pub(super) fn sales_status(
        &self,
        stage: ClientStage,
        owned: bool,
        under_age: bool,
        rng: &mut StdRng,
    ) -> Option<StatusOptionId> {
        if under_age && self.under_age.is_some() {
            return self.under_age;
        }
        let fitting: Vec<StatusOptionId> = self
            .sales
            .iter()
            .filter(|(id, meaning)| fits(stage, *meaning, owned) && Some(*id) != self.under_age)
            .map(|(id, _)| *id)
            .collect();
        fitting.choose(rng).copied()
    }
}
