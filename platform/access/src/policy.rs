use crate::explain::Said;
use crate::team::reached;
use crate::{
    Cover, Deny, FieldClass, FieldRule, Grant, HeldRole, People, Permission, Reach, ReachLevel, Relation, RelationTo,
    RoleRules, TeamNode, TeamPath, Visibility,
};
use chrono::{DateTime, Utc};
use crm_model::{RoleId, StaffId, TeamId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Everything a policy is compiled from.
#[derive(Clone, Debug)]
pub struct PolicySource {
    /// For whom; `None` for websites and jobs, which hold no permissions.
    pub staff: Option<StaffId>,
    /// The person's own team.
    pub team: Option<TeamId>,
    /// The person's roles: the union counts, less what any of them denies.
    pub roles: Vec<HeldRole>,
    /// All teams of the tenant.
    pub teams: Vec<TeamNode>,
    /// Whom the person covers, has covered lately and is going to cover.
    pub covers: Vec<Cover>,
    /// The version of the tenant's access data that this was read at.
    pub version: i64,
}

/// One person's policy through time: roles end by their instants, and nobody has to do anything for it.
#[derive(Clone, Debug)]
pub struct Policies {
    first: Policy,
    /// The policy from each instant on, the latest last.
    later: Vec<(DateTime<Utc>, Policy)>,
}

impl Policies {
    /// Joins roles, teams and the person's place in them, once for each stretch between two ends of roles.
    #[must_use]
    pub fn compile(source: &PolicySource) -> Self {
        let paths = Arc::new(reached(source.staff, source.team, &source.teams));
        let ends: BTreeSet<DateTime<Utc>> = source.roles.iter().filter_map(|role| role.until).collect();
        let later = ends.into_iter().map(|end| (end, Policy::of(source, &paths, |role| role.holds(end)))).collect();
        Self { first: Policy::of(source, &paths, |_| true), later }
    }

    /// The policy of callers that hold no permissions by role: websites and jobs.
    #[must_use]
    pub fn nothing() -> Self {
        Self::compile(&PolicySource {
            staff: None,
            team: None,
            roles: Vec::new(),
            teams: Vec::new(),
            covers: Vec::new(),
            version: 0,
        })
    }

    /// What somebody with these policies sees of what one role alone would give. The clients are those that the holder of
    /// these policies reaches himself, for few who look at a role own clients as its people do; what is shown of a client,
    /// and what may be done with it, is what the role says of a client within its reach. Never more than is held here, and
    /// never more than the role gives on the clients that it sees.
    #[must_use]
    pub fn narrowed(&self, role: RoleId, rules: &RoleRules) -> Self {
        let role = HeldRole { role, until: None, rules: rules.clone() };
        let later = self.later.iter().map(|(from, policy)| (*from, policy.narrowed(&role))).collect();
        Self { first: self.first.narrowed(&role), later }
    }

    /// What holds at an instant.
    #[must_use]
    pub fn at(&self, now: DateTime<Utc>) -> &Policy {
        self.later.iter().rev().find(|(from, _)| *from <= now).map_or(&self.first, |(_, policy)| policy)
    }
}

/// What one person may do and see at one moment, compiled once for a version of the tenant's access data.
#[derive(Clone, Debug)]
pub struct Policy {
    grants: Grants,
    /// In a preview, how far the role itself reaches of what is held: what the portal offers.
    offered: Option<Vec<Grant>>,
    fields: Shown,
    teams: Arc<[TeamId]>,
    paths: Arc<BTreeMap<TeamId, TeamPath>>,
    covers: Vec<Cover>,
    version: i64,
}

impl Policy {
    fn of(
        source: &PolicySource,
        paths: &Arc<BTreeMap<TeamId, TeamPath>>,
        in_force: impl Fn(&HeldRole) -> bool,
    ) -> Self {
        let (grants, fields) = words(source.roles.iter().filter(|role| in_force(role)));
        let teams = paths.keys().copied().collect();
        let covers = source.covers.clone();
        Self { grants, offered: None, fields, teams, paths: Arc::clone(paths), covers, version: source.version }
    }

    /// What one role alone would give, and of that only what is held here.
    fn narrowed(&self, role: &HeldRole) -> Self {
        let (grants, fields) = words(std::iter::once(role));
        let alone = Self { grants, fields, ..self.clone() };
        let sees = alone.reach(Permission::ClientView);
        // what the role may do with every client that it sees, it may do here with every client; what it may do with
        // fewer of them stays as narrow as the role says
        let level = |said: Grant, held: ReachLevel| {
            if sees.is_some_and(|sees| said.reach >= sees) { held } else { said.reach.min(held) }
        };
        let said = |level| Said { by: vec![(role.role, level)], denied_by: Vec::new() };
        let least = |said: Grant| Some(Grant { reach: said.reach.min(self.reach(said.permission)?), ..said });
        let offered = Some(alone.grants().filter_map(least).collect());
        let grants = alone.grants().filter_map(|g| Some((g.permission, said(level(g, self.reach(g.permission)?)))));
        let fields = every_field().map(|(class, relation)| {
            let least = alone.visible_as(class, as_reached(sees, relation)).min(self.visible_as(class, relation));
            ((class, relation), Said { by: vec![(role.role, least)], denied_by: Vec::new() })
        });
        Self { grants: grants.collect(), offered, fields: fields.collect(), ..self.clone() }
    }

    /// How far a permission is held; `None` when it is not, or when a role denies it.
    #[must_use]
    pub fn reach(&self, permission: Permission) -> Option<ReachLevel> {
        self.grants.get(&permission).and_then(Said::best)
    }

    /// Everything held, in the catalogue's order.
    pub fn grants(&self) -> impl Iterator<Item = Grant> {
        self.grants
            .iter()
            .filter_map(|(permission, said)| said.best().map(|reach| Grant { permission: *permission, reach }))
    }

    /// What a portal offers its reader by: everything held, in a preview no further than the role reaches, so that nothing
    /// is offered that its people do not have.
    #[must_use]
    pub fn offered(&self) -> Vec<Grant> {
        self.offered.clone().unwrap_or_else(|| self.grants().collect())
    }

    /// The rules that decide what is shown, for the viewer's own information.
    pub fn fields(&self) -> impl Iterator<Item = FieldRule> {
        every_field().map(|(class, relation)| FieldRule {
            class,
            relation,
            visibility: self.visible_as(class, relation),
        })
    }

    /// The teams that reach `team` covers.
    #[must_use]
    pub fn teams(&self) -> Arc<[TeamId]> {
        Arc::clone(&self.teams)
    }

    /// Why reach `team` covers a team; `None` when it does not.
    #[must_use]
    pub fn path_to(&self, team: TeamId) -> Option<&TeamPath> {
        self.paths.get(&team)
    }

    /// Whom the person covers at an instant.
    #[must_use]
    pub fn covered(&self, now: DateTime<Utc>) -> Arc<[StaffId]> {
        if self.covers.is_empty() {
            return Arc::default();
        }
        self.covers.iter().filter(|cover| cover.holds(now)).map(|cover| cover.absent).collect()
    }

    /// What a level reaches for the person of this policy, at an instant.
    #[must_use]
    pub fn reach_at(&self, level: ReachLevel, me: StaffId, now: DateTime<Utc>) -> Reach {
        let people = || People::new(me, self.covered(now));
        match level {
            ReachLevel::Own => Reach::Own(people()),
            ReachLevel::Team => Reach::Team(people(), self.teams()),
            ReachLevel::All => Reach::All,
        }
    }

    /// The version of the tenant's access data behind this policy.
    #[must_use]
    pub const fn version(&self) -> i64 {
        self.version
    }

    /// How much of a class of fields is shown for a record with this relation: the most permissive that holds.
    #[must_use]
    pub fn visibility(&self, class: FieldClass, to: RelationTo) -> Visibility {
        to.held().map(|relation| self.visible_as(class, relation)).max().unwrap_or(Visibility::Masked)
    }

    fn visible_as(&self, class: FieldClass, relation: Relation) -> Visibility {
        let Some(said) = self.fields.get(&(class, relation)) else { return Visibility::Masked };
        if said.denied_by.is_empty() { said.best().unwrap_or(Visibility::Masked) } else { Visibility::Hidden }
    }

    /// Whether a class is readable in full on **every** record inside the reach: only then may it be filtered or
    /// searched by, else a hit or a miss would tell what the mask hides (MASK-03, PII-06).
    #[must_use]
    pub fn may_search_by(&self, class: FieldClass, reach: &Reach) -> bool {
        let relations: &[Relation] = match reach {
            Reach::Own(_) => &[Relation::Owner, Relation::Participant],
            Reach::Team(..) => &[Relation::Owner, Relation::Participant, Relation::SameTeam],
            Reach::All => &CONCRETE,
        };
        relations.iter().all(|r| self.visible_as(class, *r) == Visibility::Full)
    }

    /// How a person stands to a record with this owner and team. What a covered colleague owns is taken part in.
    #[must_use]
    pub fn relation_to(
        &self,
        me: Option<StaffId>,
        now: DateTime<Utc>,
        owner: Option<StaffId>,
        team: Option<TeamId>,
        participant: bool,
    ) -> RelationTo {
        let covers = || me.is_some() && owner.is_some_and(|owner| self.covered(now).contains(&owner));
        RelationTo {
            owner: me.is_some() && me == owner,
            participant: participant || covers(),
            same_team: team.is_some_and(|t| self.teams.contains(&t)),
        }
    }

    /// What of a role this policy could not hand out: each grant further than held, each field shown more than seen
    /// (RBAC-03), and each denial of what is not wholly held: taking such a role away gives as much back. Empty when the
    /// role may be made, given, taken and changed by the holder of this policy.
    #[must_use]
    pub fn beyond(&self, role: &RoleRules) -> Vec<String> {
        let grants = role
            .grants
            .iter()
            .filter(|g| self.reach(g.permission).is_none_or(|held| held < g.reach))
            .map(|g| g.permission.as_str().to_owned());
        let fields = role
            .fields
            .iter()
            .filter(|f| self.least_visible(f) < f.visibility)
            .map(|f| format!("field {}", f.class.as_str()));
        let denies = role.denies.iter().filter(|deny| !self.wholly(**deny)).map(|deny| match deny {
            Deny::Permission(permission) => format!("denial of {}", permission.as_str()),
            Deny::Field(class) => format!("denial of field {}", class.as_str()),
        });
        grants.chain(fields).chain(denies).collect()
    }

    fn wholly(&self, deny: Deny) -> bool {
        match deny {
            Deny::Permission(permission) => self.reach(permission) == Some(ReachLevel::All),
            Deny::Field(class) => CONCRETE.iter().all(|relation| self.visible_as(class, *relation) == Visibility::Full),
        }
    }

    fn least_visible(&self, rule: &FieldRule) -> Visibility {
        match rule.relation {
            Relation::Any => {
                CONCRETE.into_iter().map(|r| self.visible_as(rule.class, r)).min().unwrap_or(Visibility::Masked)
            }
            relation => self.visible_as(rule.class, relation),
        }
    }

    pub(crate) fn said(&self, permission: Permission) -> Said<ReachLevel> {
        self.grants.get(&permission).cloned().unwrap_or_default()
    }

    pub(crate) fn shown(&self, class: FieldClass, relation: Relation) -> Said<Visibility> {
        self.fields.get(&(class, relation)).cloned().unwrap_or_default()
    }
}

/// What roles give.
type Grants = BTreeMap<Permission, Said<ReachLevel>>;
/// What roles show.
type Shown = BTreeMap<(FieldClass, Relation), Said<Visibility>>;

/// What roles say, word for word.
fn words<'a>(roles: impl Iterator<Item = &'a HeldRole>) -> (Grants, Shown) {
    let (mut grants, mut fields) = (Grants::new(), Shown::new());
    for role in roles {
        for grant in &role.rules.grants {
            let level = if grant.permission.has_reach() { grant.reach } else { ReachLevel::All };
            grants.entry(grant.permission).or_default().by.push((role.role, level));
        }
        for (class, relation) in every_field() {
            let said = role_says(&role.rules, class, relation);
            fields.entry((class, relation)).or_default().by.push((role.role, said));
        }
        for deny in &role.rules.denies {
            match deny {
                Deny::Permission(permission) => grants.entry(*permission).or_default().denied_by.push(role.role),
                Deny::Field(class) => {
                    for relation in Relation::ALL {
                        fields.entry((*class, *relation)).or_default().denied_by.push(role.role);
                    }
                }
            }
        }
    }
    (grants, fields)
}

/// How somebody with this reach over clients would stand to one that he sees, where the reader stands to it like this: who
/// reaches only his own would own it, who reaches his teams would share a team with it.
const fn as_reached(sees: Option<ReachLevel>, relation: Relation) -> Relation {
    match (sees, relation) {
        (Some(ReachLevel::Own), Relation::SameTeam | Relation::Other) => Relation::Owner,
        (Some(ReachLevel::Team), Relation::Other) => Relation::SameTeam,
        (_, relation) => relation,
    }
}

/// What a reader can be to a record.
const CONCRETE: [Relation; 4] = [Relation::Owner, Relation::Participant, Relation::SameTeam, Relation::Other];

fn every_field() -> impl Iterator<Item = (FieldClass, Relation)> {
    FieldClass::ALL.iter().flat_map(|class| Relation::ALL.iter().map(|relation| (*class, *relation)))
}

fn role_says(role: &RoleRules, class: FieldClass, relation: Relation) -> Visibility {
    let rule =
        |wanted: Relation| role.fields.iter().find(|f| f.class == class && f.relation == wanted).map(|f| f.visibility);
    rule(relation).or_else(|| rule(Relation::Any)).unwrap_or(Visibility::Masked)
}

#[cfg(test)]
mod tests;
