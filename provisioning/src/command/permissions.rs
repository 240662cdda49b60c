use super::{find, say};
use clap::Subcommand;
use crm_access::{Grant, ReachLevel};
use crm_model::Clock;
use crm_storage::ProvisionDb;
use provisioning::Template;
use provisioning::permissions::{self, Addition};
use std::process::ExitCode;

#[derive(Debug, Subcommand)]
pub(super) enum PermissionsWhat {
    /// The permissions of this version that nobody at a broker holds.
    Missing {
        /// The broker's short name.
        slug: String,
    },
    /// Add a permission to a broker's role, as the broker's trail shows. What a role has stays as it is.
    Grant(GrantArguments),
}

#[derive(Debug, clap::Args)]
pub(super) struct GrantArguments {
    /// The broker's short name.
    slug: String,
    /// The permission, such as client.merge.
    #[arg(long, required_unless_present = "like_template")]
    permission: Option<String>,
    /// The role's name.
    #[arg(long, required_unless_present = "like_template", conflicts_with = "like_template")]
    role: Option<String>,
    /// How far: own, team or all. Unless said, as far as the template's role of the same name.
    #[arg(long, value_parser = reach, conflicts_with = "like_template")]
    reach: Option<ReachLevel>,
    /// Every role gets what the template's role of the same name has; with --permission only that one.
    #[arg(long)]
    like_template: bool,
    /// Whose roles are looked at.
    #[arg(long, default_value = "default")]
    template: String,
}

fn reach(text: &str) -> Result<ReachLevel, String> {
    ReachLevel::from_text(text).ok_or_else(|| "must be own, team or all".to_owned())
}

impl PermissionsWhat {
    pub(super) async fn run(self, db: &ProvisionDb) -> anyhow::Result<ExitCode> {
        let clock = Clock::system();
        match self {
            Self::Missing { slug } => {
                let missing = permissions::missing(db, &clock, &find(db, &slug).await?).await?;
                for one in &missing {
                    let roles = one.in_roles.join(", ");
                    let roles = if roles.is_empty() { "in no role".to_owned() } else { format!("only in {roles}") };
                    say(&format!("{:<28} {roles}", one.permission.as_str()))?;
                }
                if missing.is_empty() {
                    say(&format!("{slug}: somebody holds every permission"))?;
                }
            }
            Self::Grant(arguments) => arguments.run(db, &clock).await?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl GrantArguments {
    async fn run(self, db: &ProvisionDb, clock: &Clock) -> anyhow::Result<()> {
        let broker = find(db, &self.slug).await?;
        let template = Template::named(&self.template)?;
        let addition = match (self.permission, self.role) {
            (Some(permission), Some(role)) => Addition::One { permission, role, reach: self.reach },
            (permission, _) => Addition::LikeTemplate { permission },
        };
        let added = permissions::grant(db, clock, &broker, &template, &addition).await?;
        for one in &added {
            let grants: Vec<String> = one.grants.iter().map(written).collect();
            say(&format!("{}: {} has {} now", self.slug, one.role, grants.join(", ")))?;
        }
        if added.is_empty() {
            say(&format!("{}: they have it already; nothing was changed", self.slug))?;
        }
        Ok(())
    }
}

fn written(grant: &Grant) -> String {
    if grant.permission.has_reach() {
        format!("{} ({})", grant.permission.as_str(), grant.reach.as_str())
    } else {
        grant.permission.as_str().to_owned()
    }
}
