//! News of balance operations, trade commands and deals: who is told of whose.

use crate::actors::Actor;
use crate::fields::Fields;
use crate::live::{PLACES, ROOT};
use crate::snapshot::Table;
use crate::support::socket::Socket;
use crate::world::World;
use crm_cache::{LiveEvent, LiveKind};
use crm_model::{BalanceOperationId, TradeCommandId, TradingAccountId};
use crm_testing::Browser;
use serde_json::Value;
use uuid::Uuid;

/// Each subscription with what it is told by, and where an account stands in what it says.
const NEWS: [(&str, &str, LiveKind); 3] = [
    (
        "balanceOperationChanged",
        "subscription { balanceOperationChanged { missed operationId accountId clientId version } }",
        LiveKind::BalanceOperationChanged,
    ),
    (
        "tradeCommandChanged",
        "subscription { tradeCommandChanged { missed commandId accountId clientId version } }",
        LiveKind::TradeCommandChanged,
    ),
    ("dealsChanged", "subscription { dealsChanged { missed accounts { accountId clientId } } }", LiveKind::DealsKept),
];

/// Every caller listens while there is news of an account of each place.
pub async fn every_news(world: &World, table: &mut Table, callers: &[(&str, &Browser, &Actor)], fields: &mut Fields) {
    let address = world.listen().await;
    let mut words: Vec<(&str, &str, Vec<String>)> =
        NEWS.iter().flat_map(|(name, ..)| PLACES.map(|place| (*name, place, Vec::new()))).collect();
    for (caller, browser, me) in callers {
        let bearer = (*caller == "website key").then(|| world.ours.secrets["client.view"].as_str());
        let cookie = browser.cookie();
        let mut opened = Socket::open(address, browser, bearer).await;
        browser.set_cookie(cookie);
        for (at, (name, document, kind)) in NEWS.iter().enumerate() {
            let whose = [&world.nina, world.actor("Tom"), world.actor("Cora"), *me];
            let heard = match &mut opened {
                Ok(socket) => {
                    socket.subscribe(name, document).await;
                    // a subscription is not acknowledged
                    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
                    for actor in whose {
                        tell(world, *kind, actor).await;
                    }
                    until_own(socket, name, &me.account).await
                }
                Err(code) => Err(code.clone()),
            };
            for (place, actor) in whose.iter().enumerate() {
                words[at * PLACES.len() + place].2.push(match &heard {
                    Ok(news) if news.iter().any(|news| accounts(news).contains(&actor.account.as_str())) => {
                        "news".to_owned()
                    }
                    Ok(_) => "silence".to_owned(),
                    Err(code) => code.clone(),
                });
            }
            match &heard {
                Ok(news) => news.iter().for_each(|news| fields.note(caller, ROOT, name, news, None)),
                Err(code) => fields.note(caller, ROOT, name, &Value::Null, Some(code)),
            }
        }
    }
    for (name, place, words) in words {
        table.push([name, place].into_iter().map(str::to_owned).chain(words).collect());
    }
}

/// What a process tells after a commit. The other broker's ids are told to ours: they must be nobody's here.
async fn tell(world: &World, kind: LiveKind, whose: &Actor) {
    let id: Uuid = match kind {
        LiveKind::BalanceOperationChanged => BalanceOperationId::parse(&whose.balance).unwrap().uuid(),
        LiveKind::TradeCommandChanged => TradeCommandId::parse(&whose.trade).unwrap().uuid(),
        _ => TradingAccountId::parse(&whose.account).unwrap().uuid(),
    };
    let tenant = world.atlas.tenant.id;
    world.app.app.bus.publish(LiveEvent { tenant, kind, id, version: 0, by: None, owner: None, team: None }).await;
}

fn accounts(news: &Value) -> Vec<&str> {
    let many = news["accounts"].as_array().into_iter().flatten().map(|one| &one["accountId"]);
    many.chain([&news["accountId"]]).filter_map(Value::as_str).collect()
}

/// Everything heard up to the news of one's own account; or the code of the refusal.
async fn until_own(socket: &mut Socket, name: &str, own: &str) -> Result<Vec<Value>, String> {
    let mut heard = Vec::new();
    loop {
        let said = socket.hear().await.expect("an open socket");
        if said["id"] != name {
            continue;
        }
        if let Some(code) =
            said.pointer("/payload/errors/0/extensions/code").or(said.pointer("/payload/0/extensions/code"))
        {
            return Err(code.as_str().unwrap().to_owned());
        }
        if said["type"] != "next" {
            continue;
        }
        let news = said["payload"]["data"][name].clone();
        let last = accounts(&news).contains(&own);
        heard.push(news);
        if last {
            return Ok(heard);
        }
    }
}
