//! Linking a login that is on the server already, after looking at it there.

use super::figures::login;
use super::{about, note_state};
use crate::clients::{for_change, reason};
use crate::deals::FetchAccountHistory;
use crate::{App, UseCaseError};
use crm_access::kinds::TradingAccountCreate;
use crm_access::{OpContext, Permit};
use crm_jobs::Enqueue;
use crm_model::{AccountProductId, AuditAction, ClientId, TradingAccountId, fold};
use crm_storage::{
    AccountProduct, AccountProductCurrency, AccountProducts, AuditEvent, Change, ClientRecord, TenantTx,
    TradingAccountRecord, TradingAccounts,
};
use crm_trading::Account;
use crm_vault::ClientKey;

/// A login to be linked to a client.
#[derive(Clone, Debug)]
pub struct LinkTradingAccount {
    /// To whom.
    pub client: ClientId,
    /// As what: it says on which server and in which groups the login may be; the group says its currency.
    pub product: AccountProductId,
    /// Its number.
    pub login: String,
    /// Link it although the server names another holder.
    pub accept_other_holder: bool,
    /// Why.
    pub reason: String,
}

/// Links a login to a client.
///
/// # Errors
/// [`UseCaseError::Access`], [`UseCaseError::NotFound`]; [`UseCaseError::Invalid`] when the server does not know the login,
/// when its group is another one, when it is linked already, or when the server names another holder.
pub async fn link(op: &OpContext, app: &App, input: &LinkTradingAccount) -> Result<TradingAccountId, UseCaseError> {
    let permit = op.require::<TradingAccountCreate>()?;
    let why = reason(&input.reason)?;
    let number: i64 = input.login.trim().parse().ok().filter(|number| *number > 0).ok_or_else(|| {
        UseCaseError::invalid("login", "invalid_login", "Give the login's number as it stands on the server.")
    })?;
    let unknown = || {
        UseCaseError::invalid("productId", "unknown_id", "This product does not exist any more. Load the list again.")
    };
    let tx = app.db.read(op).await?;
    let product = AccountProducts::of(&tx).find(input.product).await?.ok_or_else(unknown)?;
    drop(tx);
    let tx = app.db.begin(op).await?;
    let (client, _) = for_change(op, &tx, &permit, input.client, None).await?;
    tx.abandon().await?;
    let held = match app.trading.hold(app, op.tenant(), product.server).await {
        Ok(held) => held,
        Err(error) => return Err(error.problem()?.into()),
    };
    let account = held.server.account(login(number)).await.map_err(|error| {
        UseCaseError::invalid("login", "unknown_login", format!("The server does not show this login: {error}."))
    })?;
    let offered = offered_to(&product, &account)?;
    if !input.accept_other_holder && !is_holder(&client, &account) {
        return Err(UseCaseError::invalid(
            "acceptOtherHolder",
            "other_holder",
            "The server names another holder than this client. Check it, and say so if the login is this client's all the same.",
        ));
    }
    let tx = app.db.begin(op).await?;
    // archived or merged away while the server was asked
    let (client, key) = for_change(op, &tx, &permit, input.client, None).await?;
    let Some((record, event)) = link_in(op, &tx, &permit, client.id, &key, &product, &account).await? else {
        return Err(UseCaseError::invalid("login", "linked_already", "This login is linked to a client already."));
    };
    let other = (!is_holder(&client, &account)).then_some("accepted");
    tx.commit(event.because(why).changes([Change::plain("other_holder", None::<String>, other)])).await?;
    if let Ok(state) = held.server.account_state(login(number)).await {
        note_state(app, op.tenant(), record, offered.digits, &state).await?;
    }
    Ok(record)
}

/// Links a login of one of the product's groups as the server shows it, inside a transaction of the caller's, who keeps the
/// event; `None` when it is linked already.
///
/// # Errors
/// [`UseCaseError::Internal`] for a login beyond 63 bits; [`UseCaseError::Invalid`] when its group is none of the product's.
pub async fn link_in(
    op: &OpContext,
    tx: &TenantTx,
    permit: &Permit<TradingAccountCreate>,
    client: ClientId,
    key: &ClientKey,
    product: &AccountProduct,
    account: &Account,
) -> Result<Option<(TradingAccountId, AuditEvent)>, UseCaseError> {
    let number = i64::try_from(account.login.0).map_err(|_| UseCaseError::Internal("a login beyond 63 bits"))?;
    let offered = offered_to(product, account)?;
    let record = TradingAccountRecord {
        id: TradingAccountId::generate(),
        client,
        server: product.server,
        product: Some(product.id),
        login: number,
        environment: product.environment,
        group: account.group.clone(),
        currency: offered.currency.clone(),
        digits: offered.digits,
        leverage: i32::try_from(account.leverage).unwrap_or(1).max(1),
        login_enabled: account.enabled,
        trading_enabled: account.trading && !account.read_only,
        linked: true,
        version: 1,
        opened_at: op.now(),
        archived_at: None,
        money_frozen_at: None,
    };
    if !TradingAccounts::of(tx).create(permit, &record).await? {
        return Ok(None);
    }
    let event = about(AuditAction::TradingAccountLinked, record.id, client, key).changes([
        Change::plain("server", None::<String>, Some(product.server_name.clone())),
        Change::plain("login", None::<String>, Some(number.to_string())),
        Change::plain("product", None::<String>, Some(product.name.clone())),
    ]);
    tx.put(&FetchAccountHistory { account: record.id }).await?;
    Ok(Some((record.id, event)))
}

/// What the product offers in the group that the login is in.
fn offered_to<'a>(product: &'a AccountProduct, account: &Account) -> Result<&'a AccountProductCurrency, UseCaseError> {
    product.group(&account.group).ok_or_else(|| {
        UseCaseError::invalid(
            "productId",
            "other_group",
            "On the server the login is in another group than this product's: choose the product that fits.",
        )
    })
}

/// Whether the server's name of the holder and the client's share a word of two letters or more.
fn is_holder(client: &ClientRecord, account: &Account) -> bool {
    let Some(name) = &account.personal.name else { return false };
    let words = |text: &str| -> Vec<String> {
        fold(text).split_whitespace().filter(|word| word.chars().count() > 1).map(ToOwned::to_owned).collect()
    };
    let known = words(&client.display_name);
    words(name.expose()).iter().any(|word| known.contains(word))
}
