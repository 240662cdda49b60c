//! The people of the tables, each with live things of his own.

use crm_identity::{BearerSecret, Prefix, TotpSecret};
use crm_model::TeamId;
use crm_testing::{Broker, Browser, PASSWORD, Person, TestApp};
use serde_json::{Value, json};

/// A person at work: signed in with a fresh second factor, with a client, a note on it, a second session, a token that
/// takes a change back, and an authenticator app about to be confirmed.
#[derive(Clone)]
pub struct Actor {
    pub person: Person,
    pub browser: Browser,
    pub role: String,
    pub team: TeamId,
    pub client: String,
    pub archived: String,
    pub phone: String,
    pub note: String,
    pub account: String,
    pub opening: String,
    /// A balance operation on the account that nobody of the tables asked for.
    pub balance: String,
    pub own_balance: String,
    pub lost_balance: String,
    pub finding: String,
    pub session: String,
    pub undo: String,
    pub enrolling: Option<TotpSecret>,
}

/// The fields that every client of the tables has.
pub fn everything_known(first_name: &str) -> Value {
    json!({"kind": "INDIVIDUAL", "firstName": first_name, "middleName": "M", "lastName": "Novak", "companyName": "Novak SL",
        "email": format!("{}@novak.example", first_name.to_lowercase().replace(' ', ".")), "phone": "+34 612 345 678", "country": "ES",
        "language": "es", "nationality": "ES", "dateOfBirth": "1988-04-02", "source": "Website", "campaign": "Spring",
        "referrerCode": "IB-7", "marketingConsent": true,
        "address": {"line1": "Calle Mayor 1", "city": "Madrid", "country": "ES"}})
}

impl Actor {
    /// A person who has signed in twice; the rest follows in [`Actor::equip`].
    pub async fn signed_in(app: &TestApp, person: &Person, role: &str, team: TeamId, session: String) -> Self {
        let browser = app.sign_in(person).await;
        let undo = BearerSecret::generate(Prefix::Undo).unwrap().expose().to_owned();
        Self {
            person: person.clone(),
            browser,
            role: role.to_owned(),
            team,
            client: String::new(),
            archived: String::new(),
            phone: String::new(),
            note: String::new(),
            account: String::new(),
            opening: String::new(),
            balance: String::new(),
            own_balance: String::new(),
            lost_balance: String::new(),
            finding: String::new(),
            session,
            undo,
            enrolling: None,
        }
    }

    /// Gives the person a client with a note; a manager of the same broker does it.
    pub async fn equip(&mut self, app: &TestApp, manager: &Browser) {
        let first_name = self.person.name.split(' ').next().unwrap();
        self.client = self.register(manager, first_name).await;
        self.archived = self.register(manager, &format!("{first_name} Gone")).await;
        let archive = "mutation M($input: ArchiveClientInput!) { archiveClient(input: $input) { errors { code } } }";
        let input = json!({"id": self.archived, "version": 1, "reason": "Asked to be forgotten"});
        let gone = manager.graphql(archive, json!({ "input": input })).await;
        assert_eq!(gone["archiveClient"]["errors"], json!([]), "{gone}");
        let noted = manager
            .graphql(
                "mutation M($input: AddNoteInput!) { addNote(input: $input) { note { id } errors { code } } }",
                json!({"input": {"clientId": self.client, "text": "Called, wants a demo", "pinned": true}}),
            )
            .await;
        self.note = noted["addNote"]["note"]["id"].as_str().unwrap().to_owned();
        let opened = manager
            .graphql(
                "mutation M($id: ID!) { openClient(id: $id) { client { version profile { contacts { id kind } } } } }",
                json!({"id": self.client}),
            )
            .await;
        let client = &opened["openClient"]["client"];
        let contacts = client["profile"]["contacts"].as_array().unwrap();
        let phone = contacts.iter().find(|contact| contact["kind"] == "PHONE").unwrap();
        phone["id"].as_str().unwrap().clone_into(&mut self.phone);
        self.write_note_and_undo(app, &client["version"]).await;
        self.begin_enrolling().await;
    }

    /// Registers a client of this person's.
    async fn register(&self, manager: &Browser, first_name: &str) -> String {
        let mut input = everything_known(first_name);
        input["ownerId"] = json!(self.person.id.to_string());
        input["tagIds"] = json!([self.person.broker.tags["VIP"].to_string()]);
        let create = "mutation M($input: CreateClientInput!) { createClient(input: $input) { client { id } errors { code path } } }";
        let made = manager.graphql(create, json!({ "input": input })).await;
        made["createClient"]["client"]["id"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned()
    }

    /// Gives the person's client a trading account, and an opening whose answer was lost.
    pub async fn open_account(&mut self, app: &TestApp, manager: &Browser, product: &str) {
        let document = "mutation M($input: OpenTradingAccountInput!) { openTradingAccount(input: $input) { result { state said } tradingAccount { id } errors { code message } } }";
        let input = json!({"clientId": self.client, "productId": product, "leverage": 100});
        let opened = manager.graphql(document, json!({ "input": input })).await;
        opened["openTradingAccount"]["tradingAccount"]["id"]
            .as_str()
            .unwrap_or_else(|| panic!("{opened}"))
            .clone_into(&mut self.account);
        let (opening, client) =
            (crm_model::AccountOpeningId::generate(), crm_model::ClientId::parse(&self.archived).unwrap());
        self.opening = opening.to_string();
        let mut admin = app.admin().await;
        sqlx::query("INSERT INTO crm.account_opening (tenant_id, id, client_id, product_id, reference, leverage, state, said, sent_by, sent_at) VALUES ($1, $2, $3, $4, $5, 100, 'unknown', 'no answer', $6, $7)")
            .bind(self.person.broker.tenant.id.uuid())
            .bind(opening.uuid())
            .bind(client.uuid())
            .bind(crm_model::AccountProductId::parse(product).unwrap().uuid())
            .bind(opening.uuid().as_bytes()[6..].to_vec())
            .bind(self.person.id.uuid())
            .bind(app.clock.now() - chrono::Duration::hours(1))
            .execute(&mut *admin)
            .await
            .unwrap();
    }

    /// Gives the account balance operations in each state that something can be done in, and a difference.
    pub async fn owe(&mut self, app: &TestApp) {
        let (tenant, me) = (self.person.broker.tenant.id, self.person.id.uuid());
        let account = crm_model::TradingAccountId::parse(&self.account).unwrap().uuid();
        let client = crm_model::ClientId::parse(&self.client).unwrap();
        let mut admin = app.admin().await;
        let wrapped: Vec<u8> = sqlx::query_scalar("SELECT data_key FROM crm.client WHERE id = $1")
            .bind(client.uuid())
            .fetch_one(&mut *admin)
            .await
            .unwrap();
        let key = self.person.broker.keys.unwrap_client_key(client, &wrapped).unwrap();
        for (place, state, asked) in [(0, "requested", None), (1, "requested", Some(me)), (2, "unknown", None)] {
            let id = crm_model::BalanceOperationId::generate();
            let reason = crm_vault::Sealer::seal_str(
                &key,
                &crm_storage::balance_reason_place(tenant, id),
                "As agreed with the client",
            )
            .unwrap();
            let sent = (state == "unknown").then(|| app.clock.now() - chrono::Duration::hours(1));
            sqlx::query("INSERT INTO crm.balance_operation (tenant_id, id, account_id, kind, amount, currency, digits, request_key, reference, state, needs, reason_sealed, requested_by, requested_at, sent_at) VALUES ($1, $2, $3, 'deposit', 500, 'USD', 2, $4, $5, $6, 'approval', $7, $8, $9, $10)")
                .bind(tenant.uuid())
                .bind(id.uuid())
                .bind(account)
                .bind(id.to_string())
                .bind(id.uuid().as_bytes()[6..].to_vec())
                .bind(state)
                .bind(reason)
                .bind(asked)
                .bind(app.clock.now())
                .bind(sent)
                .execute(&mut *admin)
                .await
                .unwrap();
            *[&mut self.balance, &mut self.own_balance, &mut self.lost_balance][place] = id.to_string();
        }
        let finding = crm_model::BalanceFindingId::generate();
        self.finding = finding.to_string();
        sqlx::query("INSERT INTO crm.balance_finding (tenant_id, id, account_id, kind, deal, said, found_at) VALUES ($1, $2, $3, 'extra', 77, 'The server booked 5.00.', $4)")
            .bind(tenant.uuid())
            .bind(finding.uuid())
            .bind(account)
            .bind(app.clock.now())
            .execute(&mut *admin)
            .await
            .unwrap();
    }

    /// The note becomes his own, and a change of tags can be taken back by him.
    async fn write_note_and_undo(&self, app: &TestApp, version: &Value) {
        let staff = self.person.id.uuid();
        let (note, client) =
            (crm_model::NoteId::parse(&self.note).unwrap(), crm_model::ClientId::parse(&self.client).unwrap());
        let digest = BearerSecret::parse(Prefix::Undo, &self.undo).unwrap().digest();
        let mut admin = app.admin().await;
        sqlx::query("UPDATE crm.note SET author_id = $2 WHERE id = $1")
            .bind(note.uuid())
            .bind(staff)
            .execute(&mut *admin)
            .await
            .unwrap();
        sqlx::query("INSERT INTO crm.one_time_token (tenant_id, h, purpose, staff_id, client_id, payload, created_at, expires_at) VALUES ($1, $2, 'undo', $3, $4, $5, $6, $7)")
            .bind(self.person.broker.tenant.id.uuid())
            .bind(digest.to_vec())
            .bind(staff)
            .bind(client.uuid())
            .bind(json!({"version": version, "kept": {"what": "tags", "added": [], "removed": []}}))
            .bind(app.clock.now())
            .bind(app.clock.now() + chrono::Duration::seconds(10))
            .execute(&mut *admin)
            .await
            .unwrap();
    }

    async fn begin_enrolling(&mut self) {
        let begun =
            self.browser.ask("mutation { beginTotp { enrolment { secret } errors { code } } }", json!({})).await.json();
        if let Some(secret) = begun["data"]["beginTotp"]["enrolment"]["secret"].as_str() {
            let bytes = data_encoding::BASE32_NOPAD.decode(secret.as_bytes()).unwrap();
            self.enrolling = Some(TotpSecret::from_bytes(&bytes).unwrap());
        }
    }

    /// Looks at a client, so that the session may read its profile; one who may not is refused.
    pub async fn visit(&self, client: &str) {
        self.browser
            .ask("mutation M($id: ID!) { openClient(id: $id) { errors { code } } }", json!({ "id": client }))
            .await;
    }
}

/// A half session: the password was right, the second factor is missing.
pub async fn half(app: &TestApp, person: &Person) -> Browser {
    let browser = app.browser(&person.broker);
    let answer = browser.post("/auth/sign-in", &json!({"email": person.email, "password": PASSWORD})).await;
    assert_eq!(answer.json(), json!({"state": "totp_required"}));
    browser
}

/// A well-formed secret that was never given out.
pub fn stranger(app: &TestApp, broker: &Broker) -> Browser {
    let browser = app.browser(broker);
    browser.set_cookie(Some(BearerSecret::generate(Prefix::Session).unwrap().expose().to_owned()));
    browser
}
