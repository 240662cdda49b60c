//! The versioned template bundle: what a broker begins with. Roles, statuses, tags, teams, settings and colours; never
//! people, clients, keys or secrets (PROV-02).

mod check;
mod parse;

use crm_access::RoleRules;
use crm_model::{Desk, StatusType, ViewDefinition};
pub use parse::TemplateError;

/// A template, read and checked.
#[derive(Clone, Debug)]
pub struct Template {
    /// Its name.
    pub name: String,
    /// Grows with every change; stands in the event of each broker made from it.
    pub version: u32,
    /// Settings to begin with.
    pub settings: TemplateSettings,
    /// `#rrggbb`, unless the request names another colour.
    pub primary_color: String,
    /// Roles; the first one is the first staff member's.
    pub roles: Vec<TemplateRole>,
    /// Statuses on the way to the first deposit, in their order.
    pub sales_statuses: Vec<TemplateStatus>,
    /// Statuses after it, in their order.
    pub retention_statuses: Vec<TemplateStatus>,
    /// Tags.
    pub tags: Vec<TemplateTag>,
    /// Views of the client list that everybody has.
    pub views: Vec<TemplateView>,
    /// Teams; each stands after the one above it.
    pub teams: Vec<TemplateTeam>,
}

/// Settings of a template.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateSettings {
    /// Seconds without a request after which a session ends.
    pub session_idle_s: i32,
    /// Seconds after which a session ends in any case.
    pub session_absolute_s: i32,
    /// Reveals that one person may make in an hour.
    pub reveals_per_hour: i32,
    /// Hours that money is frozen after a change of credentials.
    pub money_freeze_h: i32,
    /// The client number before the first one.
    pub client_numbers_after: i64,
}

/// A role of a template.
#[derive(Clone, Debug)]
pub struct TemplateRole {
    /// The name.
    pub name: String,
    /// For people who choose a role.
    pub description: String,
    /// What it allows and shows.
    pub rules: RoleRules,
}

/// A status of a template.
#[derive(Clone, Debug)]
pub struct TemplateStatus {
    /// The name.
    pub name: String,
    /// What it means.
    pub meaning: StatusType,
    /// `#rrggbb`.
    pub color: String,
}

/// A tag of a template.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateTag {
    /// The name.
    pub name: String,
    /// `#rrggbb`.
    pub color: String,
}

/// A view of a template.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateView {
    /// The name.
    pub name: String,
    /// Roles whose people begin with it.
    #[serde(default)]
    pub roles: Vec<String>,
    /// What it shows.
    pub definition: ViewDefinition,
}

/// A team of a template.
#[derive(Clone, Debug)]
pub struct TemplateTeam {
    /// The name.
    pub name: String,
    /// What it does.
    pub desk: Desk,
    /// The team above.
    pub below: Option<String>,
}

/// The shipped bundle: name and text of each template.
pub const BUNDLE: [(&str, &str); 2] =
    [("default", include_str!("default.toml")), ("closers", include_str!("closers.toml"))];

impl Template {
    /// A template of the bundle, whole and checked.
    ///
    /// # Errors
    /// There is none of this name; or one that ships with this program is not well formed.
    pub fn named(name: &str) -> Result<Self, TemplateError> {
        parse::load(name, &BUNDLE)
    }

    /// Names of the bundle.
    pub fn names() -> impl Iterator<Item = &'static str> {
        BUNDLE.iter().map(|(name, _)| *name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crm_access::{FieldClass, Permission, ReachLevel};

    fn role<'a>(template: &'a Template, name: &str) -> &'a TemplateRole {
        template.roles.iter().find(|r| r.name == name).unwrap()
    }

    #[test]
    fn every_template_that_ships_is_well_formed() {
        for name in Template::names() {
            let template = Template::named(name).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(template.name, name);
        }
        assert!(Template::named("other").unwrap_err().to_string().contains("default, closers"));
    }

    #[test]
    fn prov_02_a_template_has_no_place_for_people_keys_or_secrets() {
        let (name, text) = BUNDLE[0];
        let with = |section: &str| parse::load(name, &[(name, &format!("{text}\n{section}\nname = \"planted\"\n"))]);
        assert!(with("[[tags]]").is_err_and(|error| error.to_string().contains("color")), "a section that is known");
        for section in ["[[staff]]", "[[users]]", "[[clients]]", "[[api_keys]]", "[[webhooks]]", "[secrets]", "[keys]"]
        {
            let refused = with(section).unwrap_err().to_string();
            assert!(refused.contains("unknown field"), "{section}: {refused}");
        }
    }

    #[test]
    fn the_default_roles_are_those_of_the_field() {
        let template = Template::named("default").unwrap();
        let names: Vec<&str> = template.roles.iter().map(|r| r.name.as_str()).collect();
        assert_eq!(
            names,
            [
                "CRM Manager",
                "Team Leader",
                "Agent",
                "Compliance Officer",
                "Finance",
                "Dealer",
                "Support",
                "Read-only auditor"
            ]
        );
        assert_eq!(role(&template, "CRM Manager").rules.grants.len(), Permission::ALL.len());
        let agent = &role(&template, "Agent").rules;
        assert!(agent.grants.iter().all(|g| g.permission == Permission::ClientCreate || g.reach == ReachLevel::Own));
        assert!(
            agent.fields.iter().all(|f| f.visibility < crm_access::Visibility::Full)
                && agent.fields.len() == FieldClass::ALL.len()
        );
        let auditor = &role(&template, "Read-only auditor").rules;
        assert!(auditor.grants.iter().all(|g| g.permission.verb() == "view"));
    }

    #[test]
    fn a_template_that_extends_another_replaces_whole_sections_and_adds_roles() {
        let (base, own) = (Template::named("default").unwrap(), Template::named("closers").unwrap());
        assert_eq!(own.roles.len(), base.roles.len() + 1);
        assert!(own.sales_statuses.iter().all(|s| s.name != "New") && own.primary_color != base.primary_color);
        assert_eq!(own.roles.first().map(|r| r.name.as_str()), Some("CRM Manager"));
    }
}
