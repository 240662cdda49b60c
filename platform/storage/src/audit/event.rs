use chrono::{DateTime, Utc};
use crm_access::{Actor, FieldClass, OpContext, RequestInfo};
use crm_model::{AuditAction, AuditEventId, ClientId, EventType};
use crm_vault::ClientKey;
use std::borrow::Cow;
use uuid::Uuid;

/// What happened, to be recorded by a commit.
#[derive(Clone, Debug)]
pub struct AuditEvent {
    pub(crate) id: AuditEventId,
    pub(crate) action: AuditAction,
    pub(crate) refused: bool,
    pub(crate) target: Option<Target>,
    pub(crate) client: Option<ClientId>,
    pub(crate) client_key: Option<ClientKey>,
    pub(crate) reason: Option<String>,
    pub(crate) code: Option<String>,
    pub(crate) changes: Vec<Change>,
    pub(crate) told: Vec<(EventType, ClientId)>,
}

/// What it happened to.
#[derive(Clone, Debug)]
pub struct Target {
    /// The noun, `client`.
    pub kind: &'static str,
    /// Its id.
    pub id: Uuid,
}

/// One field, before and after.
#[derive(Clone, Debug)]
pub struct Change {
    pub(crate) field: Cow<'static, str>,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
    pub(crate) sealed: Sealed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sealed {
    /// In clear in the chained text.
    No,
    /// A commitment in the chained text; the value beside it, sealed. With the class that decides who reads it.
    Personal(Option<FieldClass>),
}

impl Change {
    /// A field that is not personal.
    #[must_use]
    pub fn plain(
        field: impl Into<Cow<'static, str>>,
        before: Option<impl Into<String>>,
        after: Option<impl Into<String>>,
    ) -> Self {
        Self { field: field.into(), before: before.map(Into::into), after: after.map(Into::into), sealed: Sealed::No }
    }

    /// A personal field; shown later only to readers of its class.
    #[must_use]
    pub fn personal(
        field: impl Into<Cow<'static, str>>,
        class: FieldClass,
        before: Option<String>,
        after: Option<String>,
    ) -> Self {
        Self { field: field.into(), before, after, sealed: Sealed::Personal(Some(class)) }
    }

    /// A personal field outside the classes (names, note texts): shown to everybody who may see the record.
    #[must_use]
    pub fn private(field: impl Into<Cow<'static, str>>, before: Option<String>, after: Option<String>) -> Self {
        Self { field: field.into(), before, after, sealed: Sealed::Personal(None) }
    }

    /// Which field.
    #[must_use]
    pub fn field(&self) -> &str {
        &self.field
    }

    /// Whether the field differs at all.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.before != self.after
    }
}

impl AuditEvent {
    /// An event without a target: something about the caller's own session.
    #[must_use]
    pub fn new(action: AuditAction) -> Self {
        Self {
            id: AuditEventId::generate(),
            action,
            refused: false,
            target: None,
            client: None,
            client_key: None,
            reason: None,
            code: None,
            changes: Vec::new(),
            told: Vec::new(),
        }
    }

    /// An event about one record of a noun.
    #[must_use]
    pub fn on(action: AuditAction, kind: &'static str, id: Uuid) -> Self {
        Self { target: Some(Target { kind, id }), ..Self::new(action) }
    }

    /// An event about a client, whose key seals the personal values beside it.
    #[must_use]
    pub fn on_client(action: AuditAction, client: ClientId, key: &ClientKey) -> Self {
        Self { client: Some(client), client_key: Some(key.clone()), ..Self::on(action, "client", client.uuid()) }
    }

    /// A refusal, with its stable code; recorded outside the transaction that was rolled back.
    #[must_use]
    pub fn refusal(action: AuditAction, code: &str) -> Self {
        Self { refused: true, code: Some(code.to_owned()), ..Self::new(action) }
    }

    /// Adds the target.
    #[must_use]
    pub fn target(mut self, kind: &'static str, id: Uuid) -> Self {
        self.target = Some(Target { kind, id });
        self
    }

    /// Adds the reason that the person gave. Kept sealed: people write names into reasons.
    #[must_use]
    pub fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    /// Adds what websites are told of clients, where one event in the trail stands for many of them.
    #[must_use]
    pub fn telling(mut self, kind: EventType, clients: impl IntoIterator<Item = ClientId>) -> Self {
        self.told.extend(clients.into_iter().map(|client| (kind, client)));
        self
    }

    /// Adds the fields that differ.
    #[must_use]
    pub fn changes(mut self, changes: impl IntoIterator<Item = Change>) -> Self {
        self.changes.extend(changes.into_iter().filter(Change::differs));
        self
    }

    /// The event's id, for jobs that speak of it.
    #[must_use]
    pub const fn id(&self) -> AuditEventId {
        self.id
    }

    /// Whether anything of it would be sealed.
    pub(crate) fn holds_personal_values(&self) -> bool {
        self.reason.is_some() || self.changes.iter().any(|change| change.sealed != Sealed::No)
    }

    /// Whether any field differs.
    #[must_use]
    pub fn has_changes(&self) -> bool {
        !self.changes.is_empty()
    }
}

/// Who did it and from where: server values only (AUD-08).
#[derive(Clone, Debug)]
pub struct Author {
    pub(crate) at: DateTime<Utc>,
    pub(crate) kind: &'static str,
    pub(crate) id: Option<Uuid>,
    pub(crate) name: Option<String>,
    pub(crate) on_behalf_of: Option<Uuid>,
    pub(crate) session: Option<Uuid>,
    pub(crate) request: RequestInfo,
}

impl Author {
    /// The caller of an operation.
    #[must_use]
    pub fn of(op: &OpContext) -> Self {
        let (id, on_behalf_of, session) = match op.actor() {
            Actor::Staff(staff) => (Some(staff.id.uuid()), None, Some(staff.session.uuid())),
            Actor::Website(website) => (Some(website.key.uuid()), None, None),
            Actor::Client(client) => return Self::client(client.id, op.request(), op.now()),
            Actor::System(system) => (system.job.map(|j| j.uuid()), system.on_behalf_of.map(|s| s.uuid()), None),
        };
        Self {
            at: op.now(),
            kind: op.actor().kind(),
            id,
            name: Some(op.actor().name().to_owned()),
            on_behalf_of,
            session,
            request: op.request().clone(),
        }
    }

    /// Somebody who is not signed in.
    #[must_use]
    pub fn nobody(request: &RequestInfo, at: DateTime<Utc>) -> Self {
        Self { at, kind: "nobody", id: None, name: None, on_behalf_of: None, session: None, request: request.clone() }
    }

    /// A staff member in the middle of signing in.
    #[must_use]
    pub fn staff(
        id: crm_model::StaffId,
        name: &str,
        session: Option<crm_model::SessionId>,
        request: &RequestInfo,
        at: DateTime<Utc>,
    ) -> Self {
        Self {
            id: Some(id.uuid()),
            name: Some(name.to_owned()),
            kind: "staff",
            session: session.map(|s| s.uuid()),
            ..Self::nobody(request, at)
        }
    }

    /// A client at a one-time link.
    #[must_use]
    pub fn client(id: ClientId, request: &RequestInfo, at: DateTime<Utc>) -> Self {
        Self { id: Some(id.uuid()), kind: "client", ..Self::nobody(request, at) }
    }
}
