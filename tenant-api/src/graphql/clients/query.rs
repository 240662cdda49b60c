use super::filter::{ClientFilter, ClientGroupKey, ClientSort};
use super::input::DuplicateProbe;
use crate::graphql::shared::{self, PageInfo, app, op, reader, refused};
use crate::view::audit::TimelineEntry;
use crate::view::client::{ClientView, StaffRef};
use crate::view::enums::{ClientGroupField, FieldClass, TimelineKind};
use async_graphql::{Context, ID, Object, Result, SimpleObject};
use crm_app::{audit, clients};
use crm_model::ClientId;

/// Reading clients.
#[derive(Default)]
pub struct ClientQuery;

/// One client of a page.
#[derive(SimpleObject)]
pub struct ClientEdge {
    cursor: String,
    node: ClientView,
}

/// A page of clients.
#[derive(SimpleObject)]
pub struct ClientConnection {
    edges: Vec<ClientEdge>,
    page_info: PageInfo,
}

/// A count that stops at 10,000.
#[derive(SimpleObject)]
pub struct CappedCount {
    value: i64,
    capped: bool,
}

/// A group of a list: a status, a person, a team or a country.
#[derive(SimpleObject)]
pub struct ClientGroup {
    /// The id, or the country's code; null for clients that have none.
    key: Option<String>,
    /// The name of a status, a person or a team.
    name: Option<String>,
    count: i64,
}

/// The groups of a list.
#[derive(SimpleObject)]
pub struct ClientGroups {
    groups: Vec<ClientGroup>,
    /// Whether there are smaller ones besides.
    more: bool,
}

/// One entry of a page of a timeline.
#[derive(SimpleObject)]
pub struct TimelineEdge {
    cursor: String,
    node: TimelineEntry,
}

/// A page of a timeline.
#[derive(SimpleObject)]
pub struct TimelineConnection {
    edges: Vec<TimelineEdge>,
    page_info: PageInfo,
}

/// The same answer either way for a reader who may not read the field (`checked` is then false).
#[derive(SimpleObject)]
pub struct DuplicateAnswer {
    checked: bool,
    matches: Vec<DuplicateMatch>,
}

/// One client with the same contact.
#[derive(SimpleObject)]
pub struct DuplicateMatch {
    field: FieldClass,
    client_id: ID,
    number: String,
    display_name: String,
}

impl ClientEdge {
    /// A client at its place of a page.
    pub(crate) const fn new(cursor: String, node: ClientView) -> Self {
        Self { cursor, node }
    }
}

impl ClientConnection {
    /// A page of its edges.
    pub(crate) fn new(edges: Vec<ClientEdge>, more: bool, after: bool) -> Self {
        let cursors: Vec<String> = edges.iter().map(|e| e.cursor.clone()).collect();
        Self { page_info: PageInfo::of(&cursors, more, after), edges }
    }
}

#[Object]
impl ClientQuery {
    /// Clients within the viewer's reach.
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the field")]
    async fn clients(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        filter: Option<ClientFilter>,
        sort: Option<ClientSort>,
        search: Option<String>,
        group: Option<ClientGroupKey>,
    ) -> Result<ClientConnection> {
        let page = shared::page(first, after.as_deref())?;
        let filter = filter.map(ClientFilter::read).transpose()?;
        let input = clients::ListInput {
            filter,
            search,
            group: group.map(ClientGroupKey::read),
            sort: sort.unwrap_or_default().into(),
            first: page.first,
            after: page.after,
        };
        look_up(ctx, input.search.as_deref(), input.filter.as_ref()).await?;
        let listed = refused(clients::list(op(ctx)?, reader(ctx).await?, &input).await)?;
        let edges: Vec<ClientEdge> = listed
            .clients
            .into_iter()
            .map(|(card, cursor)| ClientEdge::new(cursor.encode(), ClientView::new(card)))
            .collect();
        Ok(ClientConnection::new(edges, listed.more, after.is_some()))
    }

    /// How many clients a filter and a search find.
    async fn client_count(
        &self,
        ctx: &Context<'_>,
        filter: Option<ClientFilter>,
        search: Option<String>,
        group: Option<ClientGroupKey>,
    ) -> Result<CappedCount> {
        let filter = filter.map(ClientFilter::read).transpose()?;
        look_up(ctx, search.as_deref(), filter.as_ref()).await?;
        let (value, capped) = refused(
            clients::count(op(ctx)?, reader(ctx).await?, filter, search, group.map(ClientGroupKey::read)).await,
        )?;
        Ok(CappedCount { value, capped })
    }

    /// The groups of what a filter and a search find, with their counts, largest first. Never by a masked field.
    async fn client_groups(
        &self,
        ctx: &Context<'_>,
        by: ClientGroupField,
        filter: Option<ClientFilter>,
        search: Option<String>,
    ) -> Result<ClientGroups> {
        let filter = filter.map(ClientFilter::read).transpose()?;
        look_up(ctx, search.as_deref(), filter.as_ref()).await?;
        let sort = ClientSort::default().into();
        let input = clients::ListInput { filter, search, group: None, sort, first: 1, after: None };
        let (groups, more) = refused(clients::groups(op(ctx)?, reader(ctx).await?, by.into(), input).await)?;
        let view = |g: clients::ClientGroup| ClientGroup { key: g.key, name: g.name, count: g.count };
        Ok(ClientGroups { groups: groups.into_iter().map(view).collect(), more })
    }

    /// One client within the viewer's reach; null whatever the cause. List columns only, unless this session opened the
    /// client within 30 minutes. It leaves no event of a read.
    async fn client(&self, ctx: &Context<'_>, id: ID) -> Result<Option<ClientView>> {
        let id = shared::id(ClientId::parse(&id), "client")?;
        Ok(Some(ClientView::new(clients::find(op(ctx)?, reader(ctx).await?, id).await?)))
    }

    /// Everything that happened to a client, newest first.
    async fn client_timeline(
        &self,
        ctx: &Context<'_>,
        client_id: ID,
        first: Option<i32>,
        after: Option<String>,
        kinds: Option<Vec<TimelineKind>>,
    ) -> Result<TimelineConnection> {
        let id = shared::id(ClientId::parse(&client_id), "client")?;
        let page = shared::page(first, after.as_deref())?;
        let parts: Vec<_> = kinds.unwrap_or_default().into_iter().map(Into::into).collect();
        let (entries, more) = refused(audit::timeline(op(ctx)?, reader(ctx).await?, id, &parts, &page).await)?;
        let edges: Vec<TimelineEdge> = entries
            .into_iter()
            .map(|e| TimelineEdge { cursor: e.event.row.cursor().encode(), node: e.into() })
            .collect();
        let cursors: Vec<String> = edges.iter().map(|e| e.cursor.clone()).collect();
        Ok(TimelineConnection { page_info: PageInfo::of(&cursors, more, after.is_some()), edges })
    }

    /// Clients with the same e-mail address or phone number, asked while somebody types.
    async fn possible_duplicates(&self, ctx: &Context<'_>, probe: DuplicateProbe) -> Result<DuplicateAnswer> {
        let (email, phone) = (probe.email.as_deref(), probe.phone.as_deref());
        clients::Lookups::of_probe(op(ctx)?, email, phone).record(op(ctx)?, app(ctx)?).await?;
        let answer = clients::possible_duplicates(op(ctx)?, reader(ctx).await?, email, phone).await?;
        let view = |d: clients::Duplicate| DuplicateMatch {
            field: d.field.into(),
            client_id: ID(d.client.id.to_string()),
            number: d.client.number,
            display_name: d.client.display_name,
        };
        Ok(DuplicateAnswer { checked: answer.checked, matches: answer.matches.into_iter().map(view).collect() })
    }

    /// Active staff members whom a client can be given to.
    async fn assignable_staff(&self, ctx: &Context<'_>, search: Option<String>) -> Result<Vec<StaffRef>> {
        let owners = clients::owners(op(ctx)?, reader(ctx).await?, search.as_deref()).await?;
        Ok(owners.into_iter().map(|o| StaffRef { id: ID(o.id.to_string()), name: o.name }).collect())
    }
}

/// Counts and records what a list asks of sealed values, before the request's read transaction opens.
pub(crate) async fn look_up(
    ctx: &Context<'_>,
    typed: Option<&str>,
    filter: Option<&clients::FilterInput>,
) -> Result<()> {
    Ok(clients::Lookups::of_list(op(ctx)?, typed, filter).record(op(ctx)?, app(ctx)?).await?)
}
