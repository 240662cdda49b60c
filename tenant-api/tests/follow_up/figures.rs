//! The figures of the home page: each is what the list that opens from it holds.

use crate::floor::{Floor, floor};
use crate::support::accounts::trading_account;
use crate::support::balances::{balance_operation, booked};
use chrono::{DateTime, Duration, Utc};
use crm_access::{Grant, Permission, ReachLevel, RoleRules};
use crm_testing::Browser;
use serde_json::{Value, json};

const MONEY: &str = "query M($range: FigureRangeInput!) { moneyFigures(range: $range) { currency now { firstCount firstAmount count deposits withdrawals net } before { firstCount firstAmount count net } days { day firstCount firstAmount net } } }";
const CLIENTS: &str = "query C($range: FigureRangeInput!) { newClientFigures(range: $range) { now before days { day count } sources { name now before } otherSources { now before } countries { name now before } otherCountries { now before } } }";
const QUEUES: &str = "query Q($dayEnd: DateTime!) { queueFigures(dayEnd: $dayEnd) { balanceWaiting balanceUnknown commandsWaiting commandsUnknown overdue fresh kycPending } }";

/// Seven days up to the end of today, and the seven before.
struct Week {
    from: DateTime<Utc>,
    before: DateTime<Utc>,
}

impl Week {
    fn of(f: &Floor) -> Self {
        let before = (f.app.clock.now() + Duration::days(1)).date_naive().and_hms_opt(0, 0, 0).unwrap().and_utc();
        Self { from: before - Duration::days(7), before }
    }

    fn range(&self) -> Value {
        let days: Vec<DateTime<Utc>> = (0..=7).map(|n| self.from + Duration::days(n)).collect();
        json!({"range": {"beforeFrom": self.from - Duration::days(7), "days": days}})
    }

    /// Noon of a day of it, from 1.
    fn noon(&self, day: i64) -> DateTime<Utc> {
        self.from + Duration::days(day - 1) + Duration::hours(12)
    }
}

/// A live account of a client.
async fn live(f: &Floor, client: &str, login: i64) -> String {
    let account = trading_account(&f.app, &f.atlas, client, login).await;
    f.app.sql(&format!("UPDATE crm.trading_account SET environment = 'live' WHERE login = {login}")).await;
    account
}

async fn money(who: &Browser, week: &Week) -> Value {
    who.graphql(MONEY, week.range()).await["moneyFigures"].clone()
}

/// How many operations the list of a filter holds.
async fn listed(who: &Browser, filter: Value) -> usize {
    let list =
        "query L($filter: BalanceFilter) { balanceOperations(first: 200, filter: $filter) { edges { node { id } } } }";
    who.graphql(list, json!({"filter": filter})).await["balanceOperations"]["edges"].as_array().unwrap().len()
}

/// MON: what a first deposit is, and that money of several currencies never becomes one sum.
#[tokio::test]
async fn a_first_deposit_is_the_first_confirmed_one_on_a_live_account() {
    let f = floor().await;
    let week = Week::of(&f);
    let (olga, boris) = (f.lead(&f.ana_is, "Olga").await, f.lead(&f.tom_is, "Boris").await);
    let (demo, first, second) =
        (trading_account(&f.app, &f.atlas, &olga, 100).await, live(&f, &olga, 101).await, live(&f, &olga, 102).await);
    let his = live(&f, &boris, 103).await;
    let book = async |whose: (&str, &str), what, at| booked(&f.app, &f.atlas, whose, what, at).await;
    book((&olga, &demo), ("deposit", 99_900, "USD"), week.noon(1)).await;
    book((&olga, &first), ("credit_in", 50_000, "USD"), week.noon(1)).await;
    book((&olga, &first), ("deposit", 20_000, "USD"), week.noon(5)).await;
    book((&olga, &second), ("deposit", 30_000, "EUR"), week.noon(6)).await;
    book((&boris, &his), ("deposit", 7_000, "USD"), week.noon(-3)).await;
    book((&boris, &his), ("deposit", 1_000, "USD"), week.noon(6)).await;
    book((&boris, &his), ("withdrawal", 2_550, "USD"), week.noon(6)).await;
    balance_operation(&f.app, &f.atlas, &boris, &his, "unknown", None).await;

    let euro = json!({"currency": "EUR", "now": {"firstCount": 0, "firstAmount": "0.00", "count": 1, "deposits": "300.00", "withdrawals": "0.00", "net": "300.00"},
        "before": {"firstCount": 0, "firstAmount": "0.00", "count": 0, "net": "0.00"}, "days": [{"day": 6, "firstCount": 0, "firstAmount": "0.00", "net": "300.00"}]});
    let dollars = json!({"currency": "USD", "now": {"firstCount": 1, "firstAmount": "200.00", "count": 3, "deposits": "210.00", "withdrawals": "25.50", "net": "184.50"},
        "before": {"firstCount": 1, "firstAmount": "70.00", "count": 1, "net": "70.00"},
        "days": [{"day": 5, "firstCount": 1, "firstAmount": "200.00", "net": "200.00"}, {"day": 6, "firstCount": 0, "firstAmount": "0.00", "net": "-15.50"}]});
    assert_eq!(money(&f.manager, &week).await, json!([euro, dollars]));

    // the lists that the numbers open
    let of = |more: Value| {
        let mut filter = json!({"live": true, "currency": "USD", "bookedFrom": week.from, "bookedBefore": week.before});
        filter.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        filter
    };
    assert_eq!(listed(&f.manager, of(json!({"firstDeposits": true}))).await, 1);
    assert_eq!(listed(&f.manager, of(json!({"kinds": ["DEPOSIT", "WITHDRAWAL"]}))).await, 3);
    let earlier = json!({"firstDeposits": true, "live": true, "bookedFrom": week.from - Duration::days(7), "bookedBefore": week.from});
    assert_eq!(listed(&f.manager, earlier).await, 1);
    let totals =
        "query T($filter: BalanceFilter) { balanceTotals(filter: $filter) { currency bookedIn bookedOut count } }";
    let filter = of(json!({"kinds": ["DEPOSIT", "WITHDRAWAL"]}));
    let found = f.manager.graphql(totals, json!({"filter": filter})).await;
    let whole = json!([{"currency": "USD", "bookedIn": "210.00", "bookedOut": "25.50", "count": 3}]);
    assert_eq!(found["balanceTotals"], whole, "the list's own total is the figure");
}

/// RBAC-13, MASK: a leader's figures are the team's; without balance.view there is no money; without figure.view nothing.
#[tokio::test]
async fn rbac_13_figures_end_where_reach_and_rights_end() {
    let mut f = floor().await;
    let week = Week::of(&f);
    let (olga, boris) = (f.lead(&f.ana_is, "Olga").await, f.lead(&f.tom_is, "Boris").await);
    let (hers, his) = (live(&f, &olga, 101).await, live(&f, &boris, 102).await);
    booked(&f.app, &f.atlas, (&olga, &hers), ("deposit", 10_000, "USD"), week.noon(2)).await;
    booked(&f.app, &f.atlas, (&boris, &his), ("deposit", 55_500, "USD"), week.noon(2)).await;
    for account in [(&olga, &hers), (&boris, &his)] {
        balance_operation(&f.app, &f.atlas, account.0, account.1, "requested", None).await;
    }
    f.call_back(&f.ana, &olga, 10, "Soon").await;
    f.call_back(&f.tom, &boris, 10, "Soon").await;
    f.app.advance(Duration::minutes(20));
    let seen = async |who: &Browser| {
        let (money, clients) = (money(who, &week).await, who.graphql(CLIENTS, week.range()).await);
        let queues = who.graphql(QUEUES, json!({"dayEnd": week.before})).await["queueFigures"].clone();
        (money[0]["now"]["firstAmount"].clone(), clients["newClientFigures"]["now"].clone(), queues)
    };
    let (amount, clients, queues) = seen(&f.manager).await;
    assert_eq!((amount, clients), (json!("655.00"), json!(2)));
    assert_eq!((&queues["overdue"], &queues["balanceWaiting"]), (&json!(2), &json!(2)), "{queues}");
    let (amount, clients, queues) = seen(&f.leader).await;
    assert_eq!((amount, clients), (json!("100.00"), json!(1)));
    assert_eq!((&queues["overdue"], &queues["balanceWaiting"]), (&json!(1), &json!(1)), "{queues}");

    for (document, variables) in
        [(MONEY, week.range()), (CLIENTS, week.range()), (QUEUES, json!({"dayEnd": week.before}))]
    {
        assert_eq!(f.ana.graphql_refusal(document, variables).await, "forbidden", "{document}");
    }
    let grant = |permission| Grant { permission, reach: ReachLevel::All };
    let rules = RoleRules {
        grants: vec![grant(Permission::FigureView), grant(Permission::ClientView)],
        ..RoleRules::default()
    };
    f.app.role(&mut f.atlas, "Marketing", &rules).await;
    let marketing = f.app.staff(&f.atlas, "Marketing").await;
    let marketing = f.app.sign_in(&marketing).await;
    assert_eq!(marketing.graphql_refusal(MONEY, week.range()).await, "forbidden");
    assert_eq!(marketing.graphql(CLIENTS, week.range()).await["newClientFigures"]["now"], 2);
    let queues = marketing.graphql(QUEUES, json!({"dayEnd": week.before})).await["queueFigures"].clone();
    let nothing = json!({"balanceWaiting": null, "balanceUnknown": null, "commandsWaiting": null, "commandsUnknown": null, "overdue": null, "fresh": null, "kycPending": 0});
    assert_eq!(queues, nothing);
}

#[tokio::test]
async fn new_clients_by_source_and_country_are_what_the_list_counts() {
    let f = floor().await;
    let week = Week::of(&f);
    for n in 0..14_i64 {
        let id = f.lead(&f.ana_is, &format!("Lead{n}")).await;
        let uuid = crm_model::ClientId::parse(&id).unwrap().uuid();
        // ten sources of falling size; the last two have none, the very last one is of the week before
        let source = if n < 12 { format!("'Source {}'", n.min(9)) } else { "NULL".to_owned() };
        let country = ["'ES'", "'PT'", "NULL"][usize::try_from(n % 3).unwrap()];
        let at = week.noon(if n == 13 { -2 } else { n % 7 + 1 });
        f.app
            .sql(&format!(
                "UPDATE crm.client SET source = {source}, country = {country}, created_at = '{at}' WHERE id = '{uuid}'"
            ))
            .await;
    }
    let archived = f.lead(&f.ana_is, "Gone").await;
    let uuid = crm_model::ClientId::parse(&archived).unwrap().uuid();
    f.app.sql(&format!("UPDATE crm.client SET archived_at = now() WHERE id = '{uuid}'")).await;
    let figures = f.manager.graphql(CLIENTS, week.range()).await["newClientFigures"].clone();
    assert_eq!((&figures["now"], &figures["before"]), (&json!(13), &json!(1)), "{figures}");
    let days: i64 = figures["days"].as_array().unwrap().iter().map(|day| day["count"].as_i64().unwrap()).sum();
    assert_eq!(days, 13);

    let count = async |condition: Value| {
        let time = json!({"createdAt": {"from": week.from, "before": week.before}});
        let filter = json!({"and": [time, condition]});
        let count = "query N($filter: ClientFilter) { clientCount(filter: $filter) { value } }";
        f.manager.graphql(count, json!({"filter": filter})).await["clientCount"]["value"].clone()
    };
    let sources = figures["sources"].as_array().unwrap();
    let named: Vec<&str> = sources.iter().filter_map(|s| s["name"].as_str()).collect();
    assert_eq!((named.len(), named[0], sources.len()), (8, "Source 9", 9), "{sources:?}");
    for source in sources {
        let condition = match source["name"].as_str() {
            Some(name) => json!({"source": [name]}),
            None => json!({"hasSource": false}),
        };
        assert_eq!(count(condition).await, source["now"], "{source}");
    }
    let rest = json!({"and": [{"hasSource": true}, {"not": {"source": named}}]});
    assert_eq!(count(rest).await, figures["otherSources"]["now"]);
    assert_eq!(figures["otherSources"]["now"], 2);
    for country in figures["countries"].as_array().unwrap() {
        let condition = match country["name"].as_str() {
            Some(code) => json!({"country": [code]}),
            None => json!({"hasCountry": false}),
        };
        assert_eq!(count(condition).await, country["now"], "{country}");
    }
}

/// Each number of what waits is the length of its list.
#[tokio::test]
async fn what_waits_is_as_long_as_its_lists() {
    let f = floor().await;
    let (olga, petr) = (f.lead(&f.ana_is, "Olga").await, f.lead(&f.ana_is, "Petr").await);
    let account = live(&f, &olga, 101).await;
    for state in ["requested", "requested", "unknown", "declined"] {
        balance_operation(&f.app, &f.atlas, &olga, &account, state, None).await;
    }
    f.call_back(&f.ana, &olga, 10, "Soon").await;
    f.call_back(&f.ana, &olga, 60, "Later").await;
    let uuid = crm_model::ClientId::parse(&petr).unwrap().uuid();
    f.app.sql(&format!("UPDATE crm.client SET kyc_status = 'pending' WHERE id = '{uuid}'")).await;
    f.app.advance(Duration::minutes(20));
    let queues = f.manager.graphql(QUEUES, json!({"dayEnd": f.later(8)})).await["queueFigures"].clone();
    let expected = json!({"balanceWaiting": 2, "balanceUnknown": 1, "commandsWaiting": 0, "commandsUnknown": 0, "overdue": 1, "fresh": 1, "kycPending": 1});
    assert_eq!(queues, expected);
    assert_eq!(listed(&f.manager, json!({"states": ["REQUESTED"]})).await, 2);
    assert_eq!(listed(&f.manager, json!({"states": ["UNKNOWN", "SENDING"]})).await, 1);
    assert_eq!(f.fresh(&f.manager, "EVERYBODY").await, ["Petr Novak"]);
    let count = "query N($filter: ClientFilter) { clientCount(filter: $filter) { value } }";
    let pending = f.manager.graphql(count, json!({"filter": {"kycStatus": ["PENDING"]}})).await;
    assert_eq!(pending["clientCount"]["value"], 1);
}

/// RBAC-13: the board shows the people of one's teams, with what lies within one's reach.
#[tokio::test]
async fn rbac_13_a_board_shows_the_people_of_ones_teams() {
    let f = floor().await;
    let week = Week::of(&f);
    let (olga, boris) = (f.lead(&f.ana_is, "Olga").await, f.lead(&f.tom_is, "Boris").await);
    let account = live(&f, &olga, 101).await;
    booked(&f.app, &f.atlas, (&olga, &account), ("deposit", 10_000, "USD"), week.noon(6)).await;
    booked(&f.app, &f.atlas, (&olga, &account), ("deposit", 10_000, "USD"), week.noon(7)).await;
    for (who, client) in [(&f.ana, &olga), (&f.ana, &olga), (&f.tom, &boris)] {
        let outcome = json!({"clientId": client, "note": "Spoke"});
        assert_eq!(f.change(who, "recordOutcome", outcome).await["errors"], json!([]));
    }
    f.call_back(&f.ana, &olga, 10, "Soon").await;
    f.app.advance(Duration::minutes(20));
    let board = "query B($from: DateTime!, $before: DateTime!) { teamBoard(from: $from, before: $before) { staff { name } team contacts conversions overdue } }";
    let rows = async |who: &Browser| {
        let data = who.graphql(board, json!({"from": week.from, "before": week.before})).await;
        data["teamBoard"].as_array().unwrap().clone()
    };
    let ana =
        json!({"staff": {"name": f.ana_is.name}, "team": "Madrid", "contacts": 1, "conversions": 1, "overdue": 1});
    let tom =
        json!({"staff": {"name": f.tom_is.name}, "team": "Lisbon", "contacts": 1, "conversions": 0, "overdue": 0});
    let all = rows(&f.manager).await;
    assert!(all.contains(&ana) && all.contains(&tom) && all.len() == 4, "{all:?}");
    // the list that the number of conversions opens
    let of = |owner: &str| json!({"firstDeposits": true, "live": true, "ownerId": owner, "bookedFrom": week.from, "bookedBefore": week.before});
    assert_eq!(listed(&f.manager, of(&f.ana_is.id.to_string())).await, 1);
    assert_eq!(listed(&f.manager, of(&f.tom_is.id.to_string())).await, 0);
    let own = rows(&f.leader).await;
    assert!(own.contains(&ana) && !own.iter().any(|row| row["team"] == "Lisbon"), "{own:?}");
    assert_eq!(f.ana.graphql_refusal(board, json!({"from": week.from, "before": week.before})).await, "forbidden");
}

#[tokio::test]
async fn a_range_that_is_none_is_refused_in_words() {
    let f = floor().await;
    let week = Week::of(&f);
    for range in [
        json!({"beforeFrom": week.from, "days": [week.from, week.before]}),
        json!({"beforeFrom": week.from - Duration::days(1), "days": [week.before, week.from]}),
        json!({"beforeFrom": week.from - Duration::days(1), "days": [week.from]}),
    ] {
        let answer = f.manager.ask(MONEY, json!({"range": range})).await;
        assert!(answer.text().contains("1 to 366 days"), "{}", answer.text());
    }
}
