//! What the portal's shell needs of the person who is signed in, and the person's own preferences.

use crate::previews::{self, PreviewCard};
use crate::staff::{StaffCard, card, named};
use crate::{App, UseCaseError};
use chrono::{DateTime, Duration, Utc};
use crm_access::{OpContext, Permission};
use crm_model::{AuditAction, Problem, Problems};
use crm_storage::{
    AuditEvent, BrandRow, Change, Credentials, Scoped, Settings, Staff, StatusOption, TagRow, TenantSettings,
};
use serde::{Deserialize, Serialize};

/// How a person wants the portal. What was never set has its default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Preferences {
    /// `system`, `light` or `dark`.
    pub theme: String,
    /// `compact`, `normal` or `comfortable`.
    pub density: String,
    /// Language tag, `en`; empty for the broker's.
    pub locale: String,
    /// IANA name; empty for the broker's.
    pub time_zone: String,
    /// Whether single-key shortcuts are on.
    pub shortcuts: bool,
    /// How days are written: `words` (22 Nov 2026) or `iso` (2026-11-22).
    pub date_style: String,
    /// Hours of the clock: `24` or `12`.
    pub clock: String,
    /// Day with which a week begins: `monday`, `saturday` or `sunday`.
    pub week_start: String,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            theme: "system".to_owned(),
            density: "normal".to_owned(),
            locale: String::new(),
            time_zone: String::new(),
            shortcuts: true,
            date_style: "words".to_owned(),
            clock: "24".to_owned(),
            week_start: "monday".to_owned(),
        }
    }
}

/// What is to change; `None` stays as it is.
#[derive(Clone, Debug, Default)]
pub struct ChangePreferencesInput {
    /// As [`Preferences::theme`].
    pub theme: Option<String>,
    /// As [`Preferences::density`].
    pub density: Option<String>,
    /// As [`Preferences::locale`].
    pub locale: Option<String>,
    /// As [`Preferences::time_zone`]; empty goes back to the broker's.
    pub time_zone: Option<String>,
    /// As [`Preferences::shortcuts`].
    pub shortcuts: Option<bool>,
    /// As [`Preferences::date_style`].
    pub date_style: Option<String>,
    /// As [`Preferences::clock`].
    pub clock: Option<String>,
    /// As [`Preferences::week_start`].
    pub week_start: Option<String>,
    /// One's own name.
    pub name: Option<String>,
}

/// Everything the shell shows.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// The person.
    pub me: StaffCard,
    /// The broker's look.
    pub brand: BrandRow,
    /// The broker's settings.
    pub settings: TenantSettings,
    /// Both lists of statuses.
    pub statuses: Vec<StatusOption>,
    /// The tags.
    pub tags: Vec<TagRow>,
    /// The person's preferences; language and time zone that were never set are the broker's.
    pub preferences: Preferences,
    /// Whether the time zone is the person's own choice.
    pub own_time_zone: bool,
    /// Recovery codes that are left.
    pub recovery_codes_left: u32,
    /// Reveals that are left within this hour.
    pub reveals_left: u32,
    /// When the latest step-up ends, if it has not yet.
    pub step_up_until: Option<DateTime<Utc>>,
    /// As which role the portal is looked at, and until when.
    pub preview: Option<PreviewCard>,
}

/// The person who is signed in.
///
/// # Errors
/// Only for staff members.
pub async fn viewer<T: Scoped>(op: &OpContext, tx: &T) -> Result<Viewer, UseCaseError> {
    let me = op.staff_id()?;
    let (staff, settings) = (Staff::of(tx), Settings::of(tx));
    let member = staff.find(me).await?.ok_or(UseCaseError::NotFound("staff"))?;
    let limits = settings.tenant().await?;
    let mut preferences: Preferences = serde_json::from_value(staff.preferences(me).await?).unwrap_or_default();
    if preferences.locale.is_empty() {
        limits.language.as_str().clone_into(&mut preferences.locale);
    }
    let own_time_zone = !preferences.time_zone.is_empty();
    if !own_time_zone {
        preferences.time_zone.clone_from(&limits.time_zone);
    }
    let reveals_left = if op.holds(Permission::ContactReveal) {
        limits.reveals_per_hour.saturating_sub(settings.reveals_since(me, op.now() - Duration::hours(1)).await?)
    } else {
        0
    };
    Ok(Viewer {
        preview: previews::card(op, tx).await?,
        me: card(op, &staff, member)?,
        brand: settings.brand().await?,
        statuses: settings.statuses().await?,
        tags: settings.tags().await?,
        preferences,
        own_time_zone,
        recovery_codes_left: Credentials::of(tx).recovery_codes_left(me).await?,
        reveals_left,
        step_up_until: op.step_up_until().filter(|until| *until > op.now()),
        settings: limits,
    })
}

/// Changes one's own name and preferences.
///
/// # Errors
/// Problems `invalid_choice`, `required`, `too_long`.
pub async fn change_preferences(op: &OpContext, app: &App, input: &ChangePreferencesInput) -> Result<(), UseCaseError> {
    let me = op.staff_id()?;
    let mut problems = Problems::new();
    let name = input.name.as_deref().and_then(|name| named(&mut problems, name));
    choice(&mut problems, "theme", input.theme.as_deref(), &["system", "light", "dark"]);
    choice(&mut problems, "density", input.density.as_deref(), &["compact", "normal", "comfortable"]);
    tag(&mut problems, "locale", input.locale.as_deref(), 35, |c| c == '-');
    let own_zone = input.time_zone.as_deref().filter(|zone| !zone.is_empty());
    tag(&mut problems, "timeZone", own_zone, 64, |c| matches!(c, '-' | '+' | '_' | '/'));
    choice(&mut problems, "dateStyle", input.date_style.as_deref(), &["words", "iso"]);
    choice(&mut problems, "clock", input.clock.as_deref(), &["24", "12"]);
    choice(&mut problems, "weekStart", input.week_start.as_deref(), &["monday", "saturday", "sunday"]);
    problems.done()?;
    let tx = app.db.begin(op).await?;
    let staff = Staff::of(&tx);
    let before = staff.hold(me).await?.ok_or(UseCaseError::NotFound("staff"))?;
    let old: Preferences = serde_json::from_value(staff.preferences(me).await?).unwrap_or_default();
    let new = Preferences {
        theme: input.theme.clone().unwrap_or_else(|| old.theme.clone()),
        density: input.density.clone().unwrap_or_else(|| old.density.clone()),
        locale: input.locale.clone().unwrap_or_else(|| old.locale.clone()),
        time_zone: input.time_zone.clone().unwrap_or_else(|| old.time_zone.clone()),
        shortcuts: input.shortcuts.unwrap_or(old.shortcuts),
        date_style: input.date_style.clone().unwrap_or_else(|| old.date_style.clone()),
        clock: input.clock.clone().unwrap_or_else(|| old.clock.clone()),
        week_start: input.week_start.clone().unwrap_or_else(|| old.week_start.clone()),
    };
    let name = name.unwrap_or_else(|| before.name.clone());
    let event = AuditEvent::on(AuditAction::PreferencesChanged, "staff", me.uuid()).changes([
        Change::private("name", Some(before.name), Some(name.clone())),
        Change::plain("theme", Some(old.theme), Some(new.theme.clone())),
        Change::plain("density", Some(old.density), Some(new.density.clone())),
        Change::plain("locale", Some(old.locale), Some(new.locale.clone())),
        Change::plain("timeZone", Some(old.time_zone), Some(new.time_zone.clone())),
        Change::plain("shortcuts", Some(old.shortcuts.to_string()), Some(new.shortcuts.to_string())),
        Change::plain("dateStyle", Some(old.date_style), Some(new.date_style.clone())),
        Change::plain("clock", Some(old.clock), Some(new.clock.clone())),
        Change::plain("weekStart", Some(old.week_start), Some(new.week_start.clone())),
    ]);
    if !event.has_changes() {
        return Ok(tx.abandon().await?);
    }
    let kept = serde_json::to_value(&new).map_err(|_| UseCaseError::Internal("preferences cannot be written"))?;
    staff.change_own(me, &name, kept).await?;
    Ok(tx.commit(event).await?)
}

fn choice(problems: &mut Problems, field: &str, value: Option<&str>, among: &[&str]) {
    if value.is_some_and(|v| !among.contains(&v)) {
        problems.push(Problem::at(field, "invalid_choice", format!("Choose one of: {}.", among.join(", "))));
    }
}

fn tag(problems: &mut Problems, field: &str, value: Option<&str>, max: usize, also: fn(char) -> bool) {
    if value.is_some_and(|v| v.is_empty() || v.len() > max || !v.chars().all(|c| c.is_ascii_alphanumeric() || also(c)))
    {
        problems.push(Problem::at(field, "invalid_choice", "This is not a known name. Choose from the list."));
    }
}
