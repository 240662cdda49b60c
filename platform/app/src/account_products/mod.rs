//! What clients may open: products on trading servers, kept by people who hold `trading_server.manage`.

mod currencies;

pub use currencies::OfferedCurrency;

use crate::{App, UseCaseError};
use crm_access::{AccessError, OpContext, Permission, Permit, kinds};
use crm_model::{AccountProductId, AuditAction, Problem, Problems, TradingServerId};
use crm_storage::{
    AccountProduct, AccountProductCurrency, AccountProducts, AuditEvent, Change, Operates, Scoped, StorageError,
    TradingServers,
};
use currencies::{deposits_in_words, groups_in_words};

/// Most leverages of one product.
const LEVERAGES_MAX: usize = 20;

/// A product to be added.
#[derive(Clone, Debug)]
pub struct NewAccountProduct {
    /// On which server.
    pub server: TradingServerId,
    /// What people call it.
    pub name: String,
    /// Currencies on offer; at least one.
    pub currencies: Vec<OfferedCurrency>,
    /// Leverages on offer.
    pub leverages: Vec<i32>,
}

/// What of a product shall change; what is absent stays.
#[derive(Clone, Debug)]
pub struct EditAccountProduct {
    /// Which product.
    pub id: AccountProductId,
    /// The version that the caller saw.
    pub version: i32,
    /// A new name.
    pub name: Option<String>,
    /// All currencies on offer. Accounts in one that is not offered any more keep their group.
    pub currencies: Option<Vec<OfferedCurrency>>,
    /// All leverages on offer.
    pub leverages: Option<Vec<i32>>,
    /// Whether it is on offer.
    pub active: Option<bool>,
}

/// All products, for those who see trading accounts or keep the servers.
///
/// # Errors
/// [`UseCaseError::Access`].
pub async fn list(op: &OpContext, tx: &impl Scoped) -> Result<Vec<AccountProduct>, UseCaseError> {
    if !op.holds(Permission::TradingAccountView) && !op.holds(Permission::TradingServerManage) {
        return Err(AccessError::Forbidden(Permission::TradingAccountView).into());
    }
    Ok(AccountProducts::of(tx).list().await?)
}

/// Adds a product; the server is asked for its groups.
///
/// # Errors
/// [`UseCaseError::Access`], or [`UseCaseError::Invalid`] with what the server says.
pub async fn add(op: &OpContext, app: &App, input: &NewAccountProduct) -> Result<AccountProductId, UseCaseError> {
    let permit = op.require::<kinds::TradingServerManage>()?;
    let tx = app.db.read(op).await?;
    let known = TradingServers::of(&tx).find(input.server).await?;
    drop(tx);
    known.ok_or(UseCaseError::NotFound("trading server"))?;
    let groups = currencies::look(op, app, input.server, &input.currencies, &[]).await?;
    let tx = app.db.begin(op).await?;
    let (id, event) = add_in(op, &tx, &permit, input, &groups).await?;
    tx.commit(event).await?;
    Ok(id)
}

/// As [`add`], inside a transaction of the caller's, who has asked the server for the groups, gives
/// them in the order of the offered currencies, and keeps the event.
///
/// # Errors
/// As [`add`].
pub async fn add_in(
    op: &OpContext,
    tx: &impl Operates,
    permit: &Permit<kinds::TradingServerManage>,
    input: &NewAccountProduct,
    groups: &[AccountProductCurrency],
) -> Result<(AccountProductId, AuditEvent), UseCaseError> {
    let unknown =
        || UseCaseError::invalid("serverId", "unknown_id", "This server does not exist any more. Load the list again.");
    let server = TradingServers::of(tx).find(input.server).await?.ok_or_else(unknown)?.record;
    currencies::refuse_count(&input.currencies)?;
    let mut problems = Problems::new();
    let product = AccountProduct {
        id: AccountProductId::generate(),
        server: input.server,
        server_name: server.name.clone(),
        environment: server.environment,
        server_status: server.status,
        name: name(&input.name, &mut problems),
        currencies: currencies::read(&input.currencies, groups, &mut problems),
        leverages: leverages(&input.leverages, &mut problems),
        active: true,
        version: 1,
        created_at: op.now(),
    };
    problems.done()?;
    if !AccountProducts::of(tx).create(permit, &product).await? {
        return Err(duplicate_name());
    }
    let event = event(AuditAction::AccountProductAdded, &product).changes(differences(None, &product));
    Ok((product.id, event))
}

/// Changes a product. Its server stays, which is asked for groups that are new to the product.
///
/// # Errors
/// [`UseCaseError::Access`], [`UseCaseError::NotFound`], [`UseCaseError::Conflict`], [`UseCaseError::Invalid`].
pub async fn edit(op: &OpContext, app: &App, input: &EditAccountProduct) -> Result<(), UseCaseError> {
    let permit = op.require::<kinds::TradingServerManage>()?;
    let mut groups = Vec::new();
    if let Some(offered) = &input.currencies {
        let tx = app.db.read(op).await?;
        let seen = as_seen(&tx, input).await?;
        // who waits for the server holds no database connection
        drop(tx);
        groups = currencies::look(op, app, seen.server, offered, &seen.currencies).await?;
    }
    let tx = app.db.begin(op).await?;
    let before = as_seen(&tx, input).await?;
    let (mut after, mut problems) = (before.clone(), Problems::new());
    if let Some(text) = &input.name {
        after.name = name(text, &mut problems);
    }
    if let Some(list) = &input.leverages {
        after.leverages = leverages(list, &mut problems);
    }
    if let Some(offered) = &input.currencies {
        after.currencies = currencies::read(offered, &groups, &mut problems);
    }
    after.active = input.active.unwrap_or(before.active);
    problems.done()?;
    let event = event(AuditAction::AccountProductChanged, &after).changes(differences(Some(&before), &after));
    if !event.has_changes() {
        tx.abandon().await?;
        return Ok(());
    }
    match AccountProducts::of(&tx).save(&permit, &after).await {
        Ok(true) => Ok(tx.commit(event).await?),
        Ok(false) => Err(UseCaseError::Conflict { current: after.version + 1 }),
        Err(StorageError::Taken { .. }) => Err(duplicate_name()),
        Err(error) => Err(error.into()),
    }
}

/// The product at the version that the caller saw.
async fn as_seen(tx: &impl Scoped, input: &EditAccountProduct) -> Result<AccountProduct, UseCaseError> {
    let found = AccountProducts::of(tx).find(input.id).await?.ok_or(UseCaseError::NotFound("account product"))?;
    if found.version != input.version {
        return Err(UseCaseError::Conflict { current: found.version });
    }
    Ok(found)
}

/// One product, for the answer to a change of it.
///
/// # Errors
/// [`UseCaseError::NotFound`].
pub async fn find(op: &OpContext, tx: &impl Scoped, id: AccountProductId) -> Result<AccountProduct, UseCaseError> {
    list(op, tx).await?.into_iter().find(|product| product.id == id).ok_or(UseCaseError::NotFound("account product"))
}

fn name(text: &str, problems: &mut Problems) -> String {
    if text.trim().is_empty() {
        problems.push(Problem::at("name", "required", "Name the product, such as Standard."));
    }
    problems.text("name", Some(text), 80).unwrap_or_default()
}

fn leverages(list: &[i32], problems: &mut Problems) -> Vec<i32> {
    let mut sorted = list.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    let good = !sorted.is_empty() && sorted.len() <= LEVERAGES_MAX && sorted.iter().all(|n| (1..=5_000).contains(n));
    if !good {
        problems.push(Problem::at(
            "leverages",
            "invalid_leverage",
            format!("Offer 1 to {LEVERAGES_MAX} leverages from 1 to 5000, such as 30, 100, 500."),
        ));
    }
    sorted
}

fn duplicate_name() -> UseCaseError {
    UseCaseError::invalid("name", "duplicate_name", "Another product has this name; choose another one.")
}

fn event(action: AuditAction, product: &AccountProduct) -> AuditEvent {
    AuditEvent::on(action, "account_product", product.id.uuid())
}

fn differences(before: Option<&AccountProduct>, after: &AccountProduct) -> Vec<Change> {
    let change = |field: &'static str, of: &dyn Fn(&AccountProduct) -> Option<String>| {
        Change::plain(field, before.and_then(of), of(after))
    };
    let listed = |list: &[i32]| list.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    vec![
        change("name", &|p| Some(p.name.clone())),
        change("server", &|p| Some(p.server_name.clone())),
        change("group", &|p| Some(groups_in_words(&p.currencies))),
        change("leverages", &|p| Some(listed(&p.leverages))),
        change("minimum_deposit", &|p| Some(deposits_in_words(&p.currencies))),
        change("active", &|p| Some(if p.active { "yes" } else { "no" }.to_owned())),
    ]
}
