//! `./dev test`: every check of the project, in one list, cheap ones first; developers and CI run the same.

pub mod counts;
mod drift;
mod failures;
mod image;
mod list;
mod portal;
mod run;
mod rust;
mod texts;
mod whole;

use std::time::Instant;

use anyhow::{Result, bail};

use self::counts::Counts;
use self::list::{STEPS, Step};
use self::run::Run;
use crate::disk;
use crate::interrupt;
use crate::packages::Consent;
use crate::report::{Report, seconds};
use crate::workspace::Workspace;

/// Names the checks whose subject is there.
///
/// # Errors
/// Never; kept for the command line's sake.
pub fn list(workspace: &Workspace, report: &Report) -> Result<()> {
    for step in STEPS.iter().filter(|step| (step.present)(workspace)) {
        report.out(&format!("{:<16} {}", step.name, step.about));
    }
    Ok(())
}

/// Runs the checks (all, or the named ones), sums up what their runners counted and prints `N passed, N failed`
/// last. Answers whether nothing failed.
///
/// # Errors
/// When a name is none of the list.
pub fn run(workspace: &Workspace, report: &Report, consent: Consent, names: &[String]) -> Result<bool> {
    let begun = Instant::now();
    let steps = chosen(workspace, names)?;
    if let Some(told) = disk::shortage(workspace, disk::TEST).filter(|_| builds(&steps)) {
        report.warn(&told);
    }
    let mut run = Run::new(workspace, report, consent);
    let mut total = Counts::default();
    let (mut failed, mut skipped): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    for step in &steps {
        if interrupt::asked() {
            break;
        }
        if let Some(needed) = step.after.filter(|needed| failed.contains(needed) || skipped.contains(needed)) {
            report.note(&format!("\n── {}: not run, since {needed} failed", step.name));
            skipped.push(step.name);
            continue;
        }
        let counts = one(step, &mut run, report);
        if counts.failed > 0 {
            failed.push(step.name);
        }
        total = total.plus(counts);
    }
    run.finish();
    let interrupted = interrupt::asked();
    if interrupted {
        report.note("\ninterrupted: what ran was stopped, the servers of the tests too");
    }
    if !failed.is_empty() {
        for failure in run.take_failures() {
            report.note(&format!("\n{failure}"));
        }
        // Told again: where the disk filled up, what failed first seldom says so.
        if let Some(free) = disk::free(workspace).filter(|free| *free < disk::LEAST) {
            report.warn(&format!("the disk is full or nearly so ({free} GiB free): that may be why"));
        }
        report.note(&format!("\nfailed: {} (again: ./dev test {})", failed.join(", "), failed.join(" ")));
    }
    report.note(&format!("{} checks in {}", steps.len(), seconds(begun.elapsed())));
    if interrupted {
        total.failed = total.failed.saturating_add(1);
    }
    report.out(&format!("{} passed, {} failed", total.passed, total.failed));
    Ok(total.failed == 0)
}

/// Whether one of the checks builds all there is.
fn builds(steps: &[&Step]) -> bool {
    steps.iter().any(|step| step.name == "build" || step.after == Some("build"))
}

fn one(step: &Step, run: &mut Run<'_>, report: &Report) -> Counts {
    let begun = Instant::now();
    report.note(&format!("\n── {} ── {}", step.name, step.about));
    let outcome = (step.work)(run);
    let mut counts = run.take_counts();
    let verdict = match outcome {
        Ok(()) => {
            if counts == Counts::default() {
                counts.passed = 1;
            }
            "ok"
        }
        Err(error) => {
            report.failure(&error);
            // A runner that failed without counting a failure (it did not compile, it crashed) is one.
            counts.failed = counts.failed.max(1);
            "FAILED"
        }
    };
    // Not in the form of the closing line, of which there is only one.
    let told = format!("{} good, {} bad", counts.passed, counts.failed);
    report.note(&format!("── {}: {verdict} after {} ({told})", step.name, seconds(begun.elapsed())));
    counts
}

fn chosen(workspace: &Workspace, names: &[String]) -> Result<Vec<&'static Step>> {
    for name in names {
        if !STEPS.iter().any(|step| step.name == name) {
            let known: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
            bail!("there is no check {name}; there are: {}", known.join(", "));
        }
    }
    let wanted = |step: &&Step| names.is_empty() || names.iter().any(|name| name == step.name);
    Ok(STEPS.iter().filter(|step| (step.present)(workspace)).filter(wanted).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_a_check_waits_only_for_an_earlier_one() {
        for (index, step) in STEPS.iter().enumerate() {
            let earlier = &STEPS[..index];
            assert!(earlier.iter().all(|other| other.name != step.name), "{} is there twice", step.name);
            if let Some(needed) = step.after {
                assert!(earlier.iter().any(|other| other.name == needed), "{} waits for {needed}", step.name);
            }
        }
    }

    #[test]
    fn the_workflow_runs_every_check() {
        let workflow = Workspace::find().unwrap().root.join(".github/workflows/ci.yml");
        let text = std::fs::read_to_string(workflow).unwrap();
        let run: Vec<&str> = text
            .lines()
            .filter_map(|line| line.trim().strip_prefix("steps: "))
            .flat_map(str::split_whitespace)
            .collect();
        // The image has a job of its own.
        let missing: Vec<&str> =
            STEPS.iter().map(|step| step.name).filter(|name| *name != "image" && !run.contains(name)).collect();
        assert!(missing.is_empty(), "add to .github/workflows/ci.yml: {missing:?}");
        assert!(text.contains("docker build"));
    }

    #[test]
    fn an_unknown_name_is_refused_with_the_list() {
        let workspace = Workspace::find().unwrap();
        assert!(chosen(&workspace, &["fmt".into()]).is_ok());
        let told = chosen(&workspace, &["fmtt".into()]).unwrap_err().to_string();
        assert!(told.contains("there is no check fmtt; there are: fmt,"), "{told}");
    }
}
