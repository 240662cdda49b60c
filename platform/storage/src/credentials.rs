//! What staff members sign in with: password hash, second factor, recovery codes. The e-mail is found by its blind
//! index only.
//!
//! Whoever changes how or whether a person gets in locks in one order: the person, the credential, one-time tokens and
//! throttles, sessions. So no two of them wait for each other.

use crate::scope::{SignInScoped, SignInWrites};
use crate::{SignInTx, StorageError, access_version};
use chrono::{DateTime, Utc};
use crm_model::{StaffId, StaffStatus};
use crm_vault::{BlindIndex, Place, Sealer};
use sea_orm::FromQueryResult;
use std::fmt;
use uuid::Uuid;

/// A person's credential. Silent in Debug.
#[derive(Clone)]
pub struct Credential {
    /// Whose.
    pub staff: StaffId,
    /// The person's name.
    pub name: String,
    /// Whether the person may work.
    pub status: StaffStatus,
    /// The argon2id hash; `None` before the invitation is accepted.
    pub password_hash: Option<String>,
    /// The blind index of the e-mail that this credential is found by.
    pub email_bidx: Vec<u8>,
    /// Whether a second factor is enrolled.
    pub totp_enrolled: bool,
    totp_sealed: Option<Vec<u8>>,
    totp_pending_sealed: Option<Vec<u8>>,
    totp_last_step: Option<i64>,
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential").field("staff", &self.staff).finish_non_exhaustive()
    }
}

impl Credential {
    /// The latest step of the authenticator's codes that was used; no code of it or before counts any more.
    #[must_use]
    pub const fn last_step(&self) -> Option<i64> {
        self.totp_last_step
    }
}

#[derive(FromQueryResult)]
struct CredentialRow {
    staff_id: Uuid,
    name: String,
    status: String,
    password_hash: Option<String>,
    email_bidx: Vec<u8>,
    totp_enrolled: bool,
    totp_sealed: Option<Vec<u8>>,
    totp_pending_sealed: Option<Vec<u8>>,
    totp_last_step: Option<i64>,
}

#[derive(FromQueryResult)]
struct CountRow {
    n: i64,
}

/// The tenant's credentials.
pub struct Credentials<'a, T>(&'a T);

const CREDENTIAL: &str = "SELECT c.staff_id, p.name, p.status, c.password_hash, c.email_bidx, c.totp_confirmed_at IS NOT NULL AS totp_enrolled, c.totp_sealed, c.totp_pending_sealed, c.totp_last_step
  FROM crm.credential c JOIN crm.staff p ON p.tenant_id = c.tenant_id AND p.id = c.staff_id WHERE c.tenant_id = $1 AND ";

/// Postgres locks the tables of a statement in the order of its clauses: the person first.
const IN_ORDER: &str = "FOR SHARE OF p FOR UPDATE OF c";

impl<'a, T: SignInScoped> Credentials<'a, T> {
    /// The credentials of the transaction's tenant.
    pub const fn of(tx: &'a T) -> Self {
        Self(tx)
    }

    /// By e-mail: its blind index under every version of the tenant's key.
    ///
    /// # Errors
    /// The database is away.
    pub async fn by_email(&self, email: &[BlindIndex]) -> Result<Option<Credential>, StorageError> {
        let scope = self.0.scope();
        let wanted: Vec<Vec<u8>> = email.iter().map(|b| b.to_vec()).collect();
        let row: Option<CredentialRow> =
            scope.one(format!("{CREDENTIAL} c.email_bidx = ANY($2)"), vec![scope.tenant(), wanted.into()]).await?;
        row.map(credential).transpose()
    }

    /// Of one person.
    ///
    /// # Errors
    /// The database is away.
    pub async fn of_staff(&self, staff: StaffId) -> Result<Option<Credential>, StorageError> {
        let scope = self.0.scope();
        let row: Option<CredentialRow> =
            scope.one(format!("{CREDENTIAL} c.staff_id = $2"), vec![scope.tenant(), staff.uuid().into()]).await?;
        row.map(credential).transpose()
    }

    /// Opens the bytes of the enrolled authenticator secret.
    ///
    /// # Errors
    /// The sealed value does not open.
    pub fn totp_secret(&self, credential: &Credential) -> Result<Option<Vec<u8>>, StorageError> {
        self.opened(credential.staff, credential.totp_sealed.as_deref())
    }

    /// Opens the bytes of the secret that waits for its first code.
    ///
    /// # Errors
    /// The sealed value does not open.
    pub fn pending_totp_secret(&self, credential: &Credential) -> Result<Option<Vec<u8>>, StorageError> {
        self.opened(credential.staff, credential.totp_pending_sealed.as_deref())
    }

    fn opened(&self, staff: StaffId, sealed: Option<&[u8]>) -> Result<Option<Vec<u8>>, StorageError> {
        Ok(sealed.map(|sealed| self.0.keys().open(&self.totp_place(staff), sealed)).transpose()?)
    }

    /// The pending and the enrolled secret share one place, so that confirming moves the sealed bytes as they are.
    fn totp_place(&self, staff: StaffId) -> Place {
        Place { tenant: self.0.scope().tenant_id(), table: "credential", column: "totp_sealed", row: staff.uuid() }
    }

    /// How many recovery codes a person has left.
    ///
    /// # Errors
    /// The database is away.
    pub async fn recovery_codes_left(&self, staff: StaffId) -> Result<u32, StorageError> {
        let scope = self.0.scope();
        let row: Option<CountRow> = scope.one("SELECT count(*) AS n FROM crm.recovery_code WHERE tenant_id = $1 AND staff_id = $2 AND used_at IS NULL", vec![scope.tenant(), staff.uuid().into()]).await?;
        Ok(row.and_then(|r| u32::try_from(r.n).ok()).unwrap_or(0))
    }
}

impl<T: SignInWrites> Credentials<'_, T> {
    /// Keeps a credential without password for a new staff member.
    ///
    /// # Errors
    /// [`StorageError::Taken`] when the e-mail is somebody's already.
    pub async fn create(&self, staff: StaffId, email: BlindIndex) -> Result<(), StorageError> {
        let scope = self.0.scope();
        scope
            .exec(
                "INSERT INTO crm.credential (tenant_id, staff_id, email_bidx) VALUES ($1, $2, $3)",
                vec![scope.tenant(), staff.uuid().into(), email.to_vec().into()],
            )
            .await?;
        Ok(())
    }

    /// A person's credential, held with the person until this transaction ends: nobody suspends the person or sets another
    /// password meanwhile. `None` when the person may not work.
    ///
    /// # Errors
    /// The database is away.
    pub async fn held(&self, staff: StaffId) -> Result<Option<Credential>, StorageError> {
        let scope = self.0.scope();
        let sql = format!("{CREDENTIAL} c.staff_id = $2 AND p.status = 'active' {IN_ORDER}");
        let row: Option<CredentialRow> = scope.one(sql, vec![scope.tenant(), staff.uuid().into()]).await?;
        row.map(credential).transpose()
    }

    /// Holds the credential and its person as they were when the password was checked, until this transaction ends;
    /// false when either has changed since.
    ///
    /// # Errors
    /// The database is away.
    pub async fn hold(&self, checked: &Credential) -> Result<bool, StorageError> {
        let scope = self.0.scope();
        let sql = format!(
            "SELECT 1::bigint AS n FROM crm.credential c JOIN crm.staff p ON p.tenant_id = c.tenant_id AND p.id = c.staff_id
          WHERE c.tenant_id = $1 AND c.staff_id = $2 AND c.password_hash = $3 AND (c.totp_confirmed_at IS NOT NULL) = $4 AND p.status = 'active' {IN_ORDER}"
        );
        let row: Option<CountRow> = scope
            .one(
                sql,
                vec![
                    scope.tenant(),
                    checked.staff.uuid().into(),
                    checked.password_hash.clone().into(),
                    checked.totp_enrolled.into(),
                ],
            )
            .await?;
        Ok(row.is_some_and(|r| r.n == 1))
    }

    /// Replaces the same password's hash by one under the present parameters, unless it changed meanwhile.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn rehash(&self, checked: &Credential, hash: &str) -> Result<(), StorageError> {
        let scope = self.0.scope();
        scope.exec("UPDATE crm.credential SET password_hash = $3 WHERE tenant_id = $1 AND staff_id = $2 AND password_hash = $4", vec![scope.tenant(), checked.staff.uuid().into(), hash.into(), checked.password_hash.clone().into()]).await?;
        Ok(())
    }

    /// Sets a new password.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn set_password(&self, staff: StaffId, hash: &str, now: DateTime<Utc>) -> Result<(), StorageError> {
        let scope = self.0.scope();
        scope.exec("UPDATE crm.credential SET password_hash = $3, password_changed_at = $4 WHERE tenant_id = $1 AND staff_id = $2", vec![scope.tenant(), staff.uuid().into(), hash.into(), now.into()]).await?;
        Ok(())
    }

    /// Uses up a step of the authenticator's codes: false when it, or a later one, was used before (AUTH-11).
    ///
    /// # Errors
    /// The database refuses.
    pub async fn take_totp_step(&self, staff: StaffId, step: i64) -> Result<bool, StorageError> {
        let scope = self.0.scope();
        let sql = "UPDATE crm.credential SET totp_last_step = $3 WHERE tenant_id = $1 AND staff_id = $2 AND (totp_last_step IS NULL OR totp_last_step < $3)";
        Ok(scope.exec(sql, vec![scope.tenant(), staff.uuid().into(), step.into()]).await? == 1)
    }

    /// Keeps a secret until its first code proves that the app has it.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn begin_totp(&self, staff: StaffId, secret: &[u8]) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let sealed = self.0.keys().seal(&self.totp_place(staff), secret)?;
        scope
            .exec(
                "UPDATE crm.credential SET totp_pending_sealed = $3 WHERE tenant_id = $1 AND staff_id = $2",
                vec![scope.tenant(), staff.uuid().into(), sealed.into()],
            )
            .await?;
        Ok(())
    }

    /// The pending secret becomes the person's second factor.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn confirm_totp(&self, staff: StaffId, step: i64, now: DateTime<Utc>) -> Result<bool, StorageError> {
        let scope = self.0.scope();
        let sql = "UPDATE crm.credential SET totp_sealed = totp_pending_sealed, totp_pending_sealed = NULL, totp_confirmed_at = $4, totp_last_step = $3 WHERE tenant_id = $1 AND staff_id = $2 AND totp_pending_sealed IS NOT NULL";
        Ok(scope.exec(sql, vec![scope.tenant(), staff.uuid().into(), step.into(), now.into()]).await? == 1)
    }

    /// The person has no second factor any more, and no recovery codes.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn remove_totp(&self, staff: StaffId) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let me = || vec![scope.tenant(), staff.uuid().into()];
        scope.exec("UPDATE crm.credential SET totp_sealed = NULL, totp_pending_sealed = NULL, totp_confirmed_at = NULL, totp_last_step = NULL WHERE tenant_id = $1 AND staff_id = $2", me()).await?;
        scope.exec("DELETE FROM crm.recovery_code WHERE tenant_id = $1 AND staff_id = $2", me()).await?;
        Ok(())
    }

    /// Replaces a person's recovery codes by new ones, kept as digests.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn renew_recovery_codes(&self, staff: StaffId, digests: Vec<[u8; 32]>) -> Result<(), StorageError> {
        let scope = self.0.scope();
        scope
            .exec(
                "DELETE FROM crm.recovery_code WHERE tenant_id = $1 AND staff_id = $2",
                vec![scope.tenant(), staff.uuid().into()],
            )
            .await?;
        let digests: Vec<Vec<u8>> = digests.into_iter().map(|d| d.to_vec()).collect();
        scope
            .exec(
                "INSERT INTO crm.recovery_code (tenant_id, staff_id, h) SELECT $1, $2, unnest($3::bytea[])",
                vec![scope.tenant(), staff.uuid().into(), digests.into()],
            )
            .await?;
        Ok(())
    }

    /// Uses up a recovery code: false when it is none of the person's, or was used before.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn take_recovery_code(
        &self,
        staff: StaffId,
        digest: [u8; 32],
        now: DateTime<Utc>,
    ) -> Result<bool, StorageError> {
        let scope = self.0.scope();
        let sql = "UPDATE crm.recovery_code SET used_at = $4 WHERE tenant_id = $1 AND staff_id = $2 AND h = $3 AND used_at IS NULL";
        Ok(scope.exec(sql, vec![scope.tenant(), staff.uuid().into(), digest.to_vec().into(), now.into()]).await? == 1)
    }
}

impl Credentials<'_, SignInTx> {
    /// The invited person behind a credential has accepted and may work. Gives the version of access data from which that
    /// holds; `None` when the person is not (or no longer) invited.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn join(&self, staff: StaffId) -> Result<Option<i64>, StorageError> {
        let scope = self.0.scope();
        let version = access_version::moved(scope).await?;
        let sql = "UPDATE crm.staff SET status = 'active', version = version + 1 WHERE tenant_id = $1 AND id = $2 AND status = 'invited'";
        let joined = scope.exec(sql, vec![scope.tenant(), staff.uuid().into()]).await? == 1;
        Ok(joined.then_some(version))
    }
}

fn credential(row: CredentialRow) -> Result<Credential, StorageError> {
    Ok(Credential {
        staff: StaffId::from_uuid(row.staff_id),
        name: row.name,
        status: StaffStatus::from_text(&row.status).ok_or(StorageError::Corrupt("staff.status"))?,
        password_hash: row.password_hash,
        email_bidx: row.email_bidx,
        totp_enrolled: row.totp_enrolled,
        totp_sealed: row.totp_sealed,
        totp_pending_sealed: row.totp_pending_sealed,
        totp_last_step: row.totp_last_step,
    })
}
