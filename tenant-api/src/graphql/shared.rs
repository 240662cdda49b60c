//! What every noun's file needs: one read transaction for a query, problems as values, pages.

use crate::graphql::error::Refusal;
use async_graphql::{Context, ID, MaybeUndefined, Result, SimpleObject};
use crm_access::OpContext;
use crm_app::{App, UseCaseError};
use crm_storage::{Cursor, PageRequest, Settings, StatusOption, TagRow, TenantRead};
use std::sync::Arc;
use tokio::sync::OnceCell;

/// One request's own data: the read transaction, opened when a resolver first asks, and the tenant's small lists. In a
/// mutation it opens after the commit, since nothing asks earlier. What is done once is boxed: the future of each field of
/// each row of a page has room for it otherwise, and is moved about with it.
#[derive(Default)]
pub struct Reading {
    read: OnceCell<TenantRead>,
    statuses: OnceCell<Vec<StatusOption>>,
    tags: OnceCell<Vec<TagRow>>,
}

impl Reading {
    /// The request's one read transaction.
    ///
    /// # Errors
    /// The database is away.
    pub async fn tx(&self, op: &OpContext, app: &App) -> Result<&TenantRead, UseCaseError> {
        Ok(self.read.get_or_try_init(|| Box::pin(app.db.read(op))).await?)
    }

    /// The tenant's sales and retention statuses.
    ///
    /// # Errors
    /// The database is away.
    pub async fn statuses(&self, op: &OpContext, app: &App) -> Result<&[StatusOption], UseCaseError> {
        let tx = self.tx(op, app).await?;
        Ok(self.statuses.get_or_try_init(|| Box::pin(async { Settings::of(tx).statuses().await })).await?)
    }

    /// The tenant's tags.
    ///
    /// # Errors
    /// The database is away.
    pub async fn tags(&self, op: &OpContext, app: &App) -> Result<&[TagRow], UseCaseError> {
        let tx = self.tx(op, app).await?;
        Ok(self.tags.get_or_try_init(|| Box::pin(async { Settings::of(tx).tags().await })).await?)
    }
}

/// The operation behind this request.
///
/// # Errors
/// A fault of the wiring.
pub fn op<'a>(ctx: &Context<'a>) -> Result<&'a OpContext> {
    ctx.data::<OpContext>()
}

/// The application.
///
/// # Errors
/// A fault of the wiring.
pub fn app<'a>(ctx: &Context<'a>) -> Result<&'a Arc<App>> {
    ctx.data::<Arc<App>>()
}

/// The request's one read transaction.
///
/// # Errors
/// The database is away.
pub async fn reader<'a>(ctx: &Context<'a>) -> Result<&'a TenantRead> {
    Ok(ctx.data::<Reading>()?.tx(op(ctx)?, app(ctx)?).await?)
}

/// What was wrong with an input, at which place, and how to mend it.
#[derive(Clone, Debug, SimpleObject)]
pub struct UserError {
    /// Stable name.
    code: String,
    /// For people.
    message: String,
    /// The place in the input.
    path: Vec<String>,
}

impl UserError {
    pub(crate) fn new(code: &str, message: impl Into<String>) -> Self {
        Self { code: code.to_owned(), message: message.into(), path: Vec::new() }
    }
}

/// Splits an outcome: what a person can mend becomes user errors, all else stays an error.
///
/// # Errors
/// Access, not found, too often, faults.
pub fn settle<T>(outcome: Result<T, UseCaseError>) -> Result<(Option<T>, Vec<UserError>)> {
    match outcome {
        Ok(value) => Ok((Some(value), Vec::new())),
        Err(UseCaseError::Invalid(problems)) => Ok((
            None,
            problems
                .into_iter()
                .map(|p| UserError { code: p.code.to_owned(), message: p.message, path: p.path })
                .collect(),
        )),
        Err(error @ (UseCaseError::Conflict { .. } | UseCaseError::LinkEnded)) => {
            Ok((None, vec![UserError::new(error.code(), sentence(&error))]))
        }
        Err(error) => Err(error.into()),
    }
}

/// For fields that are no mutation: an input that does not fit is refused as a whole, with its first sentence.
///
/// # Errors
/// Always the error itself, told apart.
pub fn refused<T>(outcome: Result<T, UseCaseError>) -> Result<T> {
    match outcome {
        Err(UseCaseError::Invalid(problems)) => {
            let text = problems
                .iter()
                .map(|p| format!("{}: {} ({})", p.path.join("."), p.message, p.code))
                .collect::<Vec<_>>()
                .join(" ");
            Err(async_graphql::Error::new_with_source(Refusal::invalid(text)))
        }
        other => Ok(other?),
    }
}

fn sentence(error: &UseCaseError) -> String {
    match error {
        UseCaseError::Conflict { .. } => {
            "Somebody changed this meanwhile: load it again and repeat your change.".to_owned()
        }
        _ => "The time to take this back is over.".to_owned(),
    }
}

/// Which page is wanted: 1–200 rows, 50 unless said.
///
/// # Errors
/// A number out of range, or a text that is no cursor.
pub fn page(first: Option<i32>, after: Option<&str>) -> Result<PageRequest> {
    let first = u16::try_from(first.unwrap_or(50)).ok().filter(|n| (1..=200).contains(n));
    let first =
        first.ok_or_else(|| async_graphql::Error::new_with_source(Refusal::invalid("Ask for 1 to 200 rows.")))?;
    let after = after
        .map(Cursor::decode)
        .transpose()
        .map_err(|error| async_graphql::Error::new_with_source(Refusal::invalid(error.to_string())))?;
    Ok(PageRequest { first, after })
}

/// Reads a typed id; an id of another noun names nothing.
///
/// # Errors
/// Not found, as for an unknown id.
pub fn id<T>(parsed: Option<T>, noun: &'static str) -> Result<T> {
    parsed.ok_or_else(|| UseCaseError::NotFound(noun).into())
}

/// Reads a typed id inside an input: what names nothing is the input's problem.
///
/// # Errors
/// `unknown_id` at the field.
pub fn known<T>(parsed: Option<T>, field: &str) -> Result<T, UseCaseError> {
    parsed
        .ok_or_else(|| UseCaseError::invalid(field, "unknown_id", "This does not exist any more. Load the list again."))
}

/// A place that an input may leave as it is (absent), clear (null) or change.
///
/// # Errors
/// What reading the value says.
pub fn place<T>(
    given: &MaybeUndefined<ID>,
    read: impl Fn(&ID) -> Result<T, UseCaseError>,
) -> Result<Option<Option<T>>, UseCaseError> {
    match given {
        MaybeUndefined::Undefined => Ok(None),
        MaybeUndefined::Null => Ok(Some(None)),
        MaybeUndefined::Value(id) => read(id).map(|id| Some(Some(id))),
    }
}

/// Where a page stands in its list.
#[derive(Clone, Debug, SimpleObject)]
pub struct PageInfo {
    has_next_page: bool,
    has_previous_page: bool,
    start_cursor: Option<String>,
    end_cursor: Option<String>,
}

impl PageInfo {
    /// From the cursors of a page's rows.
    #[must_use]
    pub fn of(cursors: &[String], more: bool, after: bool) -> Self {
        Self {
            has_next_page: more,
            has_previous_page: after,
            start_cursor: cursors.first().cloned(),
            end_cursor: cursors.last().cloned(),
        }
    }
}
