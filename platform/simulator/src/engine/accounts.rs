use data_encoding::HEXLOWER;
use rust_decimal::Decimal;
use sha2::{Digest, Sha256};

use super::records::{Account, Person, SoState};
use super::{Engine, Group, Platform, Refusal};

/// Which of an account's passwords.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordKind {
    /// Trades.
    Main,
    /// Looks only.
    Investor,
    /// For the API of traders.
    Api,
}

/// A request for an account.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// 0: the next free one.
    pub login: u64,
    pub platform: Platform,
    pub group: String,
    pub person: Person,
    pub rights: u64,
    /// 0: that of the group.
    pub leverage: u32,
    pub agent: u64,
    /// Empty: none yet (MT4 only).
    pub main: String,
    /// Empty: none yet (MT4 only).
    pub investor: String,
    pub phone: String,
}

const LEVERAGES: std::ops::RangeInclusive<u32> = 1..=500;

impl Engine {
    /// Opens an account; its login.
    ///
    /// # Errors
    /// The [`Refusal`]; nothing was changed.
    pub fn create_account(&mut self, request: &NewAccount) -> Result<u64, Refusal> {
        let group = self.group_on(request.platform, &request.group)?;
        let leverage = if request.leverage == 0 { group.default_leverage } else { request.leverage };
        if !LEVERAGES.contains(&leverage) {
            return Err(Refusal::Parameters);
        }
        if request.platform == Platform::Mt5 {
            strong(&request.main)?;
            strong(&request.investor)?;
        }
        let login = if request.login == 0 { self.next_login(request.platform) } else { request.login };
        // A login that traded keeps its deals after the account is gone; another account must not inherit them.
        if self.is_used(login) {
            return Err(Refusal::LoginExists);
        }
        let hashed = |password: &str| if password.is_empty() { String::new() } else { hash(login, password) };
        let account = Account {
            login,
            group: request.group.clone(),
            person: request.person.clone(),
            rights: request.rights,
            leverage,
            agent: request.agent,
            balance: Decimal::ZERO,
            credit: Decimal::ZERO,
            margin: Decimal::ZERO,
            profit: Decimal::ZERO,
            storage: Decimal::ZERO,
            commission: Decimal::ZERO,
            so_state: SoState::None,
            so_time: 0,
            so_level: Decimal::ZERO,
            so_equity: Decimal::ZERO,
            so_margin: Decimal::ZERO,
            registered: self.now,
            last_access: self.now,
            last_password_change: self.now,
            balance_prev_day: Decimal::ZERO,
            equity_prev_day: Decimal::ZERO,
            password_main: hashed(&request.main),
            password_investor: hashed(&request.investor),
            password_api: String::new(),
            password_phone: request.phone.clone(),
            active: false,
        };
        self.book.accounts.insert(login, account);
        Ok(login)
    }

    fn group_on(&self, platform: Platform, name: &str) -> Result<&Group, Refusal> {
        self.groups.get(name).filter(|group| group.platform == platform).ok_or(Refusal::UnknownGroup)
    }

    fn next_login(&mut self, platform: Platform) -> u64 {
        let [mt4, mt5] = self.book.last_login;
        let [first_mt4, first_mt5] = super::FIRST_LOGINS;
        let (last, first) = if platform == Platform::Mt4 { (mt4, first_mt4) } else { (mt5, first_mt5) };
        let mut login = (last + 1).max(first);
        while self.is_used(login) {
            login += 1;
        }
        let [mt4, mt5] = &mut self.book.last_login;
        *(if platform == Platform::Mt4 { mt4 } else { mt5 }) = login;
        login
    }

    fn is_used(&self, login: u64) -> bool {
        self.book.accounts.contains_key(&login)
            || self.book.archived.contains_key(&login)
            || self.index.has_deals(login)
    }

    /// Moves an account to another group of its platform with the same deposit currency.
    ///
    /// # Errors
    /// [`Refusal::UnknownGroup`], [`Refusal::OtherCurrency`].
    pub fn change_group(&mut self, login: u64, name: &str) -> Result<(), Refusal> {
        let old = self.group_of(login)?;
        let new = self.group_on(old.platform, name)?;
        if new.currency != old.currency {
            return Err(Refusal::OtherCurrency);
        }
        if new.margin_mode != old.margin_mode && self.positions_of(login).next().is_some() {
            return Err(Refusal::OpenTrades);
        }
        self.account_mut(login)?.group = name.to_owned();
        self.refresh_margin(login)
    }

    /// Changes the leverage; margin follows.
    ///
    /// # Errors
    /// [`Refusal::Parameters`] outside 1–500.
    pub fn change_leverage(&mut self, login: u64, leverage: u32) -> Result<(), Refusal> {
        if !LEVERAGES.contains(&leverage) {
            return Err(Refusal::Parameters);
        }
        self.account_mut(login)?.leverage = leverage;
        self.refresh_margin(login)
    }

    /// Changes what no rule depends on: the person, rights and agent.
    ///
    /// # Errors
    /// [`Refusal::NotFound`].
    pub fn edit_account(
        &mut self,
        login: u64,
        edit: impl FnOnce(&mut Person, &mut u64, &mut u64),
    ) -> Result<(), Refusal> {
        let account = self.account_mut(login)?;
        edit(&mut account.person, &mut account.rights, &mut account.agent);
        Ok(())
    }

    /// Removes an account without open trades. Its deals stay.
    ///
    /// # Errors
    /// [`Refusal::NotFound`], [`Refusal::OpenTrades`].
    pub fn delete_account(&mut self, login: u64) -> Result<(), Refusal> {
        self.take_out(login).map(drop)
    }

    /// Puts an account without open trades away. Its deals stay, and its login is not given again.
    ///
    /// # Errors
    /// [`Refusal::NotFound`], [`Refusal::OpenTrades`].
    pub fn archive_account(&mut self, login: u64) -> Result<(), Refusal> {
        let account = self.take_out(login)?;
        self.book.archived.insert(login, account);
        Ok(())
    }

    fn take_out(&mut self, login: u64) -> Result<Account, Refusal> {
        self.account(login)?;
        if self.positions_of(login).next().is_some() || self.orders_of(login).next().is_some() {
            return Err(Refusal::OpenTrades);
        }
        self.book.accounts.remove(&login).ok_or(Refusal::NotFound)
    }

    /// Whether this is the account's password.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for the account, [`Refusal::Password`] when it is another one.
    pub fn check_password(&self, login: u64, kind: PasswordKind, password: &str) -> Result<(), Refusal> {
        let account = self.account(login)?;
        let kept = match kind {
            PasswordKind::Main => &account.password_main,
            PasswordKind::Investor => &account.password_investor,
            PasswordKind::Api => &account.password_api,
        };
        if kept.is_empty() || *kept != hash(login, password) { Err(Refusal::Password) } else { Ok(()) }
    }

    /// Sets a password.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for the account, [`Refusal::Password`] for a simple one.
    pub fn set_password(&mut self, login: u64, kind: PasswordKind, password: &str) -> Result<(), Refusal> {
        let now = self.now;
        let mt4 = self.group_of(login)?.platform == Platform::Mt4;
        if mt4 && !(5..=15).contains(&password.chars().count()) {
            return Err(Refusal::Password);
        }
        if !mt4 {
            strong(password)?;
        }
        let account = self.account_mut(login)?;
        let kept = match kind {
            PasswordKind::Main => &mut account.password_main,
            PasswordKind::Investor => &mut account.password_investor,
            PasswordKind::Api => &mut account.password_api,
        };
        *kept = hash(login, password);
        account.last_password_change = now;
        Ok(())
    }
}

/// MT5's rule: 8 to 16 characters of four classes.
fn strong(password: &str) -> Result<(), Refusal> {
    let has = |class: fn(char) -> bool| password.chars().any(class);
    let classes = has(char::is_lowercase)
        && has(char::is_uppercase)
        && has(|letter| letter.is_ascii_digit())
        && has(|letter| !letter.is_alphanumeric());
    if classes && (8..=16).contains(&password.chars().count()) { Ok(()) } else { Err(Refusal::Password) }
}

fn hash(login: u64, password: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(format!("{login}:{password}")))
}
