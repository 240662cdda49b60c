//! Clock, seeds, state and the process.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests may stop at the first surprise")]

mod support;

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

use crm_simulator::config::Config;
use serde_json::{Value, json};
use support::{plain, sign_in, start, start_with};

#[tokio::test]
async fn a_seed_gives_the_same_prices_again() {
    let mut seen = Vec::new();
    for seed in [5, 5, 6] {
        let simulator = start_with(|config| config.seed = seed).await;
        simulator.control().advance(60_000);
        let mut wire = sign_in(&simulator.reach().mt5).await;
        seen.push(wire.get("/api/tick/last?symbol=*&trans_id=0").await);
    }
    assert_eq!(seen[0], seen[1]);
    assert_ne!(seen[0], seen[2]);
}

#[tokio::test]
async fn the_market_is_still_on_weekends_except_for_coins() {
    let simulator = start().await;
    // from Tuesday noon to Saturday noon
    simulator.control().advance(4 * 86_400_000);
    let mut wire = sign_in(&simulator.reach().mt5).await;
    let cursor = wire.get("/api/tick/last?symbol=*").await["trans_id"].as_str().unwrap().to_owned();
    simulator.control().advance(60_000);
    let ticked = wire.get(&format!("/api/tick/last?symbol=*&trans_id={cursor}")).await;
    let names: Vec<_> = ticked["answer"].as_array().unwrap().iter().map(|tick| tick["Symbol"].clone()).collect();
    assert_eq!(names, [json!("BTCUSD"), json!("ETHUSD")]);
}

#[tokio::test]
async fn seeded_accounts_have_a_past_that_adds_up() {
    let simulator = start().await;
    for (platform, group) in [("mt5", r"real\ecn"), ("mt5", r"real\netting"), ("mt4", "ecn")] {
        let seed = json!({ "platform": platform, "group": group, "accounts": 3, "deposit": "100000", "positions": 5,
            "history_days": 90, "history_trades": 40, "seed": 4 });
        let seeded = simulator.control().seed(&serde_json::from_value(seed).unwrap()).unwrap();
        assert!(seeded.trades > 100, "{platform}: {} trades", seeded.trades);
        assert_eq!(simulator.control().violations(), []);
    }
    let deals = simulator.control().deals(0, None, 100_000);
    let ages: Vec<i64> = deals.iter().map(|deal| (simulator.control().now() - deal.time_ms) / 86_400_000).collect();
    assert!(ages.iter().any(|days| *days > 60) && ages.contains(&0));
    // swap, stop-out and ticks of ten days keep the sums
    simulator.control().advance(10 * 86_400_000);
    assert_eq!(simulator.control().violations(), []);
}

#[tokio::test]
async fn the_control_interface_drives_by_http_and_stays_at_home() {
    let simulator = start().await;
    let mut wire = plain(simulator.reach().control).await;
    let before = wire.send("GET", "/clock", "", "").await.unwrap().json()["now_ms"].as_i64().unwrap();
    let after =
        wire.send("POST", "/clock", "", r#"{"advance_ms":1500}"#).await.unwrap().json()["now_ms"].as_i64().unwrap();
    assert_eq!(after - before, 1_500);
    let rules = r#"{"rules":[{"commands":["*"],"fault":{"kind":"drop_before"}}],"seed":1}"#;
    assert_eq!(wire.send("PUT", "/faults", "", rules).await.unwrap().json()[0]["struck"], 0);
    assert_eq!(wire.send("DELETE", "/faults", "", "").await.unwrap().json(), json!([]));
    let bad = wire.send("PUT", "/faults", "", r#"{"rules":[{"fault":{"kind":"nonsense"}}]}"#).await.unwrap();
    assert_eq!(bad.status, 400);
    let health = wire.send("GET", "/health", "", "").await.unwrap().json();
    assert!(health["purpose"].as_str().unwrap().contains("tests"));
    let mut session = sign_in(&simulator.reach().mt5).await;
    wire.send("POST", "/disconnect", "", "").await.unwrap();
    assert!(session.send("GET", "/api/test/access", "", "").await.is_err());
    let open = Config { control: "0.0.0.0:0".parse().unwrap(), ..Config::driven(support::NOON) };
    assert!(crm_simulator::Simulator::start(open).await.is_err());
}

#[test]
fn the_process_says_where_it_is_keeps_its_books_and_ends_with_its_input() {
    let folder = std::env::temp_dir().join(format!("simulator-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let state = folder.join("state.json");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let run = |work: &dyn Fn(&Value)| {
        let mut process = Command::new(env!("CARGO_BIN_EXE_simulator"))
            .args(["serve", "--while-stdin", "--driven", "--start", "1773144000000", "--state"])
            .arg(&state)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(process.stdout.take().unwrap());
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        work(&serde_json::from_str(&line).unwrap());
        drop(process.stdin.take());
        assert!(process.wait().unwrap().success());
        let mut rest = String::new();
        output.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "");
        serde_json::from_str::<Value>(&line).unwrap()["mt5"]["certificate_sha256"].clone()
    };
    let ask = |reach: &Value, method: &str, target: &str, body: &str| {
        runtime.block_on(async {
            let mut wire = plain(reach["control"].as_str().unwrap().parse().unwrap()).await;
            wire.send(method, target, "", body).await.unwrap().json()
        })
    };
    let seed = r#"{"platform":"mt5","group":"real\\standard","login":4711,"deposit":"1000","positions":2}"#;
    let first = run(&|reach| {
        assert_eq!(ask(reach, "POST", "/seed", seed)["logins"], json!([4711]));
    });
    let second = run(&|reach| {
        let accounts = ask(reach, "GET", "/accounts", "");
        assert_eq!((&accounts[0]["login"], &accounts[0]["positions"]), (&json!(4711), &json!(2)));
        assert_eq!(ask(reach, "GET", "/violations", ""), json!([]));
    });
    // whoever pinned the certificate still knows it
    assert_eq!(first, second);
    std::fs::remove_dir_all(&folder).unwrap();
}
