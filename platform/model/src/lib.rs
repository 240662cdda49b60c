//! The nouns of Brokerdesk and the rules that need nothing but the nouns themselves.
//!
//! No input or output happens here: every other crate may depend on this one, and this one depends on none of them.
//! Personal data travels as [`Pii`], identifiers are typed, time comes from a [`Clock`].
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

#[macro_use]
mod text_enum;

mod api_version;
mod audit_action;
mod balance;
mod client;
mod client_bulk;
mod client_merge;
mod clock;
mod contact;
mod custom_field;
mod deal;
mod dealing;
mod event;
mod geo;
mod id;
mod import;
mod key_rotation;
mod money;
mod name;
mod note;
mod pii;
mod problem;
mod saved_view;
mod spoken;
mod staff;
mod staff_target;
mod status_option;
mod task;
mod trading;
mod view_custom;
mod watch;

pub use api_version::ApiVersion;
pub use audit_action::{AuditAction, TimelinePart};
pub use balance::{BalanceFindingKind, BalanceKind, BalanceNeeds, BalanceState};
pub use client::{Address, ClientKind, ClientStage, ClientStatus, KycStatus, Names, RiskLevel};
pub use client_bulk::{BulkActKind, BulkOutcome, BulkState};
pub use client_merge::{MERGED_MAX, MergeBlock, MergeField, MergeMove, SharedBy};
pub use clock::{Clock, ManualClock};
pub use contact::{ContactKind, Email, Phone};
pub use custom_field::{
    CUSTOM_CHOICES_MAX, CUSTOM_FIELDS_MAX, CustomFieldKind, CustomValue, LayoutSection, Millionths, PLACED_FIELDS,
    ProfileLayout, is_custom_key,
};
pub use deal::{CandleFrame, DealAction, DealEntry, DealMaker, DealSource};
pub use dealing::{
    PendingKind, TRADE_DIGITS, TradeKind, TradeSide, TradeState, parse_lots, parse_price, show_lots, show_price,
};
pub use event::EventType;
pub use geo::{Country, Language};
pub use id::*;
pub use import::{
    ImportAssignMode, ImportColumnRule, ImportDateOrder, ImportField, ImportFormat, ImportMatchAction,
    ImportMatchField, ImportNameOrder, ImportOutcome, ImportRepeatAction, ImportState,
};
pub use key_rotation::RotationStep;
pub use money::{AccountOpeningState, DIGITS_MAX, is_currency, parse_amount, show_amount};
pub use name::{PrefixRange, SearchWord, fold, name_key, search_tokens, search_words, word_range};
pub use note::{NOTE_MAX, NoteText};
pub use pii::Pii;
pub use problem::{Problem, ProblemCode, Problems};
pub use saved_view::{
    ClientGroupField, ViewColumn, ViewCondition, ViewDefinition, ViewDensity, ViewField, ViewGroup, ViewItem, ViewJoin,
    ViewPeriod, ViewPresence, ViewSort, ViewSortField,
};
pub use spoken::SpokenLanguage;
pub use staff::{Desk, StaffStatus};
pub use staff_target::StaffTarget;
pub use status_option::{StatusKind, StatusType};
pub use task::{TaskKind, TaskState, TaskText};
pub use trading::{TradingDaylight, TradingEnvironment, TradingHost, TradingProduct, TradingServerStatus};
pub use watch::{WatchKind, WatchRule};
