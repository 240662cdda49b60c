//! Limits and news over a real Redis: `REDIS_URL`, or a `redis-server` of this machine started for the test. Where
//! there is neither, these tests say so and pass; the arithmetic and the local drivers are tested beside their code.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "tests may stop at the first surprise, say why they did nothing and read REDIS_URL themselves"
)]

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use crm_cache::{
    LiveBus, LiveEvent, LiveKind, Purpose, Quota, RateKey, RateLimiter, Received, RedisBus, RedisLink, RedisRateLimiter,
};
use crm_model::TenantId;
use tokio::time::{sleep, timeout};
use uuid::Uuid;

struct Redis {
    url: String,
    server: Option<Child>,
}

impl Redis {
    async fn start() -> Option<Self> {
        if let Ok(url) = std::env::var("REDIS_URL") {
            return Some(Self { url, server: None });
        }
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let Some(server) = serve(port) else {
            eprintln!("skipped: set REDIS_URL or install redis-server to run this test");
            return None;
        };
        let redis = Self { url: format!("redis://127.0.0.1:{port}/"), server: Some(server) };
        redis.wait().await;
        Some(redis)
    }

    async fn wait(&self) {
        let client = redis::Client::open(self.url.as_str()).unwrap();
        for _ in 0..100 {
            if client.get_multiplexed_async_connection().await.is_ok() {
                return;
            }
            sleep(Duration::from_millis(50)).await;
        }
        panic!("Redis does not answer at the address given");
    }

    fn stop(&mut self) {
        if let Some(mut server) = self.server.take() {
            server.kill().unwrap();
            server.wait().unwrap();
        }
    }

    fn link(&self) -> RedisLink {
        RedisLink::new(&self.url).unwrap()
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        self.stop();
    }
}

fn serve(port: u16) -> Option<Child> {
    Command::new("redis-server")
        .args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .ok()
}

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
}

#[tokio::test]
async fn two_processes_share_one_allowance() {
    let Some(redis) = Redis::start().await else {
        return;
    };
    let limiters = [RedisRateLimiter::new(redis.link()), RedisRateLimiter::new(redis.link())];
    let key = RateKey::new(TenantId::generate(), Purpose::ApiKey, "key");
    let quota = Quota::per_minute(4);
    let mut allowed = Vec::new();
    for n in 0..6 {
        allowed.push(limiters[n % 2].take(&key, quota, 1, at(0)).await);
    }
    assert_eq!(allowed.iter().filter(|decision| decision.allowed).count(), 4);
    assert_eq!(allowed[1].remaining, 2);
    assert_eq!(allowed[4].retry_after, Some(Duration::from_secs(15)));
    assert!(limiters[0].take(&key, quota, 1, at(0) + TimeDelta::seconds(15)).await.allowed);
    assert!(!limiters[1].take(&key, quota, 1, at(0) + TimeDelta::seconds(15)).await.allowed);
}

#[tokio::test]
async fn limits_hold_while_redis_is_away() {
    let limiter = RedisRateLimiter::new(RedisLink::new("redis://127.0.0.1:1/").unwrap());
    let key = RateKey::new(TenantId::generate(), Purpose::ApiKey, "key");
    let mut allowed = 0;
    for _ in 0..6 {
        allowed += u32::from(limiter.take(&key, Quota::per_minute(4), 1, at(0)).await.allowed);
    }
    assert_eq!(allowed, 4);
}

#[tokio::test]
async fn nobody_waits_for_a_redis_that_is_away() {
    let bus = RedisBus::new(RedisLink::new("redis://127.0.0.1:1/").unwrap(), 10);
    let tenant = TenantId::generate();
    let mut receiver = bus.subscribe(tenant).unwrap();
    let publish = async {
        for version in 0..2_000 {
            bus.publish(news(tenant, version)).await;
        }
    };
    timeout(Duration::from_secs(1), publish).await.unwrap();
    assert_eq!(receiver.recv().await, Received::Lagged, "its own process was served all the same");
    assert!(matches!(receiver.recv().await, Received::Event(_)));
}

fn news(tenant: TenantId, version: i64) -> LiveEvent {
    LiveEvent {
        tenant,
        kind: LiveKind::ClientCreated,
        id: Uuid::from_u128(7),
        version,
        by: None,
        owner: None,
        team: None,
    }
}

#[tokio::test]
async fn news_cross_processes_once_and_an_outage_is_told() {
    let Some(mut redis) = Redis::start().await else {
        return;
    };
    let (here, there) = (RedisBus::new(redis.link(), 10), RedisBus::new(redis.link(), 10));
    let tenant = TenantId::generate();
    let (mut at_home, mut abroad) = (here.subscribe(tenant).unwrap(), there.subscribe(tenant).unwrap());
    let mut stranger = there.subscribe(TenantId::generate()).unwrap();
    // a bus starts to listen in the background: publish until the other side hears
    let mut version = 0;
    let heard = loop {
        version += 1;
        here.publish(news(tenant, version)).await;
        assert_eq!(at_home.recv().await, Received::Event(news(tenant, version)));
        if let Ok(heard) = timeout(Duration::from_millis(100), abroad.recv()).await {
            break heard;
        }
        assert!(version < 100, "no news arrived");
    };
    assert_eq!(heard, Received::Event(news(tenant, version)));
    assert!(timeout(Duration::from_millis(200), at_home.recv()).await.is_err(), "each event comes once");
    assert!(timeout(Duration::from_millis(10), stranger.recv()).await.is_err(), "another tenant hears nothing");

    if redis.server.is_none() {
        return;
    }
    let port = redis.url.rsplit(':').next().unwrap().trim_end_matches('/').parse().unwrap();
    redis.stop();
    here.publish(news(tenant, 1_000)).await;
    assert_eq!(at_home.recv().await, Received::Event(news(tenant, 1_000)), "this process goes on");
    redis.server = serve(port);
    let told = timeout(Duration::from_secs(20), abroad.recv()).await.unwrap();
    assert_eq!(told, Received::Lagged);
}
