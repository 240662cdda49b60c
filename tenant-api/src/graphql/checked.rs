use crate::graphql::error::Refusal;
use crate::graphql::{Document, StaffSchema};
use async_graphql::extensions::{Extension, ExtensionContext, ExtensionFactory, NextValidation};
use async_graphql::{Request, ServerError, ValidationResult};
use async_trait::async_trait;
use std::sync::Arc;

/// Validates a registered document against the schema once; its variables are checked for each request by
/// `variables::check`. What the validator says of an unregistered one stays inside: it would spell out the schema (GQL-05).
pub(crate) struct CheckedOnce;

/// Asks for the validation only: the document is not executed.
#[derive(Clone, Copy)]
struct DryRun;

/// Says on a dry run that the document fits.
struct Fits;

/// Validates a document against the schema without executing it.
///
/// # Errors
/// What the validator says. For the boot and for tests; never for an answer.
pub(crate) async fn dry_run(schema: &StaffSchema, document: &Arc<Document>) -> Result<(), String> {
    let mut request = Request::new("").data(DryRun).data(Arc::clone(document));
    request.set_parsed_query(document.parsed().clone());
    let faults = schema.execute(request).await.errors;
    if faults.iter().any(|fault| fault.source::<Fits>().is_some()) {
        Ok(())
    } else {
        Err(faults.into_iter().map(|fault| fault.message).collect::<Vec<_>>().join("; "))
    }
}

fn stopped<T: Send + Sync + 'static>(source: T) -> Vec<ServerError> {
    let mut fault = ServerError::new("a dry run ends here", None);
    fault.source = Some(Arc::new(source));
    vec![fault]
}

impl ExtensionFactory for CheckedOnce {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_trait]
impl Extension for CheckedOnce {
    async fn validation(
        &self,
        ctx: &ExtensionContext<'_>,
        next: NextValidation<'_>,
    ) -> Result<ValidationResult, Vec<ServerError>> {
        let document = ctx.data_opt::<Arc<Document>>();
        let dry = ctx.data_opt::<DryRun>().is_some();
        if let Some(known) = document.and_then(|document| document.validated()) {
            return if dry { Err(stopped(Fits)) } else { Ok(known) };
        }
        match next.run(ctx).await {
            Ok(result) => {
                if let Some(document) = document {
                    document.remember(result);
                }
                if dry { Err(stopped(Fits)) } else { Ok(result) }
            }
            Err(faults) if dry => Err(faults),
            Err(faults) => {
                for fault in &faults {
                    tracing::debug!(message = %crm_runtime::one_line(&fault.message, 300), "a document does not fit the schema");
                }
                Err(vec![Refusal::invalid("The document does not fit the schema.").into_fault()])
            }
        }
    }
}
