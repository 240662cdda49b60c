//! What a template must be beyond its shape: names that fit, colours that can be seen, a tree of teams, a first role that
//! can run the place.

use super::{Template, TemplateStatus};
use crm_access::{FieldClass, Permission, ReachLevel, Relation};
use crm_model::StatusType;
use std::collections::BTreeSet;

/// The pages that a coloured mark stands on, light and dark.
const PAGES: [[u8; 3]; 2] = [[0xff, 0xff, 0xff], [0x1b, 0x1e, 0x25]];
/// What WCAG 2.2 asks of marks against what surrounds them, in hundredths.
const LEAST_CONTRAST: u64 = 300;

pub(super) fn check(template: &Template) -> Result<(), String> {
    settings(template)?;
    color("brand", &template.primary_color)?;
    roles(template)?;
    statuses("sales_statuses", &template.sales_statuses)?;
    statuses("retention_statuses", &template.retention_statuses)?;
    if template.sales_statuses.first().is_none_or(|first| first.meaning != StatusType::Open) {
        return Err("the first of sales_statuses is what new clients begin with: it must be of type open".to_owned());
    }
    names("tags", template.tags.iter().map(|t| t.name.as_str()), 40)?;
    template.tags.iter().try_for_each(|tag| mark(&tag.name, &tag.color))?;
    views(template)?;
    teams(template)
}

fn views(template: &Template) -> Result<(), String> {
    names("views", template.views.iter().map(|v| v.name.as_str()), 80)?;
    let mut begun = BTreeSet::new();
    for view in &template.views {
        view.definition.check().map_err(|problem| format!("view {}: {}", view.name, problem.message))?;
        for role in &view.roles {
            if !template.roles.iter().any(|r| r.name == *role) {
                return Err(format!("view {}: there is no role {role}", view.name));
            }
            if !begun.insert(role) {
                return Err(format!("view {}: role {role} begins with another view already", view.name));
            }
        }
    }
    Ok(())
}

fn settings(template: &Template) -> Result<(), String> {
    let s = &template.settings;
    let within = [
        ("session_idle_s", i64::from(s.session_idle_s), 60, 1800),
        ("session_absolute_s", i64::from(s.session_absolute_s), 900, 43200),
        ("reveals_per_hour", i64::from(s.reveals_per_hour), 0, 1000),
        ("money_freeze_h", i64::from(s.money_freeze_h), 0, 720),
        ("client_numbers_after", s.client_numbers_after, 0, 900_000_000),
    ];
    match within.iter().find(|(_, value, least, most)| !(least..=most).contains(&value)) {
        Some((name, value, least, most)) => {
            Err(format!("settings.{name} is {value}; it must lie between {least} and {most}"))
        }
        None => Ok(()),
    }
}

fn names<'a>(what: &str, all: impl Iterator<Item = &'a str>, most: usize) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    for name in all {
        if name.trim() != name || name.is_empty() || name.chars().count() > most {
            return Err(format!("{what}: the name `{name}` must have 1 to {most} characters without spaces around it"));
        }
        if !seen.insert(name) {
            return Err(format!("{what}: the name `{name}` stands twice"));
        }
    }
    Ok(())
}

fn roles(template: &Template) -> Result<(), String> {
    names("roles", template.roles.iter().map(|r| r.name.as_str()), 80)?;
    let first = template.roles.first().ok_or("there are no roles")?;
    for needed in [Permission::RoleManage, Permission::StaffManage] {
        if !first.rules.grants.iter().any(|g| g.permission == needed && g.reach == ReachLevel::All) {
            return Err(format!(
                "the first role, {}, is the first staff member's and must hold {}",
                first.name,
                needed.as_str()
            ));
        }
    }
    for role in &template.roles {
        let unsaid = FieldClass::ALL
            .iter()
            .find(|class| !role.rules.fields.iter().any(|f| f.class == **class && f.relation == Relation::Any));
        if let Some(class) = unsaid {
            return Err(format!("role {} does not say how much it shows of {}", role.name, class.as_str()));
        }
    }
    Ok(())
}

fn statuses(what: &str, all: &[TemplateStatus]) -> Result<(), String> {
    names(what, all.iter().map(|s| s.name.as_str()), 60)?;
    if all.is_empty() {
        return Err(format!("{what}: there are none"));
    }
    all.iter().try_for_each(|status| mark(&status.name, &status.color))
}

fn teams(template: &Template) -> Result<(), String> {
    names("teams", template.teams.iter().map(|t| t.name.as_str()), 80)?;
    let mut above = BTreeSet::new();
    for team in &template.teams {
        if let Some(parent) = team.below.as_deref().filter(|parent| !above.contains(parent)) {
            return Err(format!("team {} stands below {parent}, which must come before it", team.name));
        }
        above.insert(team.name.as_str());
    }
    Ok(())
}

/// Reads `#rrggbb` in lower case.
pub(crate) fn color(what: &str, text: &str) -> Result<[u8; 3], String> {
    let wrong = || format!("{what}: the colour `{text}` must look like #1a5fb4, in lower case");
    let digits = text
        .strip_prefix('#')
        .filter(|d| d.len() == 6 && d.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)))
        .ok_or_else(wrong)?;
    let part = |at: usize| digits.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok()).ok_or_else(wrong);
    Ok([part(0)?, part(2)?, part(4)?])
}

fn mark(what: &str, text: &str) -> Result<(), String> {
    let color = color(what, text)?;
    let least = PAGES.iter().map(|page| contrast(color, *page)).min().unwrap_or(0);
    if least < LEAST_CONTRAST {
        return Err(format!(
            "{what}: the colour {text} has a contrast of {}.{:02} against the page; marks need 3.00 on light and on dark",
            least / 100,
            least % 100
        ));
    }
    Ok(())
}

/// Contrast of two colours in hundredths (WCAG 2.2).
fn contrast(a: [u8; 3], b: [u8; 3]) -> u64 {
    let (a, b) = (luminance(a), luminance(b));
    let (light, dark) = (a.max(b), a.min(b));
    (light + 50_000) * 100 / (dark + 50_000)
}

/// Relative luminance in millionths.
fn luminance([red, green, blue]: [u8; 3]) -> u64 {
    (linear(red) * 2_126 + linear(green) * 7_152 + linear(blue) * 722) / 10_000
}

/// The sRGB transfer curve in millionths; between its 17 table points (each 16 steps) it is near enough to straight.
fn linear(channel: u8) -> u64 {
    const POINTS: [u64; 17] = [
        0, 5_182, 14_444, 29_557, 51_269, 80_220, 116_971, 162_029, 215_861, 278_894, 351_533, 434_154, 527_115,
        630_757, 745_404, 871_367, 1_008_944,
    ];
    let (index, rest) = (usize::from(channel / 16), u64::from(channel % 16));
    let low = POINTS.get(index).copied().unwrap_or(0);
    let high = POINTS.get(index + 1).copied().unwrap_or(low);
    (low * (16 - rest) + high * rest) / 16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_what_wcag_says() {
        let near = |a: u64, b: u64| a.abs_diff(b) * 100 <= b * 2;
        assert!(near(contrast([0; 3], [255; 3]), 2100));
        assert!(near(contrast([0x77; 3], [255; 3]), 448), "{}", contrast([0x77; 3], [255; 3]));
        assert!(near(contrast([0x2f, 0x6f, 0xdb], [255; 3]), 474), "{}", contrast([0x2f, 0x6f, 0xdb], [255; 3]));
    }

    #[test]
    fn a_colour_that_vanishes_on_a_page_is_refused() {
        assert!(mark("x", "#2f6fdb").is_ok());
        for bad in ["#ffe066", "#111111", "#FFFFFF", "blue", "#fff", "#12345g"] {
            assert!(mark("x", bad).is_err(), "{bad}");
        }
    }
}
