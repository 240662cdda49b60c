//! Reach as SQL. One arm is one index; several arms become one page each, merged (ISOLATION, team reach).

use super::record::ClientRecord;
use crm_access::Reach;
use sea_orm::Value;

/// Collects values and hands out their placeholders.
pub(crate) struct Values(pub(crate) Vec<Value>);

impl Values {
    pub(crate) fn push(&mut self, value: impl Into<Value>) -> String {
        self.0.push(value.into());
        format!("${}", self.0.len())
    }
}

/// The reach as one condition on `c`, for single rows and small sets.
pub(crate) fn condition(reach: &Reach, values: &mut Values) -> String {
    match arms(reach, values) {
        None => "true".to_owned(),
        Some(arms) => format!("({})", arms.join(" OR ")),
    }
}

/// The reach as a yes or no to be read: a client of nobody lies in nobody's own reach, which a comparison leaves open.
pub(crate) fn flag(reach: &Reach, values: &mut Values) -> String {
    format!("({} IS TRUE)", condition(reach, values))
}

/// The reach as separate conditions, each served by an index of its own; `None` when everything is reached.
pub(crate) fn arms(reach: &Reach, values: &mut Values) -> Option<Vec<String>> {
    let (people, teams) = match reach {
        Reach::All => return None,
        Reach::Own(people) => (people, None),
        Reach::Team(people, teams) => (people, Some(teams)),
    };
    let me = values.push(people.me().uuid());
    let mut arms = vec![
        format!("c.owner_id = {me}::uuid"),
        format!(
            "c.id IN (SELECT m.client_id FROM crm.client_participant m WHERE m.tenant_id = $1 AND m.staff_id = {me}::uuid)"
        ),
    ];
    for covered in people.all().skip(1) {
        let covered = values.push(covered.uuid());
        arms.push(format!("c.owner_id = {covered}::uuid"));
    }
    for team in teams.into_iter().flat_map(|t| t.iter()) {
        let team = values.push(team.uuid());
        arms.push(format!("c.team_id = {team}::uuid"));
    }
    Some(arms)
}

/// Whether a record that was read under one reach also lies within another.
#[must_use]
pub fn covers(reach: &Reach, client: &ClientRecord) -> bool {
    reach.holds(&client.place())
}
