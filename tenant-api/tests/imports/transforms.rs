//! What the columns' choices make of cells.

use super::world::world;
use serde_json::json;

#[tokio::test]
async fn names_are_split_numbers_take_a_country_dates_an_order_blanks_a_default() {
    let w = world().await;
    let file = "Lead;Tel;Born;Land;Stage;Labels;News;Street;Town\n\
        Novak  Olga;612 345 678;04/02/1988;Spain;interested;vip, newsletter;yes;Calle Mayor 1;Madrid\n\
        Petrov Ivan;655 443 322;12/25/1979;;;;no;;\n\
        Silva Marta;912 345 678;1990-02-28;Atlantis;unheard of;gold;maybe;;Lisboa\n";
    let import = w.bring(&w.manager, "leads.csv", file.as_bytes()).await;
    let columns = json!([
        {"index": 0, "field": "FULL_NAME", "nameOrder": "LAST_FIRST"}, {"index": 1, "field": "PHONE", "phoneCountry": "ES"},
        {"index": 2, "field": "DATE_OF_BIRTH", "dateOrder": "MDY"}, {"index": 3, "field": "COUNTRY", "default": "PT"},
        {"index": 4, "field": "SALES_STATUS"}, {"index": 5, "field": "TAGS"}, {"index": 6, "field": "MARKETING_CONSENT"},
        {"index": 7, "field": "ADDRESS_LINE1"}, {"index": 8, "field": "CITY"}]);
    let mut ambiguous = columns.clone();
    ambiguous[2]["dateOrder"] = json!("AUTO");
    let constants = json!([{"field": "CAMPAIGN", "value": "Spring"}]);
    import.map(json!({"columns": ambiguous, "constants": constants, "matchBy": ["PHONE"]})).await;
    let counts = import.check().await;
    let codes: Vec<&str> = counts["problems"].as_array().unwrap().iter().filter_map(|p| p["code"].as_str()).collect();
    assert!(codes.contains(&"ambiguous_date"), "{codes:?}");

    let team = json!({"mode": "TEAM", "teamId": w.madrid.to_string()});
    import.map(json!({"columns": columns, "constants": constants, "matchBy": ["PHONE"], "assignment": team})).await;
    let counts = import.check().await;
    assert_eq!((&counts["create"], &counts["error"]), (&json!(2), &json!(1)), "{counts}");
    let bad = import.rows(json!(["ERROR"])).await;
    let codes: Vec<&str> = bad[0]["problems"].as_array().unwrap().iter().filter_map(|p| p["code"].as_str()).collect();
    for code in ["invalid_country", "unknown_status", "unknown_tag", "not_yes_or_no", "required"] {
        assert!(codes.contains(&code), "{code} in {codes:?}");
    }
    import.commit(true).await;
    let find = "SELECT count(*) FROM crm.client c JOIN crm.client_status_option s ON s.id = c.sales_status_id WHERE";
    let olga = format!(
        "{find} c.first_name = 'Olga' AND c.last_name = 'Novak' AND c.country = 'ES' AND s.name = 'Interested' AND c.campaign = 'Spring' AND c.marketing_consent AND c.address_sealed IS NOT NULL"
    );
    assert_eq!(w.app.number(&olga).await, 1);
    let ivan =
        format!("{find} c.first_name = 'Ivan' AND c.country = 'PT' AND s.name = 'New' AND NOT c.marketing_consent");
    assert_eq!(w.app.number(&ivan).await, 1);
    assert_eq!(w.app.number("SELECT count(*) FROM crm.client_tag").await, 2);
    assert_eq!(w.app.number("SELECT count(DISTINCT owner_id) FROM crm.client").await, 2, "each of the team in turn");
}
