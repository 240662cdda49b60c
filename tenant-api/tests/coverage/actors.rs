//! The people of the tables, each with live things of his own.

use crate::imports::import_of;
use crate::support::balances::{balance_finding, balance_operation};
use crate::support::trades::trade_command;
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
    /// A call-back for the client, which is over its time.
    pub task: String,
    pub cover: String,
    pub account: String,
    pub idle_account: String,
    pub opening: String,
    /// A balance operation on the account that nobody of the tables asked for.
    pub balance: String,
    pub own_balance: String,
    pub lost_balance: String,
    pub finding: String,
    /// A trade command on the account that somebody else asked for.
    pub trade: String,
    pub own_trade: String,
    pub lost_trade: String,
    pub session: String,
    pub undo: String,
    /// An import whose file he is said to have brought.
    pub import: String,
    /// An act on many clients that he began: one was changed, one was left.
    pub bulk: String,
    /// A private view of the client list.
    pub view: String,
    pub enrolling: Option<TotpSecret>,
}

/// The address of who is registered as [`everything_known`].
fn email_of(first_name: &str) -> String {
    format!("{}@novak.example", first_name.to_lowercase().replace(' ', "."))
}

/// Keeps a view of the client list that shows all there is of views; gives its id.
pub async fn save_view(browser: &Browser, name: &str, audience: &str, also: &Value) -> String {
    let create = "mutation M($input: CreateSavedViewInput!) { createSavedView(input: $input) { view { id } errors { code message } } }";
    let input = json!({"name": name, "audience": audience, "definition": view_definition(also)});
    let made = browser.graphql(create, json!({ "input": input })).await;
    made["createSavedView"]["view"]["id"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned()
}

/// Clients of Spain, and what else is asked.
pub fn view_definition(also: &Value) -> Value {
    let mut items = vec![json!({"field": "country", "values": ["ES"]})];
    items.extend(also.as_array().unwrap().iter().cloned());
    json!({"filter": {"join": "all", "items": items}, "sort": {"field": "NAME", "descending": false}, "density": "COMPACT",
        "groupBy": "OWNER", "columns": [{"name": "name", "pinned": true, "width": 200}, {"name": "country", "pinned": false}]})
}

/// The fields that every client of the tables has.
pub fn everything_known(first_name: &str) -> Value {
    json!({"kind": "INDIVIDUAL", "firstName": first_name, "middleName": "M", "lastName": "Novak", "companyName": "Novak SL",
        "email": email_of(first_name), "phone": "+34 612 345 678", "country": "ES",
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
            task: String::new(),
            cover: String::new(),
            account: String::new(),
            idle_account: String::new(),
            opening: String::new(),
            balance: String::new(),
            own_balance: String::new(),
            lost_balance: String::new(),
            finding: String::new(),
            trade: String::new(),
            own_trade: String::new(),
            lost_trade: String::new(),
            session,
            undo,
            import: String::new(),
            bulk: String::new(),
            view: String::new(),
            enrolling: None,
        }
    }

    /// Gives the person a client with a note; a manager of the same broker does it.
    pub async fn equip(&mut self, app: &TestApp, manager: &Browser) {
        let first_name = self.person.name.split(' ').next().unwrap().to_owned();
        let first_name = first_name.as_str();
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
        let plan = "mutation M($input: CreateTaskInput!) { createTask(input: $input) { task { id } errors { code message } } }";
        let due = app.clock.now() + chrono::Duration::hours(1);
        let input = json!({"clientId": self.client, "kind": "CALL_BACK", "dueAt": due, "text": "Ask for the papers"});
        let planned = manager.graphql(plan, json!({ "input": input })).await;
        planned["createTask"]["task"]["id"].as_str().unwrap_or_else(|| panic!("{planned}")).clone_into(&mut self.task);
        let task = crm_model::TaskId::parse(&self.task).unwrap().uuid();
        app.sql(&format!("UPDATE crm.task SET due_at = due_at - interval '3 hours' WHERE id = '{task}'")).await;
        self.retained(app).await;
        self.cover = self.cover_to_come(app).await;
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
        self.import = import_of(app, manager, &self.person, "checked", &email_of(first_name)).await;
        self.bulk = self.begun_bulk(app).await;
        self.view = save_view(&self.browser, "Mine", "PRIVATE", &json!([])).await;
    }

    /// The client came to the retention desk.
    async fn retained(&self, app: &TestApp) {
        let client = crm_model::ClientId::parse(&self.client).unwrap().uuid();
        let status = self.person.broker.statuses["Dormant"].uuid();
        app.sql(&format!("UPDATE crm.client SET retention_status_id = '{status}' WHERE id = '{client}'")).await;
    }

    /// Somebody of the broker covers this person in a month.
    async fn cover_to_come(&self, app: &TestApp) -> String {
        let (cover, me) = (crm_model::CoverId::generate(), self.person.id.uuid());
        let at = |days: i64| app.clock.now() + chrono::Duration::days(days);
        app.sql(&format!(
            "INSERT INTO crm.cover (tenant_id, id, absent_id, cover_id, begins_at, ends_at, created_at)
             SELECT s.tenant_id, '{}', s.id, (SELECT o.id FROM crm.staff o WHERE o.tenant_id = s.tenant_id AND o.id <> s.id ORDER BY o.created_at, o.id LIMIT 1), '{}', '{}', '{}'
             FROM crm.staff s WHERE s.id = '{me}'",
            cover.uuid(), at(30), at(40), at(0)
        ))
        .await;
        cover.to_string()
    }

    /// An act on many clients that is at work, without a job.
    async fn begun_bulk(&self, app: &TestApp) -> String {
        let (bulk, me, now) = (crm_model::ClientBulkId::generate(), self.person.id.uuid(), app.clock.now());
        let client = |id: &str| crm_model::ClientId::parse(id).unwrap().uuid();
        let (changed, left, id) = (client(&self.client), client(&self.archived), bulk.uuid());
        // one that everybody may who changes clients
        let terms = json!({"tags": {"add": [self.person.broker.tags["VIP"]], "remove": []}});
        app.sql(&format!(
            "INSERT INTO crm.client_bulk (tenant_id, id, state, act, terms, request_key, request_hash, total, next_row, changed, refused, created_by, created_at, undo_until)
             SELECT s.tenant_id, '{id}', 'running', 'tags', '{terms}', 'begun-before', '\\x00', 2, 3, 1, 1, s.id, '{now}', '{}' FROM crm.staff s WHERE s.id = '{me}'",
            now + chrono::Duration::hours(24)
        ))
        .await;
        app.sql(&format!(
            "INSERT INTO crm.client_bulk_row (tenant_id, bulk_id, n, client_id, client_version, outcome, code, was, became, before)
             SELECT s.tenant_id, '{id}', x.n, x.client, 1, x.outcome, x.code, x.was, x.became, x.before FROM crm.staff s,
               (VALUES (1, '{changed}'::uuid, 'changed', NULL, NULL, 'VIP', '{{}}'), (2, '{left}'::uuid, 'refused', 'archived', NULL, NULL, NULL)) x (n, client, outcome, code, was, became, before)
             WHERE s.id = '{me}'"
        ))
        .await;
        bulk.to_string()
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

    /// Gives the person's client two trading accounts, and an opening whose answer was lost.
    pub async fn open_account(&mut self, app: &TestApp, manager: &Browser, product: &str) {
        let document = "mutation M($input: OpenTradingAccountInput!) { openTradingAccount(input: $input) { result { state said } tradingAccount { id } errors { code message } } }";
        let input = json!({"clientId": self.client, "productId": product, "leverage": 100});
        for account in [&mut self.account, &mut self.idle_account] {
            let opened = manager.graphql(document, json!({ "input": input })).await;
            opened["openTradingAccount"]["tradingAccount"]["id"]
                .as_str()
                .unwrap_or_else(|| panic!("{opened}"))
                .clone_into(account);
        }
        let (opening, client) =
            (crm_model::AccountOpeningId::generate(), crm_model::ClientId::parse(&self.archived).unwrap());
        self.opening = opening.to_string();
        let mut admin = app.admin().await;
        sqlx::query("INSERT INTO crm.account_opening (tenant_id, id, client_id, product_id, currency, digits, group_name, reference, leverage, state, said, sent_by, sent_at) VALUES ($1, $2, $3, $4, 'USD', 2, 'real\\standard', $5, 100, 'unknown', 'no answer', $6, $7)")
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

    /// Gives the account a trade and a booking of money.
    pub async fn book(&self, app: &TestApp) {
        let (tenant, account) =
            (self.person.broker.tenant.id.uuid(), crm_model::TradingAccountId::parse(&self.account).unwrap().uuid());
        for (ticket, action, entry, symbol) in [(11_i64, "balance", None, ""), (12, "buy", Some("in"), "EURUSD")] {
            let mut admin = app.admin().await;
            sqlx::query("INSERT INTO crm.deal (tenant_id, account_id, ticket, leg, action, entry, symbol, lots, price, profit, swap, commission, comment, at) VALUES ($1, $2, $3, 0, $4, $5, $6, 1000000, 1.1, 500, 0, 0, '', $7)")
                .bind(tenant)
                .bind(account)
                .bind(ticket)
                .bind(action)
                .bind(entry)
                .bind(symbol)
                .bind(app.clock.now())
                .execute(&mut *admin)
                .await
                .unwrap();
        }
    }

    /// Gives the account balance operations in each state that something can be done in, a booked one, and a difference.
    pub async fn owe(&mut self, app: &TestApp) {
        let (broker, client, account) = (&self.person.broker, &self.client, &self.account);
        let me = Some(self.person.id);
        self.balance = balance_operation(app, broker, client, account, "requested", None).await;
        self.own_balance = balance_operation(app, broker, client, account, "requested", me).await;
        self.lost_balance = balance_operation(app, broker, client, account, "unknown", None).await;
        balance_operation(app, broker, client, account, "confirmed", None).await;
        self.finding = balance_finding(app, broker, account).await;
    }

    /// Gives the account trade commands in each state that something can be done in; `maker` asked for those that are not his.
    pub async fn deal(&mut self, app: &TestApp, maker: crm_model::StaffId) {
        let (broker, client, account) = (&self.person.broker, &self.client, &self.account);
        self.trade = trade_command(app, broker, client, account, "requested", maker).await;
        self.own_trade = trade_command(app, broker, client, account, "requested", self.person.id).await;
        self.lost_trade = trade_command(app, broker, client, account, "unknown", maker).await;
    }

    /// Gives the account money, an open position and a waiting order.
    pub async fn trade_for(&self, manager: &Browser) {
        let deposit = "mutation M($input: RequestBalanceOperationInput!) { requestBalanceOperation(input: $input) { operation { state } errors { message } } }";
        let reason = "As agreed with the client";
        let input = json!({"requestKey": format!("money-{}", self.account), "accountId": self.account, "kind": "DEPOSIT", "amount": "1000.00", "reason": reason});
        let paid = manager.graphql(deposit, json!({ "input": input })).await;
        assert_eq!(paid["requestBalanceOperation"]["operation"]["state"], "CONFIRMED", "{paid}");
        let open = json!({"requestKey": format!("open-{}", self.account), "accountId": self.account, "kind": "OPEN", "symbol": "EURUSD", "side": "BUY",
            "lots": "0.10", "stopLoss": "0.90000", "takeProfit": "1.90000", "reason": reason});
        let place = json!({"requestKey": format!("place-{}", self.account), "accountId": self.account, "kind": "PLACE_ORDER", "symbol": "EURUSD",
            "pendingKind": "BUY_LIMIT", "lots": "0.10", "price": "0.95000", "stopLoss": "0.90000", "takeProfit": "1.90000", "reason": reason});
        for input in [open, place] {
            let document = "mutation M($input: RequestTradeInput!) { requestTrade(input: $input) { command { state said } errors { message } } }";
            let done = manager.graphql(document, json!({ "input": input })).await;
            assert_eq!(done["requestTrade"]["command"]["state"], "CONFIRMED", "{done}");
        }
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
