use super::*;

const KEY_A: &str = "8f1d3c5e7a9b0c2d4e6f8091a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5";
const KEY_B: &str = "0f2e4d6c8baa99887766554433221100ffeeddccbbaa0099a8b7c6d5e4f30211";

fn development() -> Vec<(String, String)> {
    pairs(&[
        ("BROKERDESK_PROFILE", "development"),
        ("PLATFORM_DOMAIN", "localhost"),
        ("PUBLIC_SCHEME", "http"),
        ("PUBLIC_PORT", "8080"),
        ("LISTEN", "127.0.0.1:8080"),
        ("OPS_LISTEN", "127.0.0.1:8081"),
        ("DATABASE_URL_APP", "postgres://crm_app:s3cret-one@127.0.0.1:5432/brokerdesk"),
        ("DATABASE_URL_QUEUE", "postgres://crm_queue:s3cret-two@127.0.0.1:5432/brokerdesk"),
        ("CONTEXT_MASTER_KEY", KEY_A),
        ("KEK", KEY_B),
        ("SMTP_URL", "smtp://app:s3cret-three@127.0.0.1:1025"),
        ("MAIL_FROM", "Brokerdesk <no-reply@localhost>"),
        ("PORTAL_DIR", "dist"),
        ("AUDIT_ANCHOR_FILE", "anchor.log"),
    ])
}

fn production() -> Vec<(String, String)> {
    let changed = [
        ("BROKERDESK_PROFILE", "production"),
        ("PLATFORM_DOMAIN", "crm.example.com"),
        ("PUBLIC_SCHEME", "https"),
        ("PUBLIC_PORT", ""),
        ("MAIL_FROM", "Brokerdesk <no-reply@crm.example.com>"),
    ];
    with(development(), &changed)
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn with(mut base: Vec<(String, String)>, changed: &[(&str, &str)]) -> Vec<(String, String)> {
    base.retain(|(name, _)| changed.iter().all(|(other, _)| other != name));
    base.extend(pairs(changed));
    base
}

fn problems(variables: Vec<(String, String)>) -> Vec<&'static str> {
    Config::from_env(variables).unwrap_err().problems.into_iter().map(|p| p.name).collect()
}

#[test]
fn a_whole_configuration_is_read_and_its_secrets_stay_silent() {
    let config = Config::from_env(production()).unwrap();
    assert_eq!(config.public.port, None);
    assert_eq!(config.mail.from, "no-reply@crm.example.com", "the address alone: the name is each broker's own");
    let dev = Config::from_env(development()).unwrap();
    assert_eq!((dev.public.scheme.to_string().as_str(), dev.public.port), ("http", Some(8080)));
    let printed = format!("{dev:?}");
    assert!(!printed.contains("s3cret") && !printed.contains(&KEY_A[..8]) && !printed.contains("143"), "{printed}");
}

#[test]
fn cfg_03_all_problems_are_named_at_once_and_no_value_with_them() {
    let error =
        Config::from_env(pairs(&[("LISTEN", "8080"), ("KEK", "deadbeef"), ("DB_POOL_SIZE", "1000")])).unwrap_err();
    let names: Vec<&str> = error.problems.iter().map(|p| p.name).collect();
    for name in [
        "BROKERDESK_PROFILE",
        "PLATFORM_DOMAIN",
        "PUBLIC_SCHEME",
        "LISTEN",
        "OPS_LISTEN",
        "DATABASE_URL_APP",
        "DATABASE_URL_QUEUE",
    ] {
        assert!(names.contains(&name), "{name} missing in {names:?}");
    }
    for name in
        ["CONTEXT_MASTER_KEY", "KEK", "SMTP_URL", "MAIL_FROM", "PORTAL_DIR", "AUDIT_ANCHOR_FILE", "DB_POOL_SIZE"]
    {
        assert!(names.contains(&name), "{name} missing in {names:?}");
    }
    let text = error.to_string();
    assert!(text.contains("openssl rand -hex 32") && !text.contains("deadbeef"), "{text}");
}

#[test]
fn cfg_03_weak_keys_are_refused_in_every_profile() {
    let counting: String = (0..32).map(|n| format!("{n:02x}")).collect();
    let weak = [
        "00".repeat(32),
        "ab".repeat(32),
        counting,
        KEY_A[..32].repeat(2),
        "0123".to_owned(),
        "zz".repeat(32),
        "+1".repeat(32),
    ];
    for key in &weak {
        assert_eq!(problems(with(development(), &[("KEK", key)])), ["KEK"]);
        assert_eq!(problems(with(production(), &[("CONTEXT_MASTER_KEY", key)])), ["CONTEXT_MASTER_KEY"]);
    }
    assert_eq!(problems(with(development(), &[("KEK", KEY_A)])), ["KEK"], "the same key twice");
}

#[test]
fn auth_23_production_refuses_what_the_example_shows() {
    let url = "postgres://crm_app:password@db:5432/brokerdesk";
    let cases = [
        ("PUBLIC_SCHEME", "http"),
        ("PLATFORM_DOMAIN", "localhost"),
        ("DATABASE_URL_APP", url),
        ("DATABASE_URL_QUEUE", url),
        ("SMTP_URL", "smtp://app:password@127.0.0.1:1025"),
        ("MAIL_FROM", "Brokerdesk <no-reply@localhost>"),
        ("CLOCK_AHEAD_SECONDS", "60"),
    ];
    for (name, value) in cases {
        assert_eq!(problems(with(production(), &[(name, value)])), [name]);
    }
}

#[test]
fn development_stays_on_this_machine() {
    let later = Config::from_env(with(development(), &[("CLOCK_AHEAD_SECONDS", "960")])).unwrap();
    assert_eq!((later.clock_ahead, Config::from_env(production()).unwrap().clock_ahead), (960, 0));
    assert_eq!(problems(with(development(), &[("PLATFORM_DOMAIN", "crm.example.com")])), ["PLATFORM_DOMAIN"]);
    assert_eq!(problems(with(development(), &[("OPS_LISTEN", "0.0.0.0:8081")])), ["OPS_LISTEN"]);
}

#[test]
fn odd_values_are_refused_with_their_name() {
    let cases = [
        ("PLATFORM_DOMAIN", "https://localhost"),
        ("PLATFORM_DOMAIN", "127.0.0.1"),
        ("PUBLIC_PORT", "0"),
        ("DATABASE_URL_APP", "mysql://x/y"),
        ("REDIS_URL", "localhost"),
        ("REDIS_URL", "rediss://host:6379"),
        ("DB_POOL_SIZE", "5"),
        ("TRUSTED_PROXIES", "0.0.0.0/0"),
        ("TRUSTED_PROXIES", "proxy"),
        ("LOG_FORMAT", "xml"),
        ("HASH_WORKERS", "0"),
        ("ALLOW_OLD_POSTGRES", "yes"),
        ("MAIL_FROM", "nobody"),
        ("MAIL_FROM", "Brokerdesk no-reply@localhost"),
        ("MAIL_FROM", "Brokerdesk <no-reply@localhost"),
        ("OPS_LISTEN", "127.0.0.1:8080"),
    ];
    for (name, value) in cases {
        assert_eq!(problems(with(development(), &[(name, value)])), [name], "{value}");
    }
}

const STORE: [(&str, &str); 6] = [
    ("AUDIT_ANCHOR_FILE", ""),
    ("S3_BUCKET", "brokerdesk"),
    ("S3_ENDPOINT", "https://s3.example.com"),
    ("S3_ACCESS_KEY_ID", "crm"),
    ("S3_SECRET_ACCESS_KEY", "s3cret-four"),
    ("S3_LOCK", "compliance"),
];

#[test]
fn anchors_are_kept_in_a_file_in_a_bucket_or_in_both() {
    let config = Config::from_env(with(production(), &STORE)).unwrap();
    let store = config.anchors.store.as_ref().unwrap();
    assert_eq!((config.anchors.file.is_none(), config.anchors.prefix.as_str()), (true, "audit-anchors"));
    assert_eq!((store.region.as_str(), store.path_style), ("us-east-1", true));
    assert_eq!(store.lock, Some(StoreLock { mode: StoreLockMode::Compliance, days: 365 }));
    assert!(!format!("{config:?}").contains("s3cret"));
    let both = Config::from_env(with(with(production(), &STORE), &[("AUDIT_ANCHOR_FILE", "a.log")])).unwrap();
    assert!(both.anchors.file.is_some() && both.anchors.store.is_some());
    let only_file = Config::from_env(production()).unwrap();
    assert!(only_file.anchors.file.is_some() && only_file.anchors.store.is_none());
}

#[test]
fn odd_values_of_the_bucket_are_refused_with_their_name() {
    let cases = [
        ("S3_BUCKET", "Broker Desk", "S3_BUCKET"),
        ("S3_BUCKET", "", "S3_BUCKET"),
        ("S3_ENDPOINT", "https://crm:secret@s3.example.com", "S3_ENDPOINT"),
        ("S3_ENDPOINT", "https://s3.example.com/bucket", "S3_ENDPOINT"),
        ("S3_ENDPOINT", "http://s3.example.com", "S3_ENDPOINT"),
        ("S3_ACCESS_KEY_ID", "", "S3_ACCESS_KEY_ID"),
        ("S3_SECRET_ACCESS_KEY", "", "S3_SECRET_ACCESS_KEY"),
        ("S3_SECRET_ACCESS_KEY", "two words", "S3_SECRET_ACCESS_KEY"),
        ("S3_REGION", "Frankfurt", "S3_REGION"),
        ("S3_PATH_STYLE", "yes", "S3_PATH_STYLE"),
        ("S3_LOCK", "forever", "S3_LOCK"),
        ("S3_LOCK_DAYS", "0", "S3_LOCK_DAYS"),
        ("AUDIT_ANCHOR_PREFIX", "/a", "AUDIT_ANCHOR_PREFIX"),
    ];
    for (name, value, told) in cases {
        assert_eq!(problems(with(with(production(), &STORE), &[(name, value)])), [told], "{value}");
    }
    let here = with(with(production(), &STORE), &[("S3_ENDPOINT", "http://127.0.0.1:8333")]);
    assert!(Config::from_env(here).is_ok());
}

#[test]
fn the_key_file_must_be_private_and_alone() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("kek");
    std::fs::write(&path, format!("{KEY_B}\n")).unwrap();
    let name = path.to_str().unwrap();
    let chmod = |mode| std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
    chmod(0o400);
    let config = Config::from_env(with(development(), &[("KEK", ""), ("KEK_FILE", name)])).unwrap();
    assert_eq!(config.keys.kek.expose()[0], 0x0f);
    chmod(0o644);
    assert_eq!(problems(with(development(), &[("KEK", ""), ("KEK_FILE", name)])), ["KEK_FILE"]);
    chmod(0o600);
    assert_eq!(problems(with(development(), &[("KEK_FILE", name)])), ["KEK_FILE"], "both given");
    assert_eq!(problems(with(development(), &[("KEK", ""), ("KEK_FILE", "/nowhere/kek")])), ["KEK_FILE"]);
}

#[test]
fn the_former_key_may_come_from_a_file_and_is_another_one() {
    const KEY_C: &str = "b1a2938475665748392a1b0c0d1e2f3a4b5c6d7e8f90a1b2c3d4e5f60718293a";
    let none = Config::from_env(development()).unwrap();
    assert!(none.keys.kek_former.is_none());
    let config = Config::from_env(with(development(), &[("KEK_FORMER", KEY_C)])).unwrap();
    assert_eq!(config.keys.kek_former.unwrap().expose()[0], 0xb1);
    for (value, why) in [(KEY_B, "KEK"), (KEY_A, "CONTEXT_MASTER_KEY"), ("deadbeef", "too short")] {
        assert_eq!(problems(with(development(), &[("KEK_FORMER", value)])), ["KEK_FORMER"], "{why}");
    }
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("former");
    std::fs::write(&path, KEY_C).unwrap();
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let name = path.to_str().unwrap();
    let config = Config::from_env(with(development(), &[("KEK_FORMER_FILE", name)])).unwrap();
    assert_eq!(config.keys.kek_former.unwrap().expose()[0], 0xb1);
    let both = with(development(), &[("KEK_FORMER_FILE", name), ("KEK_FORMER", KEY_C)]);
    assert_eq!(problems(both), ["KEK_FORMER_FILE"]);
}
