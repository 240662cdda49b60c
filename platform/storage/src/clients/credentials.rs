//! What a client signs in with. Set only by the client, through a one-time link.

use super::Clients;
use crate::{StorageError, Writes};
use chrono::{DateTime, Utc};
use crm_model::{ClientId, ContactId};
use crm_vault::BlindIndex;
use sea_orm::Value;

impl<T: Writes> Clients<'_, T> {
    /// Ends the credential: the client has to set a new password by link.
    ///
    /// # Errors
    /// The database is away.
    pub async fn end_credential(&self, client: ClientId) -> Result<(), StorageError> {
        let scope = self.0.scope();
        scope
            .exec(
                "DELETE FROM crm.client_credential WHERE tenant_id = $1 AND client_id = $2",
                vec![scope.tenant(), client.uuid().into()],
            )
            .await?;
        Ok(())
    }

    /// Sets the credential and marks what the link proved: the address is the client's. `email` is its blind index under
    /// every version of the tenant's key, the one to keep first: an older credential may stand under an older version.
    ///
    /// # Errors
    /// [`StorageError::Taken`] when another client of the tenant signs in with this address.
    pub async fn set_credential(
        &self,
        client: ClientId,
        contact: ContactId,
        email: &[BlindIndex],
        password_hash: String,
        now: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let all: Vec<Vec<u8>> = email.iter().map(|index| index.to_vec()).collect();
        let sql = "INSERT INTO crm.client_credential (tenant_id, client_id, email_bidx, password_hash, password_changed_at)
            SELECT $1, $2, $3, $4, $5 WHERE NOT EXISTS (SELECT FROM crm.client_credential c WHERE c.tenant_id = $1 AND c.email_bidx = ANY($6) AND c.client_id <> $2)
            ON CONFLICT (tenant_id, client_id) DO UPDATE SET email_bidx = excluded.email_bidx, password_hash = excluded.password_hash, password_changed_at = excluded.password_changed_at";
        let values: Vec<Value> = vec![
            scope.tenant(),
            client.uuid().into(),
            all.first().cloned().into(),
            password_hash.into(),
            now.into(),
            all.into(),
        ];
        if scope.exec(sql, values).await? == 0 {
            return Err(StorageError::Taken { constraint: "client_credential.email_bidx".to_owned() });
        }
        let at = || vec![scope.tenant(), client.uuid().into(), now.into()];
        let mut verified = at();
        verified.push(contact.uuid().into());
        scope.exec("UPDATE crm.client_contact SET verified_at = coalesce(verified_at, $3) WHERE tenant_id = $1 AND client_id = $2 AND id = $4", verified).await?;
        scope.exec("UPDATE crm.client SET must_reset_password = false, status = CASE status WHEN 'email_unverified' THEN 'active' ELSE status END, stage = CASE stage WHEN 'lead' THEN 'registered' ELSE stage END, registered_at = coalesce(registered_at, $3), updated_at = $3, version = version + 1 WHERE tenant_id = $1 AND id = $2", at()).await?;
        Ok(())
    }
}
