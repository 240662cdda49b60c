use provisioning::{Template, TemplateRole};

/// The default roles, read from the template that ships: tests judge what brokers get.
pub fn default_roles() -> Vec<TemplateRole> {
    Template::named("default").expect("the shipped template").roles
}
