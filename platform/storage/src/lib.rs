//! Rows behind the wall.
//!
//! A use case gets a [`TenantTx`] or a [`TenantRead`] and nothing else: each is a transaction of one tenant whose context
//! was set in the message that opened it. The pool is private to this crate, and so is every row type.
//! Before sign-in there is only [`SignInTx`]; the worker's dispatcher has [`QueueDb`]; onboarding has [`ProvisionTx`].
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        reason = "tests may stop at the first surprise"
    )
)]

mod access_version;
mod account_openings;
mod account_password_rules;
mod account_products;
mod api_keys;
mod audit;
mod balance_findings;
mod balance_lists;
mod balance_operations;
mod board;
mod boot;
mod bulk;
mod client_figures;
mod client_statuses;
mod clients;
mod columns;
mod conn;
#[cfg(test)]
mod connection_tests;
mod covers;
mod credentials;
mod custom_fields;
mod db;
mod dealing_rules;
mod deals;
mod duplicates;
mod error;
mod events;
mod figures;
mod idempotency;
mod imports;
mod key_rotation;
mod keys;
mod live_accounts;
mod live_book;
mod lookup;
mod merges;
mod mirror_tx;
mod notes;
mod one_time_tokens;
mod page;
mod permission_uses;
mod policy;
mod pool;
mod preview_draft;
mod provision_check;
mod provision_db;
mod provision_grants;
mod provision_keys;
mod provision_tx;
mod provision_visit;
mod queue;
mod reveals;
mod roles;
mod saved_views;
mod scope;
mod sessions;
mod settings;
mod sign_in_tx;
mod staff;
mod tags;
mod targets;
mod task_lists;
mod tasks;
mod teams;
mod throttles;
mod trade_commands;
mod trade_lists;
mod trade_rows;
mod trade_terms;
mod trading_accounts;
mod trading_servers;
mod tx;
mod undo;
mod watch;

pub use access_version::AccessChange;
pub use account_openings::{AccountOpening, AccountOpenings, NewAccountOpening};
pub use account_password_rules::{AccountPasswordRule, AccountPasswordRules};
pub use account_products::{AccountProduct, AccountProductCurrency, AccountProducts};
pub use api_keys::{ApiKey, ApiKeyState, ApiKeys};
pub use audit::*;
pub use balance_findings::{BalanceBand, BalanceFinding, BalanceFindings, NewBalanceFinding, Rounding, rescaled};
pub use balance_lists::{BalanceFilter, BalanceTotal};
pub use balance_operations::{
    BalanceOperation, BalanceOperations, BalanceStep, NewBalanceOperation, Outgoing, balance_reason_place,
};
pub use board::{BoardRow, BoardSpan, team_board};
pub use boot::{BootReport, boot_report};
pub use bulk::{BulkMark, BulkRecord, BulkRow, BulkTold, BulkUpdate, Bulks, NewBulk, bulk_reason_place};
pub use client_figures::{ClientAccount, client_accounts};
pub use client_statuses::{NewStatus, StatusEdit, StatusOption};
pub use clients::*;
pub use covers::{CoverRow, Covers, NewCover};
pub use credentials::{Credential, Credentials};
pub use custom_fields::{CustomChoice, CustomField, CustomFieldEdit, CustomFields};
pub use db::{DbOptions, TenantDb};
pub use dealing_rules::{DealingRule, DealingRules};
pub use deals::{
    BalanceCurveStep, DealAccount, DealFilter, DealHistory, DealHistoryStep, DealKey, DealReader, DealRow, DealTotal,
    Deals, EquityPoint, KeptDeals, MoneyMovement, NewDeal,
};
pub use duplicates::{DuplicateCluster, Duplicates};
pub use error::StorageError;
pub use events::{EventPage, EventRow, Events, WaitingOrder};
pub use figures::{ClientCount, ClientPart, FigureRange, MoneyDay, money_figures, new_client_figures};
pub use idempotency::{Claim, Idempotency, KeptAnswer};
pub use imports::{
    BlockKind, BookMatch, ImportBlock, ImportLeft, ImportRecord, ImportRowFilter, ImportRowKept, ImportTold, ImportTx,
    ImportUpdate, ImportWrites, Imports, MatchedBy, NewImport, import_place,
};
pub use key_rotation::{KeyRotation, KeyRotations, Resealed};
pub use live_accounts::{LiveAccountRow, VisibleAccount};
pub use live_book::{LiveBookMark, LiveBooks};
pub use lookup::{HostKind, TenantHost};
pub use merges::{
    Carried, FATES, Fate, KeptColumns, Keyed, MergeBefore, MergeRecord, Merges, MoveCounts, NewMerge, Together, WRITTEN,
};
pub use mirror_tx::MirrorTx;
pub use notes::{NewNote, NoteRow, Notes, note_place};
pub use one_time_tokens::{NewToken, OneTimeToken, OneTimeTokens, TokenPurpose};
pub use page::{Cursor, CursorError, Page, PageRequest};
pub use permission_uses::{PermissionHolder, PermissionUse, PermissionUses};
pub use policy::policies_in;
pub use provision_check::{SelfTest, SelfTestCheck};
pub use provision_db::{ProvisionDb, TenantEntry, TenantStatus};
pub use provision_keys::{Rewrapped, Rotation, RotationState};
pub use provision_tx::{FirstBrand, FirstSettings, ProvisionTx};
pub use provision_visit::{FirstPerson, ProvisionVisit};
pub use queue::{LeasedJob, NewJob, QueueDb};
pub use reveals::Reveals;
pub use roles::{Role, Roles};
pub use saved_views::{SavedView, SavedViews, ViewAudience, ViewBeginning, ViewEdit, ViewReader};
pub use scope::{Operates, Scoped, SignInScoped, SignInWrites, Writes};
pub use sessions::{NewSession, SessionEntry, SessionStage, SessionState, Sessions};
pub use settings::{BrandRow, Settings, TenantSettings};
pub use sign_in_tx::SignInTx;
pub use staff::{RoleOfStaff, Staff, StaffMember};
pub use tags::TagRow;
pub use targets::Targets;
pub use task_lists::{DueTask, QueueCount, TaskQueue};
pub use tasks::{NewTask, TaskRow, TaskUpdate, Tasks, task_place};
pub use teams::{Team, TeamFields, Teams};
pub use throttles::{ThrottleKind, ThrottleRow, Throttles};
pub use trade_commands::{NewTradeCommand, TradeCommand, TradeCommands, TradeStep, trade_reason_place};
pub use trade_lists::TradeCommandFilter;
pub use trade_terms::{TradeFill, TradePicture, TradeTerms};
pub use trading_accounts::{
    AccountFigures, TradingAccountFilter, TradingAccountRecord, TradingAccountRow, TradingAccounts,
};
pub use trading_servers::{TradingServerHealth, TradingServerRecord, TradingServerRow, TradingServers, secret_place};
pub use tx::{TenantRead, TenantTx};
pub use undo::{Undo, UndoKept};
pub use watch::{Unusual, WatchAlert, Watches};
