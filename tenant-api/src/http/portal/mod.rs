//! The built staff portal, read into memory once: what is not in the folder at boot cannot be asked for, whatever the path
//! says. Pages are one template that carries the broker's brand and a fresh nonce.

mod asset;
mod brands;
mod page;

pub(crate) use brands::Brands;
pub use page::{BrandJson, html_safe_json};

use crate::http::error::HttpProblem;
use asset::Asset;
use axum::response::Response;
use http::HeaderMap;
use page::Page;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Why the portal cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum PortalError {
    /// The folder or a file in it cannot be read.
    #[error("PORTAL_DIR: {path} cannot be read ({reason}); build the portal first: npm run build in admin-portal")]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// What the system said.
        reason: std::io::Error,
    },
    /// `index.html` is not the template that the server fills.
    #[error("PORTAL_DIR: index.html has no {0}; build the portal of this version")]
    NoTemplate(&'static str),
}

/// The portal of one build.
pub struct Portal {
    page: Page,
    files: HashMap<String, Asset>,
}

impl Portal {
    /// Reads a build. Source maps, hidden files and the manifest of documents stay inside (CFG-02).
    ///
    /// # Errors
    /// [`PortalError`] says what to build.
    pub fn load(dir: &Path) -> Result<Self, PortalError> {
        let mut files = HashMap::new();
        collect(dir, "", &mut files)?;
        let index = dir.join("index.html");
        let template =
            std::fs::read_to_string(&index).map_err(|reason| PortalError::Unreadable { path: index, reason })?;
        Ok(Self { page: Page::new(template)?, files })
    }

    /// The file at a path, if the build has one.
    pub(crate) fn file(&self, path: &str, headers: &HeaderMap) -> Option<Response> {
        self.files.get(path).map(|asset| asset.answer(headers))
    }

    /// The page of a portal route for one broker.
    ///
    /// # Errors
    /// 500 when the system gives no randomness.
    pub(crate) fn page(&self, brand: &BrandJson) -> Result<Response, HttpProblem> {
        self.page.answer(brand)
    }
}

fn collect(dir: &Path, below: &str, files: &mut HashMap<String, Asset>) -> Result<(), PortalError> {
    let unreadable = |path: PathBuf| move |reason| PortalError::Unreadable { path, reason };
    for entry in std::fs::read_dir(dir).map_err(unreadable(dir.to_owned()))? {
        let entry = entry.map_err(unreadable(dir.to_owned()))?;
        let path = entry.path();
        let Some(name) = entry.file_name().to_str().map(str::to_owned) else { continue };
        let kind = entry.file_type().map_err(unreadable(path.clone()))?;
        if name.starts_with('.') {
            continue;
        }
        let address = format!("{below}/{name}");
        if kind.is_dir() {
            collect(&path, &address, files)?;
        } else if kind.is_file() && is_public(&address) {
            let bytes = std::fs::read(&path).map_err(unreadable(path))?;
            files.insert(address.clone(), Asset::new(&address, bytes));
        }
    }
    Ok(())
}

fn is_public(address: &str) -> bool {
    !address.ends_with(".map")
        && address != "/index.html"
        && address != "/persisted.json"
        && !address.ends_with("/manifest.json")
}

/// First segments of the portal's pages. Another path is nobody's (CFG-02, HOST-11): it is not answered with a page that
/// would then show an error of its own.
const PAGES: &[&str] = &[
    "",
    "account",
    "alerts",
    "api-keys",
    "audit",
    "balance-operations",
    "client-statuses",
    "clients",
    "custom-fields",
    "duplicates",
    "forgot-password",
    "home",
    "imports",
    "positions",
    "queue",
    "roles",
    "set-password",
    "sign-in",
    "staff",
    "team-board",
    "teams",
    "trading-accounts",
    "trading-servers",
    "why",
];

/// Whether a path is a page of the portal: a known first segment, and no file name at the end.
#[must_use]
pub fn is_page(path: &str) -> bool {
    let mut segments = path.trim_start_matches('/').split('/');
    let known = segments.next().is_some_and(|first| PAGES.contains(&first));
    known && !path.contains('.') && path.len() <= 200
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn host_11_cfg_02_only_pages_of_the_portal_are_pages() {
        for page in ["/", "/clients", "/clients/cli_01h", "/roles/new", "/set-password"] {
            assert!(is_page(page), "{page}");
        }
        for other in [
            "/.git/config",
            "/.env",
            "/metrics",
            "/debug",
            "/swagger",
            "/clients/x.css",
            "/api/me/x.css",
            "/graphql",
            "/auth/x",
            "/admin",
        ] {
            assert!(!is_page(other), "{other}");
        }
    }

    #[test]
    fn every_page_that_the_portal_leads_to_is_a_page() {
        let navigation = include_str!("../../../../admin-portal/apps/staff/src/app/navigation.ts");
        let pages: Vec<&str> = navigation.split("to: \"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert!(pages.len() > 15, "{pages:?}");
        for page in pages {
            assert!(is_page(page), "{page} is in the portal's navigation and not in PAGES");
        }
    }

    #[test]
    fn a_build_is_read_and_its_secrets_stay_inside() {
        let dir = tempfile::tempdir().unwrap();
        assert!(Portal::load(dir.path()).err().unwrap().to_string().contains("npm run build"));
        std::fs::create_dir_all(dir.path().join("assets")).unwrap();
        std::fs::write(dir.path().join("index.html"), "<p>no template</p>").unwrap();
        assert!(matches!(Portal::load(dir.path()), Err(PortalError::NoTemplate(_))));
        std::fs::write(
            dir.path().join("index.html"),
            "<meta content=\"__NONCE__\"><script nonce=\"__NONCE__\">__BROKER__</script>",
        )
        .unwrap();
        for name in ["assets/a-1.js", "assets/a-1.js.map", ".env", "persisted.json", "favicon.svg"] {
            std::fs::write(dir.path().join(name), "x").unwrap();
        }
        let portal = Portal::load(dir.path()).unwrap();
        let mut names: Vec<&str> = portal.files.keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["/assets/a-1.js", "/favicon.svg"]);
    }
}
