//! Clients: their keys are wrapped anew, and contacts and sign-ins get the blind indexes by which they are found. What a
//! client's own key seals stays as it is.

use super::Resealed;
use crate::clients::{Clients, ContactBlinds};
use crate::scope::{Scope, Scoped};
use crate::{StorageError, TenantTx};
use crm_model::{ClientId, ContactKind, Email, Pii};
use crm_vault::{BlindKind, ClientKey};
use sea_orm::{FromQueryResult, Value};
use std::collections::HashMap;
use uuid::Uuid;

#[derive(FromQueryResult)]
struct KeyRow {
    id: Uuid,
    data_key: Vec<u8>,
}

#[derive(FromQueryResult)]
struct SignInRow {
    client_id: Uuid,
    email_bidx: Vec<u8>,
}

pub(super) async fn block(tx: &TenantTx, after: Uuid, most: u32) -> Result<Resealed, StorageError> {
    let scope = tx.scope();
    let sql = "SELECT id, data_key FROM crm.client WHERE tenant_id = $1 AND id > $2 ORDER BY id LIMIT $3";
    let rows: Vec<KeyRow> = scope.all(sql, vec![scope.tenant(), after.into(), i64::from(most).into()]).await?;
    let Some(last) = rows.last().map(|row| row.id) else { return Ok(Resealed::default()) };
    let mut keys = HashMap::new();
    let (mut ids, mut old, mut new) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        // a forgotten client has no key any more, and nothing that it would open
        if row.data_key.is_empty() {
            continue;
        }
        let id = ClientId::from_uuid(row.id);
        let key = scope.keys.unwrap_client_key(id, &row.data_key).inspect_err(|error| {
            tracing::error!(client = %id, %error, "a client's key does not open and cannot be wrapped anew");
        })?;
        if !scope.keys.is_under_present(&row.data_key) {
            ids.push(row.id);
            new.push(scope.keys.wrap_client_key(&key)?);
            old.push(row.data_key);
        }
        keys.insert(id, key);
    }
    let sql = "UPDATE crm.client t SET data_key = v.n FROM unnest($2::uuid[], $3::bytea[], $4::bytea[]) AS v(id, o, n)
        WHERE t.tenant_id = $1 AND t.id = v.id AND t.data_key = v.o";
    let changed = if ids.is_empty() {
        0
    } else {
        scope.exec(sql, vec![scope.tenant(), ids.into(), old.into(), new.into()]).await?
    };
    contacts(tx, &keys).await?;
    Ok(Resealed { changed, last: Some(last) })
}

/// Contacts that are found under the key of writes already are written again as they are: nothing in an index says by which
/// key it was made.
async fn contacts(tx: &TenantTx, keys: &HashMap<ClientId, ClientKey>) -> Result<(), StorageError> {
    let scope = tx.scope();
    let clients: Vec<ClientId> = keys.keys().copied().collect();
    let mut emails: HashMap<Uuid, Vec<String>> = HashMap::new();
    let (mut owners, mut ids, mut sealed) = (Vec::new(), Vec::new(), Vec::new());
    let (mut whole, mut part, mut local) = (Vec::new(), Vec::new(), Vec::new());
    for contact in Clients::of(tx).contacts(&clients).await? {
        let Some(key) = keys.get(&contact.client) else { continue };
        let text = contact.open(scope.tenant_id(), key)?;
        let blinds = ContactBlinds::of(&scope.keys, contact.kind, &text)
            .ok_or(StorageError::Corrupt("client_contact.sealed"))?;
        if contact.kind == ContactKind::Email {
            emails.entry(contact.client.uuid()).or_default().push(text);
        }
        owners.push(contact.client.uuid());
        ids.push(contact.id.uuid());
        sealed.push(contact.into_sealed());
        whole.push(blinds.whole);
        part.push(blinds.part);
        local.push(blinds.local.unwrap_or_default());
    }
    if !ids.is_empty() {
        let values: Vec<Value> =
            vec![scope.tenant(), owners.into(), ids.into(), sealed.into(), whole.into(), part.into(), local.into()];
        let sql = "UPDATE crm.client_contact t SET bidx = v.b, bidx_part = v.p, bidx_local = nullif(v.l, ''::bytea)
            FROM unnest($2::uuid[], $3::uuid[], $4::bytea[], $5::bytea[], $6::bytea[], $7::bytea[]) AS v(client_id, id, s, b, p, l)
            WHERE t.tenant_id = $1 AND t.client_id = v.client_id AND t.id = v.id AND t.sealed = v.s AND t.bidx <> v.b";
        scope.exec(sql, values).await?;
    }
    sign_ins(scope, &emails).await
}

/// A client signs in with one of his addresses; which one, only the index says.
async fn sign_ins(scope: &Scope, emails: &HashMap<Uuid, Vec<String>>) -> Result<(), StorageError> {
    let clients: Vec<Uuid> = emails.keys().copied().collect();
    let sql = "SELECT client_id, email_bidx FROM crm.client_credential WHERE tenant_id = $1 AND client_id = ANY($2)";
    let rows: Vec<SignInRow> = scope.all(sql, vec![scope.tenant(), clients.into()]).await?;
    let (mut ids, mut old, mut new) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        let known =
            emails.get(&row.client_id).into_iter().flatten().filter_map(|text| Email::parse("email", text).ok());
        let of = |email: Pii<Email>| scope.keys.blind_all(BlindKind::Email, &email.expose().normalised());
        let Some(blinds) = known.map(of).find(|all| all.iter().any(|blind| blind.as_bytes()[..] == row.email_bidx))
        else {
            continue;
        };
        let Some(present) = blinds.first().map(|blind| blind.to_vec()) else { continue };
        if present != row.email_bidx {
            ids.push(row.client_id);
            old.push(row.email_bidx);
            new.push(present);
        }
    }
    if !ids.is_empty() {
        let sql = "UPDATE crm.client_credential t SET email_bidx = v.n FROM unnest($2::uuid[], $3::bytea[], $4::bytea[]) AS v(id, o, n)
            WHERE t.tenant_id = $1 AND t.client_id = v.id AND t.email_bidx = v.o";
        scope.exec(sql, vec![scope.tenant(), ids.into(), old.into(), new.into()]).await?;
    }
    Ok(())
}
