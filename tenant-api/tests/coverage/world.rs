//! Atlas FX with a person of each default role, all in one team; colleagues beside and beyond it; Northwind next door.

use crate::actors::{Actor, half, save_view, stranger};
use crate::alerts::alert_about;
use crate::book;
use crate::imports::import_of;
use crate::rows::Rows;
use crate::support::accounts::trading_account;
use crate::support::balances::booked;
use crate::support::{options, start};
use crate::twins::Twins;
use chrono::Duration;
use crm_model::{StaffId, TeamId};
use crm_simulator::control::SeedRequest;
use crm_simulator::faults::{Fault, Rule};
use crm_simulator::{Config, Simulator};
use crm_testing::{Broker, Browser, TestApp, default_roles};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

/// What a broker has that belongs to nobody in particular.
#[derive(Debug)]
pub struct Side {
    pub invited: String,
    pub empty_team: String,
    pub alert: String,
    /// A field of the broker's own, and its one choice.
    pub field: String,
    pub choice: String,
    /// One that follows the rules of dates of birth; every client has a value of it.
    pub personal_field: String,
    pub spare_role: String,
    pub key: String,
    pub server: String,
    pub idle_server: String,
    pub gone_server: String,
    pub product: String,
    /// Clients that are the same person.
    pub twins: Twins,
    pub running_import: String,
    pub paused_import: String,
    pub written_import: String,
    /// A view that everybody has; it asks for a phone.
    pub view: String,
    /// A login on the server that is nobody's.
    pub login: String,
    /// Secrets of keys by their scopes, joined with a space.
    pub secrets: BTreeMap<String, String>,
}

pub struct World {
    pub app: TestApp,
    pub atlas: Broker,
    pub north: Broker,
    /// A second manager of Atlas, who runs the allowed twin of what is nobody's own.
    pub vera: Actor,
    /// The manager of Northwind: what is foreign here is his to change there.
    pub nina: Actor,
    /// Nina's colleague.
    pub nils: StaffId,
    /// A manager whose second factor is eleven minutes old.
    pub stale: Actor,
    /// One person of each default role, and the colleagues Cora (same team) and Tom (another).
    pub actors: Vec<Actor>,
    pub half: Browser,
    pub stranger: Browser,
    pub ours: Side,
    pub theirs: Side,
    pub rows: Rows,
    /// Behind the servers of both brokers.
    pub simulator: Simulator,
}

/// Scopes of the keys that each broker gets.
pub const KEYS: [&str; 7] = [
    "client.create",
    "client.view",
    "client.create client.view contact.view trading_account.view position.view balance.view event.view",
    "trading_account.view",
    "trading_account.view position.view",
    "trading_account.view balance.view",
    "client.view event.view",
];

impl World {
    pub async fn new() -> Self {
        let app = start().await;
        let (atlas, north) = (app.tenant("atlas").await, app.tenant("north").await);
        let madrid = app.team(&atlas, "Madrid", None, None).await;
        let lisbon = app.team(&atlas, "Lisbon", None, None).await;
        let harbour = app.team(&north, "Harbour", None, None).await;
        let roles: Vec<String> = default_roles().into_iter().map(|role| role.name).collect();
        let mut people = Vec::new();
        for role in &roles {
            people.push((app.staff_in(&atlas, &[role], Some(madrid)).await, role.as_str(), madrid));
        }
        let boss = people.iter().find(|(_, role, _)| *role == "Team Leader").unwrap().0.id.uuid();
        app.sql(&format!("UPDATE crm.team SET leader_id = '{boss}' WHERE id = '{}'", madrid.uuid())).await;
        for (name, broker, role, team) in [
            ("Cora", &atlas, "Agent", madrid),
            ("Tom", &atlas, "Agent", lisbon),
            ("Vera", &atlas, "CRM Manager", lisbon),
            ("Nina", &north, "CRM Manager", harbour),
            ("Stale", &atlas, "CRM Manager", lisbon),
        ] {
            let mut person = app.staff_in(broker, &[role], Some(team)).await;
            name.clone_into(&mut person.name);
            app.sql(&format!("UPDATE crm.staff SET name = '{name}' WHERE id = '{}'", person.id.uuid())).await;
            people.push((person, role, team));
        }
        let nils = app.staff_in(&north, &["Agent"], Some(harbour)).await.id;
        let mut seconds = Vec::new();
        for (person, ..) in &people {
            app.sign_in(person).await;
            seconds.push(session_of(&app, person.id.uuid()).await);
        }
        let (person, role, team) = people.pop().unwrap();
        let mut stale = Actor::signed_in(&app, &person, role, team, seconds.pop().unwrap()).await;
        app.advance(Duration::minutes(11));
        let mut actors = Vec::new();
        for ((person, role, team), second) in people.iter().zip(seconds) {
            actors.push(Actor::signed_in(&app, person, role, *team, second).await);
        }
        let mut nina = actors.pop().unwrap();
        let mut vera = actors.pop().unwrap();
        let managers = (vera.browser.clone(), nina.browser.clone());
        for actor in actors.iter_mut().chain([&mut stale, &mut vera]) {
            actor.equip(&app, &managers.0).await;
        }
        nina.equip(&app, &managers.1).await;
        nina.visit(&nina.client).await;
        let (cora, tom) = (named(&actors, "Cora").client.clone(), named(&actors, "Tom").client.clone());
        for actor in actors.iter().chain([&stale, &vera]) {
            for client in [&actor.client, &cora, &tom] {
                actor.visit(client).await;
            }
        }
        for broker in [&atlas, &north] {
            allow_host(&app, broker).await;
        }
        // markets are open every day, so that the tables are the same on each
        let config = Config { weekends: false, ..Config::driven(app.clock.now().timestamp_millis()) };
        let simulator = Simulator::start(config).await.unwrap();
        let maker = stale.person.id;
        let ours = Side::new(&app, &vera, &simulator).await;
        let theirs = Side::new(&app, &nina, &simulator).await;
        for actor in actors.iter_mut().chain([&mut stale, &mut vera]) {
            actor.open_account(&app, &managers.0, &ours.product).await;
            actor.owe(&app).await;
            actor.book(&app).await;
            actor.deal(&app, maker).await;
        }
        named(&actors, "Agent").trade_for(&managers.0).await;
        // from here on the server refuses every trade: nothing is left open on it
        let refuse = Rule {
            server: crm_simulator::faults::Side::Any,
            commands: vec!["dealer/send_request".to_owned()],
            login: None,
            per_million: 1_000_000,
            times: None,
            fault: Fault::Retcode { code: 10_019 },
        };
        simulator.control().set_faults(vec![refuse], None);
        nina.open_account(&app, &managers.1, &theirs.product).await;
        nina.owe(&app).await;
        nina.book(&app).await;
        nina.deal(&app, nils).await;
        for browser in [&managers.0, &managers.1] {
            let band = "mutation M($input: SetBalanceBandInput!) { setBalanceBand(input: $input) { errors { code } } }";
            let input =
                json!({"currency": "USD", "version": 0, "aloneUpTo": "0", "aloneADay": "0", "approveUpTo": "10000.00"});
            assert_eq!(browser.graphql(band, json!({ "input": input })).await["setBalanceBand"]["errors"], json!([]));
        }
        app.sql("INSERT INTO crm.custom_value (tenant_id, client_id, field_id, millionths) SELECT c.tenant_id, c.id, f.id, 5 FROM crm.client c JOIN crm.custom_field f ON f.tenant_id = c.tenant_id AND f.label = 'Income'").await;
        for actor in actors.iter().chain([&stale, &vera]) {
            for client in [&ours.twins.one, &ours.twins.other, &ours.twins.company] {
                actor.visit(client).await;
            }
        }
        let (half, stranger) = (half(&app, &named(&actors, "Cora").person).await, stranger(&app, &atlas));
        for (broker, side) in [(&atlas, &ours), (&north, &theirs)] {
            used_once(&app, broker, side).await;
        }
        for broker in [&atlas, &north] {
            book::keep(&app, broker).await;
        }
        for (login, actor) in (900_001..).zip(actors.iter().chain([&stale, &vera])) {
            live_account(&app, &atlas, &actor.client, login).await;
        }
        live_account(&app, &north, &nina.client, 900_101).await;
        // every client has the choice of the broker's own field
        app.sql(
            "INSERT INTO crm.custom_value (tenant_id, client_id, field_id, choice_id)
             SELECT c.tenant_id, c.id, o.field_id, o.id FROM crm.client c JOIN crm.custom_choice o ON o.tenant_id = c.tenant_id",
        )
        .await;
        let rows = Rows::keep(&app).await;
        Self { app, atlas, north, vera, nina, nils, stale, actors, half, stranger, ours, theirs, rows, simulator }
    }

    /// A person by name, or by the name of the role.
    pub fn actor(&self, name: &str) -> &Actor {
        named(&self.actors, name)
    }

    /// The phone of a client, for one who may take it away; nobody's for a client that is nobody's.
    pub fn phone_of(&self, client: &str) -> String {
        let mut all = self.actors.iter().chain([&self.vera, &self.nina, &self.stale]);
        let owner = all.find(|actor| actor.client == client);
        owner.map_or_else(|| crm_model::ContactId::generate().to_string(), |actor| actor.phone.clone())
    }

    /// The call-back for a client; nobody's for a client that is nobody's.
    pub fn task_of(&self, client: &str) -> String {
        let mut all = self.actors.iter().chain([&self.vera, &self.nina, &self.stale]);
        let owner = all.find(|actor| actor.client == client);
        owner.map_or_else(|| crm_model::TaskId::generate().to_string(), |actor| actor.task.clone())
    }

    /// The people who stand for the default roles, in the template's order.
    pub fn roles(&self) -> impl Iterator<Item = &Actor> {
        self.actors.iter().filter(|actor| !["Cora", "Tom"].contains(&actor.person.name.as_str()))
    }

    /// The same application behind a port of this machine, for sockets.
    pub async fn listen(&self) -> SocketAddr {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let options = options();
        let shutdown = options.shutdown.clone();
        let router = tenant_api::build(Arc::clone(&self.app.app), options);
        tokio::spawn(tenant_api::http::server::serve(listener, router, shutdown));
        address
    }
}

/// Real money, deposited yesterday, on a server that nobody may dial: it stands beside the client in lists.
async fn live_account(app: &TestApp, broker: &Broker, client: &str, login: i64) {
    let account = trading_account(app, broker, client, login).await;
    app.sql(&format!("UPDATE crm.trading_account SET environment = 'live' WHERE login = {login}")).await;
    let yesterday = app.clock.now() - chrono::Duration::hours(30);
    booked(app, broker, (client, &account), ("deposit", 25_000, "USD"), yesterday).await;
}

fn named<'a>(actors: &'a [Actor], name: &str) -> &'a Actor {
    actors.iter().find(|actor| actor.person.name == name || actor.role == name).unwrap_or_else(|| panic!("no {name}"))
}

impl Side {
    async fn new(app: &TestApp, manager: &Actor, simulator: &Simulator) -> Self {
        let ask = async |document: &str, variables: Value| manager.browser.graphql(document, variables).await;
        let text = |value: &Value| value.as_str().unwrap_or_else(|| panic!("no text in {value}")).to_owned();
        let invited = ask("mutation M($input: InviteStaffInput!) { inviteStaff(input: $input) { staff { id } errors { code } } }",
            json!({"input": {"name": "Ines", "email": "ines@people.example", "roleIds": [], "teamId": manager.team.to_string()}})).await;
        let team = ask(
            "mutation M { createTeam(input: {name: \"Vigo\", desk: SALES}) { team { id } errors { code } } }",
            json!({}),
        )
        .await;
        let role = ask("mutation M { createRole(input: {name: \"Spare\", description: \"\", grants: [{permission: \"client.view\", reach: OWN}], fields: []}) { role { id } errors { code } } }", json!({})).await;
        let (mut key, mut secrets) = (String::new(), BTreeMap::new());
        for scopes in KEYS {
            let made = ask("mutation M($input: CreateApiKeyInput!) { createApiKey(input: $input) { apiKey { id } secret errors { code } } }",
                json!({"input": {"name": "Site", "scopes": scopes.split(' ').collect::<Vec<_>>(), "ipAllowList": []}})).await;
            key = text(&made["createApiKey"]["apiKey"]["id"]);
            secrets.insert(scopes.to_owned(), text(&made["createApiKey"]["secret"]));
        }
        let mut servers = Vec::new();
        for name in ["Live", "Idle", "Old"] {
            let made = ask("mutation M($input: AddTradingServerInput!) { addTradingServer(input: $input) { tradingServer { id } errors { code path } } }", json!({ "input": server(simulator, name) })).await;
            servers.push(text(&made["addTradingServer"]["tradingServer"]["id"]));
        }
        let gone_server = servers.pop().unwrap();
        let idle_server = servers.pop().unwrap();
        let archive = "mutation M($input: DeleteInput!) { archiveTradingServer(input: $input) { errors { code } } }";
        ask(archive, json!({"input": {"id": gone_server, "version": 1}})).await;
        let product = ask("mutation M($input: AddAccountProductInput!) { addAccountProduct(input: $input) { product { id } errors { code message } } }",
            json!({"input": {"serverId": servers[0], "name": "Standard", "currencies": [{"group": "real\\standard"}], "leverages": [100, 200]}})).await;
        let seed = json!({"platform": "mt5", "group": "real\\standard", "name": "Somebody Else", "deposit": "100.00"});
        let seeded = simulator.control().seed(&serde_json::from_value::<SeedRequest>(seed).unwrap()).unwrap();
        let import =
            async |state: &str| import_of(app, &manager.browser, &manager.person, state, "nobody@sand.example").await;
        let asks = json!([{"field": "phone", "how": "present"}]);
        let field = ask("mutation M { createCustomField(input: {label: \"Tier\", kind: CHOICE, choices: [\"Gold\"]}) { field { id choices { id } } errors { code } } }", json!({})).await;
        let field = &field["createCustomField"]["field"];
        let personal = ask("mutation M { createCustomField(input: {label: \"Income\", kind: NUMBER, class: DATE_OF_BIRTH}) { field { id } errors { code } } }", json!({})).await;
        Self {
            field: text(&field["id"]),
            choice: text(&field["choices"][0]["id"]),
            personal_field: text(&personal["createCustomField"]["field"]["id"]),
            view: save_view(&manager.browser, "Can be called", "EVERYBODY", &asks).await,
            twins: Twins::of(&manager.browser).await,
            running_import: import("committing").await,
            paused_import: import("paused").await,
            written_import: import("committed").await,
            product: text(&product["addAccountProduct"]["product"]["id"]),
            login: seeded.logins[0].to_string(),
            server: servers.pop().unwrap(),
            idle_server,
            gone_server,
            invited: text(&invited["inviteStaff"]["staff"]["id"]),
            alert: alert_about(app, manager, invited["inviteStaff"]["staff"]["id"].as_str().unwrap()).await,
            empty_team: text(&team["createTeam"]["team"]["id"]),
            spare_role: text(&role["createRole"]["role"]["id"]),
            key,
            secrets,
        }
    }
}

/// A trading server, which the simulator answers for.
pub fn server(simulator: &Simulator, name: &str) -> Value {
    let reach = &simulator.reach().mt5;
    json!({"kind": "MT5", "environment": "DEMO", "name": name, "host": "127.0.0.1", "port": reach.address.port(), "manager": reach.login.to_string(),
        "secret": reach.password, "pin": reach.certificate_sha256, "daylight": "EUROPE"})
}

/// The operator lets a broker's servers be on this machine.
async fn allow_host(app: &TestApp, broker: &Broker) {
    let tenant = broker.tenant.id.uuid();
    app.sql(&format!(
        "INSERT INTO platform.trading_host (tenant_id, host, allowed_at) VALUES ('{tenant}', '127.0.0.1', now())"
    ))
    .await;
}

/// Each key is used once, so that the time of its last use stands there.
async fn used_once(app: &TestApp, broker: &Broker, side: &Side) {
    let mut site = app.browser(broker);
    site.host = format!("api.{}", site.host);
    for secret in side.secrets.values() {
        let request = http::Request::get("/v1/clients").header("authorization", format!("Bearer {secret}"));
        site.send(request.body(bytes::Bytes::new()).unwrap()).await;
    }
}

/// The id of a person's newest whole session.
async fn session_of(app: &TestApp, staff: uuid::Uuid) -> String {
    let mut admin = app.admin().await;
    let id: uuid::Uuid = sqlx::query_scalar("SELECT id FROM crm.session WHERE staff_id = $1 AND stage = 'full' AND revoked_at IS NULL ORDER BY created_at DESC LIMIT 1")
        .bind(staff)
        .fetch_one(&mut *admin)
        .await
        .unwrap();
    crm_model::SessionId::from_uuid(id).to_string()
}

/// The team's wire id.
pub fn team_id(team: TeamId) -> Value {
    json!(team.to_string())
}
