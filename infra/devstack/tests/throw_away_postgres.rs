//! The throw-away servers that other crates' tests stand on.
#![allow(clippy::unwrap_used, reason = "tests may stop at the first surprise")]

use std::process::Command;

use devstack::postgres::Installation;
use devstack::testdb::TestPostgres;
use devstack::workspace::Workspace;

fn ask(url: &str, sql: &str) -> String {
    let psql = Installation::find().unwrap().unwrap().bin.join("psql");
    let output = Command::new(psql).args(["-XAtq", "-d", url, "-c", sql]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[test]
fn a_cluster_serves_as_superuser_on_a_socket_only_and_is_gone_afterwards() {
    let workspace = Workspace::find().unwrap().beside("t");
    let postgres = TestPostgres::start(&workspace).unwrap();
    let url = postgres.admin_url();
    assert_eq!(ask(&url, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"), "t");
    assert_eq!(ask(&url, "SHOW listen_addresses"), "");
    assert_eq!(ask(&url, "SHOW jit"), "off");
    assert_eq!(ask(&url, "SHOW fsync"), "off");
    assert_eq!(ask(&url, "SHOW server_encoding"), "UTF8");
    assert_eq!(ask(&url, "SELECT lower('ÄЖ')"), "äж");
    assert_eq!(ask(&url, "SHOW log_min_error_statement"), "panic");
    let log = postgres.log();
    assert!(log.is_file());
    drop(postgres);
    assert!(!log.exists());
}

#[test]
fn the_shared_cluster_is_started_once() {
    let first = devstack::testdb::admin_url().unwrap();
    let started = ask(&first, "SELECT pg_postmaster_start_time()");
    let second = devstack::testdb::admin_url().unwrap();
    assert_eq!(ask(&second, "SELECT pg_postmaster_start_time()"), started);
}
