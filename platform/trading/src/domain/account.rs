use chrono::{DateTime, Utc};
use crm_model::Pii;

use super::{Login, Money};
use crate::{Secret, TradingError};

/// What a server keeps about the person behind an account. `None` means "as it is" in a patch and "empty" in an
/// account; without the right to personal data a server answers all of it empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Personal {
    /// The whole name.
    pub name: Option<Pii<String>>,
    /// E-mail address.
    pub email: Option<Pii<String>>,
    /// Phone number.
    pub phone: Option<Pii<String>>,
    /// Country, as the server writes it.
    pub country: Option<Pii<String>>,
    /// State or region.
    pub state: Option<Pii<String>>,
    /// City.
    pub city: Option<Pii<String>>,
    /// Postal code.
    pub zip_code: Option<Pii<String>>,
    /// Street and house.
    pub address: Option<Pii<String>>,
}

/// A trading account to be created.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// The login to take; `None` lets the server choose one of its range.
    pub login: Option<Login>,
    /// Group, by its full name.
    pub group: String,
    /// Leverage, 1 to 500 and more where the server allows it.
    pub leverage: u32,
    /// The person.
    pub personal: Personal,
    /// The introducing broker's login.
    pub agent: Option<Login>,
    /// A remark for managers, after the tag of the operation.
    pub comment: String,
    /// The password that may trade.
    pub main_password: Secret,
    /// The password that may only look.
    pub investor_password: Secret,
}

/// A created account.
#[derive(Clone, Debug)]
pub struct CreatedAccount {
    /// The account as the server now keeps it.
    pub account: Account,
    /// `Err` when the account exists but a password could not be set, which a later `change_password` mends. MT5 sets
    /// passwords together with the account.
    pub passwords: Result<(), TradingError>,
}

/// A trading account as a server keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its number.
    pub login: Login,
    /// Group, by its full name.
    pub group: String,
    /// Leverage.
    pub leverage: u32,
    /// The person.
    pub personal: Personal,
    /// The introducing broker's login.
    pub agent: Option<Login>,
    /// Managers' remark; holds the tag of the operation that created the account.
    pub comment: String,
    /// Whether the holder may sign in.
    pub enabled: bool,
    /// Whether the holder may trade.
    pub trading: bool,
    /// Whether the holder may only look.
    pub read_only: bool,
    /// When it was registered.
    pub registered_at: Option<DateTime<Utc>>,
    /// Money without credit.
    pub balance: Money,
    /// Credit and bonus.
    pub credit: Money,
}

/// What is to change on an account; `None` leaves a field as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountPatch {
    /// Another group.
    pub group: Option<String>,
    /// Another leverage.
    pub leverage: Option<u32>,
    /// Whether the holder may sign in.
    pub enabled: Option<bool>,
    /// Whether the holder may trade.
    pub trading: Option<bool>,
    /// Whether the holder may only look.
    pub read_only: Option<bool>,
    /// The person.
    pub personal: Personal,
    /// Managers' remark.
    pub comment: Option<String>,
    /// The introducing broker's login.
    pub agent: Option<Login>,
}

/// The answer to a patch.
#[derive(Clone, Debug)]
pub struct AccountUpdate {
    /// The account as the server keeps it now.
    pub account: Account,
    /// Fields that the server silently kept as they were: the rest was changed.
    pub ignored: Vec<AccountField>,
}

/// A field of an account that a patch may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountField {
    /// `group`
    Group,
    /// `leverage`
    Leverage,
    /// `enabled`
    Enabled,
    /// `trading`
    Trading,
    /// `read_only`
    ReadOnly,
    /// Anything of `personal`.
    Personal,
    /// `comment`
    Comment,
    /// `agent`
    Agent,
}

impl AccountPatch {
    /// The fields of the patch that an account does not show.
    #[must_use]
    pub fn not_in(&self, account: &Account) -> Vec<AccountField> {
        fn differs<T: PartialEq>(asked: Option<&T>, kept: &T) -> bool {
            asked.is_some_and(|asked| asked != kept)
        }
        let person = &self.personal;
        let kept = &account.personal;
        let personal = [
            (&person.name, &kept.name),
            (&person.email, &kept.email),
            (&person.phone, &kept.phone),
            (&person.country, &kept.country),
            (&person.state, &kept.state),
            (&person.city, &kept.city),
            (&person.zip_code, &kept.zip_code),
            (&person.address, &kept.address),
        ];
        let personal_differs = personal.iter().any(|(asked, kept)| match (asked, kept) {
            (None, _) => false,
            (Some(asked), kept) => asked.expose().as_str() != kept.as_ref().map_or("", |kept| kept.expose().as_str()),
        });
        let agent_differs = self.agent.is_some_and(|agent| agent != account.agent.unwrap_or(Login(0)));
        [
            (AccountField::Group, differs(self.group.as_ref(), &account.group)),
            (AccountField::Leverage, differs(self.leverage.as_ref(), &account.leverage)),
            (AccountField::Enabled, differs(self.enabled.as_ref(), &account.enabled)),
            (AccountField::Trading, differs(self.trading.as_ref(), &account.trading)),
            (AccountField::ReadOnly, differs(self.read_only.as_ref(), &account.read_only)),
            (AccountField::Personal, personal_differs),
            (AccountField::Comment, differs(self.comment.as_ref(), &account.comment)),
            (AccountField::Agent, agent_differs),
        ]
        .into_iter()
        .filter_map(|(field, differs)| differs.then_some(field))
        .collect()
    }
}

/// Which password of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordKind {
    /// May trade.
    Main,
    /// May only look.
    Investor,
}

/// Where the figures of an account came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateSource {
    /// The server's live trading state.
    Live,
    /// The account has not traded since the server started: its balance and credit, no margin.
    Balance,
}

/// How near an account is to being closed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopOutState {
    /// Far enough.
    None,
    /// Margin call.
    MarginCall,
    /// Stop out.
    StopOut,
}

/// The figures of an account at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountState {
    /// Whose.
    pub login: Login,
    /// Money without credit.
    pub balance: Money,
    /// Credit and bonus.
    pub credit: Money,
    /// Balance, credit and floating result together.
    pub equity: Money,
    /// Taken by open positions.
    pub margin: Money,
    /// Free for new ones.
    pub margin_free: Money,
    /// Equity in per cent of the margin; zero without margin.
    pub margin_level: Money,
    /// Floating result of open positions, swap included.
    pub floating: Money,
    /// Nearness to the stop out.
    pub stop_out: StopOutState,
    /// Leverage in force.
    pub leverage: u32,
    /// Where the figures came from.
    pub source: StateSource,
    /// Our clock when the question was put: the figures are at least as new as that.
    pub as_of: DateTime<Utc>,
}

impl AccountState {
    /// Whether two states show the same figures, whenever they were read.
    #[must_use]
    pub fn same_figures(&self, other: &Self) -> bool {
        Self { as_of: other.as_of, ..self.clone() } == *other
    }
}
