//! Which servers this process polls, so that all that live have about as many. Who has room takes what nobody has, and asks the
//! busiest for some of its own, which hands them over between two commands: nothing is given up before somebody wants it, and two
//! never have one server, because a lease is one row.

use crm_model::{TenantId, TradingServerId, WorkerId};
use std::collections::BTreeMap;

pub(super) type Key = (TenantId, TradingServerId);

/// So many are asked for at a time: what moves is connected anew.
const AT_ONCE: usize = 5;

/// What a process is to do.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Plan {
    /// To be polled here: its own, and of those that nobody has what there is room for.
    pub(super) begin: Vec<Key>,
    /// To be asked of the process that has them.
    pub(super) ask: Vec<Key>,
}

/// What `me` is to do where these processes live and these have the servers.
pub(super) fn plan(me: WorkerId, workers: &[WorkerId], servers: &BTreeMap<Key, Option<WorkerId>>) -> Plan {
    let living = workers.iter().filter(|worker| **worker != me).count() + 1;
    let share = servers.len().div_ceil(living);
    let mut begin: Vec<Key> = held_by(servers, me).collect();
    let room = share.saturating_sub(begin.len());
    begin.extend(servers.iter().filter(|(_, holder)| holder.is_none()).map(|(key, _)| *key).take(room));
    let mine = begin.len();
    let others = workers.iter().filter(|worker| **worker != me);
    let busiest = others.map(|worker| (held_by(servers, *worker).count(), *worker)).max();
    let ask = match busiest {
        // a difference of one stays: who moved it would be asked for it
        Some((theirs, worker)) if theirs >= mine + 2 && mine < share => {
            let surplus = theirs.saturating_sub(share).max(1);
            held_by(servers, worker).take(surplus.min(share - mine).min(AT_ONCE)).collect()
        }
        _ => Vec::new(),
    };
    Plan { begin, ask }
}

fn held_by(servers: &BTreeMap<Key, Option<WorkerId>>, worker: WorkerId) -> impl Iterator<Item = Key> {
    servers.iter().filter(move |(_, holder)| **holder == Some(worker)).map(|(key, _)| *key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn free(count: usize) -> BTreeMap<Key, Option<WorkerId>> {
        let key = |_| (TenantId::generate(), TradingServerId::generate());
        (0..count).map(key).map(|key| (key, None)).collect()
    }

    fn counts(servers: &BTreeMap<Key, Option<WorkerId>>, workers: &[WorkerId]) -> Vec<usize> {
        workers.iter().map(|worker| held_by(servers, *worker).count()).collect()
    }

    /// Everybody plans in turn and gets what he asks for, until nothing moves; how many moved.
    fn settle(servers: &mut BTreeMap<Key, Option<WorkerId>>, workers: &[WorkerId]) -> usize {
        let mut moved = 0;
        for _ in 0..100 {
            let before = servers.clone();
            for me in workers {
                let plan = plan(*me, workers, servers);
                for key in plan.begin.iter().chain(&plan.ask) {
                    moved += usize::from(servers.insert(*key, Some(*me)) != Some(Some(*me)));
                }
            }
            if *servers == before {
                return moved;
            }
        }
        panic!("they never settle");
    }

    #[test]
    fn one_alone_takes_all_and_two_take_half_each() {
        let (one, two) = (WorkerId::generate(), WorkerId::generate());
        let mut servers = free(7);
        assert_eq!(plan(one, &[one], &servers).begin.len(), 7);
        assert_eq!(plan(one, &[], &servers).begin.len(), 7, "also before it was noted");
        settle(&mut servers, &[one, two]);
        assert_eq!(counts(&servers, &[one, two]), [4, 3]);
        assert_eq!(plan(one, &[one, two], &servers).ask, []);
        assert_eq!(plan(two, &[one, two], &servers).ask, []);
    }

    #[test]
    fn who_comes_later_asks_the_busiest_a_few_at_a_time_and_no_more_than_is_fair() {
        let (one, two, three) = (WorkerId::generate(), WorkerId::generate(), WorkerId::generate());
        let mut servers = free(20);
        settle(&mut servers, &[one]);
        let asks = plan(two, &[one, two], &servers);
        assert_eq!((asks.begin.len(), asks.ask.len()), (0, 5));
        assert_eq!(settle(&mut servers, &[one, two]), 10, "each moved once");
        settle(&mut servers, &[one, two, three]);
        let mut all = counts(&servers, &[one, two, three]);
        all.sort_unstable();
        assert_eq!(all, [6, 7, 7]);
    }

    #[test]
    fn what_is_fair_comes_to_rest_whatever_the_numbers() {
        for many in 0..12 {
            for workers in 1..6 {
                let workers: Vec<WorkerId> = (0..workers).map(|_| WorkerId::generate()).collect();
                let mut servers = free(many);
                settle(&mut servers, &workers[..1]);
                settle(&mut servers, &workers);
                let all = counts(&servers, &workers);
                assert_eq!(all.iter().sum::<usize>(), many, "every server has somebody");
                assert!(all.iter().max().unwrap() - all.iter().min().unwrap() <= 1, "{many} servers: {all:?}");
            }
        }
    }

    #[test]
    fn what_a_dead_one_had_is_taken_when_its_lease_is_over() {
        let (one, dead) = (WorkerId::generate(), WorkerId::generate());
        let mut servers = free(4);
        settle(&mut servers, &[one, dead]);
        assert_eq!(plan(one, &[one], &servers).ask, [], "nobody is there to be asked");
        servers.values_mut().filter(|holder| **holder == Some(dead)).for_each(|holder| *holder = None);
        settle(&mut servers, &[one]);
        assert_eq!(counts(&servers, &[one]), [4]);
    }
}
