//! ISOLATION 5: before somebody is known there is one door. Which rows it opens is a matter of types
//! (`SignInScoped`); which code goes through it is this list.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may stop at the first surprise")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Who may name `SignInTx`.
const DOOR: [&str; 16] = [
    "platform/app/src/api_keys/authenticate.rs",
    "platform/app/src/guesses.rs",
    "platform/app/src/idempotency.rs",
    "platform/app/src/jobs.rs",
    "platform/app/src/passwords.rs",
    "platform/app/src/permission_uses.rs",
    "platform/app/src/second_factor.rs",
    "platform/app/src/sessions.rs",
    "platform/app/src/sign_in.rs",
    "platform/jobs/src/enqueue.rs",
    "platform/storage/src/api_keys.rs",
    "platform/storage/src/credentials.rs",
    "platform/storage/src/idempotency.rs",
    "platform/storage/src/lib.rs",
    "platform/storage/src/scope.rs",
    "platform/storage/src/sign_in_tx.rs",
];

/// Who may read a broker's rows for nobody.
const FOR_NOBODY: [&str; 5] = [
    "platform/app/src/app.rs",
    "platform/app/src/clients/credential_link.rs",
    "platform/app/src/passwords.rs",
    "platform/app/src/trading_accounts/password_link.rs",
    "tenant-api/src/http/portal/brands.rs",
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("target") && !path.ends_with("tests") {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

fn naming(word: &str) -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    for part in ["platform", "tenant-api", "provisioning", "infra", "migrations"] {
        sources(&root.join(part), &mut files);
    }
    assert!(files.len() > 200, "the sources are there");
    files
        .into_iter()
        .filter(|file| fs::read_to_string(file).unwrap().contains(word))
        .map(|file| file.strip_prefix(&root).unwrap().to_str().unwrap().to_owned())
        .collect()
}

#[test]
fn only_signing_in_names_the_door_before_sign_in() {
    assert_eq!(naming("SignInTx"), DOOR.map(str::to_owned).into());
    assert_eq!(naming("read_for_nobody"), FOR_NOBODY.map(str::to_owned).into());
}
