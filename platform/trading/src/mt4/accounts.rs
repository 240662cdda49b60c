//! Accounts, passwords, money.

use http::Method;
use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::config::{first, not_offered, only};
use super::request::{Request4, encoded};
use super::synthesis::{BONUS, CHARGE, CORRECTION};
use super::{Mt4, wire};
use crate::domain::{
    Account, AccountField, AccountFilter, AccountPatch, AccountState, AccountUpdate, BalanceKind, BalanceOperation,
    CreatedAccount, Login, NewAccount, PasswordKind, Ticket,
};
use crate::error::Answer;
use crate::fields::{Fields, Lacks};
use crate::{Intent, Reference, Result, Secret, TradingError};

/// Longest group name.
const GROUP_MAX: usize = 15;
/// Logins in one question.
const LOGINS_AT_ONCE: usize = 200;
/// Longest comment of an account without its terminator.
const ACCOUNT_COMMENT_MAX: usize = 63;

impl Mt4 {
    fn change(&self, path: impl Into<String>, intent: Intent, step: &str) -> Request4 {
        Request4::change(path, self.limits.change, intent, step)
    }

    pub(super) async fn add(&self, intent: Intent, new: &NewAccount) -> Result<CreatedAccount> {
        let times = self.calibrated().await?;
        check_group(&new.group)?;
        let mut body = Map::new();
        let comment = format!("{} {}", intent.reference, new.comment);
        let comment: String = comment.chars().filter(|c| !c.is_control()).take(ACCOUNT_COMMENT_MAX).collect();
        for (name, value) in [
            ("login", Value::from(new.login.map_or(0, |login| login.0))),
            ("group", Value::from(new.group.as_str())),
            ("leverage", Value::from(new.leverage)),
            ("comment", Value::from(comment.trim_end())),
        ] {
            body.insert(name.to_owned(), value);
        }
        if let Some(agent) = new.agent {
            body.insert("agentAccount".to_owned(), Value::from(agent.0));
        }
        wire::put_personal(&mut body, &new.personal);
        let answer = self.ask(self.change("UserRecordNew", intent, "").body(Value::Object(body))).await?;
        let read = answer.object().ok_or(Lacks("account")).and_then(|fields| wire::account(fields, times));
        let account = read.map_err(|Lacks(what)| lacking(what))?;
        if Reference::find_in(&account.comment).is_some_and(|tag| tag != intent.reference) {
            return Err(TradingError::OutcomeUnknown(Answer::ours("the answer names another account")));
        }
        let mut passwords = self.send_password(intent, account.login, PasswordKind::Main, &new.main_password).await;
        if passwords.is_ok() {
            let kind = PasswordKind::Investor;
            passwords = self.send_password(intent, account.login, kind, &new.investor_password).await;
        }
        Ok(CreatedAccount { account, passwords })
    }

    async fn send_password(&self, intent: Intent, login: Login, kind: PasswordKind, password: &Secret) -> Result<()> {
        let investor = kind == PasswordKind::Investor;
        let step = if investor { ":investor" } else { ":main" };
        let request = self
            .change(format!("UserPasswordSet/{login}"), intent, step)
            .with("changeInvestor", investor)
            .with("cleanPubkey", false)
            .body(Value::from(password.expose()));
        let answer = self.ask(request).await?;
        if answer.data == Value::Bool(false) {
            return Err(TradingError::Rejected(Answer::ours("the server did not take the password")));
        }
        Ok(())
    }

    pub(super) async fn set_password(
        &self,
        intent: Intent,
        login: Login,
        kind: PasswordKind,
        password: &Secret,
    ) -> Result<()> {
        self.send_password(intent, login, kind, password).await
    }

    pub(super) async fn is_password(&self, login: Login, kind: PasswordKind, password: &Secret) -> Result<bool> {
        if kind == PasswordKind::Investor {
            return Err(not_offered("check of the investor's password"));
        }
        let request = self
            .read(format!("UserPasswordCheck/{login}"))
            .method(Method::POST)
            .body(Value::from(password.expose()))
            .urgent();
        let answer = self.ask(request).await?;
        answer.data.as_bool().ok_or_else(|| TradingError::Protocol(Answer::ours("the answer is no yes or no")))
    }

    pub(super) async fn get_account(&self, login: Login) -> Result<Account> {
        let times = self.calibrated().await?;
        let answer = self.ask(self.read(format!("UserRecordRequest/{login}")).urgent()).await?;
        let accounts = wire::each(&answer.into_list(), |fields| wire::account(fields, times))?;
        first(accounts.into_iter().filter(|account| account.login == login).collect(), "account")
    }

    pub(super) async fn get_accounts(&self, filter: &AccountFilter) -> Result<Vec<Account>> {
        let times = self.calibrated().await?;
        let mut accounts = Vec::new();
        match filter {
            AccountFilter::Groups(mask) => {
                let path = format!("AdmUsersRequestSafe/{}", encoded(mask));
                match self.ask(self.history(path)).await {
                    Ok(answer) => {
                        accounts = wire::each(&answer.into_list(), |fields| wire::account(fields, times))?;
                    }
                    Err(TradingError::NotFound(_)) => {}
                    Err(error) => return Err(error),
                }
            }
            AccountFilter::Logins(logins) => {
                for some in logins.chunks(LOGINS_AT_ONCE) {
                    let mut request = self.history("UserRecordsRequest");
                    for login in some {
                        request = request.with("logins", login);
                    }
                    let list = self.ask(request).await?.into_list();
                    accounts.extend(wire::each(&list, |fields| wire::account(fields, times))?);
                }
            }
        }
        Ok(accounts)
    }

    pub(super) async fn update(&self, intent: Intent, login: Login, patch: &AccountPatch) -> Result<AccountUpdate> {
        if patch.trading.is_some() || patch.read_only.is_some() {
            return Err(not_offered("switches for trading and reading apart from signing in"));
        }
        let times = self.calibrated().await?;
        let mut body = Map::new();
        wire::put_personal(&mut body, &patch.personal);
        if let Some(group) = &patch.group {
            check_group(group)?;
            body.insert("group".to_owned(), Value::from(group.as_str()));
        }
        if let Some(leverage) = patch.leverage {
            body.insert("leverage".to_owned(), Value::from(leverage));
        }
        if let Some(comment) = &patch.comment {
            body.insert("comment".to_owned(), Value::from(comment.as_str()));
        }
        if let Some(agent) = patch.agent {
            body.insert("agentAccount".to_owned(), Value::from(agent.0));
        }
        let mut patched = None;
        if !body.is_empty() {
            let request = self.change(format!("UserRecord/{login}"), intent, "").method(Method::PATCH);
            let answer = self.ask(request.body(Value::Object(body))).await?;
            let read = answer.object().ok_or(Lacks("account")).and_then(|fields| wire::account(fields, times));
            patched = Some(read.map_err(|Lacks(what)| lacking(what))?);
        }
        let Some(enabled) = patch.enabled else {
            let account = match patched {
                Some(account) => account,
                None => self.get_account(login).await?,
            };
            let ignored = patch.not_in(&account);
            return Ok(AccountUpdate { account, ignored });
        };
        let switched = self.switch(intent, login, enabled).await;
        match (switched, patched) {
            (Ok(()), patched) => {
                let account = match self.get_account(login).await {
                    Ok(account) => account,
                    // both changes are confirmed: only the look back failed
                    Err(error) => patched.map(|account| Account { enabled, ..account }).ok_or(error)?,
                };
                let ignored = patch.not_in(&account);
                Ok(AccountUpdate { account, ignored })
            }
            (Err(error @ TradingError::OutcomeUnknown(_)), _) | (Err(error), None) => Err(error),
            (Err(_), Some(account)) => {
                let mut ignored = patch.not_in(&account);
                if !ignored.contains(&AccountField::Enabled) {
                    ignored.push(AccountField::Enabled);
                }
                Ok(AccountUpdate { account, ignored })
            }
        }
    }

    async fn switch(&self, intent: Intent, login: Login, enabled: bool) -> Result<()> {
        let command = if enabled { "Enable" } else { "Disable" };
        self.group_operation(intent, login, command).await
    }

    async fn group_operation(&self, intent: Intent, login: Login, command: &str) -> Result<()> {
        let step = format!(":{command}");
        let body = json!({"command": command, "logins": [login.0]});
        let answer = self.ask(self.change("UsersGroupOp", intent, &step).body(body)).await?;
        if answer.data == Value::Bool(false) {
            return Err(TradingError::Rejected(Answer::ours("the server did not do it")));
        }
        Ok(())
    }

    #[expect(clippy::unused_async, reason = "the trait asks")]
    pub(super) async fn archive(&self, _intent: Intent, _login: Login) -> Result<()> {
        Err(not_offered("archive of accounts"))
    }

    pub(super) async fn delete(&self, intent: Intent, login: Login) -> Result<()> {
        self.group_operation(intent, login, "Delete").await
    }

    pub(super) async fn balance(&self, intent: Intent, operation: &BalanceOperation) -> Result<Ticket> {
        let Some(amount) = operation.signed() else {
            return Err(TradingError::Validation(Answer::ours("the amount must be above zero")));
        };
        let (command, word) = match operation.kind {
            BalanceKind::Deposit | BalanceKind::Withdraw => ("Balance", ""),
            BalanceKind::Charge => ("Balance", CHARGE),
            BalanceKind::Correction => ("Balance", CORRECTION),
            BalanceKind::CreditIn | BalanceKind::CreditOut => ("Credit", ""),
            BalanceKind::BonusIn | BalanceKind::BonusOut => ("Credit", BONUS),
        };
        if operation.check_margin && amount.is_sign_negative() && operation.kind != BalanceKind::Correction {
            self.check_cover(operation.login, command, -amount).await?;
        }
        let body = json!({
            "tradeTransactionType": "BrBalance",
            "tradeCommand": command,
            "orderBy": operation.login.0,
            "price": wire::number(amount)?,
            "comment": intent.reference.comment(word, &operation.note),
        });
        let request = Request4::change("TradeTransaction", self.limits.trade, intent, "").body(body);
        let answer = self.ask(request).await?;
        let ticket = answer.object().and_then(|fields| fields.number("order"));
        let ticket = ticket.filter(|ticket| self.tickets.is_own(*ticket, intent.reference));
        ticket.map(Ticket).ok_or_else(|| lacking("order"))
    }

    /// MT4 does not look at the margin itself.
    async fn check_cover(&self, login: Login, command: &str, amount: Decimal) -> Result<()> {
        let state = self.state(login).await?;
        let covered = if command == "Credit" { state.credit } else { state.margin_free.min(state.balance) };
        if amount > covered {
            return Err(TradingError::Rejected(Answer::ours("the account does not cover the amount")));
        }
        Ok(())
    }

    pub(super) async fn state(&self, login: Login) -> Result<AccountState> {
        let as_of = self.clock.now();
        let account = self.get_account(login).await?;
        let answer = self.ask(self.read(format!("MarginLevelRequest/{login}")).urgent()).await?;
        let state = wire::state(only(answer.object())?, account.credit, as_of);
        state.map_err(|Lacks(what)| TradingError::Protocol(Answer::ours(format!("the answer has no usable {what}"))))
    }

    pub(super) async fn states(&self, filter: &AccountFilter) -> Result<Vec<AccountState>> {
        let as_of = self.clock.now();
        let accounts = self.get_accounts(filter).await?;
        let margins = self.ask(self.history("MarginsGet")).await?.into_list();
        let mut states = Vec::new();
        for fields in margins.iter().filter_map(Fields::of) {
            let login = fields.number("login").map(Login);
            if let Some(account) = accounts.iter().find(|account| Some(account.login) == login) {
                let state = wire::state(fields, account.credit, as_of);
                states.push(state.map_err(|Lacks(what)| {
                    TradingError::Protocol(Answer::ours(format!("the answer has no usable {what}")))
                })?);
            }
        }
        Ok(states)
    }
}

fn check_group(group: &str) -> Result<()> {
    if group.is_empty() || group.len() > GROUP_MAX {
        return Err(TradingError::Validation(Answer::ours("a group's name has 1 to 15 characters")));
    }
    Ok(())
}

fn lacking(what: &str) -> TradingError {
    TradingError::OutcomeUnknown(Answer::ours(format!("the answer has no usable {what}")))
}
