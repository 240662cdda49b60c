//! How a person wants the portal: language, zone, days, clock, week. It is the person's own, wherever they sign in.

use crate::office::change;
use crate::support::start;
use crm_testing::Browser;
use serde_json::{Value, json};

const WANTED: &str = "{ locale timeZone ownTimeZone dateStyle clock weekStart shortcuts }";

async fn wanted(who: &Browser) -> Value {
    let viewer = who.graphql(&format!("{{ viewer {{ preferences {WANTED} }} }}"), json!({})).await;
    viewer["viewer"]["preferences"].clone()
}

async fn want(who: &Browser, input: Value) -> Value {
    let shown = format!("viewer {{ preferences {WANTED} }}");
    change(who, "changePreferences", "ChangePreferencesInput", &shown, input).await
}

/// What was never chosen is the broker's or usual; what was chosen holds at the next sign-in, and for nobody else.
#[tokio::test]
async fn preferences_follow_the_person() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    app.sql("UPDATE crm.tenant_setting SET time_zone = 'Asia/Dubai'").await;
    let (ana, tom) = (app.staff(&atlas, "Agent").await, app.staff(&atlas, "Agent").await);
    let (at_desk, colleague) = (app.sign_in(&ana).await, app.sign_in(&tom).await);
    let usual = json!({
        "locale": "en", "timeZone": "Asia/Dubai", "ownTimeZone": false,
        "dateStyle": "words", "clock": "24", "weekStart": "monday", "shortcuts": true,
    });
    assert_eq!(wanted(&at_desk).await, usual);

    let input = json!({"timeZone": "Europe/Madrid", "dateStyle": "iso", "clock": "12", "weekStart": "sunday"});
    let chosen = json!({
        "locale": "en", "timeZone": "Europe/Madrid", "ownTimeZone": true,
        "dateStyle": "iso", "clock": "12", "weekStart": "sunday", "shortcuts": true,
    });
    assert_eq!(want(&at_desk, input).await["viewer"]["preferences"], chosen);
    let at_home = app.sign_in(&ana).await;
    assert_eq!(wanted(&at_home).await, chosen);
    assert_eq!(wanted(&colleague).await, usual, "the colleague's are as they were");

    let back = want(&at_home, json!({"timeZone": ""})).await;
    assert_eq!(back["viewer"]["preferences"]["timeZone"], "Asia/Dubai", "the broker's again");
    assert_eq!(back["viewer"]["preferences"]["ownTimeZone"], false);
    app.sql("UPDATE crm.tenant_setting SET time_zone = 'Asia/Riyadh'").await;
    assert_eq!(wanted(&at_home).await["timeZone"], "Asia/Riyadh", "and it follows the broker's");
}

/// A choice that is not on offer is refused at its place, and nothing of the input is kept.
#[tokio::test]
async fn a_choice_that_is_not_offered_is_refused() {
    let app = start().await;
    let atlas = app.tenant("atlas").await;
    let ana = app.sign_in(&app.staff(&atlas, "Agent").await).await;
    let before = wanted(&ana).await;
    for (field, value) in [("dateStyle", "american"), ("clock", "13"), ("weekStart", "friday"), ("timeZone", "Ma drid")]
    {
        let refused = want(&ana, json!({"theme": "dark", field: value})).await;
        assert_eq!(refused["errors"][0]["code"], "invalid_choice", "{refused}");
        assert_eq!(refused["errors"][0]["path"], json!([field]));
    }
    assert_eq!(wanted(&ana).await, before);
}
