//! Fields that a broker adds to its clients, with their choices, and the layout of the profile.

use crate::scope::Scoped;
use crate::{StorageError, TenantTx};
use chrono::{DateTime, Utc};
use crm_access::kinds::FieldManage;
use crm_access::{FieldClass, Permit};
use crm_model::{CustomChoiceId, CustomFieldId, CustomFieldKind, ProfileLayout};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

/// One of a field's choices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomChoice {
    /// Which.
    pub id: CustomChoiceId,
    /// For people.
    pub label: String,
    /// Not to be given to clients any more.
    pub retired: bool,
}

/// A field that the broker added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomField {
    /// Which.
    pub id: CustomFieldId,
    /// For programs.
    pub key: String,
    /// For people.
    pub label: String,
    /// What it holds.
    pub kind: CustomFieldKind,
    /// The class whose rules it follows; none for a field that everybody reads who reaches the client.
    pub class: Option<FieldClass>,
    /// Staff who register a client have to fill it in.
    pub required: bool,
    /// Not offered any more; its values stay.
    pub archived: bool,
    /// Grows with each change.
    pub version: i32,
    /// In their order; only of a field of choices.
    pub choices: Vec<CustomChoice>,
}

/// What of a field can change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomFieldEdit {
    /// For people.
    pub label: String,
    /// Staff who register a client have to fill it in.
    pub required: bool,
    /// Since when it is not offered any more.
    pub archived_at: Option<DateTime<Utc>>,
}

/// The broker's own fields, read or written through a transaction.
pub struct CustomFields<'a, T>(pub(crate) &'a T);

impl<'a, T: Scoped> CustomFields<'a, T> {
    /// The fields of the transaction's tenant.
    pub const fn of(tx: &'a T) -> Self {
        Self(tx)
    }
}

#[derive(FromQueryResult)]
struct FieldRow {
    id: Uuid,
    key: String,
    label: String,
    kind: String,
    field_class: Option<String>,
    required: bool,
    archived: bool,
    version: i32,
}

#[derive(FromQueryResult)]
struct ChoiceRow {
    id: Uuid,
    field_id: Uuid,
    label: String,
    retired: bool,
}

#[derive(FromQueryResult)]
struct LayoutRow {
    layout: serde_json::Value,
    version: i32,
}

impl<T: Scoped> CustomFields<'_, T> {
    /// All fields in the order in which they were made, archived ones too.
    ///
    /// # Errors
    /// The database is away.
    pub async fn all(&self) -> Result<Vec<CustomField>, StorageError> {
        let scope = self.0.scope();
        let sql = "SELECT id, key, label, kind, field_class, required, archived_at IS NOT NULL AS archived, version
            FROM crm.custom_field WHERE tenant_id = $1 ORDER BY position, id";
        let rows: Vec<FieldRow> = scope.all(sql, vec![scope.tenant()]).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let sql = "SELECT id, field_id, label, retired_at IS NOT NULL AS retired
            FROM crm.custom_choice WHERE tenant_id = $1 ORDER BY field_id, position, id";
        let choices: Vec<ChoiceRow> = scope.all(sql, vec![scope.tenant()]).await?;
        rows.into_iter()
            .map(|row| {
                let class = row
                    .field_class
                    .as_deref()
                    .map(|class| FieldClass::from_text(class).ok_or(StorageError::Corrupt("custom_field.field_class")));
                let own = choices.iter().filter(|choice| choice.field_id == row.id);
                Ok(CustomField {
                    id: CustomFieldId::from_uuid(row.id),
                    key: row.key,
                    label: row.label,
                    kind: CustomFieldKind::from_text(&row.kind).ok_or(StorageError::Corrupt("custom_field.kind"))?,
                    class: class.transpose()?,
                    required: row.required,
                    archived: row.archived,
                    version: row.version,
                    choices: own
                        .map(|choice| CustomChoice {
                            id: CustomChoiceId::from_uuid(choice.id),
                            label: choice.label.clone(),
                            retired: choice.retired,
                        })
                        .collect(),
                })
            })
            .collect()
    }

    /// The layout of the profile with its version; version 0 when the broker has none of its own.
    ///
    /// # Errors
    /// The database is away.
    pub async fn layout(&self) -> Result<(ProfileLayout, i32), StorageError> {
        let scope = self.0.scope();
        let sql = "SELECT layout, version FROM crm.profile_layout WHERE tenant_id = $1";
        let row: Option<LayoutRow> = scope.one(sql, vec![scope.tenant()]).await?;
        let Some(row) = row else { return Ok((ProfileLayout::default(), 0)) };
        let layout = serde_json::from_value(row.layout).map_err(|_| StorageError::Corrupt("profile_layout.layout"))?;
        Ok((layout, row.version))
    }
}

impl CustomFields<'_, TenantTx> {
    /// Keeps a new field behind the others; its choices come with [`Self::set_choices`].
    ///
    /// # Errors
    /// [`StorageError::Taken`] for a key or a label that the broker has already.
    pub async fn add(&self, _permit: &Permit<FieldManage>, field: &CustomField) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let sql = "INSERT INTO crm.custom_field (tenant_id, id, key, label, kind, field_class, required, position)
            SELECT $1, $2, $3, $4, $5, $6, $7, coalesce(max(f.position), 0) + 1 FROM crm.custom_field f WHERE f.tenant_id = $1";
        let values = vec![
            scope.tenant(),
            field.id.uuid().into(),
            field.key.as_str().into(),
            field.label.as_str().into(),
            field.kind.as_str().into(),
            field.class.map(FieldClass::as_str).into(),
            field.required.into(),
        ];
        scope.exec(sql, values).await?;
        Ok(())
    }

    /// Writes a field anew if the version is still the one that was read; false when somebody was faster.
    ///
    /// # Errors
    /// [`StorageError::Taken`] for a label that another field in use has.
    pub async fn edit(
        &self,
        _permit: &Permit<FieldManage>,
        id: CustomFieldId,
        version: i32,
        edit: &CustomFieldEdit,
    ) -> Result<bool, StorageError> {
        let scope = self.0.scope();
        let sql = "UPDATE crm.custom_field SET label = $4, required = $5, archived_at = $6, version = version + 1
            WHERE tenant_id = $1 AND id = $2 AND version = $3";
        let values = vec![
            scope.tenant(),
            id.uuid().into(),
            version.into(),
            edit.label.as_str().into(),
            edit.required.into(),
            edit.archived_at.into(),
        ];
        Ok(scope.exec(sql, values).await? == 1)
    }

    /// Writes a field's choices in their order: new ones are added, none is taken away.
    ///
    /// # Errors
    /// [`StorageError::Dangling`] when the field is not there.
    pub async fn set_choices(
        &self,
        _permit: &Permit<FieldManage>,
        field: CustomFieldId,
        choices: &[CustomChoice],
        now: DateTime<Utc>,
    ) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let sql = "INSERT INTO crm.custom_choice AS c (tenant_id, id, field_id, label, position, retired_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (tenant_id, id) DO UPDATE SET label = $4, position = $5,
              retired_at = CASE WHEN $6::timestamptz IS NULL THEN NULL ELSE coalesce(c.retired_at, $6) END
            WHERE c.tenant_id = $1 AND c.field_id = $3";
        for (choice, position) in choices.iter().zip(1_i32..) {
            let values: Vec<Value> = vec![
                scope.tenant(),
                choice.id.uuid().into(),
                field.uuid().into(),
                choice.label.as_str().into(),
                position.into(),
                choice.retired.then_some(now).into(),
            ];
            scope.exec(sql, values).await?;
        }
        Ok(())
    }

    /// Keeps the layout if the version is still the one that was read; false when somebody was faster.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn set_layout(
        &self,
        _permit: &Permit<FieldManage>,
        layout: &ProfileLayout,
        version: i32,
        now: DateTime<Utc>,
    ) -> Result<bool, StorageError> {
        let scope = self.0.scope();
        let layout = serde_json::to_value(layout).map_err(|_| StorageError::Corrupt("profile_layout.layout"))?;
        let values: Vec<Value> = vec![scope.tenant(), layout.into(), version.into(), now.into()];
        let sql = "INSERT INTO crm.profile_layout AS p (tenant_id, layout, changed_at)
            SELECT $1, $2, $4 WHERE $3 = 0 OR EXISTS (SELECT 1 FROM crm.profile_layout k WHERE k.tenant_id = $1)
            ON CONFLICT (tenant_id) DO UPDATE SET layout = $2, version = p.version + 1, changed_at = $4
            WHERE p.tenant_id = $1 AND p.version = $3";
        Ok(scope.exec(sql, values).await? == 1)
    }
}
