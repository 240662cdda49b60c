use async_graphql::SimpleObject;
use crm_app::clients::Personal;

/// A field that policy may mask. `display` is what the reader may see; the raw value is here only when `masked` is false.
#[derive(Clone, Debug, SimpleObject)]
pub struct MaskedText {
    display: Option<String>,
    masked: bool,
    can_reveal: bool,
    present: bool,
}

impl MaskedText {
    /// A value that this reader sees in full.
    #[must_use]
    pub const fn whole(value: String) -> Self {
        Self { display: Some(value), masked: false, can_reveal: false, present: true }
    }

    /// The stored mask of a value that nobody can ask to see here.
    #[must_use]
    pub const fn mask_only(mask: String) -> Self {
        Self { display: Some(mask), masked: true, can_reveal: false, present: true }
    }
}

impl From<Personal> for MaskedText {
    fn from(value: Personal) -> Self {
        Self { display: value.display, masked: value.masked, can_reveal: value.can_reveal, present: value.present }
    }
}

/// One field before and after a change.
#[derive(Clone, Debug, SimpleObject)]
pub struct FieldChange {
    field: String,
    before: MaskedText,
    after: MaskedText,
}

impl From<crm_app::audit::ShownChange> for FieldChange {
    fn from(change: crm_app::audit::ShownChange) -> Self {
        Self { field: change.field, before: change.before.into(), after: change.after.into() }
    }
}
