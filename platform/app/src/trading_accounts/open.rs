//! Opening an account: the opening is committed before anything is sent, carries its tag to the server, and after an
//! unknown outcome is looked up and never sent again.

use super::password_rule::refuse_showing;
use super::{about, in_use, note_state};
use crate::clients::for_change;
use crate::deals::FetchAccountHistory;
use crate::{App, UseCaseError};
use crm_access::kinds::{TradingAccountCreate, TradingAccountPassword};
use crm_access::{OpContext, Permit};
use crm_jobs::Enqueue;
use crm_model::{
    AccountOpeningId, AccountOpeningState, AccountProductId, AuditAction, ClientId, ClientStatus, Pii, Problem,
    TradingAccountId, TradingServerStatus,
};
use crm_storage::{
    AccountOpenings, AccountProduct, AccountProductCurrency, AccountProducts, AuditEvent, Change, ClientRecord,
    NewAccountOpening, StorageError, TenantTx, TradingAccountRecord, TradingAccounts, TradingServers,
};
use crm_trading::{Account, Intent, NewAccount, Personal, Reference, Secret, TradingError};
use crm_vault::ClientKey;

/// An account to be opened.
#[derive(Clone, Debug)]
pub struct OpenTradingAccount {
    /// For whom.
    pub client: ClientId,
    /// As what.
    pub product: AccountProductId,
    /// One of the product's currencies; may be left out where it has one.
    pub currency: Option<String>,
    /// One of the product's leverages.
    pub leverage: i32,
    /// Show the passwords once, in the answer; needs `trading_account.password`.
    pub show_passwords: bool,
}

/// The passwords of an account; shown once and kept nowhere.
#[derive(Clone, Debug)]
pub struct Passwords {
    /// May trade.
    pub main: Pii<String>,
    /// May only look.
    pub investor: Pii<String>,
}

/// What became of an opening.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Which opening.
    pub opening: AccountOpeningId,
    /// Where it stands; `Unknown` is looked up by itself.
    pub state: AccountOpeningState,
    /// What the server said, when it refused or did not answer.
    pub said: Option<String>,
    /// The account, when it is there.
    pub account: Option<TradingAccountId>,
    /// Its passwords, when they were asked for.
    pub passwords: Option<Passwords>,
}

/// Opens an account for a client.
///
/// # Errors
/// [`UseCaseError::Access`], [`UseCaseError::NotFound`], [`UseCaseError::Invalid`]; nothing was sent in these cases.
pub async fn open(op: &OpContext, app: &App, input: &OpenTradingAccount) -> Result<Opened, UseCaseError> {
    let permit = op.require::<TradingAccountCreate>()?;
    let showing = if input.show_passwords { Some(op.require::<TradingAccountPassword>()?) } else { None };
    let asked = Asked { permit, showing, input };
    // who may not is told so before the server is asked; and who waits for the server holds no database connection
    let (tx, _, _, (product, _)) = asked.admit(op, app).await?;
    tx.abandon().await?;
    let held = match app.trading.hold(app, op.tenant(), product.server).await {
        Ok(held) => held,
        Err(error) => return Err(error.problem()?.into()),
    };
    let (tx, client, key, (product, offered)) = asked.admit(op, app).await?;
    in_use(TradingServers::of(&tx).hold_in_use(product.server).await?)?;
    let permit = &asked.permit;
    let reference = Reference::generate().map_err(|_| UseCaseError::Internal("no randomness for a reference"))?;
    let new = NewAccountOpening {
        id: AccountOpeningId::generate(),
        client: client.id,
        product: product.id,
        currency: offered.currency.clone(),
        digits: offered.digits,
        group: offered.group.clone(),
        reference: reference.to_bytes(),
        leverage: input.leverage,
        sent_by: op.actor().staff().map(|staff| staff.id),
        sent_at: op.now(),
    };
    match AccountOpenings::of(&tx).create(permit, &new).await {
        Err(StorageError::Taken { .. }) => {
            return Err(Problem::whole(
                "opening_unsettled",
                "An account of this product was asked for already and nobody knows yet what became of it: wait until it is found out.",
            )
            .into());
        }
        other => other?,
    }
    let asked = AuditEvent::on_client(AuditAction::TradingAccountRequested, client.id, &key).changes([
        Change::plain("product", None::<String>, Some(product.name.clone())),
        Change::plain("currency", None::<String>, Some(offered.currency.clone())),
        Change::plain("leverage", None::<String>, Some(input.leverage.to_string())),
    ]);
    // from here on the opening may be on its way: a row found in this state is looked up, never sent
    tx.commit(asked).await?;
    let (main, investor) = (secret()?, secret()?);
    let account = NewAccount {
        login: None,
        group: offered.group.clone(),
        leverage: u32::try_from(input.leverage).unwrap_or(1),
        personal: person(&client),
        agent: None,
        comment: client.public_number(),
        main_password: main.clone(),
        investor_password: investor.clone(),
    };
    let created = held.server.create_account(Intent::until(reference, held.send_before), &account).await;
    let settled = Settling {
        op,
        app,
        client: &client,
        key: &key,
        product: &product,
        currency: &offered.currency,
        digits: offered.digits,
        opening: new.id,
        permit,
    };
    match created {
        Ok(created) => {
            let shown = created.passwords.is_ok() && input.show_passwords;
            let passwords = || Passwords { main: pii(&main), investor: pii(&investor) };
            let mut opened = settled.confirm(&created.account, shown).await?;
            opened.passwords = shown.then(passwords);
            if let Err(error) = created.passwords {
                opened.said =
                    Some(format!("The account is there, but its passwords could not be set: {error}. Set a new one."));
            }
            if let (Some(account), Ok(state)) = (opened.account, held.server.account_state(created.account.login).await)
            {
                note_state(app, op.tenant(), account, offered.digits, &state).await?;
            }
            Ok(opened)
        }
        Err(TradingError::OutcomeUnknown(answer)) => {
            settled.end(AccountOpeningState::Unknown, &answer.to_string()).await
        }
        Err(error) => settled.end(AccountOpeningState::Rejected, &error.to_string()).await,
    }
}

/// A product, and what it offers in the currency that is asked for.
type Offer = (AccountProduct, AccountProductCurrency);

/// An opening that somebody asks for.
struct Asked<'a> {
    permit: Permit<TradingAccountCreate>,
    showing: Option<Permit<TradingAccountPassword>>,
    input: &'a OpenTradingAccount,
}

impl Asked<'_> {
    /// Client, product and what it offers in the currency as they are now, when the account may be opened.
    async fn admit(
        &self,
        op: &OpContext,
        app: &App,
    ) -> Result<(TenantTx, ClientRecord, ClientKey, Offer), UseCaseError> {
        let tx = app.db.begin(op).await?;
        let (client, key) = for_change(op, &tx, &self.permit, self.input.client, None).await?;
        if let Some(showing) = &self.showing {
            refuse_showing(&tx).await?;
            for_change(op, &tx, showing, self.input.client, None).await?;
        }
        refuse_stopped(&client)?;
        let offer = offered(&tx, self.input).await?;
        Ok((tx, client, key, offer))
    }
}

/// What is needed to write down how an opening went on.
pub(super) struct Settling<'a> {
    pub(super) op: &'a OpContext,
    pub(super) app: &'a App,
    pub(super) client: &'a ClientRecord,
    pub(super) key: &'a ClientKey,
    pub(super) product: &'a AccountProduct,
    pub(super) currency: &'a str,
    pub(super) digits: u32,
    pub(super) opening: AccountOpeningId,
    pub(super) permit: &'a Permit<TradingAccountCreate>,
}

impl Settling<'_> {
    /// The account is there. Whoever learns of it first keeps it; the others find it kept.
    pub(super) async fn confirm(&self, account: &Account, shown: bool) -> Result<Opened, UseCaseError> {
        let record = TradingAccountRecord {
            id: TradingAccountId::generate(),
            client: self.client.id,
            server: self.product.server,
            product: Some(self.product.id),
            login: i64::try_from(account.login.0).map_err(|_| UseCaseError::Internal("a login beyond 63 bits"))?,
            environment: self.product.environment,
            group: account.group.clone(),
            currency: self.currency.to_owned(),
            digits: self.digits,
            leverage: i32::try_from(account.leverage).unwrap_or(1).max(1),
            login_enabled: account.enabled,
            trading_enabled: account.trading && !account.read_only,
            linked: false,
            version: 1,
            opened_at: self.op.now(),
            archived_at: None,
            money_frozen_at: None,
        };
        let tx = self.app.db.begin(self.op).await?;
        if !TradingAccounts::of(&tx).create(self.permit, &record).await? {
            tx.abandon().await?;
            return self
                .end(AccountOpeningState::Unknown, "the login that carries the tag is known to the CRM already")
                .await;
        }
        let state = AccountOpeningState::Confirmed;
        if !AccountOpenings::of(&tx).settle(self.opening, state, Some(record.id), None, self.op.now()).await? {
            tx.abandon().await?;
            return Ok(Opened { opening: self.opening, state, said: None, account: None, passwords: None });
        }
        let opened = about(AuditAction::TradingAccountOpened, record.id, self.client.id, self.key).changes([
            Change::plain("server", None::<String>, Some(self.product.server_name.clone())),
            Change::plain("login", None::<String>, Some(record.login.to_string())),
            Change::plain("product", None::<String>, Some(self.product.name.clone())),
            Change::plain("group", None::<String>, Some(record.group.clone())),
            Change::plain("currency", None::<String>, Some(record.currency.clone())),
            Change::plain("leverage", None::<String>, Some(record.leverage.to_string())),
        ]);
        let mut events = vec![opened];
        if shown {
            events.push(about(AuditAction::TradingPasswordSet, record.id, self.client.id, self.key));
        }
        tx.put(&FetchAccountHistory { account: record.id }).await?;
        tx.commit_all(events).await?;
        Ok(Opened { opening: self.opening, state, said: None, account: Some(record.id), passwords: None })
    }

    /// It went another way.
    pub(super) async fn end(&self, state: AccountOpeningState, said: &str) -> Result<Opened, UseCaseError> {
        let tx = self.app.db.begin(self.op).await?;
        let opened =
            Opened { opening: self.opening, state, said: Some(said.to_owned()), account: None, passwords: None };
        if !AccountOpenings::of(&tx).settle(self.opening, state, None, Some(said), self.op.now()).await? {
            tx.abandon().await?;
            return Ok(opened);
        }
        let action = match state {
            AccountOpeningState::Unknown | AccountOpeningState::Sending => AuditAction::TradingAccountUnknown,
            _ => AuditAction::TradingAccountRefused,
        };
        let event = AuditEvent::on_client(action, self.client.id, self.key).changes([Change::plain(
            "said",
            None::<String>,
            Some(said),
        )]);
        tx.commit(event).await?;
        Ok(opened)
    }
}

/// A product on offer, with one of its currencies and leverages.
async fn offered(tx: &TenantTx, input: &OpenTradingAccount) -> Result<Offer, UseCaseError> {
    let unknown = || {
        UseCaseError::invalid("productId", "unknown_id", "This product does not exist any more. Load the list again.")
    };
    let product = AccountProducts::of(tx).find(input.product).await?.ok_or_else(unknown)?;
    if !product.active || product.server_status == TradingServerStatus::Archived {
        return Err(UseCaseError::invalid(
            "productId",
            "not_offered",
            "This product is not on offer; choose another one.",
        ));
    }
    if !product.leverages.contains(&input.leverage) {
        let list: Vec<String> = product.leverages.iter().map(ToString::to_string).collect();
        let text = format!("Choose one of the product's leverages: {}.", list.join(", "));
        return Err(UseCaseError::invalid("leverage", "invalid_leverage", text));
    }
    let offered = in_currency(&product, input.currency.as_deref())?.clone();
    Ok((product, offered))
}

fn in_currency<'a>(
    product: &'a AccountProduct,
    wanted: Option<&str>,
) -> Result<&'a AccountProductCurrency, UseCaseError> {
    let found = match (wanted, product.currencies.as_slice()) {
        (Some(wanted), _) => product.currency(wanted.trim()),
        (None, [only]) => Some(only),
        (None, _) => None,
    };
    found.ok_or_else(|| {
        let list: Vec<&str> = product.currencies.iter().map(|offered| offered.currency.as_str()).collect();
        let text = format!("Choose one of the product's currencies: {}.", list.join(", "));
        UseCaseError::invalid("currency", "unknown_currency", text)
    })
}

fn refuse_stopped(client: &ClientRecord) -> Result<(), UseCaseError> {
    let stopped = match client.status {
        ClientStatus::Suspended => "suspended",
        ClientStatus::Closed => "closed",
        ClientStatus::Blacklisted => "blacklisted",
        ClientStatus::Active | ClientStatus::EmailUnverified => return Ok(()),
    };
    Err(Problem::whole("client_stopped", format!("This client is {stopped}: no account is opened.")).into())
}

/// What the server learns of the person: name and country. Contacts stay in the CRM.
fn person(client: &ClientRecord) -> Personal {
    Personal {
        name: Some(Pii::new(client.display_name.clone())),
        country: client.country.clone().map(Pii::new),
        ..Personal::default()
    }
}

fn secret() -> Result<Secret, UseCaseError> {
    Secret::generate_password().map_err(|_| UseCaseError::Internal("no randomness for a password"))
}

fn pii(secret: &Secret) -> Pii<String> {
    Pii::new(secret.expose().to_owned())
}
