//! The client: statuses that the field mixes up are kept apart (DOMAIN 2).

use crate::{Pii, Problem, Problems};

text_enum! {
    /// A person or a company.
    ClientKind { Individual = "individual", Corporate = "corporate" }
}

text_enum! {
    /// Where the client stands in the life cycle.
    ClientStage { Lead = "lead", Registered = "registered", Depositor = "depositor" }
}

text_enum! {
    /// Whether the client may use the broker at all.
    ClientStatus {
        /// Has not confirmed the e-mail address.
        EmailUnverified = "email_unverified",
        /// In good standing.
        Active = "active",
        /// Stopped for a time.
        Suspended = "suspended",
        /// Left.
        Closed = "closed",
        /// Never again.
        Blacklisted = "blacklisted",
    }
}

text_enum! {
    /// How far identity checks have come.
    KycStatus {
        /// Nothing was handed in.
        NotStarted = "not_started",
        /// Waits for a decision.
        Pending = "pending",
        /// More documents were asked for.
        DocumentsRequired = "documents_required",
        /// Accepted.
        Approved = "approved",
        /// Refused.
        Rejected = "rejected",
        /// Was accepted, papers ran out.
        Expired = "expired",
        /// Stopped by compliance.
        Blocked = "blocked",
    }
}

text_enum! {
    /// The broker's own judgement of risk.
    RiskLevel { Low = "low", Medium = "medium", High = "high" }
}

/// The names of a client, trimmed and bounded.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Names {
    /// Given name.
    pub first: Option<String>,
    /// Middle names.
    pub middle: Option<String>,
    /// Family name.
    pub last: Option<String>,
    /// Company, for corporate clients.
    pub company: Option<String>,
}

impl Names {
    /// Longest single name, in characters.
    pub const MAX: usize = 100;

    /// Checks that the client can be called by a name fit for its kind.
    pub fn check(&self, kind: ClientKind, problems: &mut Problems) {
        match kind {
            ClientKind::Individual if self.first.is_none() && self.last.is_none() => {
                problems.push(Problem::at("firstName", "required", "Write a first or last name."));
            }
            ClientKind::Corporate if self.company.is_none() => {
                problems.push(Problem::at("companyName", "required", "Write the company's name."));
            }
            _ => {}
        }
    }

    /// The one line by which people know the client.
    #[must_use]
    pub fn display(&self, kind: ClientKind) -> String {
        let person = [&self.first, &self.middle, &self.last]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(" ");
        match (kind, &self.company) {
            (ClientKind::Corporate, Some(company)) => company.clone(),
            (_, Some(company)) if person.is_empty() => company.clone(),
            _ => person,
        }
    }

    /// The line by which lists sort: family name first.
    #[must_use]
    pub fn sort_line(&self, kind: ClientKind) -> String {
        match (kind, &self.company) {
            (ClientKind::Corporate, Some(company)) => company.clone(),
            _ => [&self.last, &self.first, &self.middle]
                .into_iter()
                .flatten()
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join(" "),
        }
    }

    /// All names, for search tokens.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        [&self.first, &self.middle, &self.last, &self.company].into_iter().flatten().map(String::as_str)
    }
}

/// A postal address.
#[derive(Clone, Debug, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Address {
    /// Street and number.
    pub line1: String,
    /// Flat, floor, care of.
    pub line2: Option<String>,
    /// Town.
    pub city: Option<String>,
    /// Post code.
    pub postal_code: Option<String>,
    /// State or province.
    pub region: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
}

impl Address {
    /// The address on one line, for people.
    #[must_use]
    pub fn one_line(&self) -> String {
        let town =
            [&self.postal_code, &self.city].into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ");
        let rest = [self.line2.as_deref(), Some(town.as_str()), self.region.as_deref(), self.country.as_deref()];
        std::iter::once(self.line1.as_str())
            .chain(rest.into_iter().flatten())
            .filter(|p| !p.is_empty())
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// Reads an address from its typed parts.
    ///
    /// # Errors
    /// Every part that does not fit.
    pub fn parse(
        field: &str,
        line1: &str,
        parts: [(&str, Option<&str>); 4],
        country: Option<&str>,
    ) -> Result<Pii<Self>, Vec<Problem>> {
        let mut problems = Problems::new();
        let line1 = problems.text("line1", Some(line1), 200);
        if line1.is_none() && problems.is_empty() {
            problems.push(Problem::at("line1", "required", "Write the street and number."));
        }
        let [line2, city, postal_code, region] = parts.map(|(name, value)| problems.text(name, value, 100));
        let country = country.map(|c| (c, crate::Country::parse(c)));
        if let Some((_, None)) = country {
            problems.push(Problem::at("country", "invalid_country", "Use a two-letter country code, such as ES."));
        }
        problems.done().map_err(|found| found.into_iter().map(|problem| problem.under(field)).collect::<Vec<_>>())?;
        let line1 = line1.unwrap_or_default();
        let country = country.and_then(|(_, c)| c).map(|c| c.as_str().to_owned());
        Ok(Pii::new(Self { line1, line2, city, postal_code, region, country }))
    }
}
