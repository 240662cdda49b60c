//! The audit trail in the staff portal's GraphQL.

use crate::graphql::error::Refusal;
use crate::graphql::shared::{self, PageInfo, UserError, app, op, reader, settle};
use crate::view::audit::AuditEventView;
use crate::view::target;
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use crm_app::audit;
use crm_model::{AuditAction as Action, ClientId};
use uuid::Uuid;

/// Reading the trail.
#[derive(Default)]
pub struct AuditQuery;

/// Verifying the trail.
#[derive(Default)]
pub struct AuditMutation;

/// Which events.
#[derive(InputObject, Default)]
pub struct AuditFilter {
    actor_id: Option<ID>,
    target_id: Option<ID>,
    actions: Option<Vec<String>>,
    refused: Option<bool>,
    from: Option<DateTime<Utc>>,
    before: Option<DateTime<Utc>>,
}

/// One event of a page.
#[derive(SimpleObject)]
pub struct AuditEdge {
    cursor: String,
    node: AuditEventView,
}

/// A page of the trail.
#[derive(SimpleObject)]
pub struct AuditConnection {
    edges: Vec<AuditEdge>,
    page_info: PageInfo,
}

/// A kind of event.
#[derive(SimpleObject)]
pub struct AuditAction {
    action: String,
    title: String,
}

/// What a verification of the chain found.
#[derive(SimpleObject)]
pub struct AuditVerification {
    ok: bool,
    checked: i64,
    first_bad_seq: Option<i64>,
    problem: Option<String>,
    head_seq: i64,
    anchored_seq: Option<i64>,
}

fn any_id(id: &ID) -> Result<Uuid> {
    let unknown = || async_graphql::Error::new_with_source(Refusal::invalid("filter: there is no such id."));
    target::parse(id.as_str()).map(|target| target.id).ok_or_else(unknown)
}

impl AuditFilter {
    fn read(self) -> Result<crm_storage::AuditFilter> {
        let action = |name: &String| {
            Action::from_text(name).ok_or_else(|| {
                async_graphql::Error::new_with_source(Refusal::invalid(
                    "filter: there is no such action; see auditActions.",
                ))
            })
        };
        // everything about a client, what happened to his notes too
        let client = self.target_id.as_ref().and_then(|id| ClientId::parse(id.as_str()));
        Ok(crm_storage::AuditFilter {
            merged: Vec::new(),
            among: Vec::new(),
            actor: self.actor_id.as_ref().map(any_id).transpose()?,
            target: self.target_id.as_ref().map(any_id).transpose()?,
            client,
            actions: self.actions.unwrap_or_default().iter().map(action).collect::<Result<_>>()?,
            refused: self.refused,
            from: self.from,
            before: self.before,
        })
    }
}

#[Object]
impl AuditQuery {
    /// The trail, newest first, masked by the reader's own rights.
    async fn audit_events(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        filter: Option<AuditFilter>,
    ) -> Result<AuditConnection> {
        let page = shared::page(first, after.as_deref())?;
        let filter = filter.unwrap_or_default().read()?;
        let trail = audit::trail(op(ctx)?, reader(ctx).await?, &filter, &page).await?;
        let edges: Vec<AuditEdge> =
            trail.events.into_iter().map(|e| AuditEdge { cursor: e.row.cursor().encode(), node: e.into() }).collect();
        let cursors: Vec<String> = edges.iter().map(|e| e.cursor.clone()).collect();
        Ok(AuditConnection { page_info: PageInfo::of(&cursors, trail.more, after.is_some()), edges })
    }

    /// Every kind of event, for the filter.
    async fn audit_actions(&self, ctx: &Context<'_>) -> Result<Vec<AuditAction>> {
        op(ctx)?.require::<crm_access::kinds::AuditView>()?;
        Ok(Action::ALL
            .iter()
            .map(|a| AuditAction { action: a.as_str().to_owned(), title: a.title().to_owned() })
            .collect())
    }
}

/// Which part of the trail is taken out, and why.
#[derive(InputObject)]
pub struct TakeAuditFileInput {
    filter: Option<AuditFilter>,
    /// Why, in 10 to 500 characters.
    reason: String,
}

/// Where the file is, or what was wrong with the input.
#[derive(SimpleObject)]
pub struct AuditFilePayload {
    /// A path of the portal's own host that gives the file to the viewer, for ten minutes.
    path: Option<String>,
    errors: Vec<UserError>,
}

#[Object]
impl AuditMutation {
    /// Asks for these events as a file; asks for a second factor.
    async fn take_audit_file(&self, ctx: &Context<'_>, input: TakeAuditFileInput) -> Result<AuditFilePayload> {
        let filter = input.filter.unwrap_or_default().read()?;
        let (id, errors) = settle(audit::ask_file(op(ctx)?, app(ctx)?, filter, &input.reason).await)?;
        Ok(AuditFilePayload { path: id.map(crate::http::audit::path_of), errors })
    }

    /// Proves the chain from its first link to its head and against the anchors outside the database.
    async fn verify_audit(&self, ctx: &Context<'_>) -> Result<AuditVerification> {
        let report = audit::verify(op(ctx)?, app(ctx)?).await?;
        Ok(AuditVerification {
            ok: report.problem.is_none(),
            checked: report.checked,
            first_bad_seq: report.problem.as_ref().map(crm_storage::ChainProblem::seq),
            problem: report.problem.as_ref().map(ToString::to_string),
            head_seq: report.head.seq,
            anchored_seq: report.anchored,
        })
    }
}
