use crate::{Cover, FieldClass, FieldRule, Permission, Reach, Relation, RelationTo, Visibility};
use chrono::{DateTime, Utc};
use crm_model::{StaffId, TeamId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How far a grant reaches. Ordered: further is greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ReachLevel {
    /// Own records.
    Own,
    /// The teams that one leads, with all below; without any, one's own team.
    Team,
    /// The whole tenant.
    All,
}

impl ReachLevel {
    /// As roles keep it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Team => "team",
            Self::All => "all",
        }
    }

    /// Reads the kept text.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        [Self::Own, Self::Team, Self::All].into_iter().find(|r| r.as_str() == text)
    }
}

/// One entry of a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Grant {
    /// What.
    pub permission: Permission,
    /// How far; [`ReachLevel::All`] where reach makes no difference.
    pub reach: ReachLevel,
}

/// What one role says.
#[derive(Clone, Debug, Default)]
pub struct RoleRules {
    /// What it allows.
    pub grants: Vec<Grant>,
    /// What it shows.
    pub fields: Vec<FieldRule>,
}

/// A team as far as reach needs it.
#[derive(Clone, Copy, Debug)]
pub struct TeamNode {
    /// The team.
    pub id: TeamId,
    /// The team above.
    pub parent: Option<TeamId>,
    /// Who leads it.
    pub leader: Option<StaffId>,
}

/// Everything a policy is compiled from.
#[derive(Clone, Debug)]
pub struct PolicySource {
    /// For whom; `None` for websites and jobs, which hold no permissions.
    pub staff: Option<StaffId>,
    /// The person's own team.
    pub team: Option<TeamId>,
    /// The person's roles: the union counts.
    pub roles: Vec<RoleRules>,
    /// All teams of the tenant.
    pub teams: Vec<TeamNode>,
    /// Whom the person covers, has covered lately and is going to cover.
    pub covers: Vec<Cover>,
    /// The version of the tenant's access data that this was read at.
    pub version: i64,
}

/// What one person may do and see, compiled once for a version of the tenant's access data.
#[derive(Clone, Debug)]
pub struct Policy {
    grants: BTreeMap<Permission, ReachLevel>,
    fields: BTreeMap<(FieldClass, Relation), Visibility>,
    teams: Arc<[TeamId]>,
    covers: Vec<Cover>,
    version: i64,
}

impl Policy {
    /// Joins roles, teams and the person's place in them.
    #[must_use]
    pub fn compile(source: &PolicySource) -> Self {
        let mut grants = BTreeMap::new();
        for grant in source.roles.iter().flat_map(|r| &r.grants) {
            let level = if grant.permission.has_reach() { grant.reach } else { ReachLevel::All };
            let held = grants.entry(grant.permission).or_insert(level);
            *held = (*held).max(level);
        }
        let mut fields = BTreeMap::new();
        for class in FieldClass::ALL {
            for relation in Relation::ALL {
                let best = source.roles.iter().map(|role| role_says(role, *class, *relation)).max();
                fields.insert((*class, *relation), best.unwrap_or(Visibility::Masked));
            }
        }
        let (teams, covers) = (reached_teams(source).into(), source.covers.clone());
        Self { grants, fields, teams, covers, version: source.version }
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

    /// How far a permission is held; `None` when it is not.
    #[must_use]
    pub fn reach(&self, permission: Permission) -> Option<ReachLevel> {
        self.grants.get(&permission).copied()
    }

    /// Everything held, in the catalogue's order.
    pub fn grants(&self) -> impl Iterator<Item = Grant> {
        self.grants.iter().map(|(permission, reach)| Grant { permission: *permission, reach: *reach })
    }

    /// The rules that decide what is shown, for the viewer's own information.
    pub fn fields(&self) -> impl Iterator<Item = FieldRule> {
        self.fields.iter().map(|((class, relation), visibility)| FieldRule {
            class: *class,
            relation: *relation,
            visibility: *visibility,
        })
    }

    /// The teams that reach `team` covers.
    #[must_use]
    pub fn teams(&self) -> Arc<[TeamId]> {
        Arc::clone(&self.teams)
    }

    /// Whom the person covers at an instant.
    #[must_use]
    pub fn covered(&self, now: DateTime<Utc>) -> Arc<[StaffId]> {
        if self.covers.is_empty() {
            return Arc::default();
        }
        self.covers.iter().filter(|cover| cover.holds(now)).map(|cover| cover.absent).collect()
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
        self.fields.get(&(class, relation)).copied().unwrap_or(Visibility::Masked)
    }

    /// Whether a class is readable in full on **every** record inside the reach: only then may it be filtered or
    /// searched by, else a hit or a miss would tell what the mask hides (MASK-03, PII-06).
    #[must_use]
    pub fn may_search_by(&self, class: FieldClass, reach: &Reach) -> bool {
        let relations: &[Relation] = match reach {
            Reach::Own(_) => &[Relation::Owner, Relation::Participant],
            Reach::Team(..) => &[Relation::Owner, Relation::Participant, Relation::SameTeam],
            Reach::All => &[Relation::Owner, Relation::Participant, Relation::SameTeam, Relation::Other],
        };
        relations.iter().all(|r| self.visible_as(class, *r) == Visibility::Full)
    }

    /// How a person stands to a record with this owner and team.
    #[must_use]
    pub fn relation_to(
        &self,
        me: Option<StaffId>,
        owner: Option<StaffId>,
        team: Option<TeamId>,
        participant: bool,
    ) -> RelationTo {
        RelationTo {
            owner: me.is_some() && me == owner,
            participant,
            same_team: team.is_some_and(|t| self.teams.contains(&t)),
        }
    }

    /// What of a role this policy could not hand out: each grant further than held, each field shown more than seen
    /// (RBAC-03). Empty when the role may be made by the holder of this policy.
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
        grants.chain(fields).collect()
    }

    fn least_visible(&self, rule: &FieldRule) -> Visibility {
        let all = [Relation::Owner, Relation::Participant, Relation::SameTeam, Relation::Other];
        match rule.relation {
            Relation::Any => {
                all.into_iter().map(|r| self.visible_as(rule.class, r)).min().unwrap_or(Visibility::Masked)
            }
            relation => self.visible_as(rule.class, relation),
        }
    }
}

fn role_says(role: &RoleRules, class: FieldClass, relation: Relation) -> Visibility {
    let rule =
        |wanted: Relation| role.fields.iter().find(|f| f.class == class && f.relation == wanted).map(|f| f.visibility);
    rule(relation).or_else(|| rule(Relation::Any)).unwrap_or(Visibility::Masked)
}

fn reached_teams(source: &PolicySource) -> Vec<TeamId> {
    let led = source.teams.iter().filter(|t| t.leader.is_some() && t.leader == source.staff).map(|t| t.id);
    let mut reached: BTreeSet<TeamId> = led.collect();
    if reached.is_empty() {
        return source.team.into_iter().collect();
    }
    loop {
        let below: Vec<TeamId> = source
            .teams
            .iter()
            .filter(|t| t.parent.is_some_and(|p| reached.contains(&p)) && !reached.contains(&t.id))
            .map(|t| t.id)
            .collect();
        if below.is_empty() {
            return reached.into_iter().collect();
        }
        reached.extend(below);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant(permission: Permission, reach: ReachLevel) -> Grant {
        Grant { permission, reach }
    }

    fn field(class: FieldClass, relation: Relation, visibility: Visibility) -> FieldRule {
        FieldRule { class, relation, visibility }
    }

    fn policy(roles: Vec<RoleRules>) -> Policy {
        Policy::compile(&PolicySource {
            staff: Some(StaffId::generate()),
            team: None,
            roles,
            teams: Vec::new(),
            covers: Vec::new(),
            version: 1,
        })
    }

    #[test]
    fn several_roles_are_their_union() {
        let agent = RoleRules {
            grants: vec![grant(Permission::ClientView, ReachLevel::Own)],
            fields: vec![field(FieldClass::Email, Relation::Any, Visibility::Partial)],
        };
        let auditor = RoleRules { grants: vec![grant(Permission::ClientView, ReachLevel::All)], fields: vec![] };
        let both = policy(vec![agent, auditor]);
        assert_eq!(both.reach(Permission::ClientView), Some(ReachLevel::All));
        assert_eq!(both.reach(Permission::ClientEdit), None);
        assert_eq!(both.visibility(FieldClass::Email, RelationTo::default()), Visibility::Partial);
        assert_eq!(both.visibility(FieldClass::Phone, RelationTo::default()), Visibility::Masked);
    }

    #[test]
    fn a_rule_for_the_relation_goes_before_the_rule_for_any() {
        let role = RoleRules {
            grants: vec![],
            fields: vec![
                field(FieldClass::Phone, Relation::Any, Visibility::Masked),
                field(FieldClass::Phone, Relation::Owner, Visibility::Full),
            ],
        };
        let policy = policy(vec![role]);
        let mine = RelationTo { owner: true, ..RelationTo::default() };
        assert_eq!(policy.visibility(FieldClass::Phone, mine), Visibility::Full);
        assert_eq!(policy.visibility(FieldClass::Phone, RelationTo::default()), Visibility::Masked);
        let me = StaffId::generate();
        assert!(
            !policy.may_search_by(FieldClass::Phone, &Reach::Own(crate::People::only(me))),
            "participants see a mask, so a hit would tell"
        );
    }

    #[test]
    fn a_leader_reaches_every_team_below_and_a_member_his_own() {
        let [top, left, below, other] = std::array::from_fn(|_| TeamId::generate());
        let boss = StaffId::generate();
        let node = |id, parent, leader| TeamNode { id, parent, leader };
        let teams = vec![
            node(top, None, Some(boss)),
            node(left, Some(top), None),
            node(below, Some(left), None),
            node(other, None, None),
        ];
        let source = PolicySource {
            staff: Some(boss),
            team: None,
            roles: vec![],
            teams: teams.clone(),
            covers: vec![],
            version: 1,
        };
        let reached = Policy::compile(&source).teams();
        assert!([top, left, below].iter().all(|t| reached.contains(t)) && !reached.contains(&other));
        let member = PolicySource {
            staff: Some(StaffId::generate()),
            team: Some(other),
            roles: vec![],
            teams,
            covers: vec![],
            version: 1,
        };
        assert_eq!(Policy::compile(&member).teams().to_vec(), vec![other]);
    }

    #[test]
    fn a_cover_holds_from_its_first_instant_to_before_its_last() {
        let (me, absent) = (StaffId::generate(), StaffId::generate());
        let at = |hour: i64| DateTime::from_timestamp(1_800_000_000 + hour * 3_600, 0).unwrap();
        let cover = Cover { absent, from: at(0), until: at(8) };
        let policy = Policy::compile(&PolicySource {
            staff: Some(me),
            team: None,
            roles: vec![],
            teams: vec![],
            covers: vec![cover],
            version: 1,
        });
        let covered = |hour| policy.covered(at(hour)).to_vec();
        assert_eq!((covered(-1), covered(8)), (vec![], vec![]));
        assert_eq!((covered(0), covered(7)), (vec![absent], vec![absent]));
        let people = crate::People::new(me, policy.covered(at(1)));
        assert!(people.own(Some(me)) && people.own(Some(absent)));
        assert!(!people.own(Some(StaffId::generate())) && !people.own(None));
    }

    #[test]
    fn rbac_03_nobody_hands_out_what_he_lacks() {
        let lead = RoleRules {
            grants: vec![grant(Permission::ClientView, ReachLevel::Team)],
            fields: vec![field(FieldClass::Email, Relation::Any, Visibility::Partial)],
        };
        let held = policy(vec![lead.clone()]);
        assert!(held.beyond(&lead).is_empty());
        let wider = RoleRules {
            grants: vec![
                grant(Permission::ClientView, ReachLevel::All),
                grant(Permission::RoleManage, ReachLevel::All),
            ],
            fields: vec![field(FieldClass::Email, Relation::Owner, Visibility::Full)],
        };
        assert_eq!(held.beyond(&wider), vec!["client.view", "role.manage", "field email"]);
    }
}
