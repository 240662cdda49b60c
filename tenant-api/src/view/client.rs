//! A client as it leaves: each personal field as the reader's policy says.

use crate::graphql::shared::{Reading, app, op, reader};
use crate::view::custom_field::CustomFieldValue;
use crate::view::enums::{
    ClientActionName, ClientKind, ClientStage, ClientStatus, ContactKind, KycStatus, RiskLevel, StatusType,
};
use crate::view::masked::MaskedText;
use crate::view::note::NoteView;
use crate::view::task::TaskView;
use async_graphql::{Context, ID, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use crm_access::{OpContext, PermissionKind, Reach, kinds};
use crm_app::clients::ClientCard;
use crm_app::{custom_fields, notes, tasks};
use crm_model::StatusOptionId;
use crm_storage::{Clients, Staff, StatusOption, TagRow, covers};
use std::sync::Arc;

/// A staff member, by name.
#[derive(Clone, Debug, SimpleObject)]
pub struct StaffRef {
    /// Id.
    pub id: ID,
    /// Name.
    pub name: String,
}

/// A team, by name.
#[derive(Clone, Debug, SimpleObject)]
pub struct TeamRef {
    /// Id.
    pub id: ID,
    /// Name.
    pub name: String,
}

/// A tag.
#[derive(Clone, Debug, SimpleObject)]
pub struct Tag {
    id: ID,
    name: String,
    color: String,
}

/// A tag as the broker keeps it, for those who change it.
#[derive(Clone, Debug, SimpleObject)]
pub struct BrokerTag {
    id: ID,
    version: i32,
    name: String,
    color: String,
}

/// A sales or retention status of the broker.
#[derive(Clone, Debug, SimpleObject)]
pub struct ClientStatusOption {
    id: ID,
    name: String,
    r#type: StatusType,
    color: String,
    position: i32,
    version: i32,
    /// Whether every status may follow; else `nextIds` says which.
    any_next: bool,
    next_ids: Vec<ID>,
    /// Not to be given to clients any more.
    retired: bool,
}

impl From<&TagRow> for Tag {
    fn from(tag: &TagRow) -> Self {
        Self { id: ID(tag.id.to_string()), name: tag.name.clone(), color: tag.color.clone() }
    }
}

impl From<&TagRow> for BrokerTag {
    fn from(tag: &TagRow) -> Self {
        let TagRow { id, name, color, version } = tag;
        Self { id: ID(id.to_string()), version: *version, name: name.clone(), color: color.clone() }
    }
}

impl From<&StatusOption> for ClientStatusOption {
    fn from(status: &StatusOption) -> Self {
        Self {
            id: ID(status.id.to_string()),
            name: status.name.clone(),
            r#type: status.meaning.into(),
            color: status.color.clone(),
            position: status.position,
            version: status.version,
            any_next: status.any_next,
            next_ids: status.next.iter().map(|id| ID(id.to_string())).collect(),
            retired: status.retired,
        }
    }
}

/// A client, for one reader.
#[derive(Clone)]
pub struct ClientView(Arc<ClientCard>);

impl ClientView {
    /// Wraps what a use case found.
    #[must_use]
    pub fn new(card: ClientCard) -> Self {
        Self(Arc::new(card))
    }

    /// The same for one that several rows show.
    #[must_use]
    pub const fn shared(card: Arc<ClientCard>) -> Self {
        Self(card)
    }
}

/// What the viewer may do with a client; an impossible action names its reason.
#[derive(Clone, Debug, SimpleObject)]
pub struct ClientAction {
    action: ClientActionName,
    allowed: bool,
    reason: Option<String>,
    step_up: bool,
}

async fn status(ctx: &Context<'_>, id: StatusOptionId) -> Result<Option<ClientStatusOption>> {
    let statuses = ctx.data::<Reading>()?.statuses(op(ctx)?, app(ctx)?).await?;
    Ok(statuses.iter().find(|s| s.id == id).map(ClientStatusOption::from))
}

/// A client as the viewer may see it.
#[Object(name = "Client")]
impl ClientView {
    async fn id(&self) -> ID {
        ID(self.0.client.id.to_string())
    }

    async fn number(&self) -> String {
        self.0.client.public_number()
    }

    async fn version(&self) -> i32 {
        self.0.client.version
    }

    async fn kind(&self) -> ClientKind {
        self.0.client.kind.into()
    }

    async fn stage(&self) -> ClientStage {
        self.0.client.stage.into()
    }

    async fn display_name(&self) -> &str {
        &self.0.client.display_name
    }

    async fn email(&self, ctx: &Context<'_>) -> Result<MaskedText> {
        Ok(self.0.primary(op(ctx)?, crm_model::ContactKind::Email)?.into())
    }

    async fn phone(&self, ctx: &Context<'_>) -> Result<MaskedText> {
        Ok(self.0.primary(op(ctx)?, crm_model::ContactKind::Phone)?.into())
    }

    async fn country(&self) -> Option<&str> {
        self.0.client.country.as_deref()
    }

    async fn language(&self) -> Option<&str> {
        self.0.client.language.as_deref()
    }

    async fn sales_status(&self, ctx: &Context<'_>) -> Result<ClientStatusOption> {
        status(ctx, self.0.client.sales_status).await?.ok_or_else(|| "a client without a sales status".into())
    }

    async fn retention_status(&self, ctx: &Context<'_>) -> Result<Option<ClientStatusOption>> {
        match self.0.client.retention_status {
            Some(id) => status(ctx, id).await,
            None => Ok(None),
        }
    }

    async fn kyc_status(&self) -> KycStatus {
        self.0.client.kyc_status.into()
    }

    async fn status(&self) -> ClientStatus {
        self.0.client.status.into()
    }

    async fn owner(&self) -> Option<StaffRef> {
        self.0.client.owner.as_ref().map(|(id, name)| StaffRef { id: ID(id.to_string()), name: name.clone() })
    }

    async fn team(&self) -> Option<TeamRef> {
        self.0.client.team.as_ref().map(|(id, name)| TeamRef { id: ID(id.to_string()), name: name.clone() })
    }

    async fn tags(&self, ctx: &Context<'_>) -> Result<Vec<Tag>> {
        if self.0.client.tags.is_empty() {
            return Ok(Vec::new());
        }
        let tags = ctx.data::<Reading>()?.tags(op(ctx)?, app(ctx)?).await?;
        Ok(tags.iter().filter(|t| self.0.client.tags.contains(&t.id)).map(Tag::from).collect())
    }

    async fn source(&self) -> Option<&str> {
        self.0.client.source.as_deref()
    }

    async fn created_at(&self) -> DateTime<Utc> {
        self.0.client.created_at
    }

    async fn updated_at(&self) -> DateTime<Utc> {
        self.0.client.updated_at
    }

    async fn last_contact_at(&self) -> Option<DateTime<Utc>> {
        self.0.client.last_contact_at
    }

    async fn next_follow_up_at(&self) -> Option<DateTime<Utc>> {
        self.0.client.next_follow_up_at
    }

    async fn archived_at(&self) -> Option<DateTime<Utc>> {
        self.0.client.archived_at
    }

    /// Must not be called: call-backs are refused, and the queue passes by.
    async fn do_not_call(&self) -> bool {
        self.0.client.do_not_call
    }

    /// Null until this session has opened the client (mutation openClient) within the last 30 minutes.
    async fn profile(&self) -> Option<ClientProfile> {
        self.0.opened.then(|| ClientProfile(Arc::clone(&self.0)))
    }

    /// What the viewer may do with this client; an impossible action names its reason.
    async fn actions(&self, ctx: &Context<'_>) -> Result<Vec<ClientAction>> {
        let op = op(ctx)?;
        let archived = self.0.client.archived_at.is_some();
        let live = |action| (action, "This client is archived: restore it first.", !archived);
        Ok(vec![
            self.action::<kinds::ClientEdit>(op, live(ClientActionName::Edit)),
            self.action::<kinds::ClientAssign>(op, live(ClientActionName::Assign)),
            self.action::<kinds::ClientEditContact>(op, live(ClientActionName::EditContact)),
            self.action::<kinds::ClientResetPassword>(op, live(ClientActionName::ResetPassword)),
            self.action::<kinds::NoteWrite>(op, live(ClientActionName::WriteNote)),
            self.action::<kinds::TaskManage>(op, live(ClientActionName::FollowUp)),
            self.action::<kinds::ContactReveal>(op, (ClientActionName::Reveal, "", true)),
            self.action::<kinds::ClientDelete>(op, live(ClientActionName::Archive)),
            self.action::<kinds::ClientDelete>(
                op,
                (ClientActionName::Restore, "This client is not archived.", archived),
            ),
        ])
    }
}

impl ClientView {
    fn action<P: PermissionKind>(
        &self,
        op: &OpContext,
        (action, unfit, fits): (ClientActionName, &str, bool),
    ) -> ClientAction {
        // what is offered is not used yet
        let reason = match op.reach(P::PERMISSION) {
            None => Some(LACKING.to_owned()),
            Some(reach) if !covers(&reach, &self.0.client) => Some(beyond(&reach).to_owned()),
            Some(_) => (!fits).then(|| unfit.to_owned()),
        };
        ClientAction { action, allowed: reason.is_none(), reason, step_up: P::PERMISSION.needs_step_up() }
    }
}

const LACKING: &str = "Your role does not include this.";

/// Why a right does not hold for this client.
const fn beyond(reach: &Reach) -> &'static str {
    match reach {
        Reach::Own(_) => "Your role allows this for clients that you own or take part in.",
        Reach::Team(..) => "Your role allows this for the clients of your teams.",
        Reach::All => LACKING,
    }
}

/// The parts of a client that are read after opening the profile.
pub struct ClientProfile(Arc<ClientCard>);

/// An e-mail address or phone number of a client.
#[derive(Clone, Debug, SimpleObject)]
pub struct ClientContact {
    id: ID,
    kind: ContactKind,
    value: MaskedText,
    primary: bool,
    verified_at: Option<DateTime<Utc>>,
}

/// The parts of a client that are read after opening the profile.
#[Object]
impl ClientProfile {
    async fn first_name(&self) -> Option<&str> {
        self.0.client.names.first.as_deref()
    }

    async fn middle_name(&self) -> Option<&str> {
        self.0.client.names.middle.as_deref()
    }

    async fn last_name(&self) -> Option<&str> {
        self.0.client.names.last.as_deref()
    }

    async fn company_name(&self) -> Option<&str> {
        self.0.client.names.company.as_deref()
    }

    async fn contacts(&self, ctx: &Context<'_>) -> Result<Vec<ClientContact>> {
        let contacts = self.0.contacts(op(ctx)?)?;
        let view = |c: crm_app::clients::Contact| ClientContact {
            id: ID(c.id.to_string()),
            kind: c.kind.into(),
            value: c.value.into(),
            primary: c.primary,
            verified_at: c.verified_at,
        };
        Ok(contacts.into_iter().map(view).collect())
    }

    async fn date_of_birth(&self, ctx: &Context<'_>) -> Result<MaskedText> {
        Ok(self.0.date_of_birth(op(ctx)?)?.into())
    }

    async fn address(&self, ctx: &Context<'_>) -> Result<MaskedText> {
        Ok(self.0.address(op(ctx)?)?.into())
    }

    async fn nationality(&self) -> Option<&str> {
        self.0.client.nationality.as_deref()
    }

    async fn campaign(&self) -> Option<&str> {
        self.0.client.campaign.as_deref()
    }

    async fn utm_source(&self) -> Option<&str> {
        self.0.client.utm[0].as_deref()
    }

    async fn utm_medium(&self) -> Option<&str> {
        self.0.client.utm[1].as_deref()
    }

    async fn utm_campaign(&self) -> Option<&str> {
        self.0.client.utm[2].as_deref()
    }

    async fn referrer_code(&self) -> Option<&str> {
        self.0.client.referrer_code.as_deref()
    }

    async fn risk_level(&self) -> RiskLevel {
        self.0.client.risk_level.into()
    }

    async fn pep(&self) -> bool {
        self.0.client.pep
    }

    async fn us_person(&self) -> bool {
        self.0.client.us_person
    }

    async fn verification_level(&self) -> i32 {
        i32::from(self.0.client.verification_level)
    }

    async fn marketing_consent(&self) -> bool {
        self.0.client.marketing_consent
    }

    async fn terms_accepted_at(&self) -> Option<DateTime<Utc>> {
        self.0.client.terms_accepted_at
    }

    async fn registered_at(&self) -> Option<DateTime<Utc>> {
        self.0.client.registered_at
    }

    async fn converted_at(&self) -> Option<DateTime<Utc>> {
        self.0.client.converted_at
    }

    async fn last_login_at(&self) -> Option<DateTime<Utc>> {
        self.0.client.last_login_at
    }

    async fn must_reset_password(&self) -> bool {
        self.0.client.must_reset_password
    }

    async fn money_frozen_until(&self) -> Option<DateTime<Utc>> {
        self.0.client.money_frozen_until
    }

    async fn participants(&self, ctx: &Context<'_>) -> Result<Vec<StaffRef>> {
        let people = Clients::of(reader(ctx).await?).participants(self.0.client.id).await?;
        Ok(people.into_iter().map(|(id, name)| StaffRef { id: ID(id.to_string()), name }).collect())
    }

    /// Why the client must not be called.
    async fn do_not_call_reason(&self) -> Result<Option<String>> {
        Ok(self.0.do_not_call_reason()?)
    }

    async fn do_not_call_at(&self) -> Option<DateTime<Utc>> {
        self.0.client.do_not_call_at
    }

    async fn do_not_call_by(&self, ctx: &Context<'_>) -> Result<Option<StaffRef>> {
        let Some(id) = self.0.client.do_not_call_by else { return Ok(None) };
        let found = Staff::of(reader(ctx).await?).find(id).await?;
        Ok(found.map(|member| StaffRef { id: ID(id.to_string()), name: member.name }))
    }

    /// What is to be done for the client: what is open, the earliest first, then what ended last.
    async fn tasks(&self, ctx: &Context<'_>) -> Result<Vec<TaskView>> {
        let tasks = tasks::of_client(op(ctx)?, reader(ctx).await?, self.0.client.id, &self.0.key()?).await?;
        Ok(tasks.into_iter().map(TaskView::from).collect())
    }

    /// The broker's own fields: each that is in use, and each archived one with a value.
    async fn custom_fields(&self, ctx: &Context<'_>) -> Result<Vec<CustomFieldValue>> {
        let values = custom_fields::of_client(op(ctx)?, reader(ctx).await?, &self.0).await?;
        Ok(values.into_iter().map(CustomFieldValue::from).collect())
    }

    async fn notes(&self, ctx: &Context<'_>) -> Result<Vec<NoteView>> {
        let notes = notes::of_client(op(ctx)?, reader(ctx).await?, self.0.client.id, &self.0.key()?).await?;
        Ok(notes.into_iter().map(NoteView::from).collect())
    }
}
