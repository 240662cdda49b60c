//! The person who is signed in and the broker's shell, as they leave.

use crate::view::client::{BrokerTag, ClientStatusOption};
use crate::view::enums::{FieldClass, Reach, Relation, Visibility};
use crate::view::role::reach;
use crate::view::staff::StaffView;
use async_graphql::{ID, SimpleObject};
use chrono::{DateTime, Utc};
use crm_access::OpContext;
use crm_app::App;
use crm_app::viewer::{Preferences, Viewer};
use crm_model::StatusKind;

/// The person who is signed in.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(name = "Viewer")]
pub struct ViewerView {
    staff: StaffView,
    email: String,
    broker: Broker,
    permissions: Vec<GrantedPermission>,
    fields: Vec<FieldRule>,
    /// Grows with every change of roles, teams or staff: a client that sees it grow reloads its viewer.
    access_version: i64,
    totp_enabled: bool,
    recovery_codes_left: u32,
    step_up_until: Option<DateTime<Utc>>,
    preferences: PreferencesView,
    reveals_left_this_hour: u32,
    /// As which role the portal is looked at, read-only.
    preview: Option<RolePreview>,
}

/// A look at the portal as a role would have it.
#[derive(Clone, Debug, SimpleObject)]
pub struct RolePreview {
    /// Null for a draft of a new role.
    role_id: Option<ID>,
    role_name: String,
    /// Whether the role is looked at as somebody is writing it, not as it is kept.
    draft: bool,
    /// Not included.
    until: DateTime<Utc>,
}

/// Something the viewer may do; `reach` only where it makes a difference.
#[derive(Clone, Debug, SimpleObject)]
pub struct GrantedPermission {
    permission: String,
    reach: Option<Reach>,
}

/// How much of a class of fields the viewer sees.
#[derive(Clone, Debug, SimpleObject)]
pub struct FieldRule {
    field: FieldClass,
    relation: Relation,
    visibility: Visibility,
}

/// How the viewer wants the portal.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(name = "Preferences")]
pub struct PreferencesView {
    theme: String,
    density: String,
    locale: String,
    /// The chosen one, else the broker's.
    time_zone: String,
    own_time_zone: bool,
    shortcuts: bool,
    /// `words` (22 Nov 2026) or `iso` (2026-11-22).
    date_style: String,
    /// Hours of the clock: `24` or `12`.
    clock: String,
    /// `monday`, `saturday` or `sunday`.
    week_start: String,
}

/// The broker, as its portal's shell shows it.
#[derive(Clone, Debug, SimpleObject)]
pub struct Broker {
    slug: String,
    name: String,
    legal_name: String,
    primary_color: String,
    logo_svg: Option<String>,
    support_email: Option<String>,
    time_zone: String,
    api_host: String,
    client_host: String,
    sales_statuses: Vec<ClientStatusOption>,
    retention_statuses: Vec<ClientStatusOption>,
    tags: Vec<BrokerTag>,
}

impl ViewerView {
    /// The viewer of `op`.
    #[must_use]
    pub fn new(op: &OpContext, app: &App, viewer: Viewer) -> Self {
        let email = viewer.me.email.as_ref().map(|e| e.expose().as_str().to_owned()).unwrap_or_default();
        let statuses = |kind: StatusKind| {
            viewer.statuses.iter().filter(|s| s.kind == kind).map(ClientStatusOption::from).collect()
        };
        let slug = op.tenant().slug.as_ref();
        let broker = Broker {
            slug: slug.to_owned(),
            name: viewer.brand.name,
            legal_name: viewer.brand.legal_name,
            primary_color: viewer.brand.primary_color,
            logo_svg: viewer.brand.logo_svg,
            support_email: viewer.brand.support_email,
            time_zone: viewer.settings.time_zone,
            api_host: host_of(&app.urls.api(slug)),
            client_host: host_of(&app.urls.client(slug)),
            sales_statuses: statuses(StatusKind::Sales),
            retention_statuses: statuses(StatusKind::Retention),
            tags: viewer.tags.iter().map(BrokerTag::from).collect(),
        };
        Self {
            totp_enabled: viewer.me.member.totp_enrolled,
            staff: viewer.me.into(),
            email,
            broker,
            permissions: op
                .policy()
                .offered()
                .into_iter()
                .map(|grant| GrantedPermission {
                    permission: grant.permission.as_str().to_owned(),
                    reach: reach(grant),
                })
                .collect(),
            fields: op
                .policy()
                .fields()
                .map(|rule| FieldRule {
                    field: rule.class.into(),
                    relation: rule.relation.into(),
                    visibility: rule.visibility.into(),
                })
                .collect(),
            access_version: op.policy().version(),
            recovery_codes_left: viewer.recovery_codes_left,
            step_up_until: viewer.step_up_until,
            preferences: PreferencesView::new(viewer.preferences, viewer.own_time_zone),
            reveals_left_this_hour: viewer.reveals_left,
            preview: viewer.preview.map(|preview| RolePreview {
                role_id: preview.role.map(|id| ID(id.to_string())),
                role_name: preview.name,
                draft: preview.draft,
                until: preview.until,
            }),
        }
    }
}

/// Host and port of an origin.
fn host_of(origin: &str) -> String {
    origin.split_once("://").map_or(origin, |(_, host)| host).to_owned()
}

impl PreferencesView {
    fn new(kept: Preferences, own_time_zone: bool) -> Self {
        Self {
            theme: kept.theme,
            density: kept.density,
            locale: kept.locale,
            time_zone: kept.time_zone,
            own_time_zone,
            shortcuts: kept.shortcuts,
            date_style: kept.date_style,
            clock: kept.clock,
            week_start: kept.week_start,
        }
    }
}
