use crm_access::{FieldClass, FieldRule, Grant, Permission, ReachLevel, Relation, RoleRules, Visibility};

/// A default role as tests give it to each broker (DOMAIN 1 and 5).
#[derive(Clone, Debug)]
pub struct RolePlan {
    /// Its name.
    pub name: &'static str,
    /// What it says.
    pub rules: RoleRules,
}

/// The eight default roles.
pub fn default_roles() -> Vec<RolePlan> {
    use FieldClass::{Address, DateOfBirth, Email, Phone};
    use Permission as P;
    use ReachLevel::{All, Own, Team};
    use Visibility::{Full, Partial};
    let everything: Vec<(P, ReachLevel)> = P::ALL.iter().map(|p| (*p, All)).collect();
    vec![
        role("CRM Manager", &everything, &[(Email, Full), (Phone, Full), (Address, Full), (DateOfBirth, Full)]),
        role(
            "Team Leader",
            &[
                (P::ClientView, Team),
                (P::ClientCreate, All),
                (P::ClientEdit, Team),
                (P::ClientEditContact, Team),
                (P::ClientResetPassword, Team),
                (P::ClientAssign, Team),
                (P::ContactReveal, Team),
                (P::NoteWrite, Team),
                (P::StaffView, All),
            ],
            &[(Email, Partial), (Phone, Partial)],
        ),
        role(
            "Agent",
            &[
                (P::ClientView, Own),
                (P::ClientCreate, All),
                (P::ClientEdit, Own),
                (P::ContactReveal, Own),
                (P::NoteWrite, Own),
            ],
            &[(Email, Partial), (Phone, Partial)],
        ),
        role(
            "Compliance Officer",
            &[
                (P::ClientView, All),
                (P::ClientEdit, All),
                (P::ClientDelete, All),
                (P::NoteWrite, All),
                (P::StaffView, All),
                (P::AuditView, All),
            ],
            &[(Email, Full), (Phone, Full), (Address, Full), (DateOfBirth, Full)],
        ),
        role(
            "Finance",
            &[(P::ClientView, All), (P::NoteWrite, All)],
            &[(Email, Full), (Phone, Partial), (Address, Full)],
        ),
        role("Dealer", &[(P::ClientView, All), (P::NoteWrite, All)], &[]),
        role(
            "Support",
            &[
                (P::ClientView, All),
                (P::ClientEditContact, All),
                (P::ClientResetPassword, All),
                (P::ContactReveal, All),
                (P::NoteWrite, All),
            ],
            &[(Email, Partial), (Phone, Partial)],
        ),
        role(
            "Read-only auditor",
            &[(P::ClientView, All), (P::StaffView, All), (P::AuditView, All)],
            &[(Email, Partial), (Phone, Partial)],
        ),
    ]
}

fn role(name: &'static str, grants: &[(Permission, ReachLevel)], fields: &[(FieldClass, Visibility)]) -> RolePlan {
    let grants = grants.iter().map(|(permission, reach)| Grant { permission: *permission, reach: *reach }).collect();
    let fields = fields
        .iter()
        .map(|(class, visibility)| FieldRule { class: *class, relation: Relation::Any, visibility: *visibility })
        .collect();
    RolePlan { name, rules: RoleRules { grants, fields } }
}
