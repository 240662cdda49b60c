//! The demo's two brokers. They differ in everything that a broker may choose: look, template (roles, statuses, tags,
//! teams, settings), time zone, people.

/// A broker of the demo.
#[derive(Debug)]
pub(super) struct DemoBroker {
    pub slug: &'static str,
    pub name: &'static str,
    pub legal_name: &'static str,
    pub template: &'static str,
    pub time_zone: &'static str,
    pub default_country: &'static str,
    pub primary_color: &'static str,
    pub logo_svg: &'static str,
    pub support_email: &'static str,
    /// Seed of its clients.
    pub seed: u64,
    /// The first one is the first manager.
    pub people: [DemoPerson; 12],
    /// Whether its website has keys.
    pub has_keys: bool,
}

/// Somebody who works there.
#[derive(Debug)]
pub(super) struct DemoPerson {
    pub name: &'static str,
    pub role: &'static str,
    pub team: &'static str,
    pub leads: bool,
}

const fn person(name: &'static str, role: &'static str, team: &'static str) -> DemoPerson {
    DemoPerson { name, role, team, leads: false }
}

const fn leader(name: &'static str, role: &'static str, team: &'static str) -> DemoPerson {
    DemoPerson { name, role, team, leads: true }
}

/// People with a second factor.
pub(super) const WITH_TOTP: &str = "CRM Manager";

pub(super) const BROKERS: [DemoBroker; 2] = [
    DemoBroker {
        slug: "northwind",
        name: "Northwind Markets",
        legal_name: "Northwind Markets A/S",
        template: "default",
        time_zone: "Europe/Copenhagen",
        default_country: "DE",
        primary_color: "#0f4c81",
        logo_svg: r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" role="img" aria-label="Northwind Markets"><circle cx="16" cy="16" r="15" fill="#0f4c81"/><path d="M8 22V10l16 12V10" fill="none" stroke="#ffffff" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/></svg>"##,
        support_email: "help@northwind.example",
        seed: 20_260_101,
        people: [
            leader("Maria Lindqvist", "CRM Manager", "Management"),
            leader("Jonas Weber", "Team Leader", "Sales North"),
            leader("Elena Rossi", "Team Leader", "Sales South"),
            person("Tom Becker", "Agent", "Sales North"),
            person("Ana Duarte", "Agent", "Sales North"),
            person("Pavel Novak", "Agent", "Sales South"),
            person("Sofia Marin", "Agent", "Retention"),
            person("Henrik Dahl", "Compliance Officer", "Compliance"),
            person("Priya Shah", "Finance", "Finance"),
            person("Leila Haddad", "Dealer", "Dealing"),
            person("Oscar Lund", "Support", "Support"),
            person("Ingrid Falk", "Read-only auditor", "Management"),
        ],
        has_keys: false,
    },
    DemoBroker {
        slug: "atlas",
        name: "Atlas FX",
        legal_name: "Atlas FX Brokerage Ltd",
        template: "closers",
        time_zone: "Asia/Dubai",
        default_country: "AE",
        primary_color: "#9a3412",
        logo_svg: r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" role="img" aria-label="Atlas FX"><rect x="1" y="1" width="30" height="30" rx="7" fill="#9a3412"/><path d="M7 24L16 8l9 16M11 19h10" fill="none" stroke="#ffedd5" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/></svg>"##,
        support_email: "care@atlasfx.example",
        seed: 77_031,
        people: [
            leader("Karim Mansour", "CRM Manager", "Floor"),
            leader("Daria Kovalenko", "Team Leader", "Conversion"),
            leader("Rania Saleh", "Team Leader", "Closers"),
            person("Tom Alvarez", "Agent", "Conversion"),
            person("Mina Costa", "Agent", "Conversion"),
            person("Yusuf Demir", "Agent", "Conversion"),
            person("Niko Petrov", "Retention Closer", "Closers"),
            person("Clara Weiss", "Retention Closer", "Closers"),
            leader("Vera Lang", "Compliance Officer", "Back office"),
            person("Omar Nasser", "Finance", "Back office"),
            person("Iris Blom", "Dealer", "Back office"),
            person("Ben Okafor", "Support", "Back office"),
        ],
        has_keys: true,
    },
];

impl DemoPerson {
    /// The sign-in address: first name and family name at the broker's own domain.
    pub(super) fn email(&self, broker: &DemoBroker) -> String {
        let domain = broker.support_email.split_once('@').map_or("demo.example", |(_, domain)| domain);
        format!("{}@{domain}", self.name.to_lowercase().replace(' ', "."))
    }
}
