use super::BrandJson;
use crm_access::TenantRef;
use crm_app::App;
use crm_model::TenantId;
use crm_storage::{Settings, StorageError};
use moka::sync::Cache;
use std::sync::Arc;
use std::time::Duration;

/// From a broker to its looks, before anybody signs in; a change shows within five seconds.
pub(crate) struct Brands {
    known: Cache<TenantId, Arc<BrandJson>>,
}

impl Brands {
    pub(crate) fn new() -> Self {
        Self { known: Cache::builder().max_capacity(10_000).time_to_live(Duration::from_secs(5)).build() }
    }

    /// The default brand of a broker.
    pub(crate) async fn of(&self, app: &App, tenant: &TenantRef) -> Result<Arc<BrandJson>, StorageError> {
        if let Some(known) = self.known.get(&tenant.id) {
            return Ok(known);
        }
        let tx = app.read_for_nobody(tenant).await?;
        let settings = Settings::of(&tx);
        let (brand, language) = (settings.brand().await?, settings.tenant().await?.language);
        drop(tx);
        let api = app.urls.api(&tenant.slug);
        let brand = Arc::new(BrandJson {
            slug: tenant.slug.to_string(),
            name: brand.name,
            legal_name: brand.legal_name,
            primary_color: brand.primary_color,
            logo_svg: brand.logo_svg,
            support_email: brand.support_email,
            language,
            api_host: api.split_once("://").map_or(api.clone(), |(_, host)| host.to_owned()),
        });
        self.known.insert(tenant.id, Arc::clone(&brand));
        Ok(brand)
    }
}
