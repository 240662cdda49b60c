import { type Cache, cacheExchange, type Entity } from "@urql/exchange-graphcache";
import { keylessTypes } from "./generated/keyless.ts";

/** What a step of a balance operation may change. */
const moneyLists = ["balanceOperations", "balanceTotals", "balanceFindings", "tradingAccounts"];
/** What counts clients: whatever is changed of one, it may come under another filter or into another group. */
const counts = ["clientCount", "clientGroups"];

/** Mutations whose whole meaning is that other lists are now different: what they make stale. */
const staleAfter: Record<string, string[]> = {
  createClient: counts,
  archiveClient: counts,
  restoreClient: counts,
  editClient: counts,
  addContact: counts,
  removeContact: counts,
  changeClientEmail: counts,
  changeClientTags: counts,
  undo: counts,
  mergeClients: ["clients", ...counts, "duplicateClusters", "clientTimeline", "clientMerges", "clientMergedInto"],
  undoMerge: ["clients", ...counts, "duplicateClusters", "clientTimeline", "clientMerges", "clientMergedInto"],
  dismissDuplicates: ["duplicateClusters"],
  recallDuplicates: ["duplicateClusters"],
  assignClient: counts,
  createSavedView: ["savedViews"],
  changeSavedView: ["savedViews"],
  deleteSavedView: ["savedViews"],
  chooseSavedView: ["savedViews"],
  setRoleView: ["savedViews"],
  startImport: ["clientImports"],
  addNote: ["clientTimeline", ...counts],
  recordOutcome: ["clientTimeline", ...counts],
  createTask: ["clientTimeline", ...counts],
  changeTask: ["clientTimeline", ...counts],
  setDoNotCall: ["clientTimeline", ...counts],
  createClientStatus: ["viewer"],
  changeClientStatus: ["viewer"],
  createTag: ["viewer"],
  changeTag: ["clients"],
  deleteTag: ["viewer"],
  createCustomField: ["customFields"],
  changeProfileLayout: ["profileLayout"],
  editNote: ["clientTimeline"],
  deleteNote: ["clientTimeline"],
  inviteStaff: ["staffMembers", "roles", "teams", "assignableStaff"],
  editStaff: ["roles", "teams", "assignableStaff"],
  changeStaffStatus: ["assignableStaff", "teams"],
  setCover: ["covers", "myCovers"],
  endCover: ["covers", "myCovers"],
  createTeam: ["teams"],
  editTeam: ["teams"],
  deleteTeam: ["teams", "staffMembers"],
  createRole: ["roles"],
  editRole: ["viewer"],
  deleteRole: ["roles", "staffMembers", "savedViews"],
  createApiKey: ["apiKeys"],
  rollApiKey: ["apiKeys"],
  addTradingServer: ["tradingServers"],
  archiveTradingServer: ["tradingServers"],
  restoreTradingServer: ["tradingServers"],
  addAccountProduct: ["accountProducts"],
  editAccountProduct: ["accountProducts"],
  openTradingAccount: ["tradingAccounts", "accountOpenings"],
  settleAccountOpening: ["tradingAccounts", "accountOpenings"],
  linkTradingAccount: ["tradingAccounts"],
  archiveTradingAccount: ["tradingAccounts"],
  requestBalanceOperation: moneyLists,
  approveBalanceOperation: moneyLists,
  declineBalanceOperation: moneyLists,
  cancelBalanceOperation: moneyLists,
  findOutBalanceOperation: moneyLists,
  closeBalanceFinding: ["balanceFindings"],
  setBalanceBand: ["balanceBands"],
  requestTrade: ["tradeCommands"],
  approveTrade: ["tradeCommands"],
  declineTrade: ["tradeCommands"],
  cancelTrade: ["tradeCommands"],
  findOutTrade: ["tradeCommands"],
  setDealingRule: ["dealingRule"],
  revokeSession: ["sessions"],
  revokeOtherSessions: ["sessions"],
  confirmTotp: ["viewer"],
  disableTotp: ["viewer"],
  renewRecoveryCodes: ["viewer"],
  changePreferences: ["viewer"],
};

/** Forgets answers: those of some fields, or all of them. What is on screen is asked again. */
function forget(cache: Cache, fields?: readonly string[]) {
  for (const field of cache.inspectFields("Query")) {
    if (fields?.includes(field.fieldName) ?? true)
      cache.invalidate("Query", field.fieldName, field.arguments ?? undefined);
  }
}

/** The normalised cache: one copy of each record, whoever asked for it. */
export const portalCache = () =>
  cacheExchange({
    keys: Object.fromEntries(keylessTypes.map((name) => [name, () => null])),
    updates: {
      Mutation: {
        ...Object.fromEntries(
          Object.entries(staleAfter).map(([mutation, fields]) => [
            mutation,
            (_result: unknown, _args: unknown, cache: Cache) => forget(cache, fields),
          ]),
        ),
        // who opens a client gets what the profile shows: it is not asked for once more
        openClient: ({ openClient }: { openClient?: { client?: Entity | null } }, { id }: { id: string }, cache) => {
          if (openClient?.client) cache.link("Query", "client", { id }, openClient.client);
        },
      },
      // with other rights every answer may be another one
      Subscription: {
        accessChanged: (_result: unknown, _args: unknown, cache: Cache) => forget(cache),
        // an import writes clients by the thousand, and tells of itself only
        importChanged: (_result: unknown, _args: unknown, cache: Cache) => forget(cache, ["clientCount"]),
      },
    },
    optimistic: {
      assignClient: ({ input }: Args<{ id: string; ownerId?: string | null }>) =>
        clientNow({
          id: input.id,
          owner: input.ownerId ? { __typename: "StaffRef", id: input.ownerId } : null,
        }),
      changeClientTags: ({ input }: Args<{ id: string; add: string[]; remove: string[] }>, cache) => {
        const held = cache.resolve({ __typename: "Client", id: input.id }, "tags");
        const keys = Array.isArray(held) ? held.map(String) : [];
        const ids = keys.map((key) => key.slice(key.indexOf(":") + 1));
        const next = [...ids.filter((id) => !input.remove.includes(id) && !input.add.includes(id)), ...input.add];
        return clientNow({ id: input.id, tags: next.map((id) => tagNow(cache, id)) });
      },
      editClient: ({ input }: Args<{ id: string; salesStatusId?: string | null }>) =>
        input.salesStatusId
          ? clientNow({
              id: input.id,
              salesStatus: { __typename: "ClientStatusOption", id: input.salesStatusId },
            })
          : null,
    },
  });

type Args<Input> = { input: Input };

/** A tag as a client has it, by what is known of the broker's. */
function tagNow(cache: Cache, id: string) {
  const ofBroker = { __typename: "BrokerTag", id };
  const [name, color] = [cache.resolve(ofBroker, "name"), cache.resolve(ofBroker, "color")];
  return { __typename: "Tag", id, ...(name && color ? { name, color } : {}) };
}

function clientNow(client: Record<string, unknown>) {
  return {
    __typename: "ClientPayload",
    client: { __typename: "Client", ...client },
    errors: [],
    undoToken: null,
  } as never;
}
