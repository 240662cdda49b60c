//! One invented client by its number: the same number gives the same client.

use super::lands::{LANDS, Land};
use super::plan::{Plan, Worker};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use crm_app::clients::{AddressInput, HistoricClient, HistoricNote, HistoricTask, NewClientInput};
use crm_model::{
    ClientKind, ClientStage, ClientStatus, KycStatus, Pii, RiskLevel, StatusType, TaskKind, search_tokens,
};
use crm_storage::ClientHistory;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};

/// Of every so many clients, the first [`CLUSTER`] are one person entered three times.
const CLUSTER_EVERY: u64 = 400;
const CLUSTER: u64 = 3;

const MAIL_DOMAINS: [&str; 6] =
    ["inbox.example", "post.example", "mailbox.example", "letters.example", "fastmail.example", "webpost.example"];
const SOURCES: [(&str, &str, &str); 6] = [
    ("Website", "", ""),
    ("Search ads", "adsearch", "cpc"),
    ("Social", "friendbook", "social"),
    ("Affiliate", "partnerhub", "affiliate"),
    ("Webinar", "", ""),
    ("Referral", "", ""),
];
const CAMPAIGNS: [&str; 6] =
    ["Spring start", "Gold week", "First steps", "Weekend webinar", "Reactivation", "Autumn demo"];
const COMPANIES: [&str; 8] =
    ["Trading", "Capital", "Holding", "Import", "Consulting", "Logistics", "Partners", "Invest"];
const NOTES: [&str; 10] = [
    "Spoke about the demo account; wants to see the platform on the phone first.",
    "Asked for the terms in writing. Sent them by e-mail.",
    "Prefers calls after six in the evening.",
    "Has traded gold before; compares spreads.",
    "Did not pick up twice; left a message.",
    "Wants to begin small and add after a month.",
    "Asked how withdrawals work and how long they take.",
    "Will send the proof of address this week.",
    "Interested in the webinar on risk.",
    "Was abroad; call again next week.",
];
const CALL_BACKS: &[&str] = &[
    "Ask how the demo went",
    "Call again, did not pick up",
    "Answer the question on spreads",
    "Talk about the first deposit",
    "Agree on a time for the platform tour",
    "Hear about the webinar",
    "Explain how withdrawals work",
];
const TASKS: &[&str] = &["Send the terms by e-mail", "Check the proof of address", "Send the video on charts"];

/// What one client is drawn from.
struct Draw<'a> {
    rng: StdRng,
    plan: &'a Plan,
    created: DateTime<Utc>,
}

pub(super) fn client(plan: &Plan, index: u64) -> HistoricClient {
    let same = index % CLUSTER_EVERY;
    let who = if same < CLUSTER { index - same } else { index };
    let mut person = rng(plan.seed, who);
    let land = land(&mut person);
    let mut draw = Draw { rng: rng(plan.seed.wrapping_add(1), index), plan, created: created(plan, index) };
    let (first, last) = names(&mut person, land);
    let (email, phone) = (email(&mut person, &first, &last, who), phone(&mut person, land));
    let corporate = draw.one_in(25);
    let born = born(&mut person, plan.now.date_naive());
    let mut input = NewClientInput {
        kind: Some(if corporate { ClientKind::Corporate } else { ClientKind::Individual }),
        company_name: corporate.then(|| format!("{last} {}", COMPANIES.choose(&mut draw.rng).unwrap_or(&"Trading"))),
        first_name: Some(if same == 2 { first.chars().take(1).collect::<String>() + "." } else { first }),
        last_name: Some(last),
        country: Some(land.country.to_owned()),
        nationality: Some(land.country.to_owned()),
        language: Some(land.language.to_owned()),
        marketing_consent: draw.one_in(2),
        ..NewClientInput::default()
    };
    // of a cluster everybody has both, or they could not be found as one
    input.email = (same < CLUSTER || !draw.one_in(33)).then(|| Pii::new(email));
    input.phone = (same < CLUSTER || !draw.one_in(20)).then(|| Pii::new(phone));
    input.date_of_birth = born.filter(|_| !draw.one_in(6)).map(Pii::new);
    input.address = draw.one_in(2).then(|| Pii::new(draw.address(land)));
    let under_age =
        input.date_of_birth.as_ref().is_some_and(|d| *d.expose() > plan.now.date_naive() - Duration::days(6_575));
    draw.origin(&mut input);
    draw.live(input, under_age)
}

fn rng(seed: u64, index: u64) -> StdRng {
    StdRng::seed_from_u64(seed ^ index.wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

/// Numbers grow with time; the latest months are the busiest.
fn created(plan: &Plan, index: u64) -> DateTime<Utc> {
    let span = plan.since.num_seconds().max(1);
    let place = i64::try_from(index % plan.total.max(1)).unwrap_or(0);
    let total = i64::try_from(plan.total.max(1)).unwrap_or(i64::MAX);
    // a square: half of the clients came in the latest 30 % of the time
    let rest = (total - place).max(1);
    let back = i128::from(span) * i128::from(rest) * i128::from(rest) / (i128::from(total) * i128::from(total));
    plan.now
        - Duration::seconds(i64::try_from(back).unwrap_or(span).max(30))
        - Duration::microseconds(i64::try_from(index % 997).unwrap_or(0))
}

fn land(rng: &mut StdRng) -> &'static Land {
    let mut left = rng.random_range(0..1_000_u32);
    for land in &LANDS {
        if left < land.share {
            return land;
        }
        left -= land.share;
    }
    &LANDS[0]
}

fn names(rng: &mut StdRng, land: &Land) -> (String, String) {
    let one = |rng: &mut StdRng| {
        [land.stems.choose(rng), land.endings.choose(rng)].into_iter().flatten().copied().collect::<String>()
    };
    let given = land.given.choose(rng).copied().unwrap_or("Sam").to_owned();
    let family =
        if land.language == "es" || land.language == "pt" { format!("{} {}", one(rng), one(rng)) } else { one(rng) };
    (given, family)
}

/// Latin letters of a name, as people put them into addresses.
fn latin(name: &str) -> String {
    search_tokens([name]).into_iter().filter(|token| token.is_ascii()).collect::<Vec<_>>().join("")
}

fn email(rng: &mut StdRng, first: &str, last: &str, who: u64) -> String {
    let domain = MAIL_DOMAINS.choose(rng).copied().unwrap_or("inbox.example");
    let (first, last) = (latin(first), latin(last));
    let local: String = format!("{first}.{last}").chars().take(40).collect();
    format!("{}{who}@{domain}", local.trim_matches('.'))
}

fn phone(rng: &mut StdRng, land: &Land) -> String {
    let free = rng.random_range(0..10_u64.pow(land.digits));
    format!("{}{free:0width$}", land.mobile, width = usize::try_from(land.digits).unwrap_or(7))
}

/// One in 150 is not of age yet.
fn born(rng: &mut StdRng, today: NaiveDate) -> Option<NaiveDate> {
    let years =
        if rng.random_range(0..150_u32) == 0 { rng.random_range(15..18_i64) } else { rng.random_range(19..76_i64) };
    today.checked_sub_signed(Duration::days(years * 365 + rng.random_range(20..340_i64)))
}

impl Draw<'_> {
    fn one_in(&mut self, of: u32) -> bool {
        self.rng.random_range(0..of) == 0
    }

    fn address(&mut self, land: &Land) -> AddressInput {
        let (town, post) = land.towns.choose(&mut self.rng).copied().unwrap_or(("", ""));
        let street = land.streets.choose(&mut self.rng).copied().unwrap_or("1");
        AddressInput {
            line1: format!("{street} {}", self.rng.random_range(1..180_u32)),
            city: Some(town.to_owned()),
            postal_code: (!post.is_empty()).then(|| format!("{post}{:02}", self.rng.random_range(0..100_u32))),
            country: Some(land.country.to_owned()),
            ..AddressInput::default()
        }
    }

    fn origin(&mut self, input: &mut NewClientInput) {
        let (source, utm, medium) = SOURCES.choose(&mut self.rng).copied().unwrap_or(("Website", "", ""));
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let campaign = if self.one_in(3) { None } else { CAMPAIGNS.choose(&mut self.rng).copied() };
        input.source = text(source);
        input.campaign = campaign.map(str::to_owned);
        input.utm =
            [text(utm), text(medium), campaign.filter(|_| !utm.is_empty()).map(|c| c.to_lowercase().replace(' ', "-"))];
        input.referrer_code = if source == "Referral" || source == "Affiliate" {
            Some(format!("IB-{:03}", self.rng.random_range(1..60_u32)))
        } else {
            None
        };
        input.tags = if self.one_in(3) {
            self.plan.tags.choose(&mut self.rng).copied().into_iter().collect()
        } else {
            Vec::new()
        };
    }

    /// What has become of the client since.
    fn live(mut self, mut input: NewClientInput, under_age: bool) -> HistoricClient {
        let stage = match self.rng.random_range(0..100_u32) {
            0..55 => ClientStage::Lead,
            55..80 => ClientStage::Registered,
            _ => ClientStage::Depositor,
        };
        let stage = if under_age { ClientStage::Lead } else { stage };
        let worker = if self.one_in(7) { None } else { self.plan.worker_for(stage, &mut self.rng).cloned() };
        input.owner = worker.as_ref().map(|w| w.id);
        input.sales_status = self.plan.sales_status(stage, worker.is_some(), under_age, &mut self.rng);
        let retention =
            (stage == ClientStage::Depositor).then(|| self.plan.retention.choose(&mut self.rng).copied()).flatten();
        let registered = (stage != ClientStage::Lead).then(|| self.later(self.created, 20));
        let converted = (stage == ClientStage::Depositor).then(|| self.later(registered.unwrap_or(self.created), 40));
        let touched = worker.is_some() && self.rng.random_range(0..10_u32) < 7;
        let contacted = touched.then(|| self.later(converted.or(registered).unwrap_or(self.created), 120));
        let updated =
            [Some(self.created), registered, converted, contacted].into_iter().flatten().max().unwrap_or(self.created);
        let archived = if self.one_in(50) { Some(self.later(updated, 60)) } else { None };
        let status = self.status(stage, archived.is_some());
        let kyc = self.kyc(stage);
        let history = ClientHistory {
            created_at: self.created,
            updated_at: archived.unwrap_or(updated),
            registered_at: registered,
            converted_at: converted,
            last_contact_at: contacted,
            next_follow_up_at: (touched && self.one_in(4)).then(|| self.plan.now + Duration::minutes(self.ahead())),
            archived_at: archived,
            retention_status: retention,
            kyc,
            risk: *[RiskLevel::Low, RiskLevel::Low, RiskLevel::Low, RiskLevel::Medium, RiskLevel::High]
                .choose(&mut self.rng)
                .unwrap_or(&RiskLevel::Low),
            verification_level: if kyc == KycStatus::Approved { 2 } else { 0 },
            pep: self.one_in(200),
            us_person: self.one_in(300),
        };
        let notes = self.notes(worker.as_ref(), contacted);
        let tasks = history.next_follow_up_at.filter(|_| archived.is_none()).map(|due| self.task(due, contacted));
        HistoricClient { input, stage, status, history, notes, tasks: tasks.into_iter().collect() }
    }

    /// Minutes until a follow-up, below zero for one that is over its time: most lie within hours, some within a fortnight.
    fn ahead(&mut self) -> i64 {
        let even: i64 = self.rng.random_range(-4_320..20_160);
        even * even.abs() / 20_160
    }

    /// What is to be done then: four call-backs to one task.
    fn task(&self, due_at: DateTime<Utc>, contacted: Option<DateTime<Utc>>) -> HistoricTask {
        let which = due_at.timestamp().unsigned_abs();
        let kind = if which.is_multiple_of(5) { TaskKind::Task } else { TaskKind::CallBack };
        let words = if kind == TaskKind::Task { TASKS } else { CALL_BACKS };
        let at = usize::try_from(which / 60).unwrap_or(0) % words.len();
        let text = words.get(at).copied().unwrap_or("Call back").to_owned();
        HistoricTask { kind, due_at, text: Pii::new(text), at: contacted.unwrap_or(self.created).min(due_at) }
    }

    /// An instant after another, at most some days, never in the future.
    fn later(&mut self, from: DateTime<Utc>, days: i64) -> DateTime<Utc> {
        let most = (self.plan.now - from).num_seconds().min(days * 86_400).max(1);
        from + Duration::seconds(self.rng.random_range(0..most))
    }

    fn status(&mut self, stage: ClientStage, archived: bool) -> ClientStatus {
        match (stage, self.rng.random_range(0..100_u32)) {
            _ if archived => ClientStatus::Closed,
            (ClientStage::Lead, _) | (ClientStage::Registered, 0..40) => ClientStatus::EmailUnverified,
            (_, 97) => ClientStatus::Suspended,
            (_, 98) => ClientStatus::Blacklisted,
            _ => ClientStatus::Active,
        }
    }

    fn kyc(&mut self, stage: ClientStage) -> KycStatus {
        match (stage, self.rng.random_range(0..20_u32)) {
            (ClientStage::Lead, _) | (ClientStage::Registered, 0..10) => KycStatus::NotStarted,
            (ClientStage::Registered, 10..17) | (ClientStage::Depositor, 0..3) => KycStatus::Pending,
            (ClientStage::Registered, _) | (ClientStage::Depositor, 3) => KycStatus::DocumentsRequired,
            (ClientStage::Depositor, 4) => KycStatus::Expired,
            (ClientStage::Depositor, _) => KycStatus::Approved,
        }
    }

    fn notes(&mut self, worker: Option<&Worker>, contacted: Option<DateTime<Utc>>) -> Vec<HistoricNote> {
        let (Some(worker), Some(at)) = (worker, contacted) else { return Vec::new() };
        let count = if self.one_in(3) { self.rng.random_range(1..4_i64) } else { 0 };
        let note = |back: i64, rng: &mut StdRng, first: DateTime<Utc>| HistoricNote {
            author: worker.id,
            text: Pii::new(NOTES.choose(rng).copied().unwrap_or("Called.").to_owned()),
            pinned: back == 0 && rng.random_range(0..6_u32) == 0,
            at: (at - Duration::hours(back * 31)).max(first),
        };
        (0..count).map(|back| note(back, &mut self.rng, self.created)).collect()
    }
}

/// Whether a status of this meaning fits a client of this stage.
pub(super) fn fits(stage: ClientStage, meaning: StatusType, touched: bool) -> bool {
    match stage {
        ClientStage::Depositor => meaning == StatusType::Won,
        _ if !touched => meaning == StatusType::Open,
        _ => meaning != StatusType::Won,
    }
}
