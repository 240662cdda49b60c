//! What clients may open, in the staff portal's GraphQL.

use crate::graphql::shared::{self, UserError, app, op, reader, settle};
use crate::view::trading_account::AccountProduct;
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use crm_app::account_products;
use crm_model::{AccountProductId, TradingServerId};

/// Looking at products.
#[derive(Default)]
pub struct AccountProductQuery;

/// Adding and changing products.
#[derive(Default)]
pub struct AccountProductMutation;

/// A currency that a product shall offer. The server is asked for the group and its currency.
#[derive(InputObject)]
pub struct OfferedCurrencyInput {
    /// The server's group, by its full name.
    group: String,
    /// The currency that the group is expected to have; refused where the server says another one.
    currency: Option<String>,
    /// The smallest first deposit, a decimal in the currency.
    minimum_deposit: Option<String>,
}

impl From<OfferedCurrencyInput> for account_products::OfferedCurrency {
    fn from(input: OfferedCurrencyInput) -> Self {
        let OfferedCurrencyInput { group, currency, minimum_deposit } = input;
        Self { group, currency, minimum_deposit }
    }
}

/// A product to be added.
#[derive(InputObject)]
pub struct AddAccountProductInput {
    server_id: ID,
    name: String,
    /// At least one, each of another currency.
    currencies: Vec<OfferedCurrencyInput>,
    leverages: Vec<i32>,
}

/// A product to be changed. Absent fields stay. The server never changes.
#[derive(InputObject)]
pub struct EditAccountProductInput {
    id: ID,
    version: i32,
    name: Option<String>,
    /// All of them from now on. Accounts in one that is not among them keep their group.
    currencies: Option<Vec<OfferedCurrencyInput>>,
    leverages: Option<Vec<i32>>,
    active: Option<bool>,
}

/// A product after a change, or what was wrong with the input.
#[derive(SimpleObject)]
pub struct AccountProductPayload {
    product: Option<AccountProduct>,
    errors: Vec<UserError>,
}

#[Object]
impl AccountProductQuery {
    /// All products, those on offer first.
    async fn account_products(&self, ctx: &Context<'_>) -> Result<Vec<AccountProduct>> {
        let products = account_products::list(op(ctx)?, reader(ctx).await?).await?;
        Ok(products.into_iter().map(AccountProduct::from).collect())
    }
}

#[Object]
impl AccountProductMutation {
    /// Adds a product to a trading server.
    async fn add_account_product(
        &self,
        ctx: &Context<'_>,
        input: AddAccountProductInput,
    ) -> Result<AccountProductPayload> {
        let server = shared::id(TradingServerId::parse(&input.server_id), "trading server")?;
        let input = account_products::NewAccountProduct {
            server,
            name: input.name,
            currencies: input.currencies.into_iter().map(Into::into).collect(),
            leverages: input.leverages,
        };
        let (id, errors) = settle(account_products::add(op(ctx)?, app(ctx)?, &input).await)?;
        shown(ctx, id, errors).await
    }

    /// Changes a product.
    async fn edit_account_product(
        &self,
        ctx: &Context<'_>,
        input: EditAccountProductInput,
    ) -> Result<AccountProductPayload> {
        let id = shared::id(AccountProductId::parse(&input.id), "account product")?;
        let input = account_products::EditAccountProduct {
            id,
            version: input.version,
            name: input.name,
            currencies: input.currencies.map(|offered| offered.into_iter().map(Into::into).collect()),
            leverages: input.leverages,
            active: input.active,
        };
        let (done, errors) = settle(account_products::edit(op(ctx)?, app(ctx)?, &input).await)?;
        shown(ctx, done.map(|()| id), errors).await
    }
}

async fn shown(
    ctx: &Context<'_>,
    id: Option<AccountProductId>,
    errors: Vec<UserError>,
) -> Result<AccountProductPayload> {
    let product = match id {
        Some(id) => Some(account_products::find(op(ctx)?, reader(ctx).await?, id).await?.into()),
        None => None,
    };
    Ok(AccountProductPayload { product, errors })
}
