//! Accounts, passwords, money.

use serde_json::Map;

use super::envelope::{lacking, or_empty};
use super::wire::{self, RIGHT_ENABLED, RIGHT_READ_ONLY, RIGHT_TRADE_DISABLED, RIGHTS_OF_NEW, put, put_personal};
use super::{Call, Mt5};
use crate::domain::{
    Account, AccountFilter, AccountPatch, AccountState, AccountUpdate, BalanceKind, BalanceOperation, CreatedAccount,
    Login, NewAccount, PasswordKind, Ticket,
};
use crate::error::{Answer, Effect};
use crate::fields::{Fields, Lacks};
use crate::{Intent, Reference, Result, Secret, TradingError};

/// Longest comment of an account without its terminator.
const ACCOUNT_COMMENT_MAX: usize = 63;
/// Logins in one question, so that the address stays short.
const LOGINS_AT_ONCE: usize = 200;

impl Mt5 {
    fn change(&self, command: &'static str, intent: Intent) -> Call {
        Call::change(command, self.limits.change, intent.send_before)
    }

    pub(super) async fn add(&self, intent: Intent, new: &NewAccount) -> Result<CreatedAccount> {
        let times = self.calibrated().await?;
        let mut body = Map::new();
        put(&mut body, "PassMain", new.main_password.expose());
        put(&mut body, "PassInvestor", new.investor_password.expose());
        put(&mut body, "Rights", RIGHTS_OF_NEW);
        let comment = format!("{} {}", intent.reference, new.comment);
        let comment: String = comment.chars().filter(|c| !c.is_control()).take(ACCOUNT_COMMENT_MAX).collect();
        put(&mut body, "Comment", comment.trim_end());
        if let Some(agent) = new.agent {
            put(&mut body, "Agent", agent);
        }
        put_personal(&mut body, &new.personal);
        let mut call = self.change("user/add", intent).with("group", &new.group).with("leverage", new.leverage);
        if let Some(login) = new.login {
            call = call.with("login", login);
        }
        let reply = self.ask(call.body(body)).await?;
        let account = reply.envelope.one(Effect::Change, |fields| wire::account(fields, times))?;
        if Reference::find_in(&account.comment).is_some_and(|tag| tag != intent.reference) {
            return Err(of_another(Effect::Change));
        }
        Ok(CreatedAccount { account, passwords: Ok(()) })
    }

    pub(super) async fn get_account(&self, login: Login) -> Result<Account> {
        let times = self.calibrated().await?;
        let reply = self.ask(self.read("user/get").with("login", login).urgent()).await?;
        let account = reply.envelope.one(Effect::Read, |fields| wire::account(fields, times))?;
        if account.login == login { Ok(account) } else { Err(of_another(Effect::Read)) }
    }

    pub(super) async fn get_accounts(&self, filter: &AccountFilter) -> Result<Vec<Account>> {
        let times = self.calibrated().await?;
        let mut accounts = Vec::new();
        for call in self.batches("user/get_batch", filter) {
            if let Some(envelope) = or_empty(self.ask(call).await.map(|reply| reply.envelope))? {
                accounts.extend(envelope.each(|fields| wire::account(fields, times))?);
            }
        }
        Ok(accounts)
    }

    fn batches(&self, command: &'static str, filter: &AccountFilter) -> Vec<Call> {
        match filter {
            AccountFilter::Groups(mask) => vec![self.history(command).with("group", mask)],
            AccountFilter::Logins(logins) => {
                let some = |logins: &[Login]| self.history(command).with("login", listed(logins));
                logins.chunks(LOGINS_AT_ONCE).map(some).collect()
            }
        }
    }

    pub(super) async fn update(&self, intent: Intent, login: Login, patch: &AccountPatch) -> Result<AccountUpdate> {
        let times = self.calibrated().await?;
        let mut body = Map::new();
        put(&mut body, "Login", login);
        put_personal(&mut body, &patch.personal);
        if let Some(group) = &patch.group {
            put(&mut body, "Group", group);
        }
        if let Some(leverage) = patch.leverage {
            put(&mut body, "Leverage", leverage);
        }
        if let Some(comment) = &patch.comment {
            put(&mut body, "Comment", comment);
        }
        if let Some(agent) = patch.agent {
            put(&mut body, "Agent", agent);
        }
        if patch.enabled.is_some() || patch.trading.is_some() || patch.read_only.is_some() {
            put(&mut body, "Rights", self.new_rights(login, patch).await?);
        }
        let call = self.change("user/update", intent).with("login", login).body(body);
        let reply = self.ask(call).await?;
        let account = reply.envelope.one(Effect::Change, |fields| wire::account(fields, times))?;
        if account.login != login {
            return Err(of_another(Effect::Change));
        }
        let ignored = patch.not_in(&account);
        Ok(AccountUpdate { account, ignored })
    }

    /// The switches are bits of one number, whose other bits must stay.
    async fn new_rights(&self, login: Login, patch: &AccountPatch) -> Result<u64> {
        let reply = self.ask(self.read("user/get").with("login", login).urgent()).await?;
        let rights = reply.envelope.one(Effect::Read, |fields| fields.need("Rights", Fields::natural))?;
        let set = |rights: u64, bit: u64, on: Option<bool>| match on {
            Some(true) => rights | bit,
            Some(false) => rights & !bit,
            None => rights,
        };
        let rights = set(rights, RIGHT_ENABLED, patch.enabled);
        let rights = set(rights, RIGHT_TRADE_DISABLED, patch.trading.map(|trading| !trading));
        Ok(set(rights, RIGHT_READ_ONLY, patch.read_only))
    }

    pub(super) async fn set_password(
        &self,
        intent: Intent,
        login: Login,
        kind: PasswordKind,
        password: &Secret,
    ) -> Result<()> {
        let call = self.change("user/change_password", intent).body(password_body(login, kind, password));
        self.ask(call).await.map(drop)
    }

    pub(super) async fn is_password(&self, login: Login, kind: PasswordKind, password: &Secret) -> Result<bool> {
        let call = self.read("user/check_password").body(password_body(login, kind, password));
        match self.ask(call).await {
            Ok(_) => Ok(true),
            Err(TradingError::Validation(answer)) if answer.code == Some(3006) => Ok(false),
            Err(error) => Err(error),
        }
    }

    pub(super) async fn archive(&self, intent: Intent, login: Login) -> Result<()> {
        self.ask(self.change("user/archive/add", intent).with("login", login)).await.map(drop)
    }

    pub(super) async fn delete(&self, intent: Intent, login: Login) -> Result<()> {
        self.ask(self.change("user/delete", intent).with("login", login)).await.map(drop)
    }

    pub(super) async fn balance(&self, intent: Intent, operation: &BalanceOperation) -> Result<Ticket> {
        let Some(amount) = operation.signed() else {
            return Err(TradingError::Validation(Answer::ours("the amount must be above zero")));
        };
        let kind: u8 = match operation.kind {
            BalanceKind::Deposit | BalanceKind::Withdraw => 2,
            BalanceKind::CreditIn | BalanceKind::CreditOut => 3,
            BalanceKind::Charge => 4,
            BalanceKind::Correction => 5,
            BalanceKind::BonusIn | BalanceKind::BonusOut => 6,
        };
        let call = Call::change("trade/balance", self.limits.trade, intent.send_before)
            .with("login", operation.login)
            .with("type", kind)
            .with("balance", amount)
            .with("comment", intent.reference.comment("", &operation.note))
            .with("check_margin", u8::from(operation.check_margin));
        let reply = self.ask(call).await?;
        let ticket = reply.envelope.object().number("Ticket");
        let ticket = ticket.filter(|ticket| self.tickets.is_own(*ticket, intent.reference));
        ticket.map(Ticket).ok_or_else(|| lacking(Effect::Change, Lacks("Ticket")))
    }

    pub(super) async fn state(&self, login: Login) -> Result<AccountState> {
        let as_of = self.clock.now();
        let live = self.ask(self.read("user/account/get").with("login", login).urgent()).await;
        match or_empty(live.map(|reply| reply.envelope))? {
            Some(envelope) if envelope.object().value("Equity").is_some() => {
                let state = envelope.one(Effect::Read, |fields| wire::state(fields, as_of))?;
                if state.login == login { Ok(state) } else { Err(of_another(Effect::Read)) }
            }
            _ => Ok(wire::resting(&self.get_account(login).await?, as_of)),
        }
    }

    pub(super) async fn states(&self, filter: &AccountFilter) -> Result<Vec<AccountState>> {
        let as_of = self.clock.now();
        let mut states = Vec::new();
        for call in self.batches("user/account/get_batch", filter) {
            if let Some(envelope) = or_empty(self.ask(call).await.map(|reply| reply.envelope))? {
                states.extend(envelope.each(|fields| wire::state(fields, as_of))?);
            }
        }
        if let AccountFilter::Logins(logins) = filter {
            let resting: Vec<Login> =
                logins.iter().filter(|login| !states.iter().any(|state| state.login == **login)).copied().collect();
            if !resting.is_empty() {
                let accounts = self.get_accounts(&AccountFilter::Logins(resting)).await?;
                states.extend(accounts.iter().map(|account| wire::resting(account, as_of)));
            }
        }
        Ok(states)
    }
}

/// An answer that belongs to another question.
fn of_another(effect: Effect) -> TradingError {
    effect.senseless(Answer::ours("the answer names another account"))
}

fn password_body(login: Login, kind: PasswordKind, password: &Secret) -> Map<String, serde_json::Value> {
    let mut body = Map::new();
    put(&mut body, "Login", login);
    put(&mut body, "Type", if kind == PasswordKind::Main { "main" } else { "investor" });
    put(&mut body, "Password", password.expose());
    body
}

/// Numbers with commas between.
pub(super) fn listed<T: ToString>(numbers: &[T]) -> String {
    numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}
