//! Whose live figures one sees: by the reach of position.view; money by that of balance.view.

use crate::live::{POSITIONS, fresh, hear, listen};
use crate::support::socket::Socket;
use crate::trader::{Trader, account, calm_world, fault, until, watch};
use crm_access::{Grant, Permission, ReachLevel, RoleRules};
use crm_model::ClientId;
use crm_trading::Side;
use serde_json::{Value, json};

fn names(window: &Value) -> Vec<&str> {
    let mut names: Vec<&str> =
        window["rows"].as_array().unwrap().iter().map(|row| row["client"]["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    names
}

/// R-08, MASK-03: own, team and all; nobody's without the right; margin levels are money and cannot be found by sorting.
#[tokio::test]
async fn r_08_positions_follow_the_reach_and_margin_levels_are_money() {
    let mut world = calm_world().await;
    let product = world.product(world.mt5(), "real\\standard").await;
    let lead = world.app.staff(&world.atlas, "Team Leader").await;
    let madrid = world.app.team(&world.atlas, "Madrid", None, Some(lead.id)).await;
    let ana = world.app.staff_in(&world.atlas, &["Agent"], Some(madrid)).await;
    let grants = |permissions: &[Permission]| {
        let grant = |permission: &Permission| Grant { permission: *permission, reach: ReachLevel::All };
        RoleRules { grants: permissions.iter().map(grant).collect(), ..RoleRules::default() }
    };
    world.app.role(&mut world.atlas, "Clerk", &grants(&[Permission::ClientView])).await;
    let clerk = world.app.sign_in(&world.app.staff(&world.atlas, "Clerk").await).await;
    let support = world.app.sign_in(&world.app.staff(&world.atlas, "Support").await).await;
    let (leader, agent) = (world.app.sign_in(&lead).await, world.app.sign_in(&ana).await);
    let trader = Trader::new(&world);
    let tenant = world.atlas.tenant.id.uuid();
    let (mut clients, mut logins) = (Vec::new(), Vec::new());
    for (first, owner, team) in
        [("Olga", Some(ana.id.uuid()), Some(madrid.uuid())), ("Ivan", None, Some(madrid.uuid())), ("Nadia", None, None)]
    {
        let client = world.client(first, "Novak").await;
        let id = ClientId::parse(&client).unwrap().uuid();
        let or_null = |id: Option<uuid::Uuid>| id.map_or("NULL".to_owned(), |id| format!("'{id}'"));
        let (owner, team) = (or_null(owner), or_null(team));
        world.app.sql(&format!("UPDATE crm.client SET owner_id = {owner}, team_id = {team} WHERE tenant_id = '{tenant}' AND id = '{id}'")).await;
        let (login, _) = account(&world, &product, &client).await;
        trader.open(login, Side::Buy, "0.5").await;
        clients.push(client);
        logins.push(login.to_string());
    }
    // the search box finds a client by a login, which is no client's number here, for those who see the account
    let (second, _) = account(&world, &product, &clients[2]).await;
    let second = second.to_string();
    let found = async |browser: &crm_testing::Browser, login: &str| {
        let search = "query Q($typed: String) { clients(search: $typed) { edges { node { displayName } } } }";
        let data = browser.graphql(search, json!({"typed": login})).await["clients"]["edges"].take();
        data.as_array().unwrap().iter().map(|edge| edge["node"]["displayName"].clone()).collect::<Vec<Value>>()
    };
    assert_eq!(found(&world.manager, &second).await, ["Nadia Novak"]);
    assert_eq!(found(&leader, &logins[1]).await, ["Ivan Novak"]);
    assert_eq!(found(&agent, &logins[1]).await, Vec::<Value>::new(), "of another's client");
    assert_eq!(found(&clerk, &second).await, Vec::<Value>::new(), "accounts are not part of the role");
    let _feeds = watch(&world.app.app);
    let all = fresh(&world, &world.manager, &json!({})).await;
    assert_eq!(names(&all), ["Ivan Novak", "Nadia Novak", "Olga Novak"]);
    assert_eq!(names(&fresh(&world, &leader, &json!({})).await), ["Ivan Novak", "Olga Novak"]);
    let own = fresh(&world, &agent, &json!({})).await;
    assert_eq!((names(&own), own["total"].as_i64()), (vec!["Olga Novak"], Some(1)), "{own}");
    assert_eq!(own["totals"][0]["profit"], "-5.00", "sums are of what is seen: {own}");
    let foreign = agent.graphql(POSITIONS, json!({"f": {"clientId": clients[2]}})).await;
    assert_eq!((&foreign["positions"]["total"], &foreign["positions"]["rows"]), (&json!(0), &json!([])));
    let exposure = "{ exposure { rows { symbol positions clients } } }";
    assert_eq!(agent.graphql(exposure, json!({})).await["exposure"]["rows"][0]["positions"], 1);
    let watched = "{ marginWatch(below: \"1000000\") { total } }";
    until(&world.app, world.simulator.control(), async || {
        let total = |data: &Value| data["marginWatch"]["total"].as_i64().unwrap();
        let (mine, everyones) =
            (agent.graphql(watched, json!({})).await, world.manager.graphql(watched, json!({})).await);
        ((total(&mine), total(&everyones)) == (1, 3)).then_some(())
    })
    .await;

    for document in [POSITIONS, exposure, watched, "{ pendingOrders { total } }"] {
        assert_eq!(clerk.graphql_refusal(document, json!({})).await, "forbidden", "{document}");
    }
    let seen = fresh(&world, &support, &json!({})).await;
    assert_eq!(names(&seen).len(), 3);
    assert!(seen["rows"].as_array().unwrap().iter().all(|row| row["marginLevel"].is_null()), "{seen}");
    for variables in [json!({"s": "MARGIN_LEVEL_LOWEST"}), json!({"f": {"marginLevelBelow": "100"}})] {
        assert_eq!(support.graphql_refusal(POSITIONS, variables).await, "forbidden");
    }
    assert_eq!(support.graphql_refusal(watched, json!({})).await, "forbidden");

    let address = listen(&world.app).await;
    let (app, control) = (&world.app, &world.simulator.control().clone());
    let mut refused = Socket::open(address, &clerk, None).await.unwrap();
    let beats = "subscription { positionBeats { total changed { client { name } } } }";
    refused.subscribe("1", beats).await;
    assert_eq!(fault(&refused.hear().await.unwrap()["payload"]), "forbidden");
    let mut refused = Socket::open(address, &support, None).await.unwrap();
    for (id, field) in [
        ("1", format!("accountBeats(clientId: \"{}\") {{ id }}", clients[0])),
        ("2", "marginWatchBeats { total }".to_owned()),
    ] {
        refused.subscribe(id, &format!("subscription {{ {field} }}")).await;
        let said = loop {
            let said = refused.hear().await.unwrap();
            if said["type"] == "next" {
                break said;
            }
        };
        assert_eq!(fault(&said["payload"]), "forbidden", "{said}");
    }

    // a client who is given away leaves the list of who had it, and an end of the right ends the subscription
    let mut socket = Socket::open(address, &agent, None).await.unwrap();
    socket.subscribe("1", beats).await;
    hear(&mut socket, app, control, "positionBeats", |beat| beat["total"] == 1).await;
    let id = ClientId::parse(&clients[0]).unwrap().uuid();
    world.app.sql(&format!("UPDATE crm.client SET owner_id = NULL WHERE tenant_id = '{tenant}' AND id = '{id}'")).await;
    world.app.access_changed(&world.atlas).await;
    hear(&mut socket, app, control, "positionBeats", |beat| beat["total"] == 0).await;
    let role = world.atlas.role("Agent").uuid();
    world.app.sql(&format!("DELETE FROM crm.role_grant WHERE tenant_id = '{tenant}' AND role_id = '{role}' AND permission = 'position.view'")).await;
    world.app.access_changed(&world.atlas).await;
    let ending = loop {
        let said = socket.hear().await.unwrap();
        if !said["payload"]["errors"].is_null() {
            break said;
        }
    };
    assert_eq!(fault(&ending["payload"]), "forbidden", "{ending}");
}

/// Who may see trades further than money sees those of a client of nobody's, without money.
#[tokio::test]
async fn a_client_of_nobodys_breaks_no_page_of_who_sees_little_money() {
    let world = crate::trader::calm_world().await;
    let product = world.product(world.mt5(), "real\\standard").await;
    let client = world.client("Olga", "Novak").await;
    let opened = crate::accounts::open(&world, &product, &client).await;
    assert_eq!(opened["result"]["state"], "CONFIRMED", "{opened}");
    let all = [Permission::ClientView, Permission::TradingAccountView, Permission::PositionView];
    let own = Grant { permission: Permission::BalanceView, reach: ReachLevel::Own };
    let grants = all.map(|permission| Grant { permission, reach: ReachLevel::All }).into_iter().chain([own]).collect();
    let mut atlas = world.atlas.clone();
    world.app.role(&mut atlas, "Desk", &RoleRules { grants, ..RoleRules::default() }).await;
    let person = world.app.staff(&atlas, "Desk").await;
    let browser = world.app.sign_in(&person).await;
    let accounts = "{ tradingAccounts { edges { node { id figures { balance } } } } positions { total } exposure { rows { symbol } } }";
    let seen = browser.graphql(accounts, json!({})).await;
    assert_eq!(seen["tradingAccounts"]["edges"][0]["node"]["figures"], Value::Null, "{seen}");
    let deals = "query D($id: ID!) { deals(filter: {clientId: $id}) { edges { node { key } } } }";
    assert_eq!(browser.graphql(deals, json!({"id": client})).await["deals"]["edges"], json!([]));
}
