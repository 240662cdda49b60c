//! Passwords are hashed as promised, unknown people cost the same, a flood is refused at the door.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    reason = "tests may stop at the first surprise and print what they measured"
)]

use std::collections::HashSet;
use std::time::{Duration, Instant};

use argon2::password_hash::PasswordHasher as _;
use argon2::{Algorithm, Argon2, Params, Version};
use crm_identity::{HashError, PasswordHasher, Verdict};

const RIGHT: &str = " Zażółć gęślą 🐢 ";

#[tokio::test]
async fn auth_10_hashes_are_argon2id_with_salts_of_their_own() {
    let hasher = PasswordHasher::new(2, 16).unwrap();
    let mut hashes = HashSet::new();
    for _ in 0..3 {
        let hash = hasher.hash(RIGHT).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert_eq!(
            hasher.verify(Some(&hash), RIGHT).await.unwrap(),
            Verdict { matches: true, needs_rehash: false },
            "AUTH-08: verified unmodified, spaces included"
        );
        assert!(!hasher.verify(Some(&hash), RIGHT.trim()).await.unwrap().matches);
        assert!(hashes.insert(hash));
    }
}

#[tokio::test]
async fn auth_10_a_hash_of_older_parameters_asks_to_be_made_again() {
    let hasher = PasswordHasher::new(1, 4).unwrap();
    let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(4_096, 1, 1, None).unwrap());
    let stored = weak.hash_password_with_salt(RIGHT.as_bytes(), &[9; 16]).unwrap().to_string();
    assert_eq!(hasher.verify(Some(&stored), RIGHT).await.unwrap(), Verdict { matches: true, needs_rehash: true });
    assert_eq!(
        hasher.verify(Some(&stored), "wrong").await.unwrap(),
        Verdict { matches: false, needs_rehash: false },
        "only the right password can be hashed again"
    );
    let huge = stored.replace("m=4096", "m=4000000");
    let other = stored.replace("argon2id", "argon2i");
    for unreadable in ["", "plain", huge.as_str(), other.as_str(), "$argon2id$v=19$m=19456,t=2,p=1"] {
        assert_eq!(hasher.verify(Some(unreadable), RIGHT).await, Err(HashError::StoredHash), "{unreadable}");
    }
}

/// AUTH-01: the unknown person's check is the same work; medians stay close even on a busy machine.
#[tokio::test]
async fn auth_01_an_unknown_person_costs_the_same() {
    let hasher = PasswordHasher::new(1, 4).unwrap();
    let stored = hasher.hash(RIGHT).await.unwrap();
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for _ in 0..15 {
        for (person, times) in [(Some(stored.as_str()), &mut known), (None, &mut unknown)] {
            let started = Instant::now();
            assert!(!hasher.verify(person, "wrong password").await.unwrap().matches);
            times.push(started.elapsed());
        }
    }
    let median = |times: &mut Vec<Duration>| {
        times.sort_unstable();
        times.get(times.len() / 2).copied().unwrap()
    };
    let (known, unknown) = (median(&mut known), median(&mut unknown));
    eprintln!("wrong password of a known person {known:?}, of an unknown one {unknown:?}");
    assert!(known < unknown * 2 && unknown < known * 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn auth_07_a_flood_is_refused_at_once_and_the_rest_goes_on() {
    let hasher = PasswordHasher::new(1, 8).unwrap();
    let stored = hasher.hash(RIGHT).await.unwrap();
    let attempts: Vec<_> = (0..200)
        .map(|_| {
            let (hasher, stored) = (hasher.clone(), stored.clone());
            tokio::spawn(async move { hasher.verify(Some(&stored), "wrong").await })
        })
        .collect();
    let started = Instant::now();
    tokio::task::yield_now().await;
    let pause = started.elapsed();
    let (mut done, mut busy) = (0, 0);
    for attempt in attempts {
        match attempt.await.unwrap() {
            Ok(verdict) => {
                assert!(!verdict.matches);
                done += 1;
            }
            Err(HashError::Busy) => busy += 1,
            Err(other) => panic!("{other}"),
        }
    }
    eprintln!("200 at once: {done} checked, {busy} refused; the runtime's pause was {pause:?}");
    assert!(done >= 8 && busy > 100);
    assert!(hasher.verify(Some(&stored), RIGHT).await.unwrap().matches, "the allowed twin, after the flood");
}

#[tokio::test]
async fn who_hangs_up_is_not_worked_for() {
    let hasher = PasswordHasher::new(1, 64).unwrap();
    let stored = hasher.hash(RIGHT).await.unwrap();
    for _ in 0..60 {
        let check = hasher.verify(Some(&stored), "wrong");
        assert!(tokio::time::timeout(Duration::ZERO, check).await.is_err());
    }
    let started = Instant::now();
    let one = {
        assert!(hasher.verify(Some(&stored), RIGHT).await.unwrap().matches);
        started.elapsed()
    };
    let started = Instant::now();
    assert!(hasher.verify(Some(&stored), RIGHT).await.unwrap().matches);
    assert!(one < started.elapsed() * 20, "sixty abandoned checks did not stand in the way");
}
