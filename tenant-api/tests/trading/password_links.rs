//! A client takes a new trading password by a one-time link: nobody of the staff sees it, it works once, it rests nowhere.

use crate::accounts::open;
use crate::world::{World, code};
use crm_simulator::faults::{Fault, Rule, Side};
use crm_testing::{Browser, TestApp};
use serde_json::{Value, json};

const WHY: &str = "The client lost the old one";
const SEND: &str = "mutation M($input: SetTradingPasswordInput!) { sendTradingPasswordLink(input: $input) { sent errors { code message } } }";
const SHOW: &str =
    "mutation M($input: SetTradingPasswordInput!) { setTradingPassword(input: $input) { password errors { code } } }";
const RULE: &str = "mutation M($input: SetAccountPasswordRuleInput!) { setAccountPasswordRule(input: $input) { rule { onlyByLink version } errors { code } } }";

struct Story {
    world: World,
    product: String,
    client: String,
    account: String,
    login: String,
    browser: Browser,
}

impl Story {
    async fn new() -> Self {
        let world = World::new().await;
        let product = world.product(world.mt5(), "real\\standard").await;
        let client = world.client("Olga", "Novak").await;
        let opened = open(&world, &product, &client).await["tradingAccount"].clone();
        let text = |field: &str| opened[field].as_str().unwrap_or_else(|| panic!("{opened}")).to_owned();
        let browser = client_host(&world.app, &world, "atlas");
        Self { account: text("id"), login: text("login"), world, product, client, browser }
    }

    fn input(&self, kind: &str) -> Value {
        json!({"input": {"id": self.account, "kind": kind, "reason": WHY}})
    }

    /// The manager sends a link; gives its secret, as the client's mail has it.
    async fn link(&self, kind: &str) -> String {
        let sent = self.world.manager.graphql(SEND, self.input(kind)).await;
        assert_eq!(sent["sendTradingPasswordLink"]["sent"], true, "{sent}");
        self.world.app.run_jobs().await;
        self.world.app.mails.last_to("olga.novak@clients.example").token()
    }

    async fn look(&self, token: &str) -> u16 {
        self.browser.post("/account-password/link", &json!({ "token": token })).await.status()
    }
}

fn client_host(app: &TestApp, world: &World, slug: &str) -> Browser {
    let mut browser = app.browser(&world.atlas);
    browser.host = format!("my.{slug}.localhost");
    browser
}

#[tokio::test]
async fn a_link_gives_the_password_to_the_client_once_and_to_nobody_else() {
    let story = Story::new().await;
    let token = story.link("MAIN").await;
    let page = story.browser.get("/account-password").await;
    assert_eq!(page.status(), 200);
    assert!(page.text().len() < 20_000 && page.header("referrer-policy") == Some("no-referrer"));
    let link = story.browser.post("/account-password/link", &json!({ "token": token })).await;
    assert_eq!(link.json(), json!({"name": "Olga Novak", "login": story.login, "server": "Live 5", "which": "main"}));
    let changes = || story.world.simulator.control().asked("mt5 user/change_password");
    let before = changes();
    assert_eq!(story.look(&token).await, 200, "looking uses nothing up, and sets nothing");
    assert_eq!(changes(), before, "no password was made yet");

    let taken = story.browser.post("/account-password", &json!({ "token": token })).await;
    assert_eq!(taken.status(), 200, "{}", taken.text());
    assert_eq!(taken.header("cache-control"), Some("no-store"));
    assert_eq!((taken.json()["login"].as_str(), changes()), (Some(story.login.as_str()), before + 1));
    let password = taken.json()["password"].as_str().unwrap().to_owned();
    assert!(password.len() >= 12, "{password}");
    assert_eq!(story.browser.post("/account-password", &json!({ "token": token })).await.status(), 410, "once");
    assert_eq!(story.look(&token).await, 410);
    assert_eq!(changes(), before + 1);
    let dump = story.world.app.dump().await;
    assert!(!dump.contains(&password) && !dump.contains(&token), "neither rests in the database");
    assert!(story.world.app.mails.all().iter().all(|mail| !mail.text.contains(&password)));
    for action in ["password_link_requested", "password_link_sent", "password_requested", "password_set"] {
        let sql = format!("SELECT count(*) FROM crm.audit_event WHERE action = 'trading_account.{action}'");
        assert!(story.world.app.number(&sql).await >= 1, "{action}");
    }
}

/// Of many who press at once one gets a password.
#[tokio::test]
async fn of_parallel_attempts_one_gets_it() {
    let story = Story::new().await;
    let body = json!({"token": story.link("INVESTOR").await});
    let all = futures_util::future::join_all((0..8).map(|_| story.browser.post("/account-password", &body))).await;
    assert_eq!(all.iter().filter(|answer| answer.status() == 200).count(), 1);
    assert!(all.iter().all(|answer| [200, 410].contains(&answer.status())));
}

/// AUTH-17, AUTH-08: thirty minutes, the older one dies, bound to the broker and to the address, useless elsewhere.
#[tokio::test]
async fn a_link_is_short_single_and_bound_to_broker_and_address() {
    let story = Story::new().await;
    let (world, app) = (&story.world, &story.world.app);
    let first = story.link("MAIN").await;
    let investor = story.link("INVESTOR").await;
    let second = story.link("MAIN").await;
    assert_eq!(story.look(&first).await, 410, "the newest one of its kind works");
    assert_eq!((story.look(&second).await, story.look(&investor).await), (200, 200));
    app.tenant("northwind").await;
    let there = client_host(app, world, "northwind");
    for path in ["/account-password/link", "/account-password"] {
        assert_eq!(there.post(path, &json!({ "token": second })).await.status(), 410, "another broker's page");
    }
    assert_eq!(story.browser.post("/set-password/link", &json!({ "token": second })).await.status(), 410);
    assert_eq!(app.browser(&world.atlas).post("/auth/token", &json!({ "token": second })).await.status(), 410);
    for odd in ["", "bda_x", "bdc_0000000000000000000000000000000000000000000", "\u{0}"] {
        assert_eq!(story.look(odd).await, 410, "{odd:?}");
    }
    let email = "mutation M($input: ChangeClientEmailInput!) { changeClientEmail(input: $input) { client { id } errors { code } } }";
    let version =
        world.manager.graphql("query Q($id: ID!) { client(id: $id) { version } }", json!({"id": story.client})).await;
    let input = json!({"id": story.client, "version": version["client"]["version"], "email": "olga@new.example", "reason": "She wrote from the new one"});
    let changed = world.manager.graphql(email, json!({ "input": input })).await;
    assert_eq!(changed["changeClientEmail"]["errors"], json!([]), "{changed}");
    assert_eq!(story.look(&second).await, 410, "the old mailbox takes no password");
    app.run_jobs().await;
    let sent = world.manager.graphql(SEND, story.input("MAIN")).await;
    assert_eq!(sent["sendTradingPasswordLink"]["sent"], true, "{sent}");
    app.run_jobs().await;
    let fresh = app.mails.last_to("olga@new.example").token();
    assert_eq!(story.look(&fresh).await, 200);
    app.advance(chrono::Duration::minutes(31));
    assert_eq!(story.look(&fresh).await, 410, "thirty minutes");
}

/// A server that refuses or does not answer costs the client nothing: the link stays good.
#[tokio::test]
async fn a_link_outlives_a_server_that_does_not_answer() {
    let story = Story::new().await;
    let token = story.link("MAIN").await;
    for fault in [Fault::Retcode { code: 10_019 }, Fault::DropAfter] {
        let commands = vec!["user/change_password".to_owned()];
        let rule = Rule { server: Side::Mt5, commands, login: None, per_million: 1_000_000, times: Some(1), fault };
        story.world.simulator.control().set_faults(vec![rule], None);
        let failed = story.browser.post("/account-password", &json!({ "token": token })).await;
        assert_eq!((failed.status(), failed.json()["errors"][0]["code"].as_str()), (422, Some("not_set")));
    }
    let taken = story.browser.post("/account-password", &json!({ "token": token })).await;
    assert_eq!(taken.status(), 200, "{}", taken.text());
    assert_eq!(story.look(&token).await, 410);
}

/// Where the broker says so, staff see no password in any way; who may not set the rule does not.
#[tokio::test]
async fn by_the_rule_no_password_is_shown_to_staff() {
    let story = Story::new().await;
    let world = &story.world;
    let shown = world.manager.graphql(SHOW, story.input("MAIN")).await;
    assert!(shown["setTradingPassword"]["password"].is_string(), "allowed without a rule: {shown}");
    let dealer = world.app.sign_in(&world.app.staff(&world.atlas, "Dealer").await).await;
    let rule = json!({"input": {"onlyByLink": true, "version": 0}});
    assert!(dealer.ask(RULE, rule.clone()).await.text().contains("forbidden"));
    let set = world.manager.graphql(RULE, rule.clone()).await;
    assert_eq!(set["setAccountPasswordRule"]["rule"], json!({"onlyByLink": true, "version": 1}), "{set}");
    assert_eq!(code(&world.manager.graphql(RULE, rule).await["setAccountPasswordRule"]), "conflict");
    let refused = world.manager.graphql(SHOW, story.input("MAIN")).await;
    assert_eq!(code(&refused["setTradingPassword"]), "only_by_link", "{refused}");
    let document = "mutation M($input: OpenTradingAccountInput!) { openTradingAccount(input: $input) { result { state mainPassword } errors { code } } }";
    let mut input =
        json!({"clientId": story.client, "productId": story.product, "leverage": 100, "showPasswords": true});
    let refused = world.manager.graphql(document, json!({ "input": input })).await;
    assert_eq!(code(&refused["openTradingAccount"]), "only_by_link", "{refused}");
    input["showPasswords"] = json!(false);
    let opened = world.manager.graphql(document, json!({ "input": input })).await;
    assert_eq!(opened["openTradingAccount"]["result"]["state"], "CONFIRMED", "{opened}");
    let token = story.link("MAIN").await;
    assert_eq!(story.browser.post("/account-password", &json!({ "token": token })).await.status(), 200);
}
