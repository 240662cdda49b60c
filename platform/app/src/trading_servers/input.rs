use crate::UseCaseError;
use crm_access::OpContext;
use crm_model::{
    Pii, Problem, Problems, TradingDaylight, TradingEnvironment, TradingHost, TradingProduct, TradingServerId,
    TradingServerStatus,
};
use crm_storage::TradingServerRecord;
use data_encoding::HEXLOWER_PERMISSIVE;
use url::Url;
use uuid::Uuid;

const NAME_MAX: usize = 80;
const SECRET_MAX: usize = 200;
const AUTHORITIES_MAX: usize = 65_536;

/// What a new server shall be.
#[derive(Clone, Debug)]
pub struct NewTradingServerInput {
    /// Which product.
    pub kind: TradingProduct,
    /// Real money or play money.
    pub environment: TradingEnvironment,
    /// What people call it.
    pub name: String,
    /// Its host, without scheme, port or path.
    pub host: String,
    /// Its port.
    pub port: i32,
    /// MT5: the manager's login. MT4: the client id at the gateway.
    pub manager: String,
    /// MT5: the manager's API password. MT4: the client secret.
    pub secret: Pii<String>,
    /// The only authorities that are believed, PEM; beside a pin there are none.
    pub authorities: Option<String>,
    /// SHA-256 of the only certificate that is believed, in hex.
    pub pin: Option<String>,
    /// Without TLS: towards this machine itself in the development profile, nowhere else.
    pub plain: bool,
    /// MT4: where tokens come from, when it is not the gateway itself.
    pub authority_url: Option<String>,
    /// MT4: the OAuth2 scope.
    pub scope: Option<String>,
    /// MT4: which platform of the gateway.
    pub platform: Option<String>,
    /// Whose summer time its wall clock keeps.
    pub daylight: TradingDaylight,
}

/// What of a server shall change; what is absent stays, an empty text clears.
#[derive(Clone, Debug)]
pub struct EditTradingServerInput {
    /// Which server.
    pub id: TradingServerId,
    /// The version that the caller saw.
    pub version: i32,
    /// Real money or play money.
    pub environment: Option<TradingEnvironment>,
    /// A new name.
    pub name: Option<String>,
    /// A new host.
    pub host: Option<String>,
    /// A new port.
    pub port: Option<i32>,
    /// Another manager or client id.
    pub manager: Option<String>,
    /// A new secret.
    pub secret: Option<Pii<String>>,
    /// Other authorities.
    pub authorities: Option<String>,
    /// Another pin.
    pub pin: Option<String>,
    /// With or without TLS.
    pub plain: Option<bool>,
    /// Another place of tokens.
    pub authority_url: Option<String>,
    /// Another scope.
    pub scope: Option<String>,
    /// Another platform.
    pub platform: Option<String>,
    /// Another rule of summer time.
    pub daylight: Option<TradingDaylight>,
}

impl NewTradingServerInput {
    pub(super) fn checked(
        &self,
        op: &OpContext,
        development: bool,
    ) -> Result<(TradingServerRecord, Pii<String>), UseCaseError> {
        let mut problems = Problems::new();
        let given = self.secret.expose();
        let secret = secret(Some(given), &mut problems);
        if given.is_empty() {
            problems.push(Problem::at("secret", "required", "Give the manager's API password or the client secret."));
        }
        let record = TradingServerRecord {
            id: TradingServerId::generate(),
            kind: self.kind,
            environment: self.environment,
            name: name(&self.name, &mut problems),
            host: host(&self.host, &mut problems),
            port: port(self.port, &mut problems),
            manager: manager(self.kind, &self.manager, &mut problems),
            authorities: authorities(self.authorities.as_deref(), &mut problems),
            pin: pin(self.pin.as_deref(), &mut problems),
            plain: self.plain,
            authority_url: authority_url(self.authority_url.as_deref(), &mut problems),
            scope: problems.text("scope", self.scope.as_deref(), 200),
            platform: platform(self.platform.as_deref(), &mut problems),
            daylight: self.daylight,
            status: TradingServerStatus::Active,
            version: 1,
            created_at: op.now(),
            created_by: op.actor().staff().map(|staff| (staff.id, staff.name.clone())),
        };
        whole(&record, development, &mut problems);
        problems.done()?;
        Ok((record, secret.unwrap_or_else(|| Pii::new(String::new()))))
    }
}

impl EditTradingServerInput {
    pub(super) fn applied(
        &self,
        before: &TradingServerRecord,
        development: bool,
    ) -> Result<(TradingServerRecord, Option<Pii<String>>), UseCaseError> {
        let (mut after, mut problems) = (before.clone(), Problems::new());
        let problems_of = &mut problems;
        if let Some(environment) = self.environment {
            after.environment = environment;
        }
        if let Some(text) = &self.name {
            after.name = name(text, problems_of);
        }
        if let Some(text) = &self.host {
            after.host = host(text, problems_of);
        }
        if let Some(number) = self.port {
            after.port = port(number, problems_of);
        }
        if let Some(text) = &self.manager {
            after.manager = manager(before.kind, text, problems_of);
        }
        if let Some(text) = &self.authorities {
            after.authorities = authorities(Some(text), problems_of);
        }
        if let Some(text) = &self.pin {
            after.pin = pin(Some(text), problems_of);
        }
        if let Some(plain) = self.plain {
            after.plain = plain;
        }
        if let Some(text) = &self.authority_url {
            after.authority_url = authority_url(Some(text), problems_of);
        }
        if let Some(text) = &self.scope {
            after.scope = problems_of.text("scope", Some(text), 200);
        }
        if let Some(text) = &self.platform {
            after.platform = platform(Some(text), problems_of);
        }
        if let Some(daylight) = self.daylight {
            after.daylight = daylight;
        }
        let secret = secret(self.secret.as_ref().map(|s| s.expose().as_str()), problems_of);
        whole(&after, development, problems_of);
        if secret.is_none() && addressee(before) != addressee(&after) {
            problems_of.push(Problem::at(
                "secret",
                "secret_required",
                "Give the secret again: it would be sent to somebody else, or be believed to somebody else.",
            ));
        }
        problems.done()?;
        Ok((after, secret))
    }
}

/// What decides to whom the secret is sent.
fn addressee(server: &TradingServerRecord) -> impl PartialEq {
    (
        server.host.clone(),
        server.port,
        server.manager.clone(),
        server.authorities.clone(),
        server.pin,
        server.plain,
        server.authority_url.clone(),
    )
}

fn whole(server: &TradingServerRecord, development: bool, problems: &mut Problems) {
    if server.plain && !development {
        problems.push(Problem::at("plain", "tls_required", "Trading servers are reached by TLS only."));
    }
    if server.plain && server.kind == TradingProduct::Mt5 {
        problems.push(Problem::at(
            "plain",
            "tls_required",
            "MT5 servers are reached by TLS only: pin the certificate.",
        ));
    }
    if server.pin.is_some() && server.authorities.is_some() {
        problems.push(Problem::at("pin", "one_of", "Give a pin or a bundle of authorities, not both."));
    }
    let gateway_only =
        [server.authority_url.is_some(), server.scope.is_some(), server.platform.is_some()].contains(&true);
    if server.kind == TradingProduct::Mt5 && gateway_only {
        problems.push(Problem::at(
            "kind",
            "mt4_only",
            "Authority, scope and platform belong to MT4 gateways: leave them out for MT5.",
        ));
    }
}

fn name(text: &str, problems: &mut Problems) -> String {
    if text.trim().is_empty() {
        problems.push(Problem::at("name", "required", "Name the server, such as Live 1."));
    }
    problems.text("name", Some(text), NAME_MAX).unwrap_or_default()
}

fn host(text: &str, problems: &mut Problems) -> String {
    problems.keep(TradingHost::parse("host", text)).map(|host| host.as_str().to_owned()).unwrap_or_default()
}

fn port(number: i32, problems: &mut Problems) -> u16 {
    u16::try_from(number).ok().filter(|port| *port > 0).unwrap_or_else(|| {
        problems.push(Problem::at("port", "invalid_port", "Give a port from 1 to 65535; 443 is usual."));
        0
    })
}

fn manager(kind: TradingProduct, text: &str, problems: &mut Problems) -> String {
    let text = text.trim();
    if text.is_empty() {
        problems.push(Problem::at("manager", "required", "Give the manager's login or the gateway's client id."));
    } else if kind == TradingProduct::Mt5 && text.parse::<u64>().is_err() {
        problems.push(Problem::at("manager", "invalid_login", "The login of an MT5 manager is a number."));
    }
    problems.text("manager", Some(text), 120).unwrap_or_default()
}

/// Secrets are taken as they are; blanks at the ends may belong to them.
fn secret(text: Option<&str>, problems: &mut Problems) -> Option<Pii<String>> {
    let text = text.filter(|text| !text.is_empty())?;
    if text.chars().count() > SECRET_MAX || text.chars().any(char::is_control) {
        problems.push(Problem::at(
            "secret",
            "invalid_secret",
            format!("A secret has at most {SECRET_MAX} characters and no line breaks."),
        ));
        return None;
    }
    Some(Pii::new(text.to_owned()))
}

fn authorities(text: Option<&str>, problems: &mut Problems) -> Option<String> {
    let text = text.map(str::trim).filter(|text| !text.is_empty())?;
    let is_pem = text.len() <= AUTHORITIES_MAX && text.is_ascii() && text.contains("-----BEGIN CERTIFICATE-----");
    if !is_pem || text.contains("PRIVATE KEY") || text.bytes().any(|b| b.is_ascii_control() && !b"\r\n\t".contains(&b))
    {
        problems.push(Problem::at(
            "authorities",
            "invalid_certificate",
            "Give the certificates of your authority as PEM text, without any private key.",
        ));
        return None;
    }
    Some(text.to_owned())
}

fn pin(text: Option<&str>, problems: &mut Problems) -> Option<[u8; 32]> {
    let text = text.map(str::trim).filter(|text| !text.is_empty())?;
    let hex: String = text.chars().filter(|c| *c != ':').collect();
    let bytes = HEXLOWER_PERMISSIVE.decode(hex.as_bytes()).ok().and_then(|bytes| bytes.try_into().ok());
    if bytes.is_none() {
        problems.push(Problem::at(
            "pin",
            "invalid_pin",
            "Give the certificate's SHA-256 fingerprint: 64 hex digits, with or without colons.",
        ));
    }
    bytes
}

fn authority_url(text: Option<&str>, problems: &mut Problems) -> Option<String> {
    let text = text.map(str::trim).filter(|text| !text.is_empty())?;
    let good = Url::parse(text).ok().filter(|url| {
        let bare = url.username().is_empty() && url.password().is_none() && url.query().is_none();
        url.scheme() == "https" && bare && url.fragment().is_none() && url.as_str().len() <= 300
    });
    let good = good.filter(|url| host_of(url.as_str()).is_some());
    if good.is_none() {
        problems.push(Problem::at(
            "authorityUrl",
            "invalid_url",
            "Give an address that begins with https://, without user, query or fragment.",
        ));
    }
    good.map(|url| url.as_str().to_owned())
}

/// The host of an address, in the spelling of the operator's list.
pub(super) fn host_of(url: &str) -> Option<String> {
    let url = Url::parse(url).ok()?;
    TradingHost::parse("authorityUrl", url.host_str()?).ok().map(|host| host.as_str().to_owned())
}

fn platform(text: Option<&str>, problems: &mut Problems) -> Option<Uuid> {
    let text = text.map(str::trim).filter(|text| !text.is_empty())?;
    let id = Uuid::try_parse(text).ok();
    if id.is_none() {
        problems.push(Problem::at("platform", "invalid_platform", "The gateway names its platforms by UUIDs."));
    }
    id
}
