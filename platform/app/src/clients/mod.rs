//! Clients: register, find, list, change, assign, archive, reveal. The portal, the REST door and imports call the same
//! functions.

mod assign;
mod bulk;
mod card;
mod contacts;
pub(crate) mod convert;
mod credential;
mod credential_link;
mod do_not_call;
mod duplicates;
mod edit;
mod groups;
mod lifecycle;
mod list;
mod lookups;
pub(crate) mod mails;
mod open;
pub(crate) mod register;
mod reveal;
pub(crate) mod sealing;
mod search;
mod tags;
pub(crate) mod under_age;
mod undo;

pub use assign::{AssignClient, assign, owners};
pub use bulk::{BATCH_MAX, HistoricClient, HistoricNote, HistoricTask, SealedBatch, Sealing, keep_batch};
pub use card::{ClientCard, Contact, Personal, Reading};
pub use contacts::{add_contact, remove_contact};
pub use convert::MarkDepositors;
pub(crate) use convert::{announce_deposited, deposited};
pub use credential::{ChangeEmail, change_email, reset_password};
pub use credential_link::{CredentialLink, open_link, set_credential};
pub use do_not_call::{callable, set_do_not_call};
pub(crate) use do_not_call::{lifted, say as say_do_not_call, told as told_do_not_call};
pub use duplicates::{Duplicate, DuplicateAnswer, possible_duplicates};
pub use edit::{EditClient, edit};
pub use groups::{ClientGroup, GroupInput, groups};
pub use lifecycle::{archive, restore};
pub use list::{FilterInput, ListInput, Listed, SealedCondition, count, list};
pub(crate) use list::{cards, query as list_query};
pub use lookups::Lookups;
pub(crate) use open::{OPEN_FOR, may_view, sees_archived};
pub use open::{find, open};
pub(crate) use register::permit as may_register;
pub use register::{AddressInput, NewClientInput, Registered, register, register_in};
pub use reveal::{RevealInput, RevealWhat, Revealed, reveal};
pub use search::understand;
pub use tags::{ChangeTags, change_tags};
pub use undo::undo;

use crate::{App, UseCaseError};
use crm_access::OpContext;
use crm_cache::{LiveEvent, LiveKind};
use crm_identity::{BearerSecret, Prefix};
use crm_model::{ClientId, Problem, StaffId, TeamId};

/// A client that was changed: read it again under the caller's rights.
#[derive(Debug)]
pub struct Changed {
    /// The client.
    pub id: ClientId,
    /// Takes the change back for some seconds, where that is possible.
    pub undo: Option<BearerSecret>,
}

/// A reason of 10 to 500 characters, as reveals and changes of credentials need.
pub(crate) fn reason(raw: &str) -> Result<String, UseCaseError> {
    let text: String = raw.trim().chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let length = text.chars().count();
    if (10..=500).contains(&length) {
        return Ok(text);
    }
    Err(Problem::at(
        "reason",
        "reason_required",
        "Write a reason of 10 to 500 characters; it stands in the audit trail.",
    )
    .into())
}

/// Who looks after a client, as far as open portals need to know.
pub(crate) type Place = (Option<StaffId>, Option<TeamId>);

/// Tells open portals, after the commit; those from whom the client went as well.
pub(crate) async fn announce_moved(op: &OpContext, app: &App, id: ClientId, version: i32, from: Place, to: Place) {
    announce(op, app, LiveKind::ClientUpdated, id, version, to.0, to.1).await;
    if from != to {
        announce(op, app, LiveKind::ClientUpdated, id, version, from.0, from.1).await;
    }
}

/// Tells open portals, after the commit.
pub(crate) async fn announce(
    op: &OpContext,
    app: &App,
    kind: LiveKind,
    id: ClientId,
    version: i32,
    owner: Option<StaffId>,
    team: Option<TeamId>,
) {
    let event = LiveEvent {
        tenant: op.tenant().id,
        kind,
        id: id.uuid(),
        version: i64::from(version),
        by: op.actor().staff().map(|s| s.id.uuid()),
        owner: owner.map(|o| o.uuid()),
        team: team.map(|t| t.uuid()),
    };
    app.bus.publish(event).await;
}

pub(crate) fn undo_secret() -> Result<BearerSecret, UseCaseError> {
    BearerSecret::generate(Prefix::Undo).map_err(|_| UseCaseError::Internal("no randomness"))
}

pub(crate) use credential_link::target as reachable;
pub(crate) use edit::{for_change, write as touch};

/// Tells open portals that a client was contacted.
pub(crate) async fn announce_note(op: &OpContext, app: &App, client: &crm_storage::ClientRecord, version: i32) {
    announce(op, app, LiveKind::ClientUpdated, client.id, version, client.owner_id(), client.team_id()).await;
}
