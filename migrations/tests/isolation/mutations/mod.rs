//! Breaks each policy, key, grant, role and function in turn, in a transaction that is rolled back, and asks the
//! catalogue and a behavioural probe. Every mutation must be caught by the rule it names, by the probe, or, where it
//! takes a right away instead of giving one, by the drift check of schema.sql. The list comes from the catalogue: a new
//! table is mutated without a word here.
mod infrastructure;
mod probe;
mod tables;

use std::collections::BTreeMap;
use std::time::Instant;

use crm_migrations::{Topic, catalogue_violations, dump_schema, violations_of};
use sqlx::{Connection, PgConnection};

use crate::world::{World, run};

/// What must notice a mutation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Catch {
    /// This rule of the catalogue check, with or without the probe.
    Rule(&'static str),
    /// Nothing is opened, something stops working: the probe, or a difference to schema.sql.
    ProbeOrDrift,
}

/// One break.
pub struct Mutation {
    /// Kind, for the count.
    pub kind: &'static str,
    /// What is done, as the administrator.
    pub sql: String,
    /// Place of the tenant table it concerns.
    pub table: Option<usize>,
    /// What must notice it.
    pub catch: Catch,
}

#[derive(Default)]
struct Tally {
    mutations: usize,
    by_rule: usize,
    by_probe: usize,
    by_drift_alone: usize,
}

#[tokio::test]
async fn every_mutation_is_caught() {
    let world = World::new().await;
    let begun = Instant::now();
    let mut root = world.root().await;
    let mut all = tables::mutations(&mut root, &world).await;
    all.extend(infrastructure::mutations(&mut root, world.db.name()).await);
    assert_eq!(catalogue_violations(&mut root).await.unwrap(), [], "before the first mutation");
    let whole = dump_schema(&mut root).await.unwrap();

    // two halves at once, on two clones: a mutation locks what it changes
    let other = World::new().await;
    let (odd, even): (Vec<_>, Vec<_>) = all.into_iter().enumerate().partition(|(place, _)| place % 2 == 1);
    let strip = |half: Vec<(usize, Mutation)>| half.into_iter().map(|(_, mutation)| mutation).collect::<Vec<_>>();
    let mut second = other.root().await;
    let odd = rename(strip(odd), world.db.name(), other.db.name());
    let (one, two) = tokio::join!(half(&world, &mut root, strip(even), &whole), half(&other, &mut second, odd, &whole));

    let mut tally: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut missed = Vec::new();
    for (kind, verdict) in one.into_iter().chain(two) {
        let line = tally.entry(kind).or_default();
        line.mutations += 1;
        match verdict {
            Verdict::Caught { rule, probe } => {
                line.by_rule += usize::from(rule);
                line.by_probe += usize::from(probe);
                line.by_drift_alone += usize::from(!rule && !probe);
            }
            Verdict::Missed(text) => missed.push(text),
        }
    }
    println!("{:<44} {:>9} {:>8} {:>9} {:>11}", "mutation", "mutations", "by rule", "by probe", "drift alone");
    for (kind, line) in &tally {
        println!(
            "{kind:<44} {:>9} {:>8} {:>9} {:>11}",
            line.mutations, line.by_rule, line.by_probe, line.by_drift_alone
        );
    }
    let total: usize = tally.values().map(|line| line.mutations).sum();
    println!("{total} mutations in {:.1} s, {} not caught", begun.elapsed().as_secs_f32(), missed.len());
    assert!(missed.is_empty(), "not caught:\n{}", missed.join("\n"));
    assert!(total > 1500, "only {total} mutations: the generators lost something");
    assert_eq!(catalogue_violations(&mut root).await.unwrap(), [], "every mutation was rolled back");
    assert_eq!(dump_schema(&mut root).await.unwrap(), whole, "every mutation was rolled back");
}

/// The second clone has another name, which a few statements say.
fn rename(mut mutations: Vec<Mutation>, from: &str, to: &str) -> Vec<Mutation> {
    for mutation in &mut mutations {
        mutation.sql = mutation.sql.replace(from, to);
    }
    mutations
}

enum Verdict {
    Caught { rule: bool, probe: bool },
    Missed(String),
}

async fn half(
    world: &World,
    root: &mut PgConnection,
    mutations: Vec<Mutation>,
    whole: &str,
) -> Vec<(&'static str, Verdict)> {
    let mut verdicts = Vec::new();
    let probes = probe::Probes::new(root, world).await;
    for mutation in mutations {
        let mut tx = root.begin().await.unwrap();
        let verdict = match run(&mut tx, &mutation.sql).await {
            Err(error) => Verdict::Missed(format!("{}: the mutation itself failed: {error}", mutation.sql)),
            Ok(_) => judge(&mut tx, &mutation, &probes, whole).await,
        };
        tx.rollback().await.unwrap();
        verdicts.push((mutation.kind, verdict));
    }
    verdicts
}

async fn judge(tx: &mut PgConnection, mutation: &Mutation, probes: &probe::Probes, whole: &str) -> Verdict {
    let probe = !probes.of(tx, mutation.table).await.is_empty();
    match mutation.catch {
        Catch::Rule(rule) => {
            let found = violations_of(tx, &[topic(rule)]).await.unwrap();
            if found.iter().any(|violation| violation.rule.starts_with(rule)) {
                return Verdict::Caught { rule: true, probe };
            }
            Verdict::Missed(format!(
                "{}: {} expected {rule}, found {found:?}, probe {probe}",
                mutation.kind, mutation.sql
            ))
        }
        Catch::ProbeOrDrift => {
            if probe || dump_schema(tx).await.unwrap() != whole {
                return Verdict::Caught { rule: false, probe };
            }
            Verdict::Missed(format!("{}: {} changed nothing that anything notices", mutation.kind, mutation.sql))
        }
    }
}

/// The question that holds a rule, by its letter.
fn topic(rule: &str) -> Topic {
    match rule.chars().next() {
        Some('T') => Topic::Tables,
        Some('G') => Topic::Rights,
        Some('R' | 'S') => Topic::Roles,
        _ => Topic::Code,
    }
}
