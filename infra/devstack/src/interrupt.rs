//! Ctrl-C and termination: what runs in the foreground is ended, then the caller cleans up as after a failure.

use std::process::Child;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

static ASKED: AtomicBool = AtomicBool::new(false);
static GROUPS: Mutex<Vec<i32>> = Mutex::new(Vec::new());

/// From now on an interrupt ends the foreground programs instead of this one; a second one kills them.
///
/// # Errors
/// When the handler cannot be set.
pub fn listen() -> Result<()> {
    ctrlc::set_handler(|| {
        let again = ASKED.swap(true, Ordering::SeqCst);
        let signal = if again { Signal::SIGKILL } else { Signal::SIGTERM };
        for group in GROUPS.lock().map(|groups| groups.clone()).unwrap_or_default() {
            let _ = killpg(Pid::from_raw(group), signal);
        }
    })
    .context("cannot listen for interrupts")
}

/// Whether the person asked to stop.
pub fn asked() -> bool {
    ASKED.load(Ordering::SeqCst)
}

/// The process group of a foreground program.
#[derive(Debug)]
pub struct Group(i32);

impl Group {
    /// Remembers the group of `child`, which must lead one.
    pub fn of(child: &Child) -> Self {
        let id = i32::try_from(child.id()).unwrap_or_default();
        if let Ok(mut groups) = GROUPS.lock() {
            groups.push(id);
        }
        Self(id)
    }

    /// Ends what is left of the group.
    pub fn end(self) {
        if let Ok(mut groups) = GROUPS.lock() {
            groups.retain(|group| *group != self.0);
        }
        if self.0 > 0 {
            let _ = killpg(Pid::from_raw(self.0), Signal::SIGTERM);
        }
    }
}
