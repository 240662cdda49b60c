use super::*;
use crate::{ActWhy, GrantWhy, Record, Tie};
use crm_model::RoleId;
use proptest::prelude::*;

fn grant(permission: Permission, reach: ReachLevel) -> Grant {
    Grant { permission, reach }
}

fn field(class: FieldClass, relation: Relation, visibility: Visibility) -> FieldRule {
    FieldRule { class, relation, visibility }
}

fn held(rules: RoleRules) -> HeldRole {
    HeldRole { role: RoleId::generate(), until: None, rules }
}

fn at(hour: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + hour * 3_600, 0).unwrap()
}

fn compile(source: &PolicySource) -> Policy {
    Policies::compile(source).at(at(0)).clone()
}

fn source(roles: Vec<HeldRole>) -> PolicySource {
    let (teams, covers) = (Vec::new(), Vec::new());
    PolicySource { staff: Some(StaffId::generate()), team: None, roles, teams, covers, version: 1 }
}

fn policy(roles: Vec<RoleRules>) -> Policy {
    compile(&source(roles.into_iter().map(held).collect()))
}

#[test]
fn several_roles_are_their_union() {
    let agent = RoleRules {
        grants: vec![grant(Permission::ClientView, ReachLevel::Own)],
        fields: vec![field(FieldClass::Email, Relation::Any, Visibility::Partial)],
        ..RoleRules::default()
    };
    let auditor = RoleRules { grants: vec![grant(Permission::ClientView, ReachLevel::All)], ..RoleRules::default() };
    let both = policy(vec![agent, auditor]);
    assert_eq!(both.reach(Permission::ClientView), Some(ReachLevel::All));
    assert_eq!(both.reach(Permission::ClientEdit), None);
    assert_eq!(both.visibility(FieldClass::Email, RelationTo::default()), Visibility::Partial);
    assert_eq!(both.visibility(FieldClass::Phone, RelationTo::default()), Visibility::Masked);
}

#[test]
fn a_rule_for_the_relation_goes_before_the_rule_for_any() {
    let role = RoleRules {
        fields: vec![
            field(FieldClass::Phone, Relation::Any, Visibility::Masked),
            field(FieldClass::Phone, Relation::Owner, Visibility::Full),
        ],
        ..RoleRules::default()
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
    let source =
        PolicySource { staff: Some(boss), team: None, roles: vec![], teams: teams.clone(), covers: vec![], version: 1 };
    let reached = compile(&source).teams();
    assert!([top, left, below].iter().all(|t| reached.contains(t)) && !reached.contains(&other));
    let member = PolicySource {
        staff: Some(StaffId::generate()),
        team: Some(other),
        roles: vec![],
        teams,
        covers: vec![],
        version: 1,
    };
    assert_eq!(compile(&member).teams().to_vec(), vec![other]);
}

#[test]
fn a_cover_holds_from_its_first_instant_to_before_its_last() {
    let (me, absent) = (StaffId::generate(), StaffId::generate());
    let cover = Cover { absent, from: at(0), until: at(8) };
    let policy = compile(&PolicySource {
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
        ..RoleRules::default()
    };
    let held = policy(vec![lead.clone()]);
    assert!(held.beyond(&lead).is_empty());
    let wider = RoleRules {
        grants: vec![grant(Permission::ClientView, ReachLevel::All), grant(Permission::RoleManage, ReachLevel::All)],
        fields: vec![field(FieldClass::Email, Relation::Owner, Visibility::Full)],
        ..RoleRules::default()
    };
    assert_eq!(held.beyond(&wider), vec!["client.view", "role.manage", "field email"]);
}

fn denying(deny: Deny) -> RoleRules {
    RoleRules { denies: vec![deny], ..RoleRules::default() }
}

#[test]
fn rbac_what_one_role_denies_no_other_role_gives() {
    let all = RoleRules {
        grants: vec![grant(Permission::ContactReveal, ReachLevel::All), grant(Permission::ClientView, ReachLevel::All)],
        fields: vec![field(FieldClass::Phone, Relation::Any, Visibility::Full)],
        ..RoleRules::default()
    };
    let no_reveal = denying(Deny::Permission(Permission::ContactReveal));
    let no_phone = denying(Deny::Field(FieldClass::Phone));
    let policy = policy(vec![no_reveal.clone(), all.clone(), no_phone.clone()]);
    assert_eq!(policy.reach(Permission::ContactReveal), None);
    assert_eq!(policy.reach(Permission::ClientView), Some(ReachLevel::All));
    assert!(policy.grants().all(|g| g.permission != Permission::ContactReveal));
    let mine = RelationTo { owner: true, ..RelationTo::default() };
    assert_eq!(policy.visibility(FieldClass::Phone, mine), Visibility::Hidden, "hidden from its owner as well");
    assert!(!policy.may_search_by(FieldClass::Phone, &Reach::All), "MASK-03");
    // RBAC-03: whoever is denied something cannot take the denial away, nor hand it out
    assert_eq!(policy.beyond(&no_reveal), ["denial of contact.reveal"]);
    assert_eq!(policy.beyond(&no_phone), ["denial of field phone"]);
    assert!(super::tests::policy(vec![all]).beyond(&no_reveal).is_empty());
}

#[test]
fn a_role_ends_at_its_very_instant_and_so_does_what_it_denies() {
    let sees = RoleRules { grants: vec![grant(Permission::ClientView, ReachLevel::All)], ..RoleRules::default() };
    let cares = RoleRules { grants: vec![grant(Permission::ClientEdit, ReachLevel::Own)], ..RoleRules::default() };
    let forever = held(cares);
    let until = |rules, hour| HeldRole { until: Some(at(hour)), ..held(rules) };
    let denied = until(denying(Deny::Permission(Permission::ClientEdit)), 2);
    let policies = Policies::compile(&source(vec![forever, until(sees, 8), denied]));
    let view = |now| policies.at(now).reach(Permission::ClientView);
    let second = chrono::Duration::seconds(1);
    assert_eq!(view(at(8) - second), Some(ReachLevel::All));
    assert_eq!((view(at(8)), view(at(900))), (None, None));
    assert_eq!(policies.at(at(2) - second).reach(Permission::ClientEdit), None);
    assert_eq!(policies.at(at(2)).reach(Permission::ClientEdit), Some(ReachLevel::Own));
    assert_eq!(policies.at(at(9)).reach(Permission::ClientEdit), Some(ReachLevel::Own));
}

#[test]
fn an_explanation_names_role_grant_and_the_way_to_the_team() {
    let [top, below] = std::array::from_fn(|_| TeamId::generate());
    let boss = StaffId::generate();
    let leads = held(RoleRules {
        grants: vec![grant(Permission::ClientView, ReachLevel::Team)],
        fields: vec![
            field(FieldClass::Email, Relation::Any, Visibility::Masked),
            field(FieldClass::Email, Relation::SameTeam, Visibility::Full),
        ],
        ..RoleRules::default()
    });
    let cares =
        held(RoleRules { grants: vec![grant(Permission::ClientView, ReachLevel::Own)], ..RoleRules::default() });
    let teams = vec![
        TeamNode { id: top, parent: None, leader: Some(boss) },
        TeamNode { id: below, parent: Some(top), leader: None },
    ];
    let roles = vec![leads.clone(), cares.clone()];
    let source = PolicySource { staff: Some(boss), team: None, roles, teams, covers: vec![], version: 1 };
    let policy = compile(&source);
    let record = Record { owner: Some(StaffId::generate()), team: Some(below), participant: false };
    let why = policy.why_act(boss, at(0), Permission::ClientView, &record);
    let word = |role: &HeldRole, reach, ties| GrantWhy { role: role.role, reach, ties };
    let grants =
        vec![word(&leads, ReachLevel::Team, vec![Tie::Team(below)]), word(&cares, ReachLevel::Own, Vec::new())];
    assert_eq!(why, ActWhy { permission: Permission::ClientView, may: true, grants, denied_by: vec![] });
    assert_eq!(policy.path_to(below), Some(&TeamPath { leads: true, path: vec![top, below] }));
    let to = policy.relation_to(Some(boss), at(0), record.owner, record.team, false);
    let why = policy.why_field(FieldClass::Email, to);
    assert_eq!((why.visibility, why.words.len()), (Visibility::Full, 2));
    assert!(why.words.iter().any(|word| word.role == leads.role && word.visibility == Visibility::Full));
    let nobodys = Record { owner: None, team: None, participant: false };
    assert!(!policy.why_act(boss, at(0), Permission::ClientView, &nobodys).may);
}

/// Any office of three people and three teams, one below the other, and somebody's roles in it.
fn offices() -> impl Strategy<Value = (PolicySource, Record)> {
    let people: [StaffId; 3] = std::array::from_fn(|_| StaffId::generate());
    let teams: [TeamId; 3] = std::array::from_fn(|_| TeamId::generate());
    let level = prop::sample::select(vec![ReachLevel::Own, ReachLevel::Team, ReachLevel::All]);
    let permission =
        prop::sample::select(vec![Permission::ClientView, Permission::ClientEdit, Permission::ContactReveal]);
    let shown = (
        prop::sample::select(FieldClass::ALL.to_vec()),
        prop::sample::select(Relation::ALL.to_vec()),
        prop::sample::select(Visibility::ALL.to_vec()),
    )
        .prop_map(|(class, relation, visibility)| FieldRule { class, relation, visibility });
    let deny = prop_oneof![
        permission.clone().prop_map(Deny::Permission),
        prop::sample::select(FieldClass::ALL.to_vec()).prop_map(Deny::Field)
    ];
    let grant = (permission, level).prop_map(|(permission, reach)| Grant { permission, reach });
    let rules = (
        prop::collection::vec(grant, 0..4),
        prop::collection::vec(shown, 0..4),
        prop::option::weighted(0.2, deny),
        prop::option::weighted(0.4, -2i64..3),
    )
        .prop_map(|(grants, fields, deny, until)| HeldRole {
            role: RoleId::generate(),
            until: until.map(at),
            rules: RoleRules { grants, fields, denies: deny.into_iter().collect() },
        });
    let some_person = move || prop::option::of(prop::sample::select(people.to_vec()));
    let some_team = move || prop::option::of(prop::sample::select(teams.to_vec()));
    let cover = (0usize..3, -2i64..2).prop_map(move |(who, from)| Cover {
        absent: people[who],
        from: at(from),
        until: at(from + 1),
    });
    (
        prop::collection::vec(rules, 0..4),
        (some_person(), some_person(), some_person()),
        some_team(),
        prop::collection::vec(cover, 0..2),
        (some_person(), some_team(), any::<bool>()),
    )
        .prop_map(move |(roles, leaders, team, covers, (owner, client_team, participant))| {
            let [top, middle, low] = teams;
            let nodes = vec![
                TeamNode { id: low, parent: Some(middle), leader: leaders.2 },
                TeamNode { id: middle, parent: Some(top), leader: leaders.1 },
                TeamNode { id: top, parent: None, leader: leaders.0 },
            ];
            let me = Some(people[0]);
            let source = PolicySource { staff: me, team, roles, teams: nodes, covers, version: 1 };
            (source, Record { owner, team: client_team, participant })
        })
}

proptest! {
    /// An explanation says yes exactly when the reach that the door gets holds the record; each tie it names is true; and
    /// what it says of a field is what the mask shows.
    #[test]
    fn an_explanation_says_what_the_policy_does((source, record) in offices()) {
        let (me, now) = (source.staff.unwrap(), at(0));
        let policies = Policies::compile(&source);
        let policy = policies.at(now);
        for permission in [Permission::ClientView, Permission::ClientEdit, Permission::ContactReveal] {
            let why = policy.why_act(me, now, permission, &record);
            let door = policy.reach(permission).map(|level| policy.reach_at(level, me, now));
            prop_assert_eq!(why.may, door.is_some_and(|reach| reach.holds(&record)));
            let some_tie = why.grants.iter().any(|grant| !grant.ties.is_empty());
            prop_assert_eq!(why.may, why.denied_by.is_empty() && some_tie);
            for tie in why.grants.iter().flat_map(|grant| &grant.ties) {
                match tie {
                    Tie::Whole => {}
                    Tie::Owner => prop_assert_eq!(record.owner, Some(me)),
                    Tie::Cover(absent) => prop_assert!(
                        record.owner == Some(*absent) && policy.covered(now).contains(absent) && *absent != me
                    ),
                    Tie::Participant => prop_assert!(record.participant),
                    Tie::Team(team) => {
                        let path = policy.path_to(*team).map(|path| path.path.clone()).unwrap_or_default();
                        prop_assert!(record.team == Some(*team) && path.last() == Some(team));
                    }
                }
            }
        }
        let to = policy.relation_to(Some(me), now, record.owner, record.team, record.participant);
        for class in FieldClass::ALL {
            let why = policy.why_field(*class, to);
            prop_assert_eq!(why.visibility, policy.visibility(*class, to));
            let said = why.words.iter().map(|word| word.visibility).max().unwrap_or(Visibility::Masked);
            prop_assert_eq!(why.visibility, if why.denied_by.is_empty() { said } else { Visibility::Hidden });
        }
    }

    /// A role that is over says nothing: neither what it gave nor what it denied.
    #[test]
    fn a_role_that_is_over_is_as_if_it_were_never_given((source, _) in offices()) {
        let now = at(0);
        let left = source.roles.iter().filter(|role| role.holds(now)).cloned().map(|r| HeldRole { until: None, ..r });
        let without = Policies::compile(&PolicySource { roles: left.collect(), ..source.clone() });
        let (with, without) = (Policies::compile(&source), without.at(now).clone());
        let with = with.at(now);
        prop_assert_eq!(with.grants().collect::<Vec<_>>(), without.grants().collect::<Vec<_>>());
        prop_assert_eq!(with.fields().collect::<Vec<_>>(), without.fields().collect::<Vec<_>>());
    }

    /// VIEWAS: a preview shows at most what the viewer holds and at most what the role says of a client within its reach.
    #[test]
    fn a_preview_never_goes_beyond_its_viewer_nor_beyond_the_role((source, _) in offices(), (other, _) in offices()) {
        let now = at(0);
        let mine = Policies::compile(&source);
        for role in &other.roles {
            let alone = HeldRole { until: None, ..role.clone() };
            let theirs = Policies::compile(&PolicySource { roles: vec![alone], ..source.clone() });
            let preview = mine.narrowed(role.role, &role.rules);
            let sees = theirs.at(now).reach(Permission::ClientView);
            for permission in Permission::ALL {
                let (held, said) = (mine.at(now).reach(*permission), theirs.at(now).reach(*permission));
                let shown = preview.at(now).reach(*permission);
                prop_assert!(shown <= held, "never beyond the viewer");
                prop_assert_eq!(shown.is_some(), held.is_some() && said.is_some());
                let offered = preview.at(now).offered().into_iter().find(|grant| grant.permission == *permission);
                prop_assert_eq!(offered.map(|grant| grant.reach), held.min(said), "offered as the role has it");
                if sees.is_none() || said < sees {
                    prop_assert_eq!(shown, held.min(said), "not on all that the role sees: as narrow as it says");
                }
            }
            // how the people of the role stand to the clients that they see
            let within: &[Relation] = match sees {
                Some(ReachLevel::Own) => &[Relation::Owner, Relation::Participant],
                Some(ReachLevel::Team) => &[Relation::Owner, Relation::Participant, Relation::SameTeam],
                Some(ReachLevel::All) | None => &CONCRETE,
            };
            for class in FieldClass::ALL {
                for relation in CONCRETE {
                    let shown = preview.at(now).visible_as(*class, relation);
                    prop_assert!(shown <= mine.at(now).visible_as(*class, relation));
                    let most = within.iter().map(|r| theirs.at(now).visible_as(*class, *r)).max();
                    prop_assert!(Some(shown) <= most, "the role masks it on every client that it sees");
                    if within.contains(&relation) {
                        prop_assert!(shown <= theirs.at(now).visible_as(*class, relation));
                    }
                }
            }
        }
    }

    /// A denial takes away and gives nothing; every other role only adds.
    #[test]
    fn a_role_without_denials_never_takes_away((source, _) in offices()) {
        let now = at(0);
        let all = Policies::compile(&source);
        for (place, role) in source.roles.iter().enumerate() {
            let mut fewer = source.clone();
            fewer.roles.remove(place);
            let fewer = Policies::compile(&fewer);
            for permission in Permission::ALL {
                let (with, without) = (all.at(now).reach(*permission), fewer.at(now).reach(*permission));
                if role.rules.denies.is_empty() {
                    prop_assert!(with >= without);
                }
                if role.holds(now) && role.rules.denies.contains(&Deny::Permission(*permission)) {
                    prop_assert_eq!(with, None);
                }
            }
        }
    }
}
