//! AUTH-03: when every hashing thread is taken nobody looked at the password, and the try does not count.

use crate::support::start;
use crm_app::UseCaseError;
use crm_app::second_factor::{StepUpProof, step_up};
use crm_app::sign_in::SignInError;
use crm_identity::PasswordHasher;
use crm_model::Pii;
use crm_testing::PASSWORD;
use std::sync::Arc;

#[tokio::test]
async fn auth_03_a_password_that_nobody_looked_at_is_no_guess() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let tom = app.staff_without_totp(&atlas, &["Agent"], None).await;
    let op = app.sign_in(&tom).await.op().await.unwrap();
    let behind = Arc::new(app.another(|other| other.hasher = PasswordHasher::new(1, 1).unwrap()));
    let flood: Vec<_> = (0..4)
        .map(|_| {
            let hasher = behind.hasher.clone();
            tokio::spawn(async move {
                loop {
                    let _ = hasher.hash("a flood of passwords").await;
                    tokio::time::sleep(std::time::Duration::from_millis(1)).await;
                }
            })
        })
        .collect();
    let proof = StepUpProof::Password(Pii::new(PASSWORD.to_owned()));
    let mut refused = None;
    for _ in 0..40 {
        if let Err(error) = step_up(&op, &behind, &proof).await {
            refused = Some(error);
            break;
        }
    }
    flood.into_iter().for_each(|task| task.abort());
    assert!(matches!(refused, Some(SignInError::Other(UseCaseError::Busy))), "{refused:?}");
    let counted = "SELECT coalesce(sum(failures), 0)::int8 FROM crm.throttle WHERE kind IN ('account', 'address')";
    assert_eq!(app.number(counted).await, 0);
}
