//! The role that somebody is writing, as a session keeps it while its person looks at the portal as that role.

use crate::StorageError;
use crm_access::{
    Deny, FieldClass, FieldRule, Grant, Permission, ReachLevel, Relation, RoleDraft, RoleRules, Visibility,
};
use crm_model::RoleId;
use serde::{Deserialize, Serialize};

/// The words of `crm.role_grant`, `role_field` and `role_deny`, in one value.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    name: String,
    grants: Vec<(String, String)>,
    fields: Vec<(String, String, String)>,
    denies: Vec<(String, String)>,
}

/// As `crm.session.preview_draft` keeps it; the role that it would change has a column of its own.
pub fn written(draft: &RoleDraft) -> Result<serde_json::Value, StorageError> {
    let RoleRules { grants, fields, denies } = &draft.rules;
    let kept = Kept {
        name: draft.name.clone(),
        grants: grants.iter().map(|g| (g.permission.as_str().to_owned(), g.reach.as_str().to_owned())).collect(),
        fields: fields
            .iter()
            .map(|f| (f.class.as_str().to_owned(), f.relation.as_str().to_owned(), f.visibility.as_str().to_owned()))
            .collect(),
        denies: denies.iter().map(|d| (d.kind().to_owned(), d.as_str().to_owned())).collect(),
    };
    serde_json::to_value(kept).map_err(|_| StorageError::Corrupt("session.preview_draft"))
}

/// Reads it; what this version does not know gives nothing, as in a kept role: it stays a preview that can be ended.
pub fn read(role: Option<RoleId>, value: serde_json::Value) -> RoleDraft {
    let kept: Kept = serde_json::from_value(value).unwrap_or_default();
    let grant = |(permission, reach): &(String, String)| {
        Some(Grant { permission: Permission::from_text(permission)?, reach: ReachLevel::from_text(reach)? })
    };
    let field = |(class, relation, visibility): &(String, String, String)| {
        Some(FieldRule {
            class: FieldClass::from_text(class)?,
            relation: Relation::from_text(relation)?,
            visibility: Visibility::from_text(visibility)?,
        })
    };
    let rules = RoleRules {
        grants: kept.grants.iter().filter_map(grant).collect(),
        fields: kept.fields.iter().filter_map(field).collect(),
        denies: kept.denies.iter().filter_map(|(kind, name)| Deny::from_text(kind, name)).collect(),
    };
    RoleDraft { role, name: kept.name, rules }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_read_as_it_was_written() {
        let draft = RoleDraft {
            role: Some(RoleId::generate()),
            name: "Night desk".to_owned(),
            rules: RoleRules {
                grants: vec![Grant { permission: Permission::ClientView, reach: ReachLevel::Team }],
                fields: vec![FieldRule {
                    class: FieldClass::Email,
                    relation: Relation::Owner,
                    visibility: Visibility::Full,
                }],
                denies: vec![Deny::Permission(Permission::ClientCreate), Deny::Field(FieldClass::Phone)],
            },
        };
        assert_eq!(read(draft.role, written(&draft).unwrap()), draft);
    }

    #[test]
    fn unknown_words_give_nothing() {
        let value = serde_json::json!({
            "name": "Old", "grants": [["client.fly", "all"], ["client.view", "own"]],
            "fields": [["shoe", "any", "full"]], "denies": [["permission", "client.fly"]],
        });
        let rules = read(None, value).rules;
        assert_eq!(rules.grants, [Grant { permission: Permission::ClientView, reach: ReachLevel::Own }]);
        assert!(rules.fields.is_empty() && rules.denies.is_empty());
        assert_eq!(read(None, serde_json::json!(["what", 1])).rules, RoleRules::default());
    }
}
