//! Rows whose columns are sealed, each for itself, under the tenant's own key.

use super::Resealed;
use crate::StorageError;
use crate::scope::Scope;
use crm_vault::{Place, Sealer, TenantKeys, VaultError};
use sea_orm::{FromQueryResult, Value};
use std::fmt::Write;
use uuid::Uuid;

/// How a column is sealed.
#[derive(Clone, Copy)]
pub(super) enum Sealing {
    /// A value under the record key, at the place of its own name.
    Record,
    /// A value under the record key, at the place of another column.
    RecordOf(&'static str),
    /// The key of the row's file.
    FileKey,
}

/// A table, its key column of type uuid, and at most three sealed columns.
pub(super) struct Shelf {
    pub table: &'static str,
    pub key: &'static str,
    pub columns: &'static [(&'static str, Sealing)],
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    a: Option<Vec<u8>>,
    b: Option<Vec<u8>>,
    c: Option<Vec<u8>>,
}

/// One value before and after; empty where there is none.
type Turned = (Vec<u8>, Vec<u8>);

impl Shelf {
    pub(super) async fn block(&self, scope: &Scope, after: Uuid, most: u32) -> Result<Resealed, StorageError> {
        let names = ["a", "b", "c"];
        let mut sql = format!("SELECT {} AS id", self.key);
        for (n, name) in names.iter().enumerate() {
            let column = self.columns.get(n).map_or("NULL::bytea", |(column, _)| column);
            let _ = write!(sql, ", {column} AS {name}");
        }
        let (table, key) = (self.table, self.key);
        let _ = write!(sql, " FROM crm.{table} WHERE tenant_id = $1 AND {key} > $2 ORDER BY {key} LIMIT $3");
        let rows: Vec<Row> = scope.all(sql, vec![scope.tenant(), after.into(), i64::from(most).into()]).await?;
        let Some(last) = rows.last().map(|row| row.id) else { return Ok(Resealed::default()) };
        let mut ids = Vec::new();
        let mut turned: Vec<Vec<Turned>> = self.columns.iter().map(|_| Vec::new()).collect();
        for row in rows {
            let mut new = Vec::with_capacity(self.columns.len());
            for ((column, sealing), old) in self.columns.iter().zip([row.a, row.b, row.c]) {
                let value = self.turn(&scope.keys, row.id, column, *sealing, old);
                new.push(value.inspect_err(|error| {
                    tracing::error!(table, column, row = %row.id, %error, "a value does not open and cannot be sealed anew");
                })?);
            }
            if new.iter().any(|(before, after)| before != after) {
                ids.push(row.id);
                turned.iter_mut().zip(new).for_each(|(all, one)| all.push(one));
            }
        }
        let changed = if ids.is_empty() { 0 } else { self.write(scope, ids, turned).await? };
        Ok(Resealed { changed, last: Some(last) })
    }

    fn turn(
        &self,
        keys: &TenantKeys,
        row: Uuid,
        column: &'static str,
        sealing: Sealing,
        old: Option<Vec<u8>>,
    ) -> Result<Turned, VaultError> {
        let old = old.unwrap_or_default();
        if old.is_empty() || keys.is_under_present(&old) {
            return Ok((old.clone(), old));
        }
        let place = |column| Place { tenant: keys.tenant(), table: self.table, column, row };
        let again = |place: Place| keys.seal(&place, &keys.open(&place, &old)?);
        let new = match sealing {
            Sealing::Record => again(place(column))?,
            Sealing::RecordOf(column) => again(place(column))?,
            Sealing::FileKey => keys.wrap_file_key(&keys.unwrap_file_key(row, &old)?)?,
        };
        Ok((old, new))
    }

    /// Writes what nobody else has written meanwhile.
    async fn write(&self, scope: &Scope, ids: Vec<Uuid>, turned: Vec<Vec<Turned>>) -> Result<u64, StorageError> {
        let (mut sets, mut same, mut lists, mut names) = (String::new(), String::new(), String::new(), String::new());
        let mut values: Vec<Value> = vec![scope.tenant(), ids.into()];
        for (n, ((column, _), all)) in self.columns.iter().zip(turned).enumerate() {
            let (old, new): (Vec<_>, Vec<_>) = all.into_iter().unzip();
            let comma = if n == 0 { "" } else { ", " };
            let _ = write!(sets, "{comma}{column} = nullif(v.n{n}, ''::bytea)");
            let _ = write!(same, " AND coalesce(t.{column}, ''::bytea) = v.o{n}");
            let _ = write!(lists, ", ${}::bytea[], ${}::bytea[]", values.len() + 1, values.len() + 2);
            let _ = write!(names, ", o{n}, n{n}");
            values.push(old.into());
            values.push(new.into());
        }
        let (table, key) = (self.table, self.key);
        let sql = format!(
            "UPDATE crm.{table} t SET {sets} FROM unnest($2::uuid[]{lists}) AS v(id{names}) WHERE t.tenant_id = $1 AND t.{key} = v.id{same}"
        );
        scope.exec(sql, values).await
    }
}
