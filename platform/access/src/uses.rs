//! Which permissions people made use of, gathered in memory until somebody keeps it.

use crate::{Permission, TenantRef};
use chrono::{DateTime, NaiveDate, Utc};
use crm_model::{StaffId, TenantId};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// One bit for each permission of the catalogue.
type Bits = u128;

const _: () = assert!(Permission::ALL.len() <= 128, "more permissions than bits");

/// What one person made use of on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Used {
    /// Of which broker.
    pub tenant: TenantRef,
    /// Who.
    pub staff: StaffId,
    /// On which day (UTC).
    pub day: NaiveDate,
    /// Of what, in the order of the catalogue.
    pub permissions: Vec<Permission>,
}

#[derive(Debug)]
struct Day {
    tenant: TenantRef,
    day: NaiveDate,
    /// Used on that day; `kept` of them are in somebody else's hands already.
    used: Bits,
    kept: Bits,
}

/// Gathers which permissions were checked with success by people in their own sessions. A permission counts once a day for each
/// person, so what has to be written stays small however busy they are.
#[derive(Debug, Default)]
pub struct Uses(Mutex<HashMap<(TenantId, StaffId), Vec<Day>>>);

fn bit(permission: Permission) -> Bits {
    Permission::ALL.iter().position(|known| *known == permission).map_or(0, |place| 1 << place)
}

impl Uses {
    fn with<T>(&self, change: impl FnOnce(&mut HashMap<(TenantId, StaffId), Vec<Day>>) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Somebody made use of a permission.
    pub fn note(&self, tenant: &TenantRef, staff: StaffId, permission: Permission, at: DateTime<Utc>) {
        let (day, bit) = (at.date_naive(), bit(permission));
        self.with(|people| {
            let days = people.entry((tenant.id, staff)).or_default();
            match days.iter_mut().find(|known| known.day == day) {
                Some(known) => known.used |= bit,
                None => days.push(Day { tenant: tenant.clone(), day, used: bit, kept: 0 }),
            }
        });
    }

    /// What was used and not taken yet. Days before `today` are forgotten with it.
    #[must_use]
    pub fn take(&self, today: NaiveDate) -> Vec<Used> {
        self.with(|people| {
            let mut taken = Vec::new();
            people.retain(|(_, staff), days| {
                for day in days.iter_mut().filter(|day| day.used != day.kept) {
                    let fresh = day.used & !day.kept;
                    day.kept = day.used;
                    let permissions = Permission::ALL.iter().copied().filter(|p| bit(*p) & fresh != 0).collect();
                    taken.push(Used { tenant: day.tenant.clone(), staff: *staff, day: day.day, permissions });
                }
                days.retain(|day| day.day >= today);
                !days.is_empty()
            });
            taken
        })
    }

    /// Takes back what could not be kept; it comes with the next [`Uses::take`].
    pub fn give_back(&self, used: Used) {
        let bits = used.permissions.iter().fold(0, |all, permission| all | bit(*permission));
        self.with(|people| {
            let days = people.entry((used.tenant.id, used.staff)).or_default();
            match days.iter_mut().find(|known| known.day == used.day) {
                Some(known) => {
                    known.used |= bits;
                    known.kept &= !bits;
                }
                None => days.push(Day { tenant: used.tenant, day: used.day, used: bits, kept: 0 }),
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::{Permission, TenantRef, Used, Uses};
    use chrono::{DateTime, Duration, Utc};
    use crm_model::{StaffId, TenantId};

    fn tenant() -> TenantRef {
        TenantRef { id: TenantId::generate(), slug: "atlas".into() }
    }

    fn noon() -> DateTime<Utc> {
        "2026-11-29T12:00:00Z".parse().unwrap_or_default()
    }

    #[test]
    fn a_permission_is_told_once_a_day() {
        let (uses, tenant, staff, day) = (Uses::default(), tenant(), StaffId::generate(), noon().date_naive());
        for _ in 0..3 {
            uses.note(&tenant, staff, Permission::ClientView, noon());
        }
        uses.note(&tenant, staff, Permission::NoteWrite, noon());
        let expected = Used {
            tenant: tenant.clone(),
            staff,
            day,
            permissions: vec![Permission::ClientView, Permission::NoteWrite],
        };
        assert_eq!(uses.take(day), [expected]);
        uses.note(&tenant, staff, Permission::ClientView, noon());
        assert_eq!(uses.take(day), []);
        uses.note(&tenant, staff, Permission::ClientEdit, noon());
        assert_eq!(uses.take(day)[0].permissions, [Permission::ClientEdit]);
    }

    #[test]
    fn the_next_day_counts_anew_and_the_day_before_is_forgotten() {
        let (uses, tenant, staff) = (Uses::default(), tenant(), StaffId::generate());
        let tomorrow = noon() + Duration::days(1);
        uses.note(&tenant, staff, Permission::ClientView, noon());
        uses.note(&tenant, staff, Permission::ClientView, tomorrow);
        let days: Vec<_> = uses.take(tomorrow.date_naive()).into_iter().map(|used| used.day).collect();
        assert_eq!(days, [noon().date_naive(), tomorrow.date_naive()]);
        assert_eq!(uses.take(tomorrow.date_naive() + Duration::days(1)), []);
        assert!(uses.with(|people| people.is_empty()));
    }

    #[test]
    fn what_could_not_be_kept_comes_again() {
        let (uses, tenant, staff, day) = (Uses::default(), tenant(), StaffId::generate(), noon().date_naive());
        uses.note(&tenant, staff, Permission::ClientView, noon());
        let taken = uses.take(day + Duration::days(1));
        uses.note(&tenant, staff, Permission::NoteWrite, noon());
        taken.clone().into_iter().for_each(|used| uses.give_back(used));
        let again = uses.take(day);
        assert_eq!(again[0].permissions, [Permission::ClientView, Permission::NoteWrite]);
    }

    #[test]
    fn people_of_two_brokers_are_told_apart() {
        let (uses, staff) = (Uses::default(), StaffId::generate());
        for tenant in [tenant(), tenant()] {
            uses.note(&tenant, staff, Permission::ClientView, noon());
        }
        assert_eq!(uses.take(noon().date_naive()).len(), 2);
    }
}
