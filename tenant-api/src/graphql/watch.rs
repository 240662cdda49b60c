//! Alerts of unusual reading in the staff portal's GraphQL.

use crate::graphql::shared::{self, PageInfo, UserError, app, op, reader, settle};
use crate::view::client::StaffRef;
use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use crm_app::watch;
use crm_model::{WatchAlertId, WatchKind as Kind, WatchRule as Rule};

/// Looking at alerts.
#[derive(Default)]
pub struct WatchQuery;

/// Closing alerts and saying what is unusual.
#[derive(Default)]
pub struct WatchMutation;

/// What is watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Kind")]
pub enum WatchKind {
    /// Profiles of different clients that one person opened.
    ProfilesOpened,
    /// Contacts that one person had shown in full.
    ContactsRevealed,
    /// Files that one person took out at night.
    FilesAtNight,
}

/// From how much on somebody is told.
#[derive(SimpleObject)]
pub struct WatchRule {
    kind: WatchKind,
    version: i32,
    enabled: bool,
    /// One more than so many is unusual.
    most: i32,
    /// Within so many minutes.
    minutes: i32,
    /// The hour of the broker's day in which the night begins, 0 to 23; for files.
    night_from: i32,
    /// The hour in which it ends; the same hour is all day.
    night_to: i32,
}

/// Somebody read more than is usual.
#[derive(SimpleObject)]
pub struct WatchAlert {
    id: ID,
    kind: WatchKind,
    staff: StaffRef,
    most: i32,
    minutes: i32,
    /// The largest number within such a time.
    count: i32,
    first_at: DateTime<Utc>,
    last_at: DateTime<Utc>,
    raised_at: DateTime<Utc>,
    closed_at: Option<DateTime<Utc>>,
    closed_by: Option<StaffRef>,
    /// The event of the trail that was counted.
    action: String,
}

/// One alert of a page.
#[derive(SimpleObject)]
pub struct WatchAlertEdge {
    cursor: String,
    node: WatchAlert,
}

/// A page of alerts.
#[derive(SimpleObject)]
pub struct WatchAlertConnection {
    edges: Vec<WatchAlertEdge>,
    page_info: PageInfo,
}

/// A rule as it should be, at the version that was read.
#[derive(InputObject)]
pub struct ChangeWatchRuleInput {
    kind: WatchKind,
    version: i32,
    enabled: bool,
    /// 0 to 100,000.
    most: i32,
    /// 1 to 1,440.
    minutes: i32,
    night_from: i32,
    night_to: i32,
}

/// The rule, or what was wrong with the input.
#[derive(SimpleObject)]
pub struct WatchRulePayload {
    rule: Option<WatchRule>,
    errors: Vec<UserError>,
}

/// An alert to be closed, and what was found.
#[derive(InputObject)]
pub struct CloseWatchAlertInput {
    id: ID,
    /// What was found, in 10 to 500 characters.
    reason: String,
}

/// The alert, or what stands against it.
#[derive(SimpleObject)]
pub struct WatchAlertPayload {
    alert: Option<WatchAlert>,
    errors: Vec<UserError>,
}

impl From<Rule> for WatchRule {
    fn from(rule: Rule) -> Self {
        Self {
            kind: rule.kind.into(),
            version: rule.version,
            enabled: rule.enabled,
            most: rule.most,
            minutes: rule.minutes,
            night_from: rule.night_from,
            night_to: rule.night_to,
        }
    }
}

impl From<watch::WatchAlert> for WatchAlert {
    fn from(alert: watch::WatchAlert) -> Self {
        let person = |id: crm_model::StaffId, name: String| StaffRef { id: ID(id.to_string()), name };
        let (closed_at, closed_by) = alert.closed.map(|(at, by, name)| (at, person(by, name))).unzip();
        Self {
            id: ID(alert.id.to_string()),
            action: alert.kind.action().as_str().to_owned(),
            kind: alert.kind.into(),
            staff: person(alert.staff.0, alert.staff.1),
            most: alert.most,
            minutes: alert.minutes,
            count: alert.count,
            first_at: alert.first_at,
            last_at: alert.last_at,
            raised_at: alert.raised_at,
            closed_at,
            closed_by,
        }
    }
}

#[Object]
impl WatchQuery {
    /// Alerts of unusual reading, newest first: the open ones, the closed ones, or all.
    async fn watch_alerts(
        &self,
        ctx: &Context<'_>,
        open: Option<bool>,
        first: Option<i32>,
        after: Option<String>,
    ) -> Result<WatchAlertConnection> {
        let page = shared::page(first, after.as_deref())?;
        let found = watch::alerts(op(ctx)?, reader(ctx).await?, open, &page).await?;
        let edges: Vec<WatchAlertEdge> = found
            .rows
            .into_iter()
            .map(|alert| WatchAlertEdge { cursor: alert.cursor().encode(), node: alert.into() })
            .collect();
        let cursors: Vec<String> = edges.iter().map(|edge| edge.cursor.clone()).collect();
        Ok(WatchAlertConnection { page_info: PageInfo::of(&cursors, found.more, after.is_some()), edges })
    }

    /// How many alerts wait to be looked at.
    async fn open_watch_alerts(&self, ctx: &Context<'_>) -> Result<i64> {
        Ok(watch::open_count(op(ctx)?, reader(ctx).await?).await?)
    }

    /// What is unusual, one rule for each kind.
    async fn watch_rules(&self, ctx: &Context<'_>) -> Result<Vec<WatchRule>> {
        let rules = watch::rules(op(ctx)?, reader(ctx).await?).await?;
        Ok(rules.into_iter().map(WatchRule::from).collect())
    }
}

#[Object]
impl WatchMutation {
    /// Says what is unusual.
    async fn change_watch_rule(&self, ctx: &Context<'_>, input: ChangeWatchRuleInput) -> Result<WatchRulePayload> {
        let rule = Rule {
            kind: input.kind.into(),
            enabled: input.enabled,
            most: input.most,
            minutes: input.minutes,
            night_from: input.night_from,
            night_to: input.night_to,
            version: input.version,
        };
        let (rule, errors) = settle(watch::change_rule(op(ctx)?, app(ctx)?, rule).await)?;
        Ok(WatchRulePayload { rule: rule.map(WatchRule::from), errors })
    }

    /// Closes an alert with what was found; nobody closes one about himself.
    async fn close_watch_alert(&self, ctx: &Context<'_>, input: CloseWatchAlertInput) -> Result<WatchAlertPayload> {
        let id = shared::id(WatchAlertId::parse(&input.id), "alert")?;
        let (alert, errors) = settle(watch::close(op(ctx)?, app(ctx)?, id, &input.reason).await)?;
        Ok(WatchAlertPayload { alert: alert.map(WatchAlert::from), errors })
    }
}
