//! Product and leverage, the two switches, and putting an account away. What is sent is written down first; each of these
//! says how the account shall be, so that putting it again does no harm.

use super::effect::{ChangeEffect, Stands, Terms, judge, stands};
use super::figures::login;
use super::{about, for_change, held, note_state, refused, within};
use crate::clients::reason;
use crate::trading::{Held, turn};
use crate::{App, UseCaseError};
use crm_access::kinds::{TradingAccountEdit, TradingAccountView};
use crm_access::{OpContext, Permission};
use crm_model::{AccountProductId, AuditAction, Problem, TradingAccountId, TradingServerStatus};
use crm_storage::{
    AccountProduct, AccountProducts, BalanceOperations, Change, Scoped, TradeCommands, TradingAccountRecord,
    TradingAccountRow, TradingAccounts,
};
use crm_trading::{AccountPatch, Intent, Reference, TradeFilter, TradingError};

/// What of an account shall change.
#[derive(Clone, Debug)]
pub struct ChangeTradingAccount {
    /// Which account.
    pub id: TradingAccountId,
    /// The version that the caller saw.
    pub version: i32,
    /// Another product of the same server that offers the account's currency.
    pub product: Option<AccountProductId>,
    /// Another leverage of the product.
    pub leverage: Option<i32>,
    /// Why.
    pub reason: String,
}

/// The two switches of an account.
#[derive(Clone, Debug)]
pub struct SwitchTradingAccount {
    /// Which account.
    pub id: TradingAccountId,
    /// The version that the caller saw.
    pub version: i32,
    /// Whether the client may sign in.
    pub login_enabled: Option<bool>,
    /// Whether the client may trade.
    pub trading_enabled: Option<bool>,
    /// Why.
    pub reason: String,
}

/// What a change would do, from figures read now. Changes nothing.
///
/// # Errors
/// [`UseCaseError::Access`], [`UseCaseError::NotFound`]; [`UseCaseError::Invalid`] as [`change`].
pub async fn effect(
    op: &OpContext,
    app: &App,
    id: TradingAccountId,
    product: Option<AccountProductId>,
    leverage: Option<i32>,
) -> Result<ChangeEffect, UseCaseError> {
    let permit = op.require::<TradingAccountView>()?;
    if op.reach(Permission::BalanceView).is_none() {
        return Err(crm_access::AccessError::Forbidden(Permission::BalanceView).into());
    }
    let tx = app.db.read(op).await?;
    let row = within(op, &tx, &permit, id).await?;
    if !row.shows_money {
        return Err(UseCaseError::NotFound("trading account"));
    }
    drop(tx);
    let held = held(app, op, &row).await?;
    let stands = stands(&held, &row).await?;
    let tx = app.db.read(op).await?;
    let wanted = wanted(&tx, &row, product, leverage, &stands).await?;
    drop(tx);
    judge(&held, row, &stands, terms_of(&wanted)).await
}

fn terms_of(wanted: &Wanted) -> Terms<'_> {
    Terms { group: &wanted.group, leverage: wanted.leverage }
}

/// Changes product or leverage.
///
/// # Errors
/// [`UseCaseError::Access`], [`UseCaseError::NotFound`], [`UseCaseError::Conflict`]; [`UseCaseError::Invalid`] with
/// `margin_short` when the account would be closed out, `keeping_differs` when what is open cannot move along.
pub async fn change(op: &OpContext, app: &App, input: &ChangeTradingAccount) -> Result<(), UseCaseError> {
    let permit = op.require::<TradingAccountEdit>()?;
    let why = reason(&input.reason)?;
    let _turn = turn(op, app, input.id).await?;
    let tx = app.db.read(op).await?;
    let (row, _) = for_change(op, &tx, &permit, input.id, Some(input.version)).await?;
    drop(tx);
    let server = held(app, op, &row).await?;
    let stands = stands(&server, &row).await?;
    let tx = app.db.read(op).await?;
    let wanted = wanted(&tx, &row, input.product, input.leverage, &stands).await?;
    drop(tx);
    // the trail tells what is changed on the server
    let before = TradingAccountRecord { group: stands.group.clone(), leverage: stands.leverage, ..row.record.clone() };
    let patch = AccountPatch {
        group: (wanted.group != stands.group).then(|| wanted.group.clone()),
        leverage: (wanted.leverage != stands.leverage).then(|| u32::try_from(wanted.leverage).unwrap_or(1)),
        ..AccountPatch::default()
    };
    let after = TradingAccountRecord {
        product: wanted.product,
        group: wanted.group.clone(),
        leverage: wanted.leverage,
        ..before.clone()
    };
    if let Some(refusal) = judge(&server, row, &stands, terms_of(&wanted)).await?.refusal {
        return Err(refusal.into());
    }
    put(op, app, &server, Step { before, after, patch, why, action: AuditAction::TradingAccountChanged }).await
}

/// Lets a client sign in and trade, or not.
///
/// # Errors
/// As [`change`], with `one_switch` where the server has none for trading alone.
pub async fn switch(op: &OpContext, app: &App, input: &SwitchTradingAccount) -> Result<(), UseCaseError> {
    let permit = op.require::<TradingAccountEdit>()?;
    let why = reason(&input.reason)?;
    let _turn = turn(op, app, input.id).await?;
    let tx = app.db.read(op).await?;
    let (row, _) = for_change(op, &tx, &permit, input.id, Some(input.version)).await?;
    drop(tx);
    let before = row.record.clone();
    let after = TradingAccountRecord {
        login_enabled: input.login_enabled.unwrap_or(before.login_enabled),
        trading_enabled: input.trading_enabled.unwrap_or(before.trading_enabled),
        ..before.clone()
    };
    let server = held(app, op, &row).await?;
    if !server.server.capabilities().trading_switches && after.trading_enabled != before.trading_enabled {
        let text = "This server has no switch for trading alone: block the sign-in, and nobody trades.";
        return Err(UseCaseError::invalid("tradingEnabled", "one_switch", text));
    }
    // what is not asked for stays as the server has it
    let patch = switches(&server, input.login_enabled, input.trading_enabled);
    put(op, app, &server, Step { before, after, patch, why, action: AuditAction::TradingAccountChanged }).await
}

/// Puts an account away: its client can neither sign in nor trade. Its past stays. Nothing may be open on it.
///
/// # Errors
/// As [`change`], with `open_positions` while positions or orders are open, `unsettled` while it is not known what became of
/// money or of a command.
pub async fn archive(
    op: &OpContext,
    app: &App,
    id: TradingAccountId,
    version: i32,
    why: &str,
) -> Result<(), UseCaseError> {
    let permit = op.require::<TradingAccountEdit>()?;
    let why = reason(why)?;
    let _turn = turn(op, app, id).await?;
    let tx = app.db.read(op).await?;
    let (row, _) = for_change(op, &tx, &permit, id, Some(version)).await?;
    let unsettled = !TradeCommands::of(&tx).unsettled(Some(id), op.now()).await?.is_empty()
        || BalanceOperations::of(&tx).is_unsettled(id).await?;
    drop(tx);
    if unsettled {
        let text = "It is still being found out what became of money or of a command on it: wait for that first.";
        return Err(Problem::whole("unsettled", text).into());
    }
    let server = held(app, op, &row).await?;
    let filter = TradeFilter::Login(login(row.record.login));
    let positions = server.server.positions(&filter).await.map_err(|error| refused(&error))?;
    let orders = server.server.orders(&filter).await.map_err(|error| refused(&error))?;
    if !positions.is_empty() || !orders.is_empty() {
        let text = format!("{} positions and {} orders are open: close them first.", positions.len(), orders.len());
        return Err(Problem::whole("open_positions", text).into());
    }
    let before = row.record.clone();
    let after = TradingAccountRecord {
        login_enabled: false,
        trading_enabled: false,
        archived_at: Some(op.now()),
        ..before.clone()
    };
    let patch = switches(&server, Some(false), Some(false));
    put(op, app, &server, Step { before, after, patch, why, action: AuditAction::TradingAccountArchived }).await
}

/// MT4 has one switch: who may not sign in does not trade either.
fn switches(held: &Held, login: Option<bool>, trading: Option<bool>) -> AccountPatch {
    let apart = held.server.capabilities().trading_switches;
    AccountPatch { enabled: login, trading: trading.filter(|_| apart), ..AccountPatch::default() }
}

/// What product and leverage an account shall have.
struct Wanted {
    product: Option<AccountProductId>,
    group: String,
    leverage: i32,
}

/// What is not asked for stays as the server has it.
async fn wanted(
    tx: &impl Scoped,
    row: &TradingAccountRow,
    product: Option<AccountProductId>,
    leverage: Option<i32>,
    stands: &Stands,
) -> Result<Wanted, UseCaseError> {
    let id = product.or(row.record.product);
    let found = match id {
        Some(id) => AccountProducts::of(tx).find(id).await?,
        None => None,
    };
    let Some(target) = found else {
        return Err(UseCaseError::invalid(
            "productId",
            "unknown_id",
            "Choose the product that the account shall have.",
        ));
    };
    let changes_product = Some(target.id) != row.record.product;
    let offered = target.currency(&row.record.currency).map(|offered| offered.group.clone());
    // with its product an account keeps its group, whatever the product offers by now
    // whoever names the product of an account that stands in none of its groups brings it back
    let brings_back = product.is_some() && target.group(&stands.group).is_none();
    let group = if changes_product || brings_back { offered } else { Some(stands.group.clone()) };
    let Some(group) = group.filter(|_| target.server == row.record.server) else {
        return Err(UseCaseError::invalid(
            "productId",
            "other_server",
            "Choose a product of the same server and currency: an account cannot move to another one.",
        ));
    };
    if changes_product && (!target.active || target.server_status == TradingServerStatus::Archived) {
        return Err(UseCaseError::invalid(
            "productId",
            "not_offered",
            "This product is not on offer; choose another one.",
        ));
    }
    let leverage = leverage.unwrap_or(stands.leverage);
    refuse_leverage(&target, leverage, stands.leverage, changes_product)?;
    Ok(Wanted { product: Some(target.id), group, leverage })
}

fn refuse_leverage(
    product: &AccountProduct,
    leverage: i32,
    now: i32,
    changes_product: bool,
) -> Result<(), UseCaseError> {
    if product.leverages.contains(&leverage) || (leverage == now && !changes_product) {
        return Ok(());
    }
    let list: Vec<String> = product.leverages.iter().map(ToString::to_string).collect();
    let text = format!("Choose one of the product's leverages: {}.", list.join(", "));
    Err(UseCaseError::invalid("leverage", "invalid_leverage", text))
}

struct Step {
    before: TradingAccountRecord,
    after: TradingAccountRecord,
    patch: AccountPatch,
    why: String,
    action: AuditAction,
}

/// Writes down what will be sent, sends it, writes down that it is so.
async fn put(op: &OpContext, app: &App, held: &Held, step: Step) -> Result<(), UseCaseError> {
    let permit = op.require::<TradingAccountEdit>()?;
    let Step { before, after, patch, why, action } = step;
    let id = before.id;
    let tx = app.db.begin(op).await?;
    let (_, key) = for_change(op, &tx, &permit, id, Some(before.version)).await?;
    let changes = differences(&tx, &before, &after).await?;
    if !changes.iter().any(Change::differs) {
        tx.abandon().await?;
        return Ok(());
    }
    let asked = about(AuditAction::TradingAccountChangeRequested, id, before.client, &key);
    tx.commit(asked.because(why.clone()).changes(changes.clone())).await?;
    if patch != AccountPatch::default() {
        send(held, &before, &patch).await?;
    }
    let tx = app.db.begin(op).await?;
    if !TradingAccounts::of(&tx).save(&permit, &after).await? {
        return Err(UseCaseError::Conflict { current: before.version + 1 });
    }
    tx.commit(about(action, id, before.client, &key).because(why).changes(changes)).await?;
    if let Ok(state) = held.server.account_state(login(before.login)).await {
        note_state(app, op.tenant(), id, before.digits, &state).await?;
    }
    Ok(())
}

/// After a lost answer the account itself is asked whether it is as it shall be.
async fn send(held: &Held, account: &TradingAccountRecord, patch: &AccountPatch) -> Result<(), UseCaseError> {
    let number = login(account.login);
    let reference = Reference::generate().map_err(|_| UseCaseError::Internal("no randomness for a reference"))?;
    let intent = Intent::until(reference, held.send_before);
    match held.server.update_account(intent, number, patch).await {
        Ok(update) if update.ignored.is_empty() => Ok(()),
        Ok(update) => {
            let fields: Vec<String> = update.ignored.iter().map(|field| format!("{field:?}").to_lowercase()).collect();
            let text = format!("The trading server kept some fields as they were: {}.", fields.join(", "));
            Err(Problem::whole("server_refused", text).into())
        }
        Err(lost @ TradingError::OutcomeUnknown(_)) => match held.server.account(number).await {
            Ok(account) if patch.not_in(&account).is_empty() => Ok(()),
            _ => Err(refused(&lost).into()),
        },
        Err(error) => Err(refused(&error).into()),
    }
}

async fn differences(
    tx: &impl Scoped,
    before: &TradingAccountRecord,
    after: &TradingAccountRecord,
) -> Result<Vec<Change>, UseCaseError> {
    let products = AccountProducts::of(tx).list().await?;
    let name = |id: Option<AccountProductId>| {
        products.iter().find(|product| Some(product.id) == id).map(|product| product.name.clone())
    };
    let word = |on: bool| Some(if on { "on" } else { "off" });
    Ok(vec![
        Change::plain("product", name(before.product), name(after.product)),
        Change::plain("group", Some(before.group.clone()), Some(after.group.clone())),
        Change::plain("leverage", Some(before.leverage.to_string()), Some(after.leverage.to_string())),
        Change::plain("login_enabled", word(before.login_enabled), word(after.login_enabled)),
        Change::plain("trading_enabled", word(before.trading_enabled), word(after.trading_enabled)),
        Change::plain("archived", None::<String>, after.archived_at.map(|_| "yes")),
    ])
}
