//! Fields that the demo's brokers added to their clients, with values of the oldest clients.

use super::servers::said;
use crm_access::{FieldClass, OpContext, kinds};
use crm_app::custom_fields::{CustomInput, NewFieldInput, create_in, fill_in};
use crm_model::CustomFieldKind as Kind;
use crm_storage::{ClientSort, Clients, CustomField, CustomFields, ListQuery, SortColumn, TenantDb};

/// So many of the oldest clients get values.
const FILLED: u16 = 200;
const EMPLOYERS: [&str; 5] = ["Harbour Lines", "North Mill", "Own business", "City Hospital", "Retired"];
const TIERS: [&str; 3] = ["Gold", "Silver", "Bronze"];

/// Makes the fields where the broker has none yet, and gives the oldest clients their values.
pub(super) async fn keep(op: &OpContext, db: &TenantDb) -> anyhow::Result<u64> {
    let tx = db.begin(op).await?;
    if !CustomFields::of(&tx).all().await?.is_empty() {
        tx.abandon().await?;
        return Ok(0);
    }
    let (make, edit) = (op.require_system::<kinds::FieldManage>()?, op.require_system::<kinds::ClientEdit>()?);
    let mut events = Vec::new();
    let mut fields = Vec::new();
    for input in wanted() {
        let (field, event) = create_in(&tx, &make, &input, op.now()).await.map_err(said)?;
        fields.push(field);
        events.push(event);
    }
    let view = op.require_system::<kinds::ClientView>()?;
    let sort = ClientSort { column: SortColumn::Number, descending: false };
    let query = ListQuery { filter: None, search: None, sort, archived: false };
    let oldest = Clients::of(&tx).list(&view, None, &query, FILLED, None).await?.rows;
    for (client, at) in oldest.iter().zip(0_usize..) {
        let inputs: Vec<CustomInput> = fields
            .iter()
            .filter_map(|field| value(field, at).map(|text| CustomInput { field: field.id, value: Some(text.into()) }))
            .collect();
        if !inputs.is_empty() {
            let known = (op.tenant().id, fields.as_slice());
            events.push(fill_in(&tx, &edit, client, known, &inputs).await.map_err(said)?);
        }
    }
    let filled = u64::try_from(oldest.len())?;
    tx.commit_all(events).await?;
    Ok(filled)
}

fn wanted() -> [NewFieldInput; 5] {
    let field = |label: &str, kind, class| NewFieldInput {
        key: None,
        label: label.to_owned(),
        kind,
        class,
        required: false,
        choices: Vec::new(),
    };
    [
        field("Employer", Kind::Text, None),
        field("Yearly income", Kind::Number, Some(FieldClass::DateOfBirth)),
        field("Contract ends", Kind::Date, None),
        NewFieldInput { choices: TIERS.map(str::to_owned).to_vec(), ..field("Tier", Kind::Choice, None) },
        field("Speaks at events", Kind::Flag, None),
    ]
}

/// What the client at a place has; not every client has everything.
fn value(field: &CustomField, at: usize) -> Option<String> {
    if (at + field.key.len()).is_multiple_of(4) {
        return None;
    }
    match field.kind {
        Kind::Text => EMPLOYERS.get(at % EMPLOYERS.len()).map(|name| (*name).to_owned()),
        Kind::Number => Some((18_000 + at * 750).to_string()),
        Kind::Date => Some(format!("2027-{:02}-{:02}", at % 12 + 1, at % 28 + 1)),
        Kind::Choice => field.choices.get(at % TIERS.len()).map(|choice| choice.id.to_string()),
        Kind::Flag => Some(at.is_multiple_of(3).to_string()),
    }
}
