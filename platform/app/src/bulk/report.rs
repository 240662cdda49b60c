//! Clients that an act left as they are, as a file: safe to open in a spreadsheet.

use super::decide::message;
use super::look::{own, with_clients};
use crate::{App, UseCaseError, file_taken};
use crm_access::OpContext;
use crm_model::{BulkOutcome, ClientBulkId};
use crm_sheets::write_record;
use crm_storage::Bulks;

/// Rows in a piece.
const PIECE: u32 = 1_000;
/// By this mark spreadsheets know the encoding.
const MARK: char = '\u{feff}';

/// The next piece of the file of rows that were refused, and behind which row the one after it begins; `None` behind the
/// last one. Clients that the reader does not reach any more stand without number and name.
///
/// # Errors
/// Access; not found for everybody but who began it.
pub async fn failed_rows(
    op: &OpContext,
    app: &App,
    id: ClientBulkId,
    after: Option<i32>,
) -> Result<Option<(String, i32)>, UseCaseError> {
    let mut tx = app.db.read(op).await?;
    own(op, &tx, id).await?;
    if after.is_none() {
        tx = file_taken::record(op, app, tx, "client_bulk", id.uuid()).await?;
    }
    let left = [BulkOutcome::Refused, BulkOutcome::UndoRefused];
    let rows = Bulks::of(&tx).behind(id, &left, after.unwrap_or(0), PIECE).await?;
    let mut text = String::new();
    if after.is_none() {
        text.push(MARK);
        write_record(&mut text, ["Row", "Client number", "Client id", "Name", "What happened", "Reason"], ',');
    } else if rows.is_empty() {
        return Ok(None);
    }
    let last = rows.last().map_or(i32::MAX, |row| row.n);
    for shown in with_clients(op, &tx, rows).await? {
        let (number, client, name) = match shown.client {
            Some(client) => (client.number, client.id.to_string(), client.display_name),
            None => Default::default(),
        };
        let what = if shown.row.outcome == BulkOutcome::Refused { "Not changed" } else { "Not taken back" };
        let code = shown.row.code.as_deref().unwrap_or_default();
        let n = shown.row.n.to_string();
        write_record(&mut text, [&n, &number, &client, &name, what, message(code)], ',');
    }
    Ok(Some((text, last)))
}
