//! Versions of rows, as they are now.

use crate::world::World;
use crm_model::{
    AccountProductId, ApiKeyId, BalanceFindingId, BalanceOperationId, ClientBulkId, ClientId, ClientImportId, CoverId,
    CustomFieldId, NoteId, RoleId, SavedViewId, StaffId, TaskId, TeamId, TradeCommandId, TradingAccountId,
    TradingServerId,
};

/// The version of a row, by its wire id; 1 for what has none or is nobody's.
pub async fn version_of(world: &World, id: &str) -> i64 {
    let found = [
        ("client", ClientId::parse(id).map(ClientId::uuid)),
        ("note", NoteId::parse(id).map(NoteId::uuid)),
        ("task", TaskId::parse(id).map(TaskId::uuid)),
        ("cover", CoverId::parse(id).map(CoverId::uuid)),
        ("staff", StaffId::parse(id).map(StaffId::uuid)),
        ("team", TeamId::parse(id).map(TeamId::uuid)),
        ("role", RoleId::parse(id).map(RoleId::uuid)),
        ("api_key", ApiKeyId::parse(id).map(ApiKeyId::uuid)),
        ("balance_operation", BalanceOperationId::parse(id).map(BalanceOperationId::uuid)),
        ("balance_finding", BalanceFindingId::parse(id).map(BalanceFindingId::uuid)),
        ("trade_command", TradeCommandId::parse(id).map(TradeCommandId::uuid)),
        ("account_product", AccountProductId::parse(id).map(AccountProductId::uuid)),
        ("trading_account", TradingAccountId::parse(id).map(TradingAccountId::uuid)),
        ("trading_server", TradingServerId::parse(id).map(TradingServerId::uuid)),
        ("saved_view", SavedViewId::parse(id).map(SavedViewId::uuid)),
        ("custom_field", CustomFieldId::parse(id).map(CustomFieldId::uuid)),
        ("client_bulk", ClientBulkId::parse(id).map(ClientBulkId::uuid)),
        ("client_import", ClientImportId::parse(id).map(ClientImportId::uuid)),
    ];
    let Some((table, uuid)) = found.into_iter().find_map(|(table, id)| id.map(|id| (table, id))) else { return 1 };
    world.app.number(&format!("SELECT coalesce((SELECT version::int8 FROM crm.{table} WHERE id = '{uuid}'), 1)")).await
}
