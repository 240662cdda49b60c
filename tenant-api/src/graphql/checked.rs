use crate::graphql::Document;
use crate::graphql::error::Refusal;
use async_graphql::extensions::{Extension, ExtensionContext, ExtensionFactory, NextValidation};
use async_graphql::{ServerError, ValidationResult};
use async_trait::async_trait;
use std::sync::Arc;

/// Validates a registered document against the schema once; its variables are checked for each request by
/// `variables::check`. What the validator says of an unregistered one stays inside: it would spell out the schema (GQL-05).
pub(crate) struct CheckedOnce;

impl ExtensionFactory for CheckedOnce {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_trait]
impl Extension for CheckedOnce {
    async fn validation(&self, ctx: &ExtensionContext<'_>, next: NextValidation<'_>) -> Result<ValidationResult, Vec<ServerError>> {
        let document = ctx.data_opt::<Arc<Document>>();
        if let Some(known) = document.and_then(|document| document.validated()) {
            return Ok(known);
        }
        match next.run(ctx).await {
            Ok(result) => {
                if let Some(document) = document {
                    document.remember(result);
                }
                Ok(result)
            }
            Err(faults) => {
                for fault in &faults {
                    tracing::debug!(message = %crm_runtime::one_line(&fault.message, 300), "a document does not fit the schema");
                }
                Err(vec![Refusal::invalid("The document does not fit the schema.").into_fault()])
            }
        }
    }
}
