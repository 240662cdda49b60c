//! Values of the broker's own fields: the kept client gets those that he has none of; the rows of the other stay as they are.

use super::Merges;
use super::carry::Keyed;
use crate::clients::custom::custom_value_place;
use crate::scope::Scoped;
use crate::{StorageError, TenantTx};
use crm_model::{ClientId, CustomFieldId};
use crm_vault::{ClientKey, Sealer};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

#[derive(FromQueryResult)]
struct CopiedRow {
    field_id: Uuid,
    text_sealed: Option<Vec<u8>>,
}

impl Merges<'_, TenantTx> {
    /// Copies the values; words are sealed anew under the kept client's key. Gives the fields that were filled.
    pub(super) async fn copy_own_fields(&self, from: Keyed<'_>, to: Keyed<'_>) -> Result<Vec<Uuid>, StorageError> {
        let scope = self.0.scope();
        let sql = "INSERT INTO crm.custom_value (tenant_id, client_id, field_id, text_sealed, millionths, day, choice_id, flag)
            SELECT $1, $3, v.field_id, v.text_sealed, v.millionths, v.day, v.choice_id, v.flag FROM crm.custom_value v WHERE v.tenant_id = $1 AND v.client_id = $2
            ON CONFLICT DO NOTHING RETURNING field_id, text_sealed";
        let values: Vec<Value> = vec![scope.tenant(), from.client.uuid().into(), to.client.uuid().into()];
        let copied: Vec<CopiedRow> = scope.all(sql, values).await?;
        let fields = copied.iter().map(|row| row.field_id).collect();
        let (mut which, mut sealed) = (Vec::new(), Vec::new());
        for row in copied {
            let Some(old) = row.text_sealed else { continue };
            let place = custom_value_place(scope.tenant_id(), CustomFieldId::from_uuid(row.field_id));
            sealed.push(to.key.seal(&place, &from.key.open(&place, &old)?)?);
            which.push(row.field_id);
        }
        if !which.is_empty() {
            let sql = "UPDATE crm.custom_value t SET text_sealed = x.sealed FROM unnest($3::uuid[], $4::bytea[]) AS x (field_id, sealed)
                WHERE t.tenant_id = $1 AND t.client_id = $2 AND t.field_id = x.field_id";
            scope.exec(sql, vec![scope.tenant(), to.client.uuid().into(), which.into(), sealed.into()]).await?;
        }
        Ok(fields)
    }

    /// Which of the copies somebody has changed since: the rows that they were copied from stand as they stood.
    ///
    /// # Errors
    /// A sealed value does not open; the database is away.
    pub async fn changed_own_fields(
        &self,
        from: Keyed<'_>,
        kept: Keyed<'_>,
        fields: &[Uuid],
    ) -> Result<Vec<CustomFieldId>, StorageError> {
        #[derive(FromQueryResult)]
        struct BothRow {
            field_id: Uuid,
            same: bool,
            theirs: Option<Vec<u8>>,
            ours: Option<Vec<u8>>,
        }
        let scope = self.0.scope();
        let sql = "SELECT k.field_id, (k.millionths, k.day, k.choice_id, k.flag) IS NOT DISTINCT FROM (o.millionths, o.day, o.choice_id, o.flag) AS same, o.text_sealed AS theirs, k.text_sealed AS ours
            FROM crm.custom_value k LEFT JOIN crm.custom_value o ON o.tenant_id = $1 AND o.client_id = $2 AND o.field_id = k.field_id
            WHERE k.tenant_id = $1 AND k.client_id = $3 AND k.field_id = ANY($4)";
        let values: Vec<Value> =
            vec![scope.tenant(), from.client.uuid().into(), kept.client.uuid().into(), fields.to_vec().into()];
        let rows: Vec<BothRow> = scope.all(sql, values).await?;
        let mut changed = Vec::new();
        for row in rows {
            let field = CustomFieldId::from_uuid(row.field_id);
            let place = custom_value_place(scope.tenant_id(), field);
            let words =
                |key: &ClientKey, sealed: Option<Vec<u8>>| sealed.map(|sealed| key.open(&place, &sealed)).transpose();
            if !row.same || words(from.key, row.theirs)? != words(kept.key, row.ours)? {
                changed.push(field);
            }
        }
        Ok(changed)
    }

    /// Takes the copies away again.
    pub(super) async fn drop_own_fields(&self, kept: ClientId, fields: &[Uuid]) -> Result<(), StorageError> {
        let scope = self.0.scope();
        let sql = "DELETE FROM crm.custom_value WHERE tenant_id = $1 AND client_id = $2 AND field_id = ANY($3)";
        scope.exec(sql, vec![scope.tenant(), kept.uuid().into(), fields.to_vec().into()]).await?;
        Ok(())
    }
}
