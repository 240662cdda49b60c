use crate::world::World;
use crm_storage::{DbOptions, QueueDb, TenantDb};
use crm_testing::{DatabaseRole, MASTER_KEY};
use crm_vault::{ContextKeys, LocalKek, Vault};
use std::sync::Arc;
use std::time::Duration;

fn connect(url: String) -> TenantDb {
    let vault = Vault::new(Arc::new(
        LocalKek::from_hex("0f2e4d6c8baa99887766554433221100ffeeddccbbaa0099a8b7c6d5e4f30211").unwrap(),
    ));
    let options =
        DbOptions { url, pool_size: 2, acquire_timeout: Duration::from_secs(5), statement_timeout: DbOptions::REQUEST };
    TenantDb::connect(&options, ContextKeys::new(MASTER_KEY), vault).unwrap()
}

#[tokio::test]
async fn cfg_03_the_process_refuses_a_role_above_the_wall() {
    let world = World::new().await;
    let fine = world.app.db.check_at_boot(true).await.unwrap();
    assert_eq!(fine.refusals, Vec::<String>::new());
    let queue = QueueDb::connect(&world.db.url(DatabaseRole::Queue)).unwrap();
    assert_eq!(queue.check_at_boot().await.unwrap().refusals, Vec::<String>::new());

    let above = connect(world.db.url(DatabaseRole::Superuser)).check_at_boot(true).await.unwrap();
    assert!(above.refusals.iter().any(|text| text.contains("superuser")), "{:?}", above.refusals);
}

#[test]
fn every_variable_of_the_example_is_known_and_explained() {
    let example = include_str!("../../../.env.example");
    for name in [
        "ALLOW_OLD_POSTGRES",
        "TENANT_REQUESTS_PER_MINUTE",
        "CONTACT_LOOKUPS_PER_MINUTE",
        "TRUSTED_PROXIES",
        "KEK_FILE",
        "HASH_WORKERS",
        "AUDIT_ANCHOR_FILE",
        "AUDIT_ANCHOR_PREFIX",
        "S3_BUCKET",
        "S3_ENDPOINT",
        "S3_REGION",
        "S3_ACCESS_KEY_ID",
        "S3_SECRET_ACCESS_KEY",
        "S3_PATH_STYLE",
        "S3_LOCK",
        "S3_LOCK_DAYS",
        "OPS_LISTEN",
        "PUBLIC_PORT",
    ] {
        assert!(
            example.contains(&format!("\n{name}=")) || example.contains(&format!("\n# {name}=")),
            "{name} is not in .env.example"
        );
    }
}

#[test]
fn auth_23_the_example_itself_is_refused_in_production() {
    let lines = include_str!("../../../.env.example")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('='));
    let mut variables: Vec<(String, String)> =
        lines.map(|(name, value)| (name.to_owned(), value.trim_matches('\'').to_owned())).collect();
    for (name, value) in &mut variables {
        match name.as_str() {
            "BROKERDESK_PROFILE" => *value = "production".to_owned(),
            "CONTEXT_MASTER_KEY" => {
                *value = "8f1d3c5e7a9b0c2d4e6f8091a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5".to_owned()
            }
            "KEK" => *value = "0f2e4d6c8baa99887766554433221100ffeeddccbbaa0099a8b7c6d5e4f30211".to_owned(),
            _ => {}
        }
    }
    let error = crm_runtime::Config::from_env(variables.clone()).unwrap_err();
    let names: Vec<&str> = error.problems.iter().map(|problem| problem.name).collect();
    for name in ["DATABASE_URL_APP", "DATABASE_URL_QUEUE", "SMTP_URL", "PUBLIC_SCHEME", "PLATFORM_DOMAIN", "MAIL_FROM"]
    {
        assert!(names.contains(&name), "{name} is accepted: {names:?}");
    }
    variables
        .iter_mut()
        .filter(|(name, _)| name == "BROKERDESK_PROFILE")
        .for_each(|(_, value)| *value = "development".to_owned());
    assert!(crm_runtime::Config::from_env(variables).is_ok(), "the example is a whole configuration for a developer");
}
