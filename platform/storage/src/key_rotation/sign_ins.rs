//! Staff's sign-ins: found by their address, and an authenticator's secret.

use super::Resealed;
use super::shelf::{Sealing, Shelf};
use crate::StorageError;
use crate::scope::Scope;
use crate::staff::email_place_of;
use crm_model::Email;
use crm_vault::{BlindKind, Sealer};
use sea_orm::FromQueryResult;
use uuid::Uuid;

/// The pending and the enrolled secret share one place.
const SECRETS: Shelf = Shelf {
    table: "credential",
    key: "staff_id",
    columns: &[("totp_sealed", Sealing::Record), ("totp_pending_sealed", Sealing::RecordOf("totp_sealed"))],
};

#[derive(FromQueryResult)]
struct Row {
    staff_id: Uuid,
    email_bidx: Vec<u8>,
    email_sealed: Vec<u8>,
}

pub(super) async fn block(scope: &Scope, after: Uuid, most: u32) -> Result<Resealed, StorageError> {
    let secrets = SECRETS.block(scope, after, most).await?;
    let sql = "SELECT c.staff_id, c.email_bidx, s.email_sealed FROM crm.credential c JOIN crm.staff s ON s.tenant_id = $1 AND s.id = c.staff_id
        WHERE c.tenant_id = $1 AND c.staff_id > $2 ORDER BY c.staff_id LIMIT $3";
    let rows: Vec<Row> = scope.all(sql, vec![scope.tenant(), after.into(), i64::from(most).into()]).await?;
    let (mut ids, mut old, mut new) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        let text = scope.keys.open_str(&email_place_of(scope.tenant_id(), row.staff_id), &row.email_sealed)?;
        let email = Email::parse("email", &text).map_err(|_| StorageError::Corrupt("staff.email_sealed"))?;
        let bidx = scope.keys.blind(BlindKind::Email, &email.expose().normalised()).to_vec();
        if bidx != row.email_bidx {
            ids.push(row.staff_id);
            old.push(row.email_bidx);
            new.push(bidx);
        }
    }
    let sql =
        "UPDATE crm.credential t SET email_bidx = v.n FROM unnest($2::uuid[], $3::bytea[], $4::bytea[]) AS v(id, o, n)
        WHERE t.tenant_id = $1 AND t.staff_id = v.id AND t.email_bidx = v.o";
    let changed = if ids.is_empty() {
        0
    } else {
        scope.exec(sql, vec![scope.tenant(), ids.into(), old.into(), new.into()]).await?
    };
    Ok(Resealed { changed: changed.max(secrets.changed), last: secrets.last })
}
