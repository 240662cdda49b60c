use crate::http::error::HttpProblem;
use crate::router::Web;
use axum::extract::FromRequestParts;
use crm_app::UseCaseError;
use crm_app::api_keys::Website;
use crm_storage::Target;
use http::request::Parts;
use std::sync::Arc;

/// The website that the door let in: the only extractor that handlers use to learn who is calling.
#[derive(Clone, Debug)]
pub(crate) struct ApiCaller(pub(crate) Website);

impl FromRequestParts<Arc<Web>> for ApiCaller {
    type Rejection = HttpProblem;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<Web>) -> Result<Self, HttpProblem> {
        parts.extensions.get::<Self>().cloned().ok_or_else(|| HttpProblem::new("invalid_api_key"))
    }
}

impl ApiCaller {
    /// The problem to answer with; a refusal is recorded first (AUD-04).
    pub(crate) async fn refuse(&self, web: &Web, error: UseCaseError, target: Option<Target>) -> HttpProblem {
        if let Err(fault) = web.app.record_refusal(&self.0.op, &error, target).await {
            tracing::warn!(error = ?fault, "a refusal could not be recorded");
        }
        HttpProblem::from(in_snake_case(error))
    }
}

/// Use cases name fields as the portal spells them; bodies of this door spell them with underscores.
fn in_snake_case(error: UseCaseError) -> UseCaseError {
    let UseCaseError::Invalid(mut problems) = error else { return error };
    for step in problems.iter_mut().flat_map(|problem| problem.path.iter_mut()) {
        *step = step.chars().fold(String::new(), |text, c| {
            if c.is_ascii_uppercase() { format!("{text}_{}", c.to_ascii_lowercase()) } else { format!("{text}{c}") }
        });
    }
    UseCaseError::Invalid(problems)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crm_model::Problem;

    #[test]
    fn places_are_spelt_as_in_the_body() {
        let problem = Problem::at("postalCode", "too_long", "Use at most 100 characters.").under("address");
        let UseCaseError::Invalid(problems) = in_snake_case(UseCaseError::Invalid(vec![problem])) else {
            unreachable!()
        };
        assert_eq!(problems[0].path, ["address", "postal_code"]);
    }
}
