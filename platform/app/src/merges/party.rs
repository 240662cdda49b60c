//! The clients of one merge: the kept one first.

use super::fields::{self, Statuses};
use crate::UseCaseError;
use crate::clients::{ClientCard, Personal, may_view, sees_archived};
use chrono::{DateTime, Utc};
use crm_access::kinds::ClientMerge;
use crm_access::{OpContext, Permit};
use crm_model::{ClientId, MERGED_MAX, MergeBlock, MergeField, Problem};
use crm_storage::{Clients, ContactRow, Merges, Scoped, Settings, covers};
use std::collections::HashMap;

/// The most contacts, and the most tags, that a client has.
const HANGING_MAX: i64 = 20;

/// What stands against a merge, and at whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MergeBlocked {
    /// At whom; nobody when it is all of them together.
    pub client: Option<ClientId>,
    /// What.
    pub block: MergeBlock,
}

/// One field of all of them.
#[derive(Clone, Debug)]
pub struct PreviewField {
    /// Which.
    pub field: MergeField,
    /// What each has, as the reader may see it.
    pub values: Vec<(ClientId, Personal)>,
    /// Whose stays unless somebody chooses.
    pub from: ClientId,
    /// Whether this reader may choose.
    pub choosable: bool,
}

/// The clients of one merge.
pub(super) struct Parties {
    all: Vec<ClientCard>,
}

impl Parties {
    /// Reads them within the reach of the right and of the reader's own sight, the kept one first.
    pub(super) async fn read(
        op: &OpContext,
        tx: &impl Scoped,
        permit: &Permit<ClientMerge>,
        ids: &[ClientId],
    ) -> Result<Self, UseCaseError> {
        let view = may_view(op)?;
        let clients = Clients::of(tx);
        let me = op.actor().staff().map(|staff| staff.id);
        let found = clients.find_many(permit, me, ids, sees_archived(op)).await?;
        let mut found: HashMap<_, _> =
            found.into_iter().filter(|c| covers(view.reach(), c)).map(|c| (c.id, c)).collect();
        let mut contacts: HashMap<ClientId, Vec<ContactRow>> = HashMap::new();
        for row in clients.contacts(ids).await? {
            contacts.entry(row.client).or_default().push(row);
        }
        let mut all = Vec::with_capacity(ids.len());
        for id in ids {
            let client = found.remove(id).ok_or(UseCaseError::NotFound("client"))?;
            all.push(ClientCard::new(op, tx.keys(), client, contacts.remove(id).unwrap_or_default(), true));
        }
        Ok(Self { all })
    }

    /// All of them, the kept one first.
    pub(super) fn all(&self) -> &[ClientCard] {
        &self.all
    }

    /// The one who is kept.
    pub(super) fn kept(&self) -> Result<&ClientCard, UseCaseError> {
        self.all.first().ok_or(UseCaseError::Internal("a merge of nobody"))
    }

    /// Those who are merged away.
    pub(super) fn others(&self) -> &[ClientCard] {
        self.all.get(1..).unwrap_or_default()
    }

    pub(super) fn ids(&self) -> Vec<ClientId> {
        self.all.iter().map(|card| card.client.id).collect()
    }

    /// What stands against merging them.
    pub(super) async fn blocked(&self, op: &OpContext, tx: &impl Scoped) -> Result<Vec<MergeBlocked>, UseCaseError> {
        let kept = &self.kept()?.client;
        let at = |client, block| MergeBlocked { client: Some(client), block };
        let mut found = Vec::new();
        for ClientCard { client, .. } in &self.all {
            found.extend(client.archived_at.map(|_| at(client.id, MergeBlock::Archived)));
            if client.kind != kept.kind {
                found.push(at(client.id, MergeBlock::OtherKind));
            }
            if is_frozen(client.money_frozen_until, op.now()) {
                found.push(at(client.id, MergeBlock::Frozen));
            }
        }
        let merges = Merges::of(tx);
        let ids = self.ids();
        found.extend(merges.blocks(&ids).await?.into_iter().map(|(client, block)| at(client, block)));
        let together = merges.together(&ids).await?;
        let whole = |block| MergeBlocked { client: None, block };
        found.extend((together.brands > 1).then(|| whole(MergeBlock::OtherBrand)));
        found.extend((together.contacts > HANGING_MAX).then(|| whole(MergeBlock::TooManyContacts)));
        found.extend((together.tags > HANGING_MAX).then(|| whole(MergeBlock::TooManyTags)));
        Ok(found)
    }

    /// Every field that any of them has, as the reader may see it.
    pub(super) async fn fields(&self, op: &OpContext, tx: &impl Scoped) -> Result<Vec<PreviewField>, UseCaseError> {
        let statuses = Statuses(Settings::of(tx).statuses().await?);
        let mut shown = Vec::new();
        for field in MergeField::ALL.iter().copied() {
            let mut values = Vec::with_capacity(self.all.len());
            for card in &self.all {
                values.push((card.client.id, fields::shown(op, card, field, &statuses)?));
            }
            let seen = self.all.iter().all(|card| fields::is_seen(op, card, field));
            let winner = if seen || !field.is_chosen() { fields::winner(&self.all, field) } else { 0 };
            let from = self.all.get(winner).map_or(self.kept()?.client.id, |card| card.client.id);
            if values.iter().any(|(_, value)| value.present || value.masked) {
                shown.push(PreviewField { field, values, from, choosable: seen && field.is_chosen() });
            }
        }
        Ok(shown)
    }
}

pub(super) fn is_frozen(until: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    until.is_some_and(|until| until > now)
}

/// The kept client and the others, each once.
pub(super) fn each_once(kept: ClientId, others: &[ClientId]) -> Result<Vec<ClientId>, UseCaseError> {
    let mut ids = vec![kept];
    for id in others {
        if ids.contains(id) {
            return Err(Problem::at("others", "twice", "Name each client once.").into());
        }
        ids.push(*id);
    }
    if !(1..=MERGED_MAX).contains(&others.len()) {
        let how = format!("Name one to {MERGED_MAX} clients that are merged into the one who is kept.");
        return Err(Problem::at("others", "how_many", how).into());
    }
    Ok(ids)
}
