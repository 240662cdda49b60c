//! Anchors as objects of a store, one for each head that was seen.

use super::name::Name;
use crate::UseCaseError;
use bytes::Bytes;
use crm_access::OpContext;
use crm_documents::{DocumentStore, StoreError};
use crm_model::TenantId;
use crm_storage::{Anchor, ChainProblem};
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{Semaphore, SemaphorePermit};

/// Brokers whose anchors are written at the same time: fewer than jobs that run at the same time, so that a slow store never
/// takes all of them.
const AT_ONCE: usize = 3;
/// How long a broker's turn is waited for.
const TURN: Duration = Duration::from_secs(2);

/// How a store keeps anchors.
#[derive(Clone, Debug)]
pub struct AnchorStoreOptions {
    /// What the keys of all anchors begin with.
    pub prefix: String,
    /// Whether an object that is not locked is a failure.
    pub locked: bool,
    /// How long a store in trouble is left alone.
    pub rest: Duration,
}

/// Keeps anchors in an object store.
pub struct AnchorStore {
    documents: Arc<dyn DocumentStore>,
    options: AnchorStoreOptions,
    turns: Semaphore,
    /// The newest anchor of each broker that this process knows of: listings go on behind it.
    newest: Mutex<HashMap<TenantId, Name>>,
    rests_until: Mutex<Option<Instant>>,
}

/// What the object says: the same as its name, with the time, for those who read it without this program.
#[derive(Serialize, Deserialize)]
struct Body {
    tenant: String,
    seq: i64,
    hash: String,
    at: String,
    before: Option<Before>,
}

#[derive(PartialEq, Eq, Serialize, Deserialize)]
struct Before {
    seq: i64,
    hash: String,
}

impl Body {
    /// The same, whenever it was written.
    fn says(&self, other: &Self) -> bool {
        (&self.tenant, self.seq, &self.hash, &self.before) == (&other.tenant, other.seq, &other.hash, &other.before)
    }
}

/// What became of a head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    Written,
    Stood,
    /// The store is in trouble, or others are at it: a later round tries again.
    Rested,
    Failed,
    /// The chain has no such row as the newest anchor says, or with another hash: it was rewritten or cut.
    Differs,
}

impl Kept {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Written => "written",
            Self::Stood => "stood",
            Self::Rested => "rested",
            Self::Failed => "failed",
            Self::Differs => "differs",
        }
    }
}

/// A broker's turn: what the store held when it began.
pub(super) struct Turn<'a> {
    newest: Option<Name>,
    _place: SemaphorePermit<'a>,
}

impl Turn<'_> {
    /// The newest anchor in the store.
    pub(super) fn newest(&self) -> Option<&Anchor> {
        self.newest.as_ref().map(|name| &name.anchor)
    }
}

/// What the store holds of a broker.
pub(super) struct Told {
    pub anchors: Vec<Anchor>,
    pub damage: Option<ChainProblem>,
}

const UNREADABLE: UseCaseError = UseCaseError::Internal("the audit anchors in the document store cannot be read");

impl AnchorStore {
    /// Keeps anchors in `documents`.
    #[must_use]
    pub fn new(documents: Arc<dyn DocumentStore>, options: AnchorStoreOptions) -> Self {
        Self {
            documents,
            options,
            turns: Semaphore::new(AT_ONCE),
            newest: Mutex::default(),
            rests_until: Mutex::default(),
        }
    }

    fn folder(&self, tenant: TenantId) -> String {
        format!("{}/{tenant}/", self.options.prefix)
    }

    /// Waits a moment for a turn and looks what the store holds.
    pub(super) async fn begin(&self, tenant: TenantId) -> Result<Turn<'_>, Kept> {
        if self.rests() {
            return Err(Kept::Rested);
        }
        let Ok(Ok(place)) = tokio::time::timeout(TURN, self.turns.acquire()).await else { return Err(Kept::Rested) };
        if self.rests() {
            return Err(Kept::Rested);
        }
        let folder = self.folder(tenant);
        let known = self.newest.lock().unwrap_or_else(PoisonError::into_inner).get(&tenant).cloned();
        let after = known.as_ref().map(|name| name.key(&folder));
        let listed = match self.documents.list(&folder, after.as_deref()).await {
            Ok(listed) => listed,
            Err(error) => return Err(self.failed(tenant, &error)),
        };
        let newest = listed.iter().rev().find_map(|entry| Name::parse(&entry.key, &folder)).or(known);
        if let Some(name) = &newest {
            self.remember(tenant, name.clone());
        }
        Ok(Turn { newest, _place: place })
    }

    /// Writes the head unless it stands there, and compares what the store then gives back.
    pub(super) async fn keep(&self, op: &OpContext, turn: Turn<'_>, head: &Anchor) -> Kept {
        let tenant = op.tenant().id;
        if head.seq == 0 || turn.newest.as_ref().is_some_and(|newest| newest.anchor == *head) {
            return Kept::Stood;
        }
        match self.write(op, turn.newest.as_ref(), head).await {
            Ok(kept) => kept,
            Err(error) => self.failed(tenant, &error),
        }
    }

    /// The chain does not hold the newest anchor.
    pub(super) fn differs(&self, op: &OpContext, turn: &Turn<'_>, head: &Anchor) -> Kept {
        let (tenant, anchored) = (op.tenant().id, turn.newest().map(|anchor| anchor.seq));
        tracing::error!(target: "security", %tenant, head = head.seq, anchored, "the audit chain differs from its anchor in the document store: it was rewritten or cut, or the database was restored");
        Kept::Differs
    }

    async fn write(&self, op: &OpContext, newest: Option<&Name>, head: &Anchor) -> Result<Kept, StoreError> {
        let tenant = op.tenant().id;
        let name = Name { anchor: head.clone(), before: newest.map_or(0, |name| name.anchor.seq) };
        let key = name.key(&self.folder(tenant));
        let hex = |anchor: &Anchor| HEXLOWER.encode(&anchor.hash);
        let body = Body {
            tenant: tenant.to_string(),
            seq: head.seq,
            hash: hex(head),
            at: op.now().to_rfc3339(),
            before: newest.map(|name| Before { seq: name.anchor.seq, hash: hex(&name.anchor) }),
        };
        let bytes = serde_json::to_vec(&body).map_err(|_| StoreError::Refused("no JSON".to_owned()))?;
        self.documents.put_once(&key, Bytes::from(bytes), op.now()).await?;
        let back = self.documents.get(&key).await?;
        let back = back.and_then(|bytes| serde_json::from_slice::<Body>(&bytes).ok());
        // somebody else may have written it a moment before, with another time
        if !back.is_some_and(|back| back.says(&body)) {
            return Err(StoreError::Refused("it gives back something else than was written".to_owned()));
        }
        let looked = self.documents.look(&key).await?;
        if self.options.locked && looked.and_then(|looked| looked.locked_until).is_none() {
            return Err(StoreError::Refused("it does not lock what it was asked to lock".to_owned()));
        }
        self.remember(tenant, name);
        Ok(Kept::Written)
    }

    fn remember(&self, tenant: TenantId, name: Name) {
        self.newest.lock().unwrap_or_else(PoisonError::into_inner).insert(tenant, name);
    }

    fn rests(&self) -> bool {
        self.rests_until.lock().unwrap_or_else(PoisonError::into_inner).is_some_and(|until| Instant::now() < until)
    }

    fn failed(&self, tenant: TenantId, error: &StoreError) -> Kept {
        tracing::warn!(%tenant, %error, "the head of an audit chain could not be anchored; the next round tries again");
        let until = Instant::now().checked_add(self.options.rest);
        *self.rests_until.lock().unwrap_or_else(PoisonError::into_inner) = until;
        Kept::Failed
    }

    /// Every anchor of a broker, and the first sign that one of them is missing or was touched.
    ///
    /// # Errors
    /// The store is away or refuses.
    pub(super) async fn read(&self, tenant: TenantId) -> Result<Told, UseCaseError> {
        let folder = self.folder(tenant);
        let listed = self.documents.list(&folder, None).await.map_err(|error| {
            tracing::warn!(%tenant, %error, "the audit anchors cannot be read");
            UNREADABLE
        })?;
        let names: Vec<(Name, bool)> = listed
            .iter()
            .filter_map(|entry| Name::parse(&entry.key, &folder).map(|name| (name, entry.touched)))
            .collect();
        let there: HashSet<i64> = names.iter().map(|(name, _)| name.anchor.seq).chain([0]).collect();
        let damage = names.iter().find_map(|(name, touched)| {
            let gone = (!there.contains(&name.before)).then_some(ChainProblem::AnchorGone(name.before));
            gone.or_else(|| touched.then_some(ChainProblem::AnchorTouched(name.anchor.seq)))
        });
        Ok(Told { anchors: names.into_iter().map(|(name, _)| name.anchor).collect(), damage })
    }
}
