//! Which clients somebody chose.

use crate::UseCaseError;
use crate::clients::{FilterInput, GroupInput, ListInput, list_query, sees_archived};
use crm_access::kinds::ClientView;
use crm_access::{OpContext, Permit};
use crm_model::{ClientId, Problem};
use crm_storage::{ClientSort, SELECT_MAX, Scoped, SortColumn, Whom};

/// Which clients, as somebody says it.
#[derive(Clone, Debug)]
pub enum WhomInput {
    /// Ticked ones.
    Named(Vec<ClientId>),
    /// Everything that the list finds.
    Matching {
        /// Conditions.
        filter: Option<FilterInput>,
        /// What was typed into the search box.
        search: Option<String>,
        /// Only the clients of this group.
        group: Option<GroupInput>,
    },
}

/// The most clients that can be named one by one.
pub const NAMED_MAX: usize = 1_000;

/// Understands a selection under the list's own rules; `None` when it can match nothing for this reader.
pub(super) async fn understand(
    op: &OpContext,
    tx: &impl Scoped,
    permit: &Permit<ClientView>,
    whom: &WhomInput,
) -> Result<Option<Whom>, UseCaseError> {
    match whom {
        WhomInput::Named(clients) => {
            if clients.len() > NAMED_MAX {
                let how = "Name at most 1,000 clients one by one. Choose all that match a filter instead.";
                return Err(Problem::at("clientIds", "too_many", how).under("selection").into());
            }
            let archived = sees_archived(op);
            Ok((!clients.is_empty()).then(|| Whom::Named { clients: clients.clone(), archived }))
        }
        WhomInput::Matching { filter, search, group } => {
            let sort = ClientSort { column: SortColumn::CreatedAt, descending: true };
            let (filter, search, group) = (filter.clone(), search.clone(), group.clone());
            let input = ListInput { filter, search, group, sort, first: 1, after: None };
            Ok(list_query(op, tx, permit, &input).await?.map(|query| Whom::Matching(Box::new(query))))
        }
    }
}

/// Nothing was chosen.
pub(super) fn nobody() -> UseCaseError {
    UseCaseError::invalid("selection", "nothing_selected", "Choose at least one client.")
}

/// More than can be changed at once.
pub(super) fn too_many() -> UseCaseError {
    let most = SELECT_MAX / 1_000;
    let how =
        format!("At most {most},000 clients can be changed at once. Narrow the list by a filter and go on in parts.");
    UseCaseError::invalid("selection", "too_many", how)
}
