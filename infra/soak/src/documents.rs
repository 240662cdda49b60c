//! What people ask, as a portal would: documents that `tenant-api` was given at its start, named by their digest.

use anyhow::Context;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::Path;

const OPERATION: &str = "operation { id version state } errors { code message }";
const COMMAND: &str = "command { id version state } errors { code message }";

const IMPORT: &str = "import { id version } errors { code message }";

/// Name and text; `OPERATION`, `COMMAND` and `IMPORT` stand for what every payload of a balance operation, a trade command or
/// an import tells.
const DOCUMENTS: [(&str, &str); 25] = [
    ("Me", "query Me { viewer { staff { id } } }"),
    ("BeginTotp", "mutation BeginTotp { beginTotp { enrolment { secret } errors { code } } }"),
    (
        "ConfirmTotp",
        "mutation ConfirmTotp($input: ConfirmTotpInput!) { confirmTotp(input: $input) { codes errors { code } } }",
    ),
    (
        "AddServer",
        "mutation AddServer($input: AddTradingServerInput!) { addTradingServer(input: $input) { tradingServer { id } errors { code message path } } }",
    ),
    (
        "TestServer",
        "mutation TestServer($id: ID!) { testTradingServer(id: $id) { test { signedIn } errors { code } } }",
    ),
    (
        "AddProduct",
        "mutation AddProduct($input: AddAccountProductInput!) { addAccountProduct(input: $input) { product { id } errors { code message path } } }",
    ),
    (
        "CreateClient",
        "mutation CreateClient($input: CreateClientInput!) { createClient(input: $input) { client { id } errors { code message path } } }",
    ),
    (
        "OpenAccount",
        "mutation OpenAccount($input: OpenTradingAccountInput!) { openTradingAccount(input: $input) { tradingAccount { id login } errors { code message path } } }",
    ),
    (
        "SetBand",
        "mutation SetBand($input: SetBalanceBandInput!) { setBalanceBand(input: $input) { band { version } errors { code message path } } }",
    ),
    (
        "Request",
        "mutation Request($input: RequestBalanceOperationInput!) { requestBalanceOperation(input: $input) { OPERATION } }",
    ),
    (
        "Approve",
        "mutation Approve($input: DecideBalanceOperationInput!) { approveBalanceOperation(input: $input) { OPERATION } }",
    ),
    ("FindOut", "mutation FindOut($id: ID!) { findOutBalanceOperation(id: $id) { OPERATION } }"),
    (
        "Operations",
        "query Operations($after: String) { balanceOperations(first: 200, after: $after, filter: {}) { edges { cursor node { id tag login kind amount state said } } pageInfo { hasNextPage } } }",
    ),
    (
        "SetRule",
        "mutation SetRule($input: SetDealingRuleInput!) { setDealingRule(input: $input) { rule { version } errors { code message path } } }",
    ),
    ("RequestTrade", "mutation RequestTrade($input: RequestTradeInput!) { requestTrade(input: $input) { COMMAND } }"),
    ("ApproveTrade", "mutation ApproveTrade($input: DecideTradeInput!) { approveTrade(input: $input) { COMMAND } }"),
    ("FindOutTrade", "mutation FindOutTrade($id: ID!) { findOutTrade(id: $id) { COMMAND } }"),
    (
        "TradeCommands",
        "query TradeCommands($after: String) { tradeCommands(first: 200, after: $after, filter: {}) { edges { cursor node { id kind state filledLots said } } pageInfo { hasNextPage } } }",
    ),
    (
        "StartImport",
        "mutation StartImport($input: StartImportInput!) { startImport(input: $input) { import { id partSize } errors { code message } } }",
    ),
    ("ReadImport", "mutation ReadImport($input: ReadImportInput!) { readImport(input: $input) { IMPORT } }"),
    ("CheckImport", "mutation CheckImport($input: StepImportInput!) { checkImport(input: $input) { IMPORT } }"),
    ("CommitImport", "mutation CommitImport($input: CommitImportInput!) { commitImport(input: $input) { IMPORT } }"),
    ("UndoImport", "mutation UndoImport($input: StepImportInput!) { undoImport(input: $input) { IMPORT } }"),
    (
        "Import",
        "query Import($id: ID!) { clientImport(id: $id) { version state counts { create error } written { create error } undo { deleted refused } refusal { code message } } }",
    ),
    ("Findings", "query Findings { balanceFindings { kind said closedAt } }"),
];

/// Ids by name.
#[derive(Debug)]
pub(crate) struct Documents(BTreeMap<&'static str, String>);

impl Documents {
    /// Writes a portal that is nothing but these documents, for `PORTAL_DIR`.
    pub(crate) fn write(folder: &Path) -> anyhow::Result<Self> {
        devstack::workspace::make_private(folder)?;
        let mut ids = BTreeMap::new();
        let mut manifest = BTreeMap::new();
        for (name, text) in DOCUMENTS {
            let text = text.replace("OPERATION", OPERATION).replace("COMMAND", COMMAND).replace("IMPORT", IMPORT);
            let id = format!("sha256:{}", data_encoding::HEXLOWER.encode(&Sha256::digest(text.as_bytes())));
            ids.insert(name, id.clone());
            manifest.insert(id, text);
        }
        let told = || format!("{} cannot be written", folder.display());
        std::fs::write(folder.join("persisted.json"), serde_json::to_string(&manifest)?).with_context(told)?;
        std::fs::write(folder.join("index.html"), "<script nonce=\"__NONCE__\">__BROKER__</script>")
            .with_context(told)?;
        Ok(Self(ids))
    }

    /// Whether it only asks: then it may be asked again.
    pub(crate) fn only_asks(name: &str) -> bool {
        DOCUMENTS.iter().any(|(known, text)| *known == name && text.starts_with("query"))
    }

    pub(crate) fn id(&self, name: &str) -> anyhow::Result<&str> {
        self.0.get(name).map(String::as_str).with_context(|| format!("there is no document {name}"))
    }
}
