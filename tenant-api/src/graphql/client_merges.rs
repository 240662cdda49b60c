//! Duplicates and merges in the staff portal's GraphQL.

use crate::graphql::shared::{self, PageInfo, UserError, app, known, op, reader, refused, settle};
use crate::view::client::ClientView;
use crate::view::client_merge::{ClientMerge, MergeField, MergePreview, MergedClientRef, SharedBy};
use crate::view::enums::FieldClass;
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use crm_app::merges::{self, MergeChoice, MergeInput, Merged};
use crm_app::{UseCaseError, clients};
use crm_model::{ClientId, ClientMergeId};

/// Looking at duplicates and merges.
#[derive(Default)]
pub struct ClientMergeQuery;

/// Merging, and back.
#[derive(Default)]
pub struct ClientMergeMutation;

/// A client of a merge, at the version that was read.
#[derive(InputObject)]
pub struct MergeClientInput {
    id: ID,
    version: i32,
}

/// Whose value of a field the kept client goes on with.
#[derive(InputObject)]
pub struct MergeChoiceInput {
    field: MergeField,
    from_id: ID,
}

/// Clients that are the same person.
#[derive(InputObject)]
pub struct MergeClientsInput {
    /// Who is kept.
    kept: MergeClientInput,
    /// Who is merged into him: one to five.
    others: Vec<MergeClientInput>,
    /// What is chosen instead of what the preview says.
    choices: Option<Vec<MergeChoiceInput>>,
    /// A reason of 10 to 500 characters.
    reason: String,
}

/// Clients that look like the same person.
#[derive(SimpleObject)]
pub struct DuplicateCluster {
    shared_by: Vec<SharedBy>,
    /// The oldest first.
    clients: Vec<ClientView>,
}

/// A cluster with its place in the list.
#[derive(SimpleObject)]
pub struct DuplicateClusterEdge {
    cursor: String,
    node: DuplicateCluster,
}

/// A page of clusters.
#[derive(SimpleObject)]
pub struct DuplicateClusterConnection {
    edges: Vec<DuplicateClusterEdge>,
    page_info: PageInfo,
    /// What was not compared, because the viewer's role does not show it in full.
    unchecked: Vec<FieldClass>,
}

/// What a merge would give, or why it cannot be looked at.
#[derive(SimpleObject)]
pub struct MergePreviewAnswer {
    preview: Option<MergePreview>,
    errors: Vec<UserError>,
}

/// The kept client and the merge, or what stands against it.
#[derive(SimpleObject)]
pub struct MergePayload {
    client: Option<ClientView>,
    merge: Option<ClientMerge>,
    errors: Vec<UserError>,
}

/// Whether it was kept, or what was wrong with the input.
#[derive(SimpleObject)]
pub struct DuplicatesPayload {
    done: bool,
    errors: Vec<UserError>,
}

#[Object]
impl ClientMergeQuery {
    /// Clients within the viewer's reach that share an e-mail address, a phone number or a name elsewhere, those with the newest
    /// client first. `dismissed` asks for those of whom somebody said that they are not the same person.
    async fn duplicate_clusters(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        dismissed: Option<bool>,
    ) -> Result<DuplicateClusterConnection> {
        let page = shared::page(first, after.as_deref())?;
        let dismissed = dismissed.unwrap_or_default();
        let found = refused(merges::clusters(op(ctx)?, reader(ctx).await?, dismissed, &page).await)?;
        let edge = |cluster: merges::Cluster| DuplicateClusterEdge {
            cursor: cluster.cursor.encode(),
            node: DuplicateCluster {
                shared_by: cluster.by.into_iter().map(SharedBy::from).collect(),
                clients: cluster.clients.into_iter().map(ClientView::shared).collect(),
            },
        };
        let edges: Vec<DuplicateClusterEdge> = found.clusters.into_iter().map(edge).collect();
        let cursors: Vec<String> = edges.iter().map(|edge| edge.cursor.clone()).collect();
        Ok(DuplicateClusterConnection {
            page_info: PageInfo::of(&cursors, found.more, after.is_some()),
            unchecked: found.unchecked.into_iter().map(FieldClass::from).collect(),
            edges,
        })
    }

    /// What the kept client will look like, field by field, what moves, and what stands against it. This session must have
    /// opened each profile.
    async fn merge_preview(&self, ctx: &Context<'_>, kept_id: ID, other_ids: Vec<ID>) -> Result<MergePreviewAnswer> {
        let kept = client_id(&kept_id)?;
        let others = other_ids.iter().map(client_id).collect::<Result<Vec<_>>>()?;
        let (preview, errors) = settle(merges::preview(op(ctx)?, reader(ctx).await?, kept, &others).await)?;
        Ok(MergePreviewAnswer { preview: preview.map(MergePreview::from), errors })
    }

    /// The merges into a client, newest first, 20 at most.
    async fn client_merges(&self, ctx: &Context<'_>, client_id: ID) -> Result<Vec<ClientMerge>> {
        let id = self::client_id(&client_id)?;
        let all = merges::merges_of(op(ctx)?, reader(ctx).await?, id).await?;
        let now = op(ctx)?.now();
        Ok(all.into_iter().map(|shown| ClientMerge::at(now, shown)).collect())
    }

    /// Who stands in for a client that was merged away; null when there is nobody within the viewer's reach.
    async fn client_merged_into(&self, ctx: &Context<'_>, id: ID) -> Result<Option<MergedClientRef>> {
        let kept = merges::kept_for(op(ctx)?, reader(ctx).await?, client_id(&id)?).await?;
        Ok(kept.map(MergedClientRef::from))
    }
}

#[Object]
impl ClientMergeMutation {
    /// Merges clients into one: everything that hangs on the others goes over to the kept one, and they are found nowhere.
    async fn merge_clients(&self, ctx: &Context<'_>, input: MergeClientsInput) -> Result<MergePayload> {
        let kept = (client_id(&input.kept.id)?, input.kept.version);
        let read = |other: &MergeClientInput| Ok((client_id(&other.id)?, other.version));
        let others = input.others.iter().map(read).collect::<Result<Vec<_>>>()?;
        let choice = |choice: MergeChoiceInput| {
            let from = known(ClientId::parse(&choice.from_id), "choices")?;
            Ok(MergeChoice { field: choice.field.into(), from })
        };
        let choices: Result<Vec<_>, UseCaseError> = input.choices.into_iter().flatten().map(choice).collect();
        let outcome = match choices {
            Ok(choices) => {
                let input = MergeInput { kept, others, choices, reason: input.reason };
                merges::merge(op(ctx)?, app(ctx)?, &input).await
            }
            Err(error) => Err(error),
        };
        payload(ctx, outcome).await
    }

    /// Takes a merge back within 24 hours, unless what was changed since prevents it.
    async fn undo_merge(&self, ctx: &Context<'_>, id: ID) -> Result<MergePayload> {
        let id = shared::id(ClientMergeId::parse(&id), "merge")?;
        payload(ctx, merges::undo(op(ctx)?, app(ctx)?, id).await).await
    }

    /// Says that these clients are different people.
    async fn dismiss_duplicates(
        &self,
        ctx: &Context<'_>,
        client_id: ID,
        other_ids: Vec<ID>,
    ) -> Result<DuplicatesPayload> {
        let ids = together(&client_id, &other_ids)?;
        said(merges::dismiss(op(ctx)?, app(ctx)?, &ids).await)
    }

    /// Takes back that these clients are different people.
    async fn recall_duplicates(
        &self,
        ctx: &Context<'_>,
        client_id: ID,
        other_ids: Vec<ID>,
    ) -> Result<DuplicatesPayload> {
        let ids = together(&client_id, &other_ids)?;
        said(merges::recall(op(ctx)?, app(ctx)?, &ids).await)
    }
}

fn client_id(id: &ID) -> Result<ClientId> {
    shared::id(ClientId::parse(id), "client")
}

fn together(one: &ID, others: &[ID]) -> Result<Vec<ClientId>> {
    std::iter::once(one).chain(others).map(client_id).collect()
}

fn said(outcome: Result<(), UseCaseError>) -> Result<DuplicatesPayload> {
    let (done, errors) = settle(outcome)?;
    Ok(DuplicatesPayload { done: done.is_some(), errors })
}

/// Reads the kept client and the merge again under the caller's rights.
async fn payload(ctx: &Context<'_>, outcome: Result<Merged, UseCaseError>) -> Result<MergePayload> {
    let (done, errors) = settle(outcome)?;
    let Some(done) = done else { return Ok(MergePayload { client: None, merge: None, errors }) };
    let (now, read) = (op(ctx)?.now(), reader(ctx).await?);
    let client = match clients::find(op(ctx)?, read, done.kept).await {
        Ok(card) => Some(ClientView::new(card)),
        Err(UseCaseError::NotFound(_)) => None,
        Err(error) => return Err(error.into()),
    };
    let all = match client {
        Some(_) => merges::merges_of(op(ctx)?, read, done.kept).await?,
        None => Vec::new(),
    };
    let merge = all.into_iter().find(|shown| shown.record.id == done.merge).map(|shown| ClientMerge::at(now, shown));
    Ok(MergePayload { client, merge, errors })
}
