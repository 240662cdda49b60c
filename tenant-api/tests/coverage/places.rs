//! Whose row an operation names.

use crate::actors::Actor;
use crate::world::World;
use crm_identity::{BearerSecret, Prefix};
use crm_model::{
    AccountOpeningId, AccountProductId, ApiKeyId, BalanceFindingId, BalanceOperationId, ClientBulkId, ClientId,
    ClientImportId, ClientMergeId, CoverId, CustomFieldId, NoteId, RoleId, SavedViewId, SessionId, StaffId,
    StatusOptionId, TagId, TaskId, TeamId, TradeCommandId, TradingAccountId, TradingServerId, WatchAlertId,
};

/// What an operation names by its main id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Nothing,
    Client,
    /// A client that was archived.
    Archived,
    Note,
    /// A call-back for a client.
    Task,
    /// An alert about a colleague that nobody closed.
    Alert,
    /// A merge of clients.
    Merge,
    /// One of two clients that are the same person.
    Twin,
    /// A cover of a person, which has not begun.
    Cover,
    /// A status of clients.
    Status,
    /// A tag that no client has.
    Tag,
    /// A field that the broker added to its clients.
    Field,
    Staff,
    Invited,
    Team,
    EmptyTeam,
    Role,
    SpareRole,
    Key,
    Server,
    /// Another one, with no account on it.
    IdleServer,
    /// A trading server that was archived.
    GoneServer,
    Product,
    /// A client's trading account.
    Account,
    /// Another one of the client, of which everything is known.
    IdleAccount,
    /// An opening whose answer was lost.
    Opening,
    /// A balance operation that waits for a second person, asked for by nobody of the tables.
    Balance,
    /// One that the caller asked for himself.
    OwnBalance,
    /// One whose answer was lost.
    LostBalance,
    /// A difference with a server's books.
    Finding,
    /// A trade command that waits for a second person.
    Trade,
    /// One that the caller asked for himself.
    OwnTrade,
    /// One whose answer was lost.
    LostTrade,
    Session,
    Undo,
    /// An import that was tried out, of somebody's file.
    Import,
    /// A view of the client list that everybody has.
    View,
    /// A private one.
    OwnView,
    /// Imports of a broker that are being written, that wait, and that were written.
    RunningImport,
    PausedImport,
    WrittenImport,
    /// An act on many clients that a person began.
    Bulk,
}

/// Where the named row stands, as the caller sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The operation names no row.
    None,
    /// The caller's own.
    Own,
    /// A colleague's of the same team.
    Team,
    /// Somebody's of another team, or the broker's as a whole.
    Other,
    /// Another broker's.
    Foreign,
    /// Nobody's: a random id.
    Unknown,
}

impl Place {
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "-",
            Self::Own => "own",
            Self::Team => "team",
            Self::Other => "other team",
            Self::Foreign => "other broker",
            Self::Unknown => "nobody's",
        }
    }
}

impl Kind {
    pub const fn places(self) -> &'static [Place] {
        match self {
            Self::Nothing => &[Place::None],
            Self::Client
            | Self::Archived
            | Self::Note
            | Self::Task
            | Self::Cover
            | Self::Staff
            | Self::Account
            | Self::IdleAccount
            | Self::Opening
            | Self::Balance
            | Self::LostBalance
            | Self::Trade
            | Self::LostTrade
            | Self::Finding => &[Place::Own, Place::Team, Place::Other, Place::Foreign, Place::Unknown],
            Self::OwnView
            | Self::Team
            | Self::Role
            | Self::Session
            | Self::Undo
            | Self::OwnBalance
            | Self::OwnTrade
            | Self::Bulk
            | Self::Import => &[Place::Own, Place::Other, Place::Foreign, Place::Unknown],
            Self::Invited
            | Self::EmptyTeam
            | Self::SpareRole
            | Self::Key
            | Self::Status
            | Self::Tag
            | Self::Field
            | Self::Server
            | Self::IdleServer
            | Self::GoneServer
            | Self::View
            | Self::Alert
            | Self::Merge
            | Self::Twin
            | Self::RunningImport
            | Self::PausedImport
            | Self::WrittenImport
            | Self::Product => &[Place::Other, Place::Foreign, Place::Unknown],
        }
    }

    /// Whether only the row's owner may use it, whatever else somebody may.
    pub const fn is_personal(self) -> bool {
        matches!(self, Self::OwnView | Self::Session | Self::Undo | Self::OwnBalance | Self::OwnTrade | Self::Bulk)
    }
}

/// The row of this kind and place, by its id.
pub fn row(world: &World, me: &Actor, kind: Kind, place: Place) -> String {
    let whose = match place {
        Place::None => return String::new(),
        Place::Unknown => return unknown(kind),
        Place::Own => me,
        Place::Team => world.actor("Cora"),
        Place::Other => world.actor("Tom"),
        Place::Foreign => &world.nina,
    };
    let side = if place == Place::Foreign { &world.theirs } else { &world.ours };
    match kind {
        Kind::Nothing => String::new(),
        Kind::Client => whose.client.clone(),
        Kind::Archived => whose.archived.clone(),
        Kind::Note => whose.note.clone(),
        Kind::Task => whose.task.clone(),
        Kind::Cover => whose.cover.clone(),
        Kind::Status => whose.person.broker.statuses["Interested"].to_string(),
        Kind::Tag => whose.person.broker.tags["Newsletter"].to_string(),
        // nobody changes his own status: Nina's colleague stands for Northwind
        Kind::Staff if place == Place::Foreign => world.nils.to_string(),
        Kind::Staff => whose.person.id.to_string(),
        Kind::Invited => side.invited.clone(),
        Kind::Team => whose.team.to_string(),
        Kind::EmptyTeam => side.empty_team.clone(),
        Kind::Role if place == Place::Own => me.person.broker.role(&me.role).to_string(),
        Kind::Role | Kind::SpareRole => side.spare_role.clone(),
        Kind::Key => side.key.clone(),
        Kind::Server => side.server.clone(),
        Kind::IdleServer => side.idle_server.clone(),
        Kind::GoneServer => side.gone_server.clone(),
        Kind::Product => side.product.clone(),
        Kind::Account => whose.account.clone(),
        Kind::IdleAccount => whose.idle_account.clone(),
        Kind::Opening => whose.opening.clone(),
        Kind::Balance => whose.balance.clone(),
        // somebody who may ask for money at all
        Kind::OwnBalance if place == Place::Other => world.vera.own_balance.clone(),
        Kind::OwnBalance => whose.own_balance.clone(),
        Kind::LostBalance => whose.lost_balance.clone(),
        Kind::Finding => whose.finding.clone(),
        Kind::Trade => whose.trade.clone(),
        Kind::OwnTrade => whose.own_trade.clone(),
        Kind::LostTrade => whose.lost_trade.clone(),
        Kind::Session => whose.session.clone(),
        Kind::Undo => whose.undo.clone(),
        // somebody who may import at all
        Kind::Import if place == Place::Other => world.vera.import.clone(),
        Kind::Import => whose.import.clone(),
        Kind::Bulk => whose.bulk.clone(),
        Kind::Alert => side.alert.clone(),
        Kind::Merge => side.twins.merge.clone(),
        Kind::Twin => side.twins.one.clone(),
        Kind::Field => side.field.clone(),
        Kind::View => side.view.clone(),
        Kind::OwnView => whose.view.clone(),
        Kind::RunningImport => side.running_import.clone(),
        Kind::PausedImport => side.paused_import.clone(),
        Kind::WrittenImport => side.written_import.clone(),
    }
}

fn unknown(kind: Kind) -> String {
    match kind {
        Kind::Nothing => String::new(),
        Kind::Client | Kind::Archived | Kind::Twin => ClientId::generate().to_string(),
        Kind::Note => NoteId::generate().to_string(),
        Kind::Task => TaskId::generate().to_string(),
        Kind::Cover => CoverId::generate().to_string(),
        Kind::Status => StatusOptionId::generate().to_string(),
        Kind::Tag => TagId::generate().to_string(),
        Kind::Staff | Kind::Invited => StaffId::generate().to_string(),
        Kind::Team | Kind::EmptyTeam => TeamId::generate().to_string(),
        Kind::Role | Kind::SpareRole => RoleId::generate().to_string(),
        Kind::Key => ApiKeyId::generate().to_string(),
        Kind::Server | Kind::IdleServer | Kind::GoneServer => TradingServerId::generate().to_string(),
        Kind::Product => AccountProductId::generate().to_string(),
        Kind::Account | Kind::IdleAccount => TradingAccountId::generate().to_string(),
        Kind::Opening => AccountOpeningId::generate().to_string(),
        Kind::Balance | Kind::OwnBalance | Kind::LostBalance => BalanceOperationId::generate().to_string(),
        Kind::Finding => BalanceFindingId::generate().to_string(),
        Kind::Trade | Kind::OwnTrade | Kind::LostTrade => TradeCommandId::generate().to_string(),
        Kind::Session => SessionId::generate().to_string(),
        Kind::View | Kind::OwnView => SavedViewId::generate().to_string(),
        Kind::Import | Kind::RunningImport | Kind::PausedImport | Kind::WrittenImport => {
            ClientImportId::generate().to_string()
        }
        Kind::Bulk => ClientBulkId::generate().to_string(),
        Kind::Alert => WatchAlertId::generate().to_string(),
        Kind::Merge => ClientMergeId::generate().to_string(),
        Kind::Field => CustomFieldId::generate().to_string(),
        Kind::Undo => BearerSecret::generate(Prefix::Undo).unwrap().expose().to_owned(),
    }
}
