use super::{KeyConfig, POSTGRES, Profile, PublicAddress, parse, read_allow_old, read_keys};
use crate::{ConfigError, Environment, Secret};

/// What `provisioning` reads: its own door to the database, the keys, and by which hosts brokers are reached.
#[derive(Clone, Debug)]
pub struct ProvisioningConfig {
    /// The kind of installation.
    pub profile: Profile,
    /// By which addresses the world reaches brokers.
    pub public: PublicAddress,
    /// `DATABASE_URL_PROVISION`, role crm_provision.
    pub provision: Secret<String>,
    /// `DATABASE_URL_APP`, role crm_app: for the demo's clients only, which crm_provision may not see.
    pub app: Option<Secret<String>>,
    /// Work although the server lacks fixes of row-security holes.
    pub allow_old_postgres: bool,
    /// Secret keys, the same as in `tenant-api`.
    pub keys: KeyConfig,
}

impl ProvisioningConfig {
    /// Reads and checks everything.
    ///
    /// # Errors
    /// [`ConfigError`] names all variables that must be mended, never a value.
    pub fn from_env(variables: impl IntoIterator<Item = (String, String)>) -> Result<Self, ConfigError> {
        let env = Environment::new(variables);
        let config = Self::read(&env);
        if let Some(config) = &config {
            config.keys.refuse_equal_keys(&env);
        }
        env.finish(config)
    }

    fn read(env: &Environment) -> Option<Self> {
        let profile = env.required(
            "BROKERDESK_PROFILE",
            "development or production",
            parse::one_of(&[("development", Profile::Development), ("production", Profile::Production)]),
        );
        let public = PublicAddress::read(env);
        let schemes = &["postgres", "postgresql"];
        let provision = env.required(
            "DATABASE_URL_PROVISION",
            "the URL of the database as crm_provision",
            parse::url(schemes, "postgres://crm_provision:…@host:5432/brokerdesk"),
        );
        let app = env.optional("DATABASE_URL_APP", parse::url(schemes, POSTGRES));
        let allow_old_postgres = read_allow_old(env);
        let keys = read_keys(env);
        Some(Self { profile: profile?, public: public?, provision: provision?, app, allow_old_postgres, keys: keys? })
    }
}
