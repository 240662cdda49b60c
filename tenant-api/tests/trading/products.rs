//! Products of several currencies: a group of the server for each, with a smallest first deposit of its own.

use crate::accounts::open_in;
use crate::world::{World, code};
use crm_simulator::control::SeedRequest;
use crm_simulator::engine::Platform;
use crm_simulator::faults::{Fault, Rule, Side};
use serde_json::{Value, json};

const USD: &str = "real\\standard";
const EUR: &str = "real\\standard-eur";
const WHY: &str = "The client asked for it";

/// Atlas with a server, a product of two currencies and a client.
struct Place {
    world: World,
    server: String,
    product: String,
    client: String,
}

impl Place {
    async fn new() -> Self {
        let world = World::new().await;
        let server = world.add(world.mt5()).await;
        let both = json!([{"group": USD, "minimumDeposit": "10.00"}, {"group": EUR, "currency": "EUR", "minimumDeposit": "250.00"}]);
        let made = world.add_product(&server, "Standard", both).await;
        assert_eq!(
            made["product"]["currencies"],
            json!([
                {"currency": "EUR", "group": EUR, "digits": 2, "minimumDeposit": "250.00"},
                {"currency": "USD", "group": USD, "digits": 2, "minimumDeposit": "10.00"},
            ]),
            "{made}"
        );
        let product = made["product"]["id"].as_str().unwrap().to_owned();
        let client = world.client("Olga", "Novak").await;
        Self { world, server, product, client }
    }

    async fn opened(&self, currency: &str) -> Value {
        let opened = open_in(&self.world, &self.product, Some(currency), &self.client).await;
        assert_eq!(opened["result"]["state"], "CONFIRMED", "{opened}");
        opened["tradingAccount"].clone()
    }

    async fn edit(&self, version: i32, change: Value) -> Value {
        let document = "mutation M($input: EditAccountProductInput!) { editAccountProduct(input: $input) { product { version currencies { currency group minimumDeposit } } errors { code message path } } }";
        let mut input = json!({"id": self.product, "version": version});
        input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        self.world.manager.graphql(document, json!({ "input": input })).await["editAccountProduct"].take()
    }

    async fn change(&self, account: &Value, change: Value) -> Value {
        let document = "mutation M($input: ChangeTradingAccountInput!) { changeTradingAccount(input: $input) { tradingAccount { version group currency leverage productName } errors { code message path } } }";
        let mut input = json!({"id": account["id"], "version": account["version"], "reason": WHY});
        input.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        self.world.manager.graphql(document, json!({ "input": input })).await["changeTradingAccount"].take()
    }
}

/// The currency that is asked for decides the group on the server; one that is not offered is refused in words, and a product
/// of several is not guessed at.
#[tokio::test]
async fn an_account_is_opened_in_the_currency_that_was_asked_for() {
    let place = Place::new().await;
    for (currency, group) in [("EUR", EUR), ("USD", USD)] {
        let account = place.opened(currency).await;
        assert_eq!((account["currency"].as_str(), account["group"].as_str()), (Some(currency), Some(group)));
    }
    for asked in [Some("GBP"), None] {
        let refused = open_in(&place.world, &place.product, asked, &place.client).await;
        assert_eq!(refused["errors"][0]["code"], "unknown_currency", "{refused}");
        assert_eq!(refused["errors"][0]["message"], "Choose one of the product's currencies: EUR, USD.");
        assert_eq!(refused["errors"][0]["path"], json!(["currency"]));
    }
    assert_eq!(
        place.world.app.number("SELECT count(*) FROM crm.account_opening").await,
        2,
        "nothing else was asked for"
    );
}

/// A lost answer is looked up in the group that was sent, also when the product does not offer it any more.
#[tokio::test]
async fn a_lost_opening_keeps_its_currency_whatever_becomes_of_the_product() {
    let place = Place::new().await;
    let lost = Rule {
        server: Side::Any,
        commands: vec!["user/add".to_owned()],
        login: None,
        per_million: 1_000_000,
        times: Some(1),
        fault: Fault::DropAfter,
    };
    place.world.simulator.control().set_faults(vec![lost], None);
    let lost = open_in(&place.world, &place.product, Some("EUR"), &place.client).await;
    assert_eq!(lost["result"]["state"], "UNKNOWN", "{lost}");
    let edited = place.edit(1, json!({"currencies": [{"group": USD}]})).await;
    assert_eq!(edited["errors"], json!([]), "{edited}");
    let settle = "mutation M($id: ID!) { settleAccountOpening(id: $id) { result { state } tradingAccount { currency group } errors { code } } }";
    let found = place.world.manager.graphql(settle, json!({"id": lost["result"]["openingId"]})).await;
    let found = &found["settleAccountOpening"];
    assert_eq!(found["tradingAccount"], json!({"currency": "EUR", "group": EUR}), "{found}");
}

/// Another product gives an account the group of the account's currency; one that does not offer it is refused.
#[tokio::test]
async fn a_change_of_product_keeps_the_currency() {
    let place = Place::new().await;
    let other = json!([{"group": "real\\pro"}, {"group": EUR}]);
    let made = place.world.add_product(&place.server, "Pro", other).await;
    let pro = made["product"]["id"].as_str().unwrap_or_else(|| panic!("{made}"));
    let ecn = place.world.product_on(&place.server, "ECN", "real\\ecn").await;
    let (euro, dollar) = (place.opened("EUR").await, place.opened("USD").await);
    let refused = place.change(&euro, json!({"productId": ecn})).await;
    assert_eq!(code(&refused), "other_server", "{refused}");
    let moved = place.change(&dollar, json!({"productId": pro})).await;
    let after = json!({"version": 2, "group": "real\\pro", "currency": "USD", "leverage": 100, "productName": "Pro"});
    assert_eq!(moved["tradingAccount"], after, "{moved}");
    let moved = place.change(&euro, json!({"productId": pro})).await;
    let after = json!({"version": 2, "group": EUR, "currency": "EUR", "leverage": 100, "productName": "Pro"});
    assert_eq!(moved["tradingAccount"], after, "{moved}");
}

/// The smallest first deposit is that of the account's currency.
#[tokio::test]
async fn the_smallest_deposit_is_that_of_the_accounts_currency() {
    let place = Place::new().await;
    let preview = "query Q($id: ID!) { balancePreview(accountId: $id, kind: DEPOSIT, amount: \"9.99\") { checks { code outcome text } } }";
    for (currency, minimum) in [("EUR", "250.00 EUR"), ("USD", "10.00 USD")] {
        let account = place.opened(currency).await;
        let asked = place.world.manager.graphql(preview, json!({"id": account["id"]})).await;
        let checks = asked["balancePreview"]["checks"].as_array().unwrap_or_else(|| panic!("{asked}"));
        let found = checks.iter().find(|check| check["code"] == "minimum_deposit").unwrap_or_else(|| panic!("{asked}"));
        assert_eq!(found["text"], format!("The product's smallest first deposit is {minimum}."));
        assert_eq!(found["outcome"], "MIND");
    }
}

/// Every group is checked on the server: it is there, in the currency that was meant, and no other one has that currency.
#[tokio::test]
async fn a_product_has_one_group_for_each_currency() {
    let place = Place::new().await;
    let refused = async |currencies: Value| {
        let answer = place.world.add_product(&place.server, "Other", currencies).await;
        assert_eq!(answer["product"], Value::Null, "{answer}");
        (answer["errors"][0]["code"].clone(), answer["errors"][0]["path"].clone())
    };
    let at = |place: &str| json!(["currencies", place, "group"]);
    let twice = refused(json!([{"group": USD}, {"group": "real\\pro"}])).await;
    assert_eq!(twice, (json!("duplicate_currency"), at("1")));
    let other = refused(json!([{"group": USD, "currency": "EUR"}])).await;
    assert_eq!(other, (json!("other_currency"), at("0")));
    let unknown = refused(json!([{"group": USD}, {"group": "real\\nothing"}])).await;
    assert_eq!(unknown, (json!("unknown_group"), at("1")));
    assert_eq!(refused(json!([])).await, (json!("invalid_currencies"), json!(["currencies"])));
}

/// Whoever makes products sees the server's groups with their currencies, and nobody else does.
#[tokio::test]
async fn the_groups_of_a_server_are_there_to_choose_from() {
    let place = Place::new().await;
    let document = "query Q($id: ID!) { tradingServerGroups(id: $id) { name currency } }";
    let seen = place.world.manager.graphql(document, json!({"id": place.server})).await;
    let groups = seen["tradingServerGroups"].as_array().unwrap_or_else(|| panic!("{seen}"));
    for (name, currency) in [(USD, "USD"), (EUR, "EUR"), ("real\\cent", "USC")] {
        assert!(groups.contains(&json!({"name": name, "currency": currency})), "{name} is missing in {seen}");
    }
    assert!(groups.is_sorted_by_key(|group| group["name"].as_str().map(str::to_owned)), "{seen}");
    let support = place.world.app.sign_in(&place.world.app.staff(&place.world.atlas, "Support").await).await;
    let refused = support.graphql_refusal(document, json!({"id": place.server})).await;
    assert_eq!(refused, "forbidden");
}

/// A currency is added and taken away again: the trail says so, an account in it keeps its group and its leverages can be
/// changed, and who saw an older product is told.
#[tokio::test]
async fn currencies_come_and_go_while_accounts_stay() {
    let place = Place::new().await;
    let account = place.opened("EUR").await;
    let twice = place.edit(1, json!({"currencies": [{"group": USD}, {"group": "real\\pro"}]})).await;
    assert_eq!(code(&twice), "duplicate_currency", "{twice}");
    let less = place.edit(1, json!({"currencies": [{"group": USD, "minimumDeposit": "0.00"}]})).await;
    let left = json!([{"currency": "USD", "group": USD, "minimumDeposit": "0.00"}]);
    assert_eq!(less["product"], json!({"version": 2, "currencies": left}), "{less}");
    assert_eq!(code(&place.edit(1, json!({"currencies": [{"group": EUR}]})).await), "conflict");
    let renamed = place.edit(2, json!({"name": "Standard dollar"})).await;
    assert_eq!(renamed["product"], json!({"version": 3, "currencies": left}), "{renamed}");
    let changed = place.change(&account, json!({"leverage": 30})).await;
    let after =
        json!({"version": 2, "group": EUR, "currency": "EUR", "leverage": 30, "productName": "Standard dollar"});
    assert_eq!(changed["tradingAccount"], after, "{changed}");
    let trail = "query Q($f: AuditFilter) { auditEvents(filter: $f, first: 10) { edges { node { action changes { field before { display } after { display } } } } } }";
    let trail = place.world.manager.graphql(trail, json!({"f": {"targetId": place.product}})).await;
    let said = json!({"field": "group", "before": {"display": format!("EUR {EUR}, USD {USD}")}, "after": {"display": format!("USD {USD}")}});
    let edges = trail["auditEvents"]["edges"].as_array().unwrap_or_else(|| panic!("{trail}"));
    let told =
        edges.iter().filter_map(|edge| edge["node"]["changes"].as_array()).flatten().any(|change| *change == said);
    assert!(told, "{trail}");
}

/// A login that is there already fits the product by any of its groups, which says its currency.
#[tokio::test]
async fn a_login_is_linked_by_any_group_of_the_product() {
    let place = Place::new().await;
    let seed = json!({"platform": Platform::Mt5, "group": EUR, "name": "Olga Novak", "deposit": "250.00"});
    let request: SeedRequest = serde_json::from_value(seed).unwrap();
    let seeded = place.world.simulator.control().seed(&request).unwrap();
    let document = "mutation M($input: LinkTradingAccountInput!) { linkTradingAccount(input: $input) { tradingAccount { group currency linked } errors { code message } } }";
    let input = json!({"clientId": place.client, "productId": place.product, "login": seeded.logins[0].to_string(), "reason": WHY});
    let linked = place.world.manager.graphql(document, json!({ "input": input })).await["linkTradingAccount"].take();
    assert_eq!(linked["tradingAccount"], json!({"group": EUR, "currency": "EUR", "linked": true}), "{linked}");
}
