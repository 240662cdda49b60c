//! From the text of a template to its checked form. A key that nobody knows, or a value that fits nowhere, is refused with
//! its place.

use super::{Template, TemplateRole, TemplateSettings, TemplateStatus, TemplateTag, TemplateTeam, TemplateView, check};
use crm_access::{FieldClass, FieldRule, Grant, Permission, ReachLevel, Relation, RoleRules, Visibility};
use crm_model::{Desk, StatusType};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Why a template cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// No template has this name.
    #[error("there is no template `{name}`; there are: {known}")]
    Unknown {
        /// What was asked for.
        name: String,
        /// What there is.
        known: String,
    },
    /// The text is no TOML, or has a key that no template has.
    #[error("template `{name}`: {source}")]
    Text {
        /// Which.
        name: String,
        /// What and where.
        source: Box<toml::de::Error>,
    },
    /// A value does not fit.
    #[error("template `{name}`: {problem}")]
    Value {
        /// Which.
        name: String,
        /// What, where, and what would fit.
        problem: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    version: u32,
    extends: Option<String>,
    settings: Option<TemplateSettings>,
    brand: Option<Brand>,
    #[serde(default)]
    roles: Vec<Role>,
    sales_statuses: Option<Vec<Status>>,
    retention_statuses: Option<Vec<Status>>,
    tags: Option<Vec<TemplateTag>>,
    views: Option<Vec<TemplateView>>,
    teams: Option<Vec<Team>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Brand {
    primary_color: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Role {
    name: String,
    description: String,
    #[serde(default)]
    everything: bool,
    #[serde(default)]
    grants: BTreeMap<String, String>,
    #[serde(default)]
    fields: BTreeMap<String, Shown>,
}

/// One visibility for every relation, or one for each that is named.
#[derive(Deserialize)]
#[serde(untagged)]
enum Shown {
    Always(String),
    By(BTreeMap<String, String>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Status {
    name: String,
    r#type: String,
    color: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Team {
    name: String,
    desk: String,
    below: Option<String>,
}

pub(super) fn load(name: &str, bundle: &[(&str, &str)]) -> Result<Template, TemplateError> {
    let file = read(name, bundle)?;
    let base = file.extends.as_deref().map(|base| load(base, bundle)).transpose()?;
    let wrong = |problem: String| TemplateError::Value { name: name.to_owned(), problem };
    let template = join(file, base).map_err(wrong)?;
    check::check(&template).map_err(wrong)?;
    Ok(template)
}

fn read(name: &str, bundle: &[(&str, &str)]) -> Result<File, TemplateError> {
    let known = || bundle.iter().map(|(known, _)| *known).collect::<Vec<_>>().join(", ");
    let text = bundle.iter().find(|(known, _)| *known == name).map(|(_, text)| *text);
    let text = text.ok_or_else(|| TemplateError::Unknown { name: name.to_owned(), known: known() })?;
    let file: File = toml::from_str(text)
        .map_err(|source| TemplateError::Text { name: name.to_owned(), source: Box::new(source) })?;
    match file.extends.as_deref() {
        Some(base) if base == name => {
            Err(TemplateError::Value { name: name.to_owned(), problem: "extends itself".to_owned() })
        }
        _ if file.name != name => {
            Err(TemplateError::Value { name: name.to_owned(), problem: format!("its `name` says {}", file.name) })
        }
        _ => Ok(file),
    }
}

/// Sections of the file replace those of its base; roles are added, or replace the one of the same name.
fn join(file: File, base: Option<Template>) -> Result<Template, String> {
    let missing = |section: &str| format!("[{section}] is missing");
    let statuses = |own: Option<Vec<Status>>, base: Option<Vec<TemplateStatus>>, section: &str| match own {
        Some(own) => own.into_iter().map(status).collect(),
        None => base.ok_or_else(|| missing(section)),
    };
    let (of_base, mut roles) = (base.clone(), base.map(|b| b.roles).unwrap_or_default());
    for own in file.roles {
        let own = role(own)?;
        match roles.iter_mut().find(|r| r.name == own.name) {
            Some(same) => *same = own,
            None => roles.push(own),
        }
    }
    Ok(Template {
        name: file.name,
        version: file.version,
        settings: file
            .settings
            .or_else(|| of_base.as_ref().map(|b| b.settings.clone()))
            .ok_or_else(|| missing("settings"))?,
        primary_color: file
            .brand
            .map(|b| b.primary_color)
            .or_else(|| of_base.as_ref().map(|b| b.primary_color.clone()))
            .ok_or_else(|| missing("brand"))?,
        roles,
        sales_statuses: statuses(
            file.sales_statuses,
            of_base.as_ref().map(|b| b.sales_statuses.clone()),
            "sales_statuses",
        )?,
        retention_statuses: statuses(
            file.retention_statuses,
            of_base.as_ref().map(|b| b.retention_statuses.clone()),
            "retention_statuses",
        )?,
        tags: file.tags.or_else(|| of_base.as_ref().map(|b| b.tags.clone())).ok_or_else(|| missing("tags"))?,
        views: file.views.or_else(|| of_base.as_ref().map(|b| b.views.clone())).ok_or_else(|| missing("views"))?,
        teams: match file.teams {
            Some(own) => own.into_iter().map(team).collect::<Result<_, _>>()?,
            None => of_base.map(|b| b.teams).ok_or_else(|| missing("teams"))?,
        },
    })
}

fn status(status: Status) -> Result<TemplateStatus, String> {
    let meaning = StatusType::from_text(&status.r#type).ok_or_else(|| {
        format!("status {}: type {} is none of open, ongoing, hold, won, lost", status.name, status.r#type)
    })?;
    Ok(TemplateStatus { name: status.name, meaning, color: status.color })
}

fn team(team: Team) -> Result<TemplateTeam, String> {
    let desks = || Desk::ALL.iter().map(|d| d.as_str()).collect::<Vec<_>>().join(", ");
    let desk = Desk::from_text(&team.desk)
        .ok_or_else(|| format!("team {}: desk {} is none of {}", team.name, team.desk, desks()))?;
    Ok(TemplateTeam { name: team.name, desk, below: team.below })
}

fn role(role: Role) -> Result<TemplateRole, String> {
    let rules = if role.everything {
        if !role.grants.is_empty() || !role.fields.is_empty() {
            return Err(format!("role {}: `everything` leaves no room for grants or fields of its own", role.name));
        }
        everything()
    } else {
        RoleRules { grants: grants(&role)?, fields: fields(&role)?, denies: Vec::new() }
    };
    Ok(TemplateRole { name: role.name, description: role.description, rules })
}

fn everything() -> RoleRules {
    RoleRules {
        denies: Vec::new(),
        grants: Permission::ALL
            .iter()
            .map(|permission| Grant { permission: *permission, reach: ReachLevel::All })
            .collect(),
        fields: FieldClass::ALL
            .iter()
            .map(|class| FieldRule { class: *class, relation: Relation::Any, visibility: Visibility::Full })
            .collect(),
    }
}

fn grants(role: &Role) -> Result<Vec<Grant>, String> {
    let grant = |(permission, reach): (&String, &String)| {
        let known = Permission::from_text(permission)
            .ok_or_else(|| format!("role {}: the catalogue has no permission {permission}", role.name))?;
        let reach = ReachLevel::from_text(reach)
            .ok_or_else(|| format!("role {}: reach {reach} of {permission} is none of own, team, all", role.name))?;
        if !known.has_reach() && reach != ReachLevel::All {
            return Err(format!("role {}: {permission} has no reach; write all", role.name));
        }
        Ok(Grant { permission: known, reach })
    };
    role.grants.iter().map(grant).collect()
}

fn fields(role: &Role) -> Result<Vec<FieldRule>, String> {
    let mut rules = Vec::new();
    for (class, shown) in &role.fields {
        let class = FieldClass::from_text(class)
            .ok_or_else(|| format!("role {}: there is no class of fields {class}", role.name))?;
        let always = BTreeMap::new();
        let (any, by) = match shown {
            Shown::Always(visibility) => (Some(visibility), &always),
            Shown::By(by) => (None, by),
        };
        let any = any.map(|visibility| ("any", visibility));
        for (relation, visibility) in
            any.into_iter().chain(by.iter().map(|(relation, visibility)| (relation.as_str(), visibility)))
        {
            let relation = Relation::from_text(relation)
                .ok_or_else(|| format!("role {}: there is no relation {relation}", role.name))?;
            let visibility = Visibility::from_text(visibility)
                .ok_or_else(|| format!("role {}: {visibility} is none of full, partial, masked, hidden", role.name))?;
            rules.push(FieldRule { class, relation, visibility });
        }
    }
    Ok(rules)
}
