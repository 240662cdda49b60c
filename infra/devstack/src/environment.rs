//! The one place of this crate that reads the process's environment.

use std::ffi::OsString;
use std::path::PathBuf;

/// A variable's value; `None` when it is unset, empty or not UTF-8.
pub fn text(name: &str) -> Option<String> {
    raw(name).and_then(|value| value.into_string().ok()).filter(|value| !value.is_empty())
}

/// Whether a yes/no variable such as `CI` is set to anything but `0`, `false` or nothing.
pub fn flag(name: &str) -> bool {
    text(name).is_some_and(|value| value != "0" && value != "false")
}

/// The folders of `PATH`, in order.
pub fn search_path() -> Vec<PathBuf> {
    raw("PATH").map(|path| std::env::split_paths(&path).collect()).unwrap_or_default()
}

#[expect(clippy::disallowed_methods, reason = "devstack starts processes, it is not one of the configured binaries")]
fn raw(name: &str) -> Option<OsString> {
    std::env::var_os(name)
}
