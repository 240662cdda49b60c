//! The command palette: records, places and actions that this viewer may reach, filtered by the server.

use crate::graphql::shared::{app, op, reader};
use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use crm_access::{OpContext, Permission};
use crm_app::clients::{self, ListInput};
use crm_storage::{ClientSort, SortColumn};

/// The palette.
#[derive(Default)]
pub struct PaletteQuery;

/// What an entry is.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum PaletteKind {
    Client,
    GoTo,
    Action,
}

/// One entry.
#[derive(SimpleObject)]
pub struct PaletteEntry {
    kind: PaletteKind,
    id: ID,
    title: String,
    subtitle: Option<String>,
    target: String,
}

/// Places and actions: what is needed to see them, the words they are found by, where they lead.
const PLACES: &[(PaletteKind, Option<Permission>, &str, &str)] = &[
    (PaletteKind::GoTo, Some(Permission::FigureView), "Home", "/home"),
    (PaletteKind::GoTo, Some(Permission::ClientView), "Clients", "/clients"),
    (PaletteKind::GoTo, Some(Permission::ClientImport), "Imports", "/imports"),
    (PaletteKind::GoTo, Some(Permission::ClientMerge), "Duplicates", "/duplicates"),
    (PaletteKind::GoTo, Some(Permission::TaskManage), "My day", "/queue"),
    (PaletteKind::GoTo, Some(Permission::TradingAccountView), "Trading accounts", "/trading-accounts"),
    (PaletteKind::GoTo, Some(Permission::PositionView), "Positions", "/positions"),
    (PaletteKind::GoTo, Some(Permission::BalanceView), "Balance operations", "/balance-operations"),
    (PaletteKind::GoTo, Some(Permission::FigureView), "Team board", "/team-board"),
    (PaletteKind::GoTo, Some(Permission::StaffView), "Staff", "/staff"),
    (PaletteKind::GoTo, Some(Permission::StaffView), "Teams", "/teams"),
    (PaletteKind::GoTo, Some(Permission::RoleManage), "Roles", "/roles"),
    (PaletteKind::GoTo, Some(Permission::StaffView), "Who sees what", "/why"),
    (PaletteKind::GoTo, Some(Permission::ApiKeyManage), "API keys", "/api-keys"),
    (PaletteKind::GoTo, Some(Permission::TradingServerManage), "Trading servers", "/trading-servers"),
    (PaletteKind::GoTo, Some(Permission::SettingsManage), "Client statuses", "/client-statuses"),
    (PaletteKind::GoTo, Some(Permission::FieldManage), "Client fields", "/custom-fields"),
    (PaletteKind::GoTo, Some(Permission::AuditView), "Audit trail", "/audit"),
    (PaletteKind::GoTo, Some(Permission::AuditWatch), "Alerts of unusual reading", "/alerts"),
    (PaletteKind::GoTo, None, "My account", "/account"),
    (PaletteKind::Action, Some(Permission::ClientCreate), "New client", "/clients?new=true"),
    (PaletteKind::Action, Some(Permission::ClientImport), "Import a list of clients", "/imports/new"),
    (PaletteKind::Action, Some(Permission::StaffManage), "Invite a staff member", "/staff?invite=true"),
];

#[Object]
impl PaletteQuery {
    /// What matches the typed words, best first; at most 12 entries. Without words every place and action.
    async fn palette(&self, ctx: &Context<'_>, search: String) -> Result<Vec<PaletteEntry>> {
        let op = op(ctx)?;
        let typed = crm_model::fold(search.trim());
        let mut entries: Vec<PaletteEntry> = PLACES
            .iter()
            .filter(|(_, needs, title, _)| visible(op, *needs) && matches(title, &typed))
            .map(place)
            .collect();
        if !typed.is_empty() && op.holds(Permission::ClientView) {
            let sort = ClientSort { column: SortColumn::UpdatedAt, descending: true };
            let input = ListInput { filter: None, search: Some(search), group: None, sort, first: 8, after: None };
            clients::Lookups::of_list(op, input.search.as_deref(), None).record(op, app(ctx)?).await?;
            let found = clients::list(op, reader(ctx).await?, &input).await?;
            entries.extend(found.clients.into_iter().map(|(card, _)| PaletteEntry {
                kind: PaletteKind::Client,
                id: ID(card.client.id.to_string()),
                title: card.client.display_name.clone(),
                subtitle: Some(card.client.public_number()),
                target: format!("/clients/{}", card.client.id),
            }));
        }
        if !typed.is_empty() {
            entries.truncate(12);
        }
        Ok(entries)
    }
}

fn visible(op: &OpContext, needs: Option<Permission>) -> bool {
    needs.is_none_or(|permission| op.holds(permission))
}

fn matches(title: &str, typed: &str) -> bool {
    typed.is_empty()
        || crm_model::fold(title).split(' ').any(|word| word.starts_with(typed))
        || crm_model::fold(title).starts_with(typed)
}

fn place((kind, _, title, target): &(PaletteKind, Option<Permission>, &str, &str)) -> PaletteEntry {
    PaletteEntry {
        kind: *kind,
        id: ID((*target).to_owned()),
        title: (*title).to_owned(),
        subtitle: None,
        target: (*target).to_owned(),
    }
}
