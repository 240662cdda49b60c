//! The arrow check: each crate of the workspace knows only crates of lower levels, and each heavy outside crate
//! has one home (docs/ARCHITECTURE.md, part 2).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may stop at the first surprise")]

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use devstack::workspace::Workspace;
use serde_json::Value;

/// Level of each crate. An arrow may only point to a lower one. `crm-testing`, the bench and the soak stand above all and
/// nothing that ships may know them.
const LEVELS: &[(&str, u8)] = &[
    ("crm-model", 0),
    ("crm-access", 1),
    ("crm-identity", 1),
    ("crm-vault", 1),
    ("crm-trading", 1),
    ("crm-telephony", 1),
    ("crm-payments", 1),
    ("crm-documents", 1),
    ("crm-mailer", 1),
    ("crm-cache", 1),
    ("crm-sheets", 1),
    ("crm-runtime", 1),
    ("crm-simulator", 1),
    ("crm-storage", 2),
    ("crm-migrations", 2),
    ("crm-jobs", 3),
    ("crm-app", 4),
    ("tenant-api", 5),
    ("provisioning", 5),
    ("devstack", 5),
    ("crm-testing", 6),
    ("crm-bench", 7),
    ("crm-soak", 7),
];

/// Outside crates and the only crates that may name them outside tests.
const HOMES: &[(&str, &[&str])] = &[
    ("sea-orm", &["crm-storage"]),
    ("sea-orm-migration", &["crm-migrations"]),
    ("sea-query-sqlx", &["crm-storage"]),
    ("sqlx", &["crm-storage", "crm-migrations", "crm-testing", "crm-bench"]),
    ("axum", &["tenant-api", "provisioning", "crm-simulator"]),
    ("async-graphql", &["tenant-api", "provisioning"]),
    ("utoipa", &["tenant-api", "provisioning"]),
    ("argon2", &["crm-identity"]),
    ("totp-rs", &["crm-identity"]),
    ("zxcvbn", &["crm-identity"]),
    ("jsonwebtoken", &["crm-identity"]),
    ("openidconnect", &["crm-identity"]),
    ("lettre", &["crm-mailer"]),
    ("redis", &["crm-cache"]),
    ("aws-sdk-s3", &["crm-documents"]),
    ("async-stripe", &["crm-payments"]),
    ("rust_xlsxwriter", &["crm-sheets"]),
    ("calamine", &["crm-sheets"]),
    ("zip", &["crm-sheets"]),
    ("csv-core", &["crm-sheets"]),
    ("encoding_rs", &["crm-sheets"]),
    ("chardetng", &["crm-sheets"]),
    ("aes-gcm-siv", &["crm-vault"]),
    ("phonenumber", &["crm-model"]),
    ("metrics-exporter-prometheus", &["crm-runtime"]),
    ("clap", &["tenant-api", "provisioning", "crm-migrations", "devstack", "crm-bench", "crm-simulator", "crm-soak"]),
    ("rcgen", &["crm-simulator"]),
];

/// Crates that exist for tests: named only under `[dev-dependencies]`, by anyone, and by the bench and the soak.
const FOR_TESTS: &[&str] = &["crm-testing", "devstack"];

struct Arrow {
    from: String,
    to: String,
    dev: bool,
}

fn arrows() -> (BTreeSet<String>, Vec<Arrow>) {
    let root = Workspace::find().unwrap().root;
    let output = Command::new("cargo")
        .args(["metadata", "--format-version", "1", "--no-deps"])
        .current_dir(root)
        .output()
        .expect("cargo metadata starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut members = BTreeSet::new();
    let mut arrows = Vec::new();
    for package in told.get("packages").and_then(Value::as_array).unwrap() {
        let name = text(package, "name");
        for dependency in package.get("dependencies").and_then(Value::as_array).unwrap() {
            let dev = dependency.get("kind").and_then(Value::as_str) == Some("dev");
            arrows.push(Arrow { from: name.clone(), to: text(dependency, "name"), dev });
        }
        members.insert(name);
    }
    (members, arrows)
}

fn text(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap().to_owned()
}

#[test]
fn every_crate_has_a_level() {
    let levels: BTreeMap<_, _> = LEVELS.iter().copied().collect();
    let (members, _) = arrows();
    let homeless: Vec<_> = members.iter().filter(|name| !levels.contains_key(name.as_str())).collect();
    assert!(homeless.is_empty(), "give these crates a level in infra/devstack/tests/arrows.rs: {homeless:?}");
}

#[test]
fn arrows_point_only_downward() {
    let levels: BTreeMap<_, _> = LEVELS.iter().copied().collect();
    let (_, arrows) = arrows();
    let wrong: Vec<String> = arrows
        .iter()
        .filter(|arrow| !arrow.dev)
        .filter_map(|arrow| {
            let (from, to) = (levels.get(arrow.from.as_str())?, levels.get(arrow.to.as_str())?);
            (to >= from).then(|| format!("{} (level {from}) → {} (level {to})", arrow.from, arrow.to))
        })
        .collect();
    assert!(wrong.is_empty(), "arrows that do not point downward: {wrong:#?}");
}

#[test]
fn nothing_that_ships_knows_the_crates_for_tests() {
    let (_, arrows) = arrows();
    let wrong: Vec<String> = arrows
        .iter()
        .filter(|arrow| !arrow.dev && FOR_TESTS.contains(&arrow.to.as_str()))
        .filter(|arrow| !["crm-testing", "crm-bench", "crm-soak"].contains(&arrow.from.as_str()))
        .map(|arrow| format!("{} → {}", arrow.from, arrow.to))
        .collect();
    assert!(wrong.is_empty(), "name these under [dev-dependencies] only: {wrong:#?}");
}

#[test]
fn each_outside_crate_is_named_only_in_its_home() {
    let homes: BTreeMap<_, _> = HOMES.iter().copied().collect();
    let (_, arrows) = arrows();
    let wrong: Vec<String> = arrows
        .iter()
        .filter(|arrow| !arrow.dev)
        .filter_map(|arrow| {
            let allowed = homes.get(arrow.to.as_str())?;
            (!allowed.contains(&arrow.from.as_str()))
                .then(|| format!("{} → {} (home: {allowed:?})", arrow.from, arrow.to))
        })
        .collect();
    assert!(wrong.is_empty(), "outside crates named away from home: {wrong:#?}");
}
