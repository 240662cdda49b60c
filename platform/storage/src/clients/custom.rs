//! Values of the broker's own fields: read for pages of clients, written with a client, asked for by a list.

use super::Clients;
use super::reach::Values;
use crate::columns::Columns;
use crate::scope::Scoped;
use crate::{StorageError, TenantTx};
use chrono::NaiveDate;
use crm_access::{PermissionKind, Permit};
use crm_model::{ClientId, CustomChoiceId, CustomFieldId, Millionths, TenantId};
use crm_vault::{ClientKey, Place, Sealer, VaultError};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

/// A value as it rests: words are sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CustomKept {
    /// Sealed words.
    Text(Vec<u8>),
    /// A number.
    Number(Millionths),
    /// A day.
    Date(NaiveDate),
    /// A choice.
    Choice(CustomChoiceId),
    /// Yes or no.
    Flag(bool),
}

/// A value of one client.
#[derive(Clone, Debug)]
pub struct CustomValueRow {
    /// Whose.
    pub client: ClientId,
    /// Of which field.
    pub field: CustomFieldId,
    /// The value.
    pub kept: CustomKept,
}

/// What a list asks of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CustomCondition {
    /// There is a value, or none.
    Present(bool),
    /// Not below, and not above.
    Number(Option<Millionths>, Option<Millionths>),
    /// From a day, and before a day.
    Date(Option<NaiveDate>, Option<NaiveDate>),
    /// One of these choices.
    Choice(Vec<CustomChoiceId>),
    /// Yes or no.
    Flag(bool),
}

/// Where a sealed value lives. Its key is the client's, so the field tells it from the client's others.
pub(crate) const fn custom_value_place(tenant: TenantId, field: CustomFieldId) -> Place {
    Place { tenant, table: "custom_value", column: "text_sealed", row: field.uuid() }
}

impl CustomKept {
    /// Words on their way to rest.
    ///
    /// # Errors
    /// The key is another tenant's.
    pub fn seal(tenant: TenantId, field: CustomFieldId, key: &ClientKey, text: &str) -> Result<Self, VaultError> {
        Ok(Self::Text(key.seal_str(&custom_value_place(tenant, field), text)?))
    }

    /// Sealed words, opened.
    ///
    /// # Errors
    /// The key is another client's, or the value was moved.
    pub fn open(tenant: TenantId, field: CustomFieldId, key: &ClientKey, sealed: &[u8]) -> Result<String, VaultError> {
        key.open_str(&custom_value_place(tenant, field), sealed)
    }
}

#[derive(FromQueryResult)]
struct Row {
    client_id: Uuid,
    field_id: Uuid,
    text_sealed: Option<Vec<u8>>,
    millionths: Option<i64>,
    day: Option<NaiveDate>,
    choice_id: Option<Uuid>,
    flag: Option<bool>,
}

impl TryFrom<Row> for CustomValueRow {
    type Error = StorageError;

    fn try_from(row: Row) -> Result<Self, StorageError> {
        let kept = match (row.text_sealed, row.millionths, row.day, row.choice_id, row.flag) {
            (Some(sealed), ..) => CustomKept::Text(sealed),
            (_, Some(millionths), ..) => CustomKept::Number(Millionths::of(millionths)),
            (_, _, Some(day), ..) => CustomKept::Date(day),
            (_, _, _, Some(choice), _) => CustomKept::Choice(CustomChoiceId::from_uuid(choice)),
            (.., Some(flag)) => CustomKept::Flag(flag),
            _ => return Err(StorageError::Corrupt("custom_value")),
        };
        Ok(Self { client: ClientId::from_uuid(row.client_id), field: CustomFieldId::from_uuid(row.field_id), kept })
    }
}

impl<T: Scoped> Clients<'_, T> {
    /// The values of these clients, whoever they are: the caller has found them within a reach.
    ///
    /// # Errors
    /// The database is away.
    pub async fn custom_values(&self, clients: &[ClientId]) -> Result<Vec<CustomValueRow>, StorageError> {
        if clients.is_empty() {
            return Ok(Vec::new());
        }
        let scope = self.0.scope();
        let ids: Vec<Uuid> = clients.iter().map(|c| c.uuid()).collect();
        let sql = "SELECT client_id, field_id, text_sealed, millionths, day, choice_id, flag FROM crm.custom_value
            WHERE tenant_id = $1 AND client_id = ANY($2) ORDER BY client_id, field_id";
        let rows: Vec<Row> = scope.all(sql, vec![scope.tenant(), ids.into()]).await?;
        rows.into_iter().map(CustomValueRow::try_from).collect()
    }
}

impl Clients<'_, TenantTx> {
    /// Writes values of one client; `None` takes a value away.
    ///
    /// # Errors
    /// [`StorageError::Dangling`] when the client, a field or a choice of that field is not there.
    pub async fn set_custom_values<P: PermissionKind>(
        &self,
        _permit: &Permit<P>,
        client: ClientId,
        values: &[(CustomFieldId, Option<CustomKept>)],
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let gone: Vec<Uuid> = values.iter().filter(|(_, kept)| kept.is_none()).map(|(id, _)| id.uuid()).collect();
        if !gone.is_empty() {
            let sql = "DELETE FROM crm.custom_value WHERE tenant_id = $1 AND client_id = $2 AND field_id = ANY($3)";
            scope.exec(sql, vec![scope.tenant(), client.uuid().into(), gone.into()]).await?;
        }
        let sql = "INSERT INTO crm.custom_value (tenant_id, client_id, field_id, text_sealed, millionths, day, choice_id, flag)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (tenant_id, client_id, field_id)
            DO UPDATE SET text_sealed = $4, millionths = $5, day = $6, choice_id = $7, flag = $8";
        for (field, kept) in values {
            let Some(kept) = kept else { continue };
            let (mut text, mut number, mut day, mut choice, mut flag) = (None, None, None, None, None);
            match kept {
                CustomKept::Text(sealed) => text = Some(sealed.clone()),
                CustomKept::Number(millionths) => number = Some(millionths.get()),
                CustomKept::Date(date) => day = Some(*date),
                CustomKept::Choice(id) => choice = Some(id.uuid()),
                CustomKept::Flag(on) => flag = Some(*on),
            }
            let row: Vec<Value> = vec![
                scope.tenant(),
                client.uuid().into(),
                field.uuid().into(),
                text.into(),
                number.into(),
                day.into(),
                choice.into(),
                flag.into(),
            ];
            scope.exec(sql, row).await?;
        }
        Ok(())
    }

    /// Writes values of many clients at once; `None` takes a value away. A field of a client stands once among them.
    ///
    /// # Errors
    /// [`StorageError::Dangling`] when a client, a field or a choice of that field is not there.
    pub async fn set_custom_values_of<P: PermissionKind>(
        &self,
        _permit: &Permit<P>,
        values: Vec<(ClientId, CustomFieldId, Option<CustomKept>)>,
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let (there, gone): (Vec<_>, Vec<_>) = values.into_iter().partition(|(_, _, kept)| kept.is_some());
        if !gone.is_empty() {
            let (clients, fields): (Vec<Uuid>, Vec<Uuid>) =
                gone.iter().map(|(client, field, _)| (client.uuid(), field.uuid())).unzip();
            let sql = "DELETE FROM crm.custom_value v USING unnest($2::uuid[], $3::uuid[]) AS x (client_id, field_id)
                WHERE v.tenant_id = $1 AND v.client_id = x.client_id AND v.field_id = x.field_id";
            scope.exec(sql, vec![scope.tenant(), clients.into(), fields.into()]).await?;
        }
        if there.is_empty() {
            return Ok(());
        }
        let texts = |of: fn(&CustomKept) -> Option<String>| -> Vec<Option<String>> {
            there.iter().map(|(_, _, kept)| kept.as_ref().and_then(of)).collect()
        };
        let mut columns = Columns::of(scope.tenant());
        columns.uuids("client_id", there.iter().map(|(client, ..)| client.uuid()).collect());
        columns.uuids("field_id", there.iter().map(|(_, field, _)| field.uuid()).collect());
        let number = |kept: &CustomKept| match kept {
            CustomKept::Number(millionths) => Some(millionths.get().to_string()),
            _ => None,
        };
        let day = |kept: &CustomKept| match kept {
            CustomKept::Date(date) => Some(date.to_string()),
            _ => None,
        };
        let flag = |kept: &CustomKept| match kept {
            CustomKept::Flag(on) => Some(on.to_string()),
            _ => None,
        };
        columns.maybe_others("millionths", "bigint", texts(number));
        columns.maybe_others("day", "date", texts(day));
        columns.maybe_others("flag", "bool", texts(flag));
        let choice = |kept: &Option<CustomKept>| match kept {
            Some(CustomKept::Choice(id)) => Some(id.uuid()),
            _ => None,
        };
        columns.maybe_uuids("choice_id", there.iter().map(|(_, _, kept)| choice(kept)).collect());
        let sealed = |kept: Option<CustomKept>| match kept {
            Some(CustomKept::Text(sealed)) => Some(sealed),
            _ => None,
        };
        columns.maybe_bytes("text_sealed", there.into_iter().map(|(_, _, kept)| sealed(kept)).collect());
        let (sql, values) = columns.insert("crm.custom_value");
        let again = "ON CONFLICT (tenant_id, client_id, field_id) DO UPDATE SET text_sealed = excluded.text_sealed,
            millionths = excluded.millionths, day = excluded.day, choice_id = excluded.choice_id, flag = excluded.flag";
        scope.exec(format!("{sql} {again}"), values).await?;
        Ok(())
    }
}

impl CustomCondition {
    /// A condition on `c`.
    pub(super) fn sql(&self, field: CustomFieldId, values: &mut Values) -> String {
        let field = values.push(field.uuid());
        let having = |part: String| {
            format!(
                "EXISTS (SELECT 1 FROM crm.custom_value w WHERE w.tenant_id = $1 AND w.client_id = c.id AND w.field_id = {field}::uuid{part})"
            )
        };
        let mut parts = String::new();
        match self {
            Self::Present(true) => {}
            Self::Present(false) => return format!("NOT {}", having(String::new())),
            Self::Number(from, to) => {
                parts.push_str(" AND w.millionths IS NOT NULL");
                for (word, bound) in [(">=", from), ("<=", to)] {
                    if let Some(bound) = bound {
                        parts.push_str(&format!(" AND w.millionths {word} {}", values.push(bound.get())));
                    }
                }
            }
            Self::Date(from, before) => {
                parts.push_str(" AND w.day IS NOT NULL");
                for (word, bound) in [(">=", from), ("<", before)] {
                    if let Some(bound) = bound {
                        parts.push_str(&format!(" AND w.day {word} {}", values.push(*bound)));
                    }
                }
            }
            Self::Choice(ids) => {
                let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
                parts.push_str(&format!(" AND w.choice_id = ANY({}::uuid[])", values.push(ids)));
            }
            Self::Flag(on) => parts.push_str(&format!(" AND w.flag = {}", values.push(*on))),
        }
        having(parts)
    }
}
