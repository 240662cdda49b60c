use super::{announce, sealing};
use crate::custom_fields::{self, CustomInput};
use crate::{App, UseCaseError};
use chrono::NaiveDate;
use crm_access::kinds::ClientCreate;
use crm_access::{Actor, ApiScope, FieldClass, OpContext, Permission, Permit, Reach};
use crm_cache::LiveKind;
use crm_model::{
    Address, AuditAction, BrandId, ClientId, ClientKind, ClientStage, ClientStatus, Country, Email, Language, Names,
    Phone, Pii, Problem, Problems, StaffId, StatusKind, StatusOptionId, TagId, TeamId, TenantId,
};
use crm_storage::{AuditEvent, Change, Clients, CustomFields, NewClient, Scoped, StorageError, TenantTx};
use crm_vault::{ClientKey, TenantKeys};

/// A client as somebody typed him.
#[derive(Clone, Debug, Default)]
pub struct NewClientInput {
    /// `individual` unless said otherwise.
    pub kind: Option<ClientKind>,
    /// Names as typed.
    pub first_name: Option<String>,
    /// Names as typed.
    pub middle_name: Option<String>,
    /// Names as typed.
    pub last_name: Option<String>,
    /// Company as typed.
    pub company_name: Option<String>,
    /// E-mail address as typed.
    pub email: Option<Pii<String>>,
    /// Phone number as typed.
    pub phone: Option<Pii<String>>,
    /// ISO country code.
    pub country: Option<String>,
    /// ISO language code.
    pub language: Option<String>,
    /// ISO country code.
    pub nationality: Option<String>,
    /// Date of birth.
    pub date_of_birth: Option<Pii<NaiveDate>>,
    /// Address as typed.
    pub address: Option<Pii<AddressInput>>,
    /// Where from.
    pub source: Option<String>,
    /// Campaign.
    pub campaign: Option<String>,
    /// UTM source, medium, campaign.
    pub utm: [Option<String>; 3],
    /// Introducing broker's code.
    pub referrer_code: Option<String>,
    /// Owner; unless said, whoever registers the client and sees only some clients, else nobody.
    pub owner: Option<StaffId>,
    /// Tags.
    pub tags: Vec<TagId>,
    /// Sales status; the first of the tenant's unless said.
    pub sales_status: Option<StatusOptionId>,
    /// May be written to for marketing.
    pub marketing_consent: bool,
    /// Values of the broker's own fields.
    pub custom: Vec<CustomInput>,
}

/// An address as typed.
#[derive(Clone, Debug, Default)]
pub struct AddressInput {
    /// Street and number.
    pub line1: String,
    /// Flat, floor.
    pub line2: Option<String>,
    /// Town.
    pub city: Option<String>,
    /// Post code.
    pub postal_code: Option<String>,
    /// State.
    pub region: Option<String>,
    /// ISO country code.
    pub country: Option<String>,
}

impl AddressInput {
    pub(crate) fn parse(&self) -> Result<Pii<Address>, Vec<Problem>> {
        let parts = [
            ("line2", self.line2.as_deref()),
            ("city", self.city.as_deref()),
            ("postalCode", self.postal_code.as_deref()),
            ("region", self.region.as_deref()),
        ];
        Address::parse("address", &self.line1, parts, self.country.as_deref())
    }
}

/// A client that now exists.
#[derive(Clone, Debug)]
pub struct Registered {
    /// Id.
    pub id: ClientId,
    /// Number for people.
    pub number: i64,
    /// Status it began with.
    pub status: ClientStatus,
    /// Stage it began with.
    pub stage: ClientStage,
}

/// What was typed, in the form that is kept.
pub(crate) struct Parsed {
    pub names: Names,
    pub kind: ClientKind,
    pub email: Option<Pii<Email>>,
    pub phone: Option<Pii<Phone>>,
    pub country: Option<Country>,
    pub nationality: Option<Country>,
    pub language: Option<Language>,
    pub born: Option<NaiveDate>,
    pub address: Option<Pii<Address>>,
    /// Source, campaign, UTM source, medium, campaign, referrer code.
    pub texts: [Option<String>; 6],
}

/// Registers a client: the same way from the portal, a website or an import. Duplicates are found, not forbidden.
///
/// # Errors
/// Access, and every problem of the input with its place.
pub async fn register(op: &OpContext, app: &App, input: &NewClientInput) -> Result<Registered, UseCaseError> {
    let tx = app.db.begin(op).await?;
    let (registered, event, new) = prepare(op, &tx, input).await?;
    let (owner, team) = (new.owner, new.team);
    let registered = keep(op, &tx, registered, new).await?;
    tx.commit(event).await?;
    announce(op, app, LiveKind::ClientCreated, registered.id, 1, owner, team).await;
    Ok(registered)
}

/// Registers within a transaction that the caller commits with the event given back: the website door keeps its
/// idempotent answer in the same commit.
///
/// # Errors
/// As [`register`].
pub async fn register_in(
    op: &OpContext,
    tx: &TenantTx,
    input: &NewClientInput,
) -> Result<(Registered, AuditEvent), UseCaseError> {
    let (registered, event, new) = prepare(op, tx, input).await?;
    Ok((keep(op, tx, registered, new).await?, event))
}

pub(crate) fn permit(op: &OpContext) -> Result<Permit<ClientCreate>, UseCaseError> {
    Ok(match op.actor() {
        Actor::Website(_) => op.require_scope::<ClientCreate>(ApiScope::ClientCreate)?,
        _ => op.require::<ClientCreate>()?,
    })
}

async fn keep(
    op: &OpContext,
    tx: &TenantTx,
    registered: Registered,
    new: NewClient,
) -> Result<Registered, UseCaseError> {
    let (id, custom) = (new.id, new.custom.clone());
    let number = match Clients::of(tx).insert(&permit(op)?, new, op.now()).await {
        Err(StorageError::Dangling) => {
            return Err(UseCaseError::invalid("tagIds", "unknown_id", "One of the tags does not exist."));
        }
        other => other?,
    };
    Clients::of(tx).set_custom_values(&permit(op)?, id, &custom).await?;
    Ok(Registered { number, ..registered })
}

async fn prepare(
    op: &OpContext,
    tx: &TenantTx,
    input: &NewClientInput,
) -> Result<(Registered, AuditEvent, NewClient), UseCaseError> {
    permit(op)?;
    let clients = Clients::of(tx);
    let defaults = clients.defaults().await?;
    let country = defaults.country.as_deref().and_then(Country::parse);
    let today = op.now().date_naive();
    let parsed = parse(input, country, today)?;
    let owner = match input.owner.or_else(|| keeps_own(op)) {
        Some(id) => Some(
            clients
                .hold_owner(id)
                .await?
                .ok_or_else(|| UseCaseError::invalid("ownerId", "unknown_id", "Choose an active staff member."))?,
        ),
        None => None,
    };
    let sales_status = match input.sales_status {
        Some(id) if !clients.status_exists(id, StatusKind::Sales).await? => {
            return Err(UseCaseError::invalid("salesStatusId", "unknown_id", "Choose one of your sales statuses."));
        }
        Some(id) => id,
        None => defaults.sales_status,
    };
    let website = matches!(op.actor(), Actor::Website(_));
    let (stage, status) = if website {
        (ClientStage::Registered, ClientStatus::EmailUnverified)
    } else {
        (ClientStage::Lead, ClientStatus::EmailUnverified)
    };
    let given = Given {
        brand: defaults.brand,
        owner: owner.as_ref().map(|o| o.id),
        team: owner.as_ref().and_then(|o| o.team),
        sales_status,
        stage,
        status,
    };
    let (mut new, key) = seal(op.tenant().id, tx.keys(), today, &parsed, &given, input)?;
    let id = new.id;
    let by_staff = op.actor().staff().is_some();
    let fields = if by_staff || !input.custom.is_empty() { CustomFields::of(tx).all().await? } else { Vec::new() };
    let custom = custom_fields::of_new(op.tenant().id, &key, &fields, &input.custom, by_staff)?;
    new.custom = custom.values;
    let event = AuditEvent::on_client(AuditAction::ClientRegistered, id, &key).changes([
        Change::private("name", None, Some(parsed.names.display(parsed.kind))),
        Change::personal(
            "email",
            FieldClass::Email,
            None,
            parsed.email.as_ref().map(|e| e.expose().as_str().to_owned()),
        ),
        Change::personal(
            "phone",
            FieldClass::Phone,
            None,
            parsed.phone.as_ref().map(|p| p.expose().as_str().to_owned()),
        ),
        Change::plain("country", None::<String>, parsed.country.map(Country::as_str)),
        Change::plain("stage", None::<String>, Some(stage.as_str())),
        Change::plain("owner", None::<String>, owner.as_ref().map(|o| o.name.clone())),
    ]);
    let event = event.changes(custom.changes);
    Ok((Registered { id, number: 0, status, stage }, event, new))
}

/// Who registers a client and would not see one that nobody owns: the client is his.
fn keeps_own(op: &OpContext) -> Option<StaffId> {
    match op.reach(Permission::ClientView) {
        Some(Reach::All) | None => None,
        Some(_) => op.person(),
    }
}

/// What the tenant adds to what was typed.
pub(crate) struct Given {
    pub brand: BrandId,
    pub owner: Option<StaffId>,
    pub team: Option<TeamId>,
    pub sales_status: StatusOptionId,
    pub stage: ClientStage,
    pub status: ClientStatus,
}

/// A new client with a key of its own: personal values sealed, masked and indexed, names in tokens.
pub(crate) fn seal(
    tenant: TenantId,
    keys: &TenantKeys,
    today: NaiveDate,
    parsed: &Parsed,
    given: &Given,
    input: &NewClientInput,
) -> Result<(NewClient, ClientKey), UseCaseError> {
    let id = ClientId::generate();
    let (key, wrapped) = keys.new_client_key(id)?;
    let mut contacts = Vec::new();
    if let Some(email) = &parsed.email {
        contacts.push(sealing::email(tenant, keys, &key, email, true)?);
    }
    if let Some(phone) = &parsed.phone {
        contacts.push(sealing::phone(tenant, keys, &key, phone, true)?);
    }
    let [source, campaign, utm_source, utm_medium, utm_campaign, referrer_code] = parsed.texts.clone();
    let new = NewClient {
        id,
        data_key: wrapped,
        kind: parsed.kind,
        stage: given.stage,
        status: given.status,
        tokens: sealing::tokens(parsed.names.parts()),
        names: parsed.names.clone(),
        date_of_birth_sealed: parsed.born.map(|b| sealing::date_of_birth(tenant, id, &key, b)).transpose()?,
        under_age: parsed.born.is_some_and(|b| sealing::under_age(b, today)),
        address_sealed: parsed.address.as_ref().map(|a| sealing::address(tenant, id, &key, a)).transpose()?,
        nationality: parsed.nationality.map(|c| c.as_str().to_owned()),
        country: parsed.country.map(|c| c.as_str().to_owned()),
        language: parsed.language.as_ref().map(|l| l.as_str().to_owned()),
        brand: given.brand,
        source,
        campaign,
        utm: [utm_source, utm_medium, utm_campaign],
        referrer_code,
        owner: given.owner,
        team: given.team,
        sales_status: given.sales_status,
        marketing_consent: input.marketing_consent,
        contacts,
        tags: input.tags.clone(),
        custom: Vec::new(),
    };
    Ok((new, key))
}

pub(super) fn parse(
    input: &NewClientInput,
    default_country: Option<Country>,
    today: NaiveDate,
) -> Result<Parsed, UseCaseError> {
    let mut problems = Problems::new();
    let parsed = read(input, None, default_country, today, &mut problems);
    problems.done()?;
    Ok(parsed)
}

/// Reads what was typed as far as it can be read, and notes what cannot. A national phone number is one of
/// `phone_country`, else of the client's country, else of the default.
pub(crate) fn read(
    input: &NewClientInput,
    phone_country: Option<Country>,
    default_country: Option<Country>,
    today: NaiveDate,
    problems: &mut Problems,
) -> Parsed {
    let kind = input.kind.unwrap_or(ClientKind::Individual);
    let names = Names {
        first: problems.text("firstName", input.first_name.as_deref(), Names::MAX),
        middle: problems.text("middleName", input.middle_name.as_deref(), Names::MAX),
        last: problems.text("lastName", input.last_name.as_deref(), Names::MAX),
        company: problems.text("companyName", input.company_name.as_deref(), Names::MAX),
    };
    names.check(kind, problems);
    let country = code(problems, "country", input.country.as_deref());
    let nationality = code(problems, "nationality", input.nationality.as_deref());
    let language = match input.language.as_deref().map(Language::parse) {
        Some(None) => {
            problems.push(Problem::at("language", "invalid_language", "Use a two-letter language code, such as en."));
            None
        }
        parsed => parsed.flatten(),
    };
    let filled =
        |text: &Option<Pii<String>>| text.as_ref().map(|t| t.expose().trim().to_owned()).filter(|t| !t.is_empty());
    let email = filled(&input.email).and_then(|raw| problems.keep(Email::parse("email", &raw)));
    let phone = filled(&input.phone)
        .and_then(|raw| problems.keep(Phone::parse("phone", &raw, phone_country.or(country).or(default_country))));
    let born = input.date_of_birth.as_ref().and_then(|d| problems.keep(sealing::birth_date(*d.expose(), today)));
    let address = input.address.as_ref().and_then(|a| match a.expose().parse() {
        Ok(address) => Some(address),
        Err(found) => {
            found.into_iter().for_each(|p| problems.push(p));
            None
        }
    });
    let [utm_source, utm_medium, utm_campaign] = &input.utm;
    let texts = [
        ("source", &input.source),
        ("campaign", &input.campaign),
        ("utmSource", utm_source),
        ("utmMedium", utm_medium),
        ("utmCampaign", utm_campaign),
        ("referrerCode", &input.referrer_code),
    ]
    .map(|(field, value)| problems.text(field, value.as_deref(), 100));
    if input.tags.len() > 20 {
        problems.push(Problem::at("tagIds", "too_many", "Use at most 20 tags."));
    }
    Parsed { names, kind, email, phone, country, nationality, language, born, address, texts }
}

pub(crate) fn code(problems: &mut Problems, field: &str, raw: Option<&str>) -> Option<Country> {
    let raw = raw.map(str::trim).filter(|r| !r.is_empty())?;
    let country = Country::parse(raw);
    if country.is_none() {
        problems.push(Problem::at(field, "invalid_country", "Use a two-letter country code, such as ES."));
    }
    country
}
