use super::{Broker, Browser, TestApp, totp_code};
use chrono::Duration;
use crm_identity::TotpSecret;
use crm_model::{StaffId, TeamId};
use crm_vault::{BlindKind, Place, Sealer, mask_email};
use serde_json::json;

/// What every person of the tests signs in with.
pub const PASSWORD: &str = "seven otters juggle-42 lanterns";

/// A staff member who can sign in.
#[derive(Clone)]
pub struct Person {
    /// Who.
    pub id: StaffId,
    /// The name.
    pub name: String,
    /// The e-mail.
    pub email: String,
    /// The secret in the authenticator app, if there is one.
    pub totp: Option<TotpSecret>,
    /// Where the person works.
    pub broker: Broker,
}

impl TestApp {
    /// An active person with one of the broker's roles, a password and an authenticator app, in no team.
    pub async fn staff(&self, broker: &Broker, role: &str) -> Person {
        self.staff_in(broker, &[role], None).await
    }

    /// An active person with roles, in a team.
    pub async fn staff_in(&self, broker: &Broker, roles: &[&str], team: Option<TeamId>) -> Person {
        let mut person = self.staff_without_totp(broker, roles, team).await;
        let secret = TotpSecret::generate().expect("randomness");
        let place =
            Place { tenant: broker.tenant.id, table: "credential", column: "totp_sealed", row: person.id.uuid() };
        let sealed = broker.keys.seal(&place, secret.expose()).expect("a sealed secret");
        let mut admin = self.admin().await;
        sqlx::query("UPDATE crm.credential SET totp_sealed = $3, totp_confirmed_at = now() WHERE tenant_id = $1 AND staff_id = $2")
            .bind(broker.tenant.id.uuid())
            .bind(person.id.uuid())
            .bind(sealed)
            .execute(&mut *admin)
            .await
            .unwrap();
        person.totp = Some(secret);
        person
    }

    /// An active person who signs in by password alone.
    pub async fn staff_without_totp(&self, broker: &Broker, roles: &[&str], team: Option<TeamId>) -> Person {
        let (tenant, id) = (broker.tenant.id.uuid(), StaffId::generate());
        let tail: String = id.to_string().chars().rev().take(6).collect();
        let first = roles.first().map_or("nobody", |role| role.split(' ').next().unwrap_or("nobody"));
        let (name, email) =
            (format!("{first} {tail}"), format!("{}.{tail}@{}.example", first.to_lowercase(), broker.tenant.slug));
        let place = Place { tenant: broker.tenant.id, table: "staff", column: "email_sealed", row: id.uuid() };
        let sealed = broker.keys.seal_str(&place, &email).expect("a sealed e-mail");
        let hash = self.app.hasher.hash(PASSWORD).await.expect("a hash");
        {
            let mut admin = self.admin().await;
            sqlx::query("INSERT INTO crm.staff (tenant_id, id, name, email_sealed, email_mask, team_id, status) VALUES ($1, $2, $3, $4, $5, $6, 'active')")
                .bind(tenant)
                .bind(id.uuid())
                .bind(&name)
                .bind(sealed)
                .bind(mask_email(&email))
                .bind(team.map(TeamId::uuid))
                .execute(&mut *admin)
                .await
                .unwrap();
            sqlx::query("INSERT INTO crm.credential (tenant_id, staff_id, email_bidx, password_hash, password_changed_at) VALUES ($1, $2, $3, $4, now())")
                .bind(tenant)
                .bind(id.uuid())
                .bind(broker.keys.blind(BlindKind::Email, &email).to_vec())
                .bind(hash)
                .execute(&mut *admin)
                .await
                .unwrap();
            for role in roles {
                sqlx::query("INSERT INTO crm.staff_role (tenant_id, staff_id, role_id) VALUES ($1, $2, $3)")
                    .bind(tenant)
                    .bind(id.uuid())
                    .bind(broker.role(role).uuid())
                    .execute(&mut *admin)
                    .await
                    .unwrap();
            }
        }
        self.access_changed(broker).await;
        Person { id, name, email, totp: None, broker: broker.clone() }
    }

    /// The code that the person's app shows. Time goes on by one step first, so that it is a fresh one.
    pub fn next_code(&self, person: &Person) -> String {
        self.advance(Duration::seconds(31));
        totp_code(person.totp.as_ref().expect("an authenticator app").expose(), self.clock.now())
    }

    /// Signs a person in through the door, second factor included; the sign-in counts as a fresh step-up.
    pub async fn sign_in(&self, person: &Person) -> Browser {
        let browser = self.browser(&person.broker);
        let answer = browser.post("/auth/sign-in", &json!({"email": person.email, "password": PASSWORD})).await;
        assert_eq!(answer.status(), 200, "{}: {}", person.name, answer.text());
        if person.totp.is_some() {
            let answer = browser.post("/auth/totp", &json!({"code": self.next_code(person)})).await;
            assert_eq!(answer.status(), 200, "{}: {}", person.name, answer.text());
        }
        browser
    }
}
