//! The figures of the home page in the staff portal's GraphQL.

use crate::graphql::error::Refusal;
use crate::graphql::shared::{op, reader, refused};
use crate::view::figures::{BoardRow, CurrencyFigures, NewClientFigures, QueueFigures};
use async_graphql::{Context, InputObject, Object, Result};
use chrono::{DateTime, Utc};
use crm_app::figures::{self, FigureRange};

/// Looking at the figures.
#[derive(Default)]
pub struct FigureQuery;

/// A range of days in the viewer's zone, and the period before it that it is compared with.
#[derive(InputObject)]
pub struct FigureRangeInput {
    /// Where the period before begins; it ends where the range begins.
    before_from: DateTime<Utc>,
    /// The instants at which the days of the range begin, followed by the one at which the last one ends; up to 366 days.
    days: Vec<DateTime<Utc>>,
}

impl FigureRangeInput {
    fn read(self) -> Result<FigureRange> {
        FigureRange::new(self.before_from, self.days).ok_or_else(|| {
            let text = "range: name the beginnings of 1 to 366 days in their order and the end of the last one, after the period before.";
            async_graphql::Error::new_with_source(Refusal::invalid(text))
        })
    }
}

#[Object]
impl FigureQuery {
    /// First deposits of clients and net deposit on live accounts within reach, by currency.
    async fn money_figures(&self, ctx: &Context<'_>, range: FigureRangeInput) -> Result<Vec<CurrencyFigures>> {
        let days = figures::money(op(ctx)?, reader(ctx).await?, &range.read()?).await?;
        Ok(CurrencyFigures::of(&days))
    }

    /// New clients within reach, by day, by source and by country.
    async fn new_client_figures(&self, ctx: &Context<'_>, range: FigureRangeInput) -> Result<NewClientFigures> {
        let counts = figures::new_clients(op(ctx)?, reader(ctx).await?, &range.read()?).await?;
        Ok(NewClientFigures::of(&counts))
    }

    /// What each person of the viewer's teams did in a span of at most 92 days, and what is overdue.
    async fn team_board(&self, ctx: &Context<'_>, from: DateTime<Utc>, before: DateTime<Utc>) -> Result<Vec<BoardRow>> {
        let rows = refused(figures::board(op(ctx)?, reader(ctx).await?, from, before).await)?;
        Ok(rows.into_iter().map(BoardRow::from).collect())
    }

    /// How much waits now within reach. `dayEnd` is the end of the viewer's day.
    async fn queue_figures(&self, ctx: &Context<'_>, day_end: DateTime<Utc>) -> Result<QueueFigures> {
        Ok(figures::queues(op(ctx)?, reader(ctx).await?, day_end).await?.into())
    }
}
