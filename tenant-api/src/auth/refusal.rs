use crate::http::error::{HttpProblem, Place};
use crm_app::sign_in::SignInError;

impl From<SignInError> for HttpProblem {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::InvalidCredentials => Self::new("invalid_credentials"),
            SignInError::InvalidCode { left: Some(1) } => {
                Self::new("invalid_code").detail("The code is not right. One try is left, then sign in again.")
            }
            SignInError::InvalidCode { left: Some(left) } => {
                Self::new("invalid_code").detail(format!("The code is not right. {left} tries are left."))
            }
            SignInError::InvalidCode { left: None } => Self::new("invalid_code"),
            SignInError::ChallengeEnded => {
                Self::new("challenge_ended").detail("This sign-in has ended. Enter e-mail and password again.")
            }
            SignInError::TotpNotEnrolled => Self::new("totp_not_enrolled"),
            SignInError::TooManyAttempts { retry_after } => Self::new("too_many_attempts").retry_after(retry_after),
            SignInError::WeakPassword(problem) => {
                let place = Place {
                    pointer: "/password".to_owned(),
                    code: problem.code().to_owned(),
                    message: problem.to_string(),
                };
                Self::new("weak_password").detail(problem.to_string()).places(vec![place])
            }
            SignInError::Other(error) => error.into(),
        }
    }
}
