/* eslint-disable */
import * as types from './graphql';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  subscription ClientChanged {\n    clientChanged { id kind version mine }\n  }\n": typeof types.ClientChangedDocument,
    "\n  subscription AccessChanged {\n    accessChanged { accessVersion signedOut }\n  }\n": typeof types.AccessChangedDocument,
    "\n  query Palette($search: String!) {\n    palette(search: $search) { kind id title subtitle target }\n  }\n": typeof types.PaletteDocument,
    "\n  mutation ChangePreferences($input: ChangePreferencesInput!) {\n    changePreferences(input: $input) {\n      errors { code message path }\n    }\n  }\n": typeof types.ChangePreferencesDocument,
    "\n  query Viewer {\n    viewer {\n      staff { id name team { id name } roles { id name } }\n      email\n      broker {\n        slug name timeZone apiHost clientHost\n        salesStatuses { id name type color position anyNext nextIds retired }\n        retentionStatuses { id name type color position anyNext nextIds retired }\n        tags { id name color }\n      }\n      permissions { permission reach }\n      fields { field relation visibility }\n      accessVersion\n      totpEnabled\n      recoveryCodesLeft\n      stepUpUntil\n      revealsLeftThisHour\n      preview { roleName draft until }\n      preferences { theme density locale timeZone ownTimeZone shortcuts dateStyle clock weekStart }\n    }\n  }\n": typeof types.ViewerDocument,
    "\n  fragment AccountProductFields on AccountProduct {\n    id version name serverId serverName environment leverages active\n    currencies { currency group minimumDeposit }\n  }\n": typeof types.AccountProductFieldsFragmentDoc,
    "\n  query AccountProductList {\n    accountProducts { ...AccountProductFields }\n  }\n": typeof types.AccountProductListDocument,
    "\n  query TradingServerGroups($id: ID!) {\n    tradingServerGroups(id: $id) { name currency }\n  }\n": typeof types.TradingServerGroupsDocument,
    "\n  mutation AddAccountProduct($input: AddAccountProductInput!) {\n    addAccountProduct(input: $input) {\n      product { ...AccountProductFields }\n      errors { code message path }\n    }\n  }\n": typeof types.AddAccountProductDocument,
    "\n  mutation EditAccountProduct($input: EditAccountProductInput!) {\n    editAccountProduct(input: $input) {\n      product { ...AccountProductFields }\n      errors { code message path }\n    }\n  }\n": typeof types.EditAccountProductDocument,
    "\n  mutation SaveProfile($input: ChangePreferencesInput!) {\n    changePreferences(input: $input) {\n      viewer {\n        staff { id name }\n        preferences { theme density locale timeZone ownTimeZone shortcuts dateStyle clock weekStart }\n      }\n      errors { code message path }\n    }\n  }\n": typeof types.SaveProfileDocument,
    "\n  query OwnSecurity {\n    viewer { totpEnabled recoveryCodesLeft stepUpUntil }\n  }\n": typeof types.OwnSecurityDocument,
    "\n  mutation ChangeOwnPassword($input: ChangeOwnPasswordInput!) {\n    changeOwnPassword(input: $input) { ok errors { code message path } }\n  }\n": typeof types.ChangeOwnPasswordDocument,
    "\n  mutation BeginTotp {\n    beginTotp {\n      enrolment { secret otpauthUri qrSvg }\n      errors { code message path }\n    }\n  }\n": typeof types.BeginTotpDocument,
    "\n  mutation ConfirmTotp($input: ConfirmTotpInput!) {\n    confirmTotp(input: $input) { codes errors { code message path } }\n  }\n": typeof types.ConfirmTotpDocument,
    "\n  mutation DisableTotp {\n    disableTotp { ok errors { code message path } }\n  }\n": typeof types.DisableTotpDocument,
    "\n  mutation RenewRecoveryCodes {\n    renewRecoveryCodes { codes errors { code message path } }\n  }\n": typeof types.RenewRecoveryCodesDocument,
    "\n  query OwnSessions {\n    sessions { id current createdAt lastActiveAt expiresAt ip userAgent }\n  }\n": typeof types.OwnSessionsDocument,
    "\n  mutation RevokeSession($id: ID!) {\n    revokeSession(id: $id) { ok errors { code message path } }\n  }\n": typeof types.RevokeSessionDocument,
    "\n  mutation RevokeOtherSessions {\n    revokeOtherSessions { ok errors { code message path } }\n  }\n": typeof types.RevokeOtherSessionsDocument,
    "\n  fragment ApiKeyFields on ApiKey {\n    id\n    version\n    name\n    hint\n    scopes\n    ipAllowList\n    apiVersion\n    status\n    createdAt\n    createdBy { id name }\n    expiresAt\n    lastUsedAt\n    revokedAt\n    rolledToId\n  }\n": typeof types.ApiKeyFieldsFragmentDoc,
    "\n  query ApiKeyList {\n    apiKeys { ...ApiKeyFields }\n    apiScopes { scope sentence }\n  }\n": typeof types.ApiKeyListDocument,
    "\n  mutation CreateApiKey($input: CreateApiKeyInput!) {\n    createApiKey(input: $input) {\n      apiKey { ...ApiKeyFields }\n      secret\n      errors { code message path }\n    }\n  }\n": typeof types.CreateApiKeyDocument,
    "\n  mutation EditApiKey($input: EditApiKeyInput!) {\n    editApiKey(input: $input) {\n      apiKey { ...ApiKeyFields }\n      errors { code message path }\n    }\n  }\n": typeof types.EditApiKeyDocument,
    "\n  mutation RollApiKey($input: RollApiKeyInput!) {\n    rollApiKey(input: $input) {\n      apiKey { ...ApiKeyFields }\n      secret\n      errors { code message path }\n    }\n  }\n": typeof types.RollApiKeyDocument,
    "\n  mutation RevokeApiKey($input: DeleteInput!) {\n    revokeApiKey(input: $input) {\n      apiKey { ...ApiKeyFields }\n      errors { code message path }\n    }\n  }\n": typeof types.RevokeApiKeyDocument,
    "\n  query AuditTrail($first: Int!, $after: String, $filter: AuditFilter) {\n    auditEvents(first: $first, after: $after, filter: $filter) {\n      edges {\n        cursor\n        node {\n          id\n          seq\n          at\n          action\n          title\n          refused\n          actorKind\n          actor\n          onBehalfOf\n          sessionId\n          ip\n          userAgent\n          requestId\n          reason\n          targetKind\n          targetId\n          targetLabel\n          changes {\n            field\n            before { display masked present canReveal }\n            after { display masked present canReveal }\n          }\n        }\n      }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": typeof types.AuditTrailDocument,
    "\n  query AuditChoices {\n    auditActions { action title }\n  }\n": typeof types.AuditChoicesDocument,
    "\n  query AuditActors {\n    staffMembers { id name }\n  }\n": typeof types.AuditActorsDocument,
    "\n  mutation TakeAuditFile($input: TakeAuditFileInput!) {\n    takeAuditFile(input: $input) {\n      path\n      errors { code message path }\n    }\n  }\n": typeof types.TakeAuditFileDocument,
    "\n  mutation VerifyAudit {\n    verifyAudit { ok checked firstBadSeq problem headSeq anchoredSeq }\n  }\n": typeof types.VerifyAuditDocument,
    "\n  fragment BalanceOperationFields on BalanceOperation {\n    id\n    version\n    accountId\n    login\n    serverName\n    environment\n    client { id number name }\n    kind\n    amount\n    currency\n    state\n    needs\n    tag\n    reason\n    said\n    deal\n    requestedBy { id name }\n    requestedAt\n    decidedBy { id name }\n    decidedAt\n    endedAt\n    mine\n    approvable\n    approveReason\n  }\n": typeof types.BalanceOperationFieldsFragmentDoc,
    "\n  query BalanceOperationList($first: Int!, $after: String, $filter: BalanceFilter) {\n    balanceOperations(first: $first, after: $after, filter: $filter) {\n      edges { cursor node { ...BalanceOperationFields } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": typeof types.BalanceOperationListDocument,
    "\n  query BalanceTotals($filter: BalanceFilter) {\n    balanceTotals(filter: $filter) { environment currency bookedIn bookedOut count }\n  }\n": typeof types.BalanceTotalsDocument,
    "\n  query BalancePreview($accountId: ID!, $kind: BalanceKind!, $amount: String!) {\n    balancePreview(accountId: $accountId, kind: $kind, amount: $amount) {\n      checks { code outcome text }\n      needs\n    }\n  }\n": typeof types.BalancePreviewDocument,
    "\n  query BalanceFindingList {\n    balanceFindings {\n      id\n      version\n      accountId\n      login\n      client { id number name }\n      kind\n      deal\n      said\n      foundAt\n      closedAt\n      closedBy { id name }\n    }\n  }\n": typeof types.BalanceFindingListDocument,
    "\n  query BalanceBandList {\n    balanceBands { currency version aloneUpTo aloneADay approveUpTo }\n  }\n": typeof types.BalanceBandListDocument,
    "\n  mutation RequestBalanceOperation($input: RequestBalanceOperationInput!) {\n    requestBalanceOperation(input: $input) {\n      operation { ...BalanceOperationFields }\n      errors { code message path }\n    }\n  }\n": typeof types.RequestBalanceOperationDocument,
    "\n  mutation ApproveBalanceOperation($input: DecideBalanceOperationInput!) {\n    approveBalanceOperation(input: $input) {\n      operation { ...BalanceOperationFields }\n      errors { code message path }\n    }\n  }\n": typeof types.ApproveBalanceOperationDocument,
    "\n  mutation DeclineBalanceOperation($input: ReasonedInput!) {\n    declineBalanceOperation(input: $input) {\n      operation { ...BalanceOperationFields }\n      errors { code message path }\n    }\n  }\n": typeof types.DeclineBalanceOperationDocument,
    "\n  mutation CancelBalanceOperation($input: DecideBalanceOperationInput!) {\n    cancelBalanceOperation(input: $input) {\n      operation { ...BalanceOperationFields }\n      errors { code message path }\n    }\n  }\n": typeof types.CancelBalanceOperationDocument,
    "\n  mutation FindOutBalanceOperation($id: ID!) {\n    findOutBalanceOperation(id: $id) {\n      operation { ...BalanceOperationFields }\n      errors { code message path }\n    }\n  }\n": typeof types.FindOutBalanceOperationDocument,
    "\n  mutation CloseBalanceFinding($input: ReasonedInput!) {\n    closeBalanceFinding(input: $input) {\n      closedId\n      errors { code message path }\n    }\n  }\n": typeof types.CloseBalanceFindingDocument,
    "\n  mutation SetBalanceBand($input: SetBalanceBandInput!) {\n    setBalanceBand(input: $input) {\n      band { currency version aloneUpTo aloneADay approveUpTo }\n      errors { code message path }\n    }\n  }\n": typeof types.SetBalanceBandDocument,
    "\n  subscription BalanceOperationChanged {\n    balanceOperationChanged { missed operationId accountId clientId version }\n  }\n": typeof types.BalanceOperationChangedDocument,
    "\n  query ClientStatuses {\n    viewer {\n      staff { id }\n      broker {\n        salesStatuses { id version name type color position anyNext nextIds retired }\n        retentionStatuses { id version name type color position anyNext nextIds retired }\n        tags { id version name color }\n      }\n    }\n  }\n": typeof types.ClientStatusesDocument,
    "\n  mutation CreateClientStatus($input: CreateClientStatusInput!) {\n    createClientStatus(input: $input) {\n      status { id version name type color position anyNext nextIds retired }\n      errors { code message path }\n    }\n  }\n": typeof types.CreateClientStatusDocument,
    "\n  mutation ChangeClientStatus($input: ChangeClientStatusInput!) {\n    changeClientStatus(input: $input) {\n      status { id version name type color position anyNext nextIds retired }\n      errors { code message path }\n    }\n  }\n": typeof types.ChangeClientStatusDocument,
    "\n  mutation CreateTag($input: CreateTagInput!) {\n    createTag(input: $input) {\n      tag { id version name color }\n      errors { code message path }\n    }\n  }\n": typeof types.CreateTagDocument,
    "\n  mutation ChangeTag($input: ChangeTagInput!) {\n    changeTag(input: $input) {\n      tag { id version name color }\n      errors { code message path }\n    }\n  }\n": typeof types.ChangeTagDocument,
    "\n  mutation DeleteTag($input: DeleteInput!) {\n    deleteTag(input: $input) {\n      deletedId\n      errors { code message path }\n    }\n  }\n": typeof types.DeleteTagDocument,
    "\n  mutation EditClient($input: EditClientInput!) {\n    editClient(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n      undoToken\n    }\n  }\n": typeof types.EditClientDocument,
    "\n  mutation AssignClient($input: AssignClientInput!) {\n    assignClient(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n      undoToken\n    }\n  }\n": typeof types.AssignClientDocument,
    "\n  mutation ChangeClientTags($input: ChangeClientTagsInput!) {\n    changeClientTags(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n      undoToken\n    }\n  }\n": typeof types.ChangeClientTagsDocument,
    "\n  mutation Undo($token: String!) {\n    undo(token: $token) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n": typeof types.UndoDocument,
    "\n  mutation ArchiveClient($input: ArchiveClientInput!) {\n    archiveClient(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n": typeof types.ArchiveClientDocument,
    "\n  mutation RestoreClient($input: ArchiveClientInput!) {\n    restoreClient(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n": typeof types.RestoreClientDocument,
    "\n  mutation ChangeClientEmail($input: ChangeClientEmailInput!) {\n    changeClientEmail(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n": typeof types.ChangeClientEmailDocument,
    "\n  mutation ResetClientPassword($input: ResetClientPasswordInput!) {\n    resetClientPassword(input: $input) {\n      sent\n      errors { code message path }\n    }\n  }\n": typeof types.ResetClientPasswordDocument,
    "\n  mutation AddContact($input: AddContactInput!) {\n    addContact(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n": typeof types.AddContactDocument,
    "\n  mutation RemoveContact($input: RemoveContactInput!) {\n    removeContact(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n": typeof types.RemoveContactDocument,
    "\n  mutation RevealContact($input: RevealInput!) {\n    revealContact(input: $input) {\n      value\n      expiresAt\n      left\n      errors { code message path }\n    }\n  }\n": typeof types.RevealContactDocument,
    "\n  fragment ClientBulkParts on ClientBulk {\n    id\n    version\n    state\n    act\n    sets\n    takes\n    team\n    total\n    changed\n    same\n    refused\n    undone\n    undoRefused\n    undoable\n  }\n": typeof types.ClientBulkPartsFragmentDoc,
    "\n  query BulkPreview($selection: BulkSelectionInput!, $act: BulkActInput!) {\n    bulkPreview(selection: $selection, act: $act) {\n      preview { selected change same refused { code message count } shares { owner { id name } count } }\n      errors { code message path }\n    }\n  }\n": typeof types.BulkPreviewDocument,
    "\n  query ClientBulk($id: ID!) {\n    clientBulk(id: $id) { ...ClientBulkParts }\n  }\n": typeof types.ClientBulkDocument,
    "\n  query ClientBulks {\n    clientBulks { id state endedAt undoUntil }\n  }\n": typeof types.ClientBulksDocument,
    "\n  query BulkRows($id: ID!, $outcomes: [BulkOutcome!], $first: Int!, $after: String) {\n    clientBulkRows(id: $id, outcomes: $outcomes, first: $first, after: $after) {\n      edges { node { row client { id number displayName } outcome message was became } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": typeof types.BulkRowsDocument,
    "\n  mutation StartBulk($input: StartBulkInput!) {\n    startBulk(input: $input) { bulk { ...ClientBulkParts } errors { code message path } }\n  }\n": typeof types.StartBulkDocument,
    "\n  mutation StopBulk($id: ID!) {\n    stopBulk(id: $id) { bulk { ...ClientBulkParts } errors { code message path } }\n  }\n": typeof types.StopBulkDocument,
    "\n  mutation UndoBulk($id: ID!) {\n    undoBulk(id: $id) { bulk { ...ClientBulkParts } errors { code message path } }\n  }\n": typeof types.UndoBulkDocument,
    "\n  mutation CreateClient($input: CreateClientInput!) {\n    createClient(input: $input) {\n      client { ...ClientRow }\n      errors { code message path }\n    }\n  }\n": typeof types.CreateClientDocument,
    "\n  query Duplicates($probe: DuplicateProbe!) {\n    possibleDuplicates(probe: $probe) {\n      checked\n      matches { field clientId number displayName }\n    }\n  }\n": typeof types.DuplicatesDocument,
    "\n  fragment ClientRow on Client {\n    id\n    number\n    version\n    kind\n    stage\n    displayName\n    email { display masked canReveal present }\n    phone { display masked canReveal present }\n    country\n    language\n    salesStatus { id name type color }\n    retentionStatus { id name type color }\n    kycStatus\n    status\n    owner { id name }\n    team { id name }\n    tags { id name color }\n    source\n    createdAt\n    updatedAt\n    lastContactAt\n    nextFollowUpAt\n    archivedAt\n    doNotCall\n  }\n": typeof types.ClientRowFragmentDoc,
    "\n  query Clients($first: Int!, $after: String, $filter: ClientFilter, $sort: ClientSort, $search: String, $group: ClientGroupKey) {\n    clients(first: $first, after: $after, filter: $filter, sort: $sort, search: $search, group: $group) {\n      edges { cursor node { ...ClientRow } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": typeof types.ClientsDocument,
    "\n  query ClientCount($filter: ClientFilter, $search: String, $group: ClientGroupKey) {\n    clientCount(filter: $filter, search: $search, group: $group) { value capped }\n  }\n": typeof types.ClientCountDocument,
    "\n  fragment ClientDetail on Client {\n    ...ClientRow\n    actions { action allowed reason stepUp }\n    profile {\n      firstName\n      middleName\n      lastName\n      companyName\n      contacts { id kind value { display masked canReveal present } primary verifiedAt }\n      dateOfBirth { display masked canReveal present }\n      address { display masked canReveal present }\n      nationality\n      campaign\n      utmSource\n      utmMedium\n      utmCampaign\n      referrerCode\n      riskLevel\n      pep\n      usPerson\n      verificationLevel\n      marketingConsent\n      termsAcceptedAt\n      registeredAt\n      convertedAt\n      lastLoginAt\n      mustResetPassword\n      moneyFrozenUntil\n      participants { id name }\n      customFields { fieldId value { display masked canReveal present } choiceId }\n      doNotCallReason\n      doNotCallAt\n      doNotCallBy { id name }\n      tasks { ...TaskFields }\n      notes { ...NoteFields }\n    }\n  }\n": typeof types.ClientDetailFragmentDoc,
    "\n  fragment NoteFields on Note {\n    id\n    version\n    text\n    pinned\n    author { id name }\n    createdAt\n    updatedAt\n    mine\n  }\n": typeof types.NoteFieldsFragmentDoc,
    "\n  query ClientDetailById($id: ID!) {\n    client(id: $id) { ...ClientDetail }\n  }\n": typeof types.ClientDetailByIdDocument,
    "\n  mutation OpenClient($id: ID!) {\n    openClient(id: $id) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n": typeof types.OpenClientDocument,
    "\n  query ClientFigures($clientIds: [ID!]!) {\n    clientFigures(clientIds: $clientIds) {\n      clientId\n      accounts\n      unread\n      sums { currency balance equity }\n      asOf\n      feedState\n      lastDepositAt\n      openPositions\n    }\n  }\n": typeof types.ClientFiguresDocument,
    "\n  query AssignableStaff($search: String) {\n    assignableStaff(search: $search) { id name }\n  }\n": typeof types.AssignableStaffDocument,
    "\n  query TeamNames {\n    teams { id name }\n  }\n": typeof types.TeamNamesDocument,
    "\n  mutation AddNote($input: AddNoteInput!) {\n    addNote(input: $input) {\n      note { ...NoteFields }\n      errors { code message path }\n    }\n  }\n": typeof types.AddNoteDocument,
    "\n  mutation DeleteNote($input: DeleteInput!) {\n    deleteNote(input: $input) {\n      deletedId\n      errors { code message path }\n    }\n  }\n": typeof types.DeleteNoteDocument,
    "\n  query TimelineEntries($clientId: ID!, $first: Int!, $after: String, $kinds: [TimelineKind!]) {\n    clientTimeline(clientId: $clientId, first: $first, after: $after, kinds: $kinds) {\n      edges {\n        cursor\n        node {\n          id\n          at\n          kind\n          action\n          title\n          actor\n          reason\n          changes {\n            field\n            before { display masked present canReveal }\n            after { display masked present canReveal }\n          }\n          note { ...NoteFields }\n        }\n      }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": typeof types.TimelineEntriesDocument,
    "\n  mutation EditNote($input: EditNoteInput!) {\n    editNote(input: $input) {\n      note { ...NoteFields }\n      errors { code message path }\n    }\n  }\n": typeof types.EditNoteDocument,
    "\n  query ClientGroups($by: ClientGroupField!, $filter: ClientFilter, $search: String) {\n    clientGroups(by: $by, filter: $filter, search: $search) {\n      groups { key name count }\n      more\n    }\n  }\n": typeof types.ClientGroupsDocument,
    "\n  mutation CreateSavedView($input: CreateSavedViewInput!) {\n    createSavedView(input: $input) {\n      view { ...SavedViewFields }\n      errors { code message path }\n    }\n  }\n": typeof types.CreateSavedViewDocument,
    "\n  mutation ChangeSavedView($input: ChangeSavedViewInput!) {\n    changeSavedView(input: $input) {\n      view { ...SavedViewFields }\n      errors { code message path }\n    }\n  }\n": typeof types.ChangeSavedViewDocument,
    "\n  mutation DeleteSavedView($input: DeleteInput!) {\n    deleteSavedView(input: $input) {\n      deletedId\n      errors { code message path }\n    }\n  }\n": typeof types.DeleteSavedViewDocument,
    "\n  mutation ChooseSavedView($input: ChooseSavedViewInput!) {\n    chooseSavedView(input: $input) {\n      savedViews { chosenId opensWithId }\n      errors { code message path }\n    }\n  }\n": typeof types.ChooseSavedViewDocument,
    "\n  mutation SetRoleView($input: SetRoleViewInput!) {\n    setRoleView(input: $input) {\n      savedViews { chosenId opensWithId }\n      errors { code message path }\n    }\n  }\n": typeof types.SetRoleViewDocument,
    "\n  query RoleNames {\n    roles { id name }\n  }\n": typeof types.RoleNamesDocument,
    "\n  fragment SavedViewFields on SavedView {\n    id\n    version\n    name\n    audience\n    team { id name }\n    owner { id name }\n    definition {\n      filter\n      sort { field descending }\n      columns { name pinned width }\n      density\n      groupBy\n    }\n    dropped\n    mine\n    mayChange\n    roleIds\n  }\n": typeof types.SavedViewFieldsFragmentDoc,
    "\n  query SavedViews {\n    savedViews {\n      chosenId\n      opensWithId\n      views { ...SavedViewFields }\n    }\n  }\n": typeof types.SavedViewsDocument,
    "\n  query CustomFieldBook {\n    customFields {\n      id\n      version\n      key\n      label\n      kind\n      class\n      required\n      archived\n      filterable\n      choices { id label retired }\n    }\n    profileLayout { version sections { title fields } }\n  }\n": typeof types.CustomFieldBookDocument,
    "\n  query ClientCustomFields($clientIds: [ID!]!) {\n    clientCustomFields(clientIds: $clientIds) {\n      clientId\n      values { fieldId value { display masked canReveal present } }\n    }\n  }\n": typeof types.ClientCustomFieldsDocument,
    "\n  mutation CreateCustomField($input: CreateCustomFieldInput!) {\n    createCustomField(input: $input) {\n      field { id label }\n      errors { code message path }\n    }\n  }\n": typeof types.CreateCustomFieldDocument,
    "\n  mutation ChangeCustomField($input: ChangeCustomFieldInput!) {\n    changeCustomField(input: $input) {\n      field { id version key label kind class required archived filterable choices { id label retired } }\n      errors { code message path }\n    }\n  }\n": typeof types.ChangeCustomFieldDocument,
    "\n  mutation ChangeProfileLayout($input: ChangeProfileLayoutInput!) {\n    changeProfileLayout(input: $input) {\n      layout { version sections { title fields } }\n      errors { code message path }\n    }\n  }\n": typeof types.ChangeProfileLayoutDocument,
    "\n  fragment TradeCommandFields on TradeCommand {\n    id\n    version\n    kind\n    state\n    accountId\n    login\n    serverName\n    environment\n    client { id number name }\n    symbol\n    digits\n    side\n    pendingKind\n    lots\n    ticket\n    byTicket\n    price\n    priceTrigger\n    stopLoss\n    takeProfit\n    expiresAt\n    before { lots price stopLoss takeProfit }\n    after { lots price stopLoss takeProfit }\n    filledLots\n    filledPrice\n    slippage\n    deal\n    order\n    said\n    tookMs\n    reason\n    needsApproval\n    mine\n    approvable\n    notApprovableBecause\n    requestedBy { id name }\n    requestedAt\n    decidedBy { id name }\n    decidedAt\n    sentAt\n    endedAt\n  }\n": typeof types.TradeCommandFieldsFragmentDoc,
    "\n  query TradeCommandList($filter: TradeCommandFilter!, $first: Int!, $after: String) {\n    tradeCommands(filter: $filter, first: $first, after: $after) {\n      edges { cursor node { ...TradeCommandFields } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": typeof types.TradeCommandListDocument,
    "\n  query TradeCommandById($id: ID!) {\n    tradeCommand(id: $id) { ...TradeCommandFields }\n  }\n": typeof types.TradeCommandByIdDocument,
    "\n  query TradeTicket($accountId: ID!, $symbol: String, $ticket: String) {\n    tradeTicket(accountId: $accountId, symbol: $symbol, ticket: $ticket) {\n      account { ...TradingAccountFields }\n      symbol\n      description\n      digits\n      point\n      bid\n      ask\n      quotedAt\n      maxSlippage\n      lotsMin\n      lotsMax\n      lotsStep\n      stopsLevel\n      tradeMode\n      positions { ...LivePositionFields }\n      orders { ...LiveOrderFields }\n      kinds\n      pendingKinds\n    }\n  }\n": typeof types.TradeTicketDocument,
    "\n  query TradeSymbols($accountId: ID!, $search: String!) {\n    tradeSymbols(accountId: $accountId, search: $search) { symbol description digits }\n  }\n": typeof types.TradeSymbolsDocument,
    "\n  query TradePreview($input: RequestTradeInput!) {\n    tradePreview(input: $input) {\n      checks { outcome text }\n      needsApproval\n      price\n      marginNeeded\n      marginFreeAfter\n      result\n    }\n  }\n": typeof types.TradePreviewDocument,
    "\n  query TradeCommandPreview($id: ID!) {\n    tradeCommandPreview(id: $id) {\n      checks { outcome text }\n      needsApproval\n      price\n      marginNeeded\n      marginFreeAfter\n      result\n    }\n  }\n": typeof types.TradeCommandPreviewDocument,
    "\n  query DealingRule {\n    dealingRule { aloneUpToLots maxSlippage reasonRequired stepUp version }\n  }\n": typeof types.DealingRuleDocument,
    "\n  mutation RequestTrade($input: RequestTradeInput!) {\n    requestTrade(input: $input) {\n      command { ...TradeCommandFields }\n      errors { code message path }\n    }\n  }\n": typeof types.RequestTradeDocument,
    "\n  mutation ApproveTrade($input: DecideTradeInput!) {\n    approveTrade(input: $input) {\n      command { ...TradeCommandFields }\n      errors { code message path }\n    }\n  }\n": typeof types.ApproveTradeDocument,
    "\n  mutation DeclineTrade($input: ReasonedInput!) {\n    declineTrade(input: $input) {\n      command { ...TradeCommandFields }\n      errors { code message path }\n    }\n  }\n": typeof types.DeclineTradeDocument,
    "\n  mutation CancelTrade($input: DecideTradeInput!) {\n    cancelTrade(input: $input) {\n      command { ...TradeCommandFields }\n      errors { code message path }\n    }\n  }\n": typeof types.CancelTradeDocument,
    "\n  mutation FindOutTrade($id: ID!) {\n    findOutTrade(id: $id) {\n      command { ...TradeCommandFields }\n      errors { code message path }\n    }\n  }\n": typeof types.FindOutTradeDocument,
    "\n  mutation SetDealingRule($input: SetDealingRuleInput!) {\n    setDealingRule(input: $input) {\n      rule { aloneUpToLots maxSlippage reasonRequired stepUp version }\n      errors { code message path }\n    }\n  }\n": typeof types.SetDealingRuleDocument,
    "\n  subscription TradeCommandChanged {\n    tradeCommandChanged { missed commandId accountId clientId version }\n  }\n": typeof types.TradeCommandChangedDocument,
    "\n  fragment DealFields on Deal {\n    key\n    ticket\n    accountId\n    login\n    serverName\n    environment\n    client { id number name }\n    action\n    entry\n    order\n    position\n    symbol\n    lots\n    price\n    profit\n    swap\n    commission\n    currency\n    comment\n    source\n    commandId\n    operationId\n    at\n  }\n": typeof types.DealFieldsFragmentDoc,
    "\n  query DealList($filter: DealFilter!, $first: Int!, $after: String) {\n    deals(filter: $filter, first: $first, after: $after) {\n      edges { cursor node { ...DealFields } }\n      pageInfo { hasNextPage endCursor }\n      feeds { ...FeedFields }\n    }\n  }\n": typeof types.DealListDocument,
    "\n  query DealTotals($filter: DealFilter!) {\n    dealTotals(filter: $filter) { environment currency deals lots profit swap commission deposits withdrawals }\n  }\n": typeof types.DealTotalsDocument,
    "\n  query EndedOrders($accountId: ID!, $from: DateTime!, $before: DateTime!, $cursor: String) {\n    endedOrders(accountId: $accountId, from: $from, before: $before, cursor: $cursor) {\n      rows { ticket symbol kind lots price state placedAt endedAt }\n      next\n      asOf\n      said\n    }\n  }\n": typeof types.EndedOrdersDocument,
    "\n  query AccountCurve($accountId: ID!, $days: Int!) {\n    accountCurve(accountId: $accountId, days: $days) {\n      currency\n      wholeAt\n      points { at balance equity }\n      movements { at action amount }\n    }\n  }\n": typeof types.AccountCurveDocument,
    "\n  query Candles($accountId: ID!, $symbol: String!, $frame: CandleFrame!, $from: DateTime!, $to: DateTime!) {\n    candles(accountId: $accountId, symbol: $symbol, frame: $frame, from: $from, to: $to) {\n      symbol\n      digits\n      candles { at open high low close }\n      deals { ...DealFields }\n      asOf\n      said\n    }\n  }\n": typeof types.CandlesDocument,
    "\n  subscription DealsChanged {\n    dealsChanged {\n      missed\n      accounts { accountId clientId }\n    }\n  }\n": typeof types.DealsChangedDocument,
    "\n  query DuplicateClusters($first: Int!, $after: String, $dismissed: Boolean!) {\n    duplicateClusters(first: $first, after: $after, dismissed: $dismissed) {\n      edges {\n        cursor\n        node {\n          sharedBy\n          clients {\n            id number version displayName\n            email { display masked canReveal present }\n            phone { display masked canReveal present }\n            country createdAt\n            owner { id name }\n          }\n        }\n      }\n      pageInfo { hasNextPage endCursor }\n      unchecked\n    }\n  }\n": typeof types.DuplicateClustersDocument,
    "\n  mutation OpenForMerge($id: ID!) {\n    openClient(id: $id) { client { id version } errors { code message path } }\n  }\n": typeof types.OpenForMergeDocument,
    "\n  query MergePreview($keptId: ID!, $otherIds: [ID!]!) {\n    mergePreview(keptId: $keptId, otherIds: $otherIds) {\n      preview {\n        clients { id number displayName version }\n        fields { field fromId choosable values { clientId value { display masked canReveal present } } }\n        moves { what count }\n        contacts\n        blockers { block message clientId }\n      }\n      errors { code message path }\n    }\n  }\n": typeof types.MergePreviewDocument,
    "\n  mutation MergeClients($input: MergeClientsInput!) {\n    mergeClients(input: $input) {\n      client { ...ClientRow }\n      merge { id keptId undoUntil undoable }\n      errors { code message path }\n    }\n  }\n": typeof types.MergeClientsDocument,
    "\n  mutation UndoMerge($id: ID!) {\n    undoMerge(id: $id) {\n      client { ...ClientRow }\n      merge { id undoable undoneAt }\n      errors { code message path }\n    }\n  }\n": typeof types.UndoMergeDocument,
    "\n  mutation DismissDuplicates($clientId: ID!, $otherIds: [ID!]!) {\n    dismissDuplicates(clientId: $clientId, otherIds: $otherIds) { done errors { code message path } }\n  }\n": typeof types.DismissDuplicatesDocument,
    "\n  mutation RecallDuplicates($clientId: ID!, $otherIds: [ID!]!) {\n    recallDuplicates(clientId: $clientId, otherIds: $otherIds) { done errors { code message path } }\n  }\n": typeof types.RecallDuplicatesDocument,
    "\n  query ClientMerges($clientId: ID!) {\n    clientMerges(clientId: $clientId) {\n      id keptId createdAt undoUntil undoneAt undoable\n      createdBy { id name }\n      others { id number displayName }\n    }\n  }\n": typeof types.ClientMergesDocument,
    "\n  query ClientMergedInto($id: ID!) {\n    clientMergedInto(id: $id) { id number displayName }\n  }\n": typeof types.ClientMergedIntoDocument,
    "\n  fragment TaskFields on Task {\n    id\n    version\n    kind\n    state\n    dueAt\n    text\n    hasText\n    assignee { id name }\n    createdBy { id name }\n    createdAt\n    endedAt\n  }\n": typeof types.TaskFieldsFragmentDoc,
    "\n  query TaskQueue($whose: QueueWhose, $assigneeId: ID, $first: Int!, $after: String) {\n    taskQueue(whose: $whose, assigneeId: $assigneeId, first: $first, after: $after) {\n      edges { cursor node { ...TaskFields } client { ...ClientRow } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": typeof types.TaskQueueDocument,
    "\n  query FreshLeads($whose: QueueWhose, $assigneeId: ID, $first: Int!, $after: String) {\n    freshLeads(whose: $whose, assigneeId: $assigneeId, first: $first, after: $after) {\n      edges { cursor node { ...ClientRow } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": typeof types.FreshLeadsDocument,
    "\n  query QueueCount($whose: QueueWhose, $dayEnd: DateTime!) {\n    queueCount(whose: $whose, dayEnd: $dayEnd) { overdue today later fresh }\n  }\n": typeof types.QueueCountDocument,
    "\n  mutation RecordOutcome($input: RecordOutcomeInput!) {\n    recordOutcome(input: $input) {\n      client { ...ClientRow }\n      errors { code message path }\n      undoToken\n    }\n  }\n": typeof types.RecordOutcomeDocument,
    "\n  mutation CreateTask($input: CreateTaskInput!) {\n    createTask(input: $input) {\n      task { ...TaskFields }\n      errors { code message path }\n    }\n  }\n": typeof types.CreateTaskDocument,
    "\n  mutation ChangeTask($input: ChangeTaskInput!) {\n    changeTask(input: $input) {\n      task { ...TaskFields }\n      errors { code message path }\n    }\n  }\n": typeof types.ChangeTaskDocument,
    "\n  mutation SetDoNotCall($input: SetDoNotCallInput!) {\n    setDoNotCall(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n": typeof types.SetDoNotCallDocument,
    "\n  subscription TaskDue($since: DateTime) {\n    taskDue(since: $since) { taskId clientId clientName kind dueAt }\n  }\n": typeof types.TaskDueDocument,
    "\n  query MoneyFigures($range: FigureRangeInput!) {\n    moneyFigures(range: $range) {\n      currency\n      now { firstCount firstAmount count deposits withdrawals net }\n      before { firstCount firstAmount count net }\n      days { day firstCount firstAmount net }\n    }\n  }\n": typeof types.MoneyFiguresDocument,
    "\n  query NewClientFigures($range: FigureRangeInput!) {\n    newClientFigures(range: $range) {\n      now\n      before\n      days { day count }\n      sources { name now before }\n      otherSources { now before }\n      countries { name now before }\n      otherCountries { now before }\n    }\n  }\n": typeof types.NewClientFiguresDocument,
    "\n  query QueueFigures($dayEnd: DateTime!) {\n    queueFigures(dayEnd: $dayEnd) {\n      balanceWaiting\n      balanceUnknown\n      commandsWaiting\n      commandsUnknown\n      overdue\n      fresh\n      kycPending\n    }\n  }\n": typeof types.QueueFiguresDocument,
    "\n  query OpenAlerts {\n    openWatchAlerts\n  }\n": typeof types.OpenAlertsDocument,
    "\n  fragment ImportParts on ClientImport {\n    id\n    version\n    state\n    fileName\n    size\n    received\n    partSize\n    fileHash\n    format\n    refusal { code message }\n    encoding\n    delimiter\n    quote\n    sheets\n    sheet\n    headerRow\n    rowCount\n    columns { index name named samples field customFieldId rule default tidy phoneCountry dateOrder nameOrder }\n    constants { field customFieldId value rule }\n    mappingRemembered\n    matchBy\n    mayMatchBy\n    onMatch\n    onRepeat\n    assignment { mode owners { id name } team { id name } shares { owner { id name } count } }\n    counts { create update skip error repeats matches problems { column field customFieldId code message severity count } }\n    progress { done total left }\n    written { create update skip error repeats matches }\n    undo { deleted archived restored refused until possible }\n    skipBadRows\n    createdBy { id name }\n    createdAt\n    committedAt\n    keptUntil\n    forgotten\n    mine\n  }\n": typeof types.ImportPartsFragmentDoc,
    "\n  fragment ImportRowParts on ImportRow {\n    row\n    cells { value masked fixed }\n    outcome\n    problems { column field customFieldId code message found severity }\n    repeats\n    client { id number displayName }\n  }\n": typeof types.ImportRowPartsFragmentDoc,
    "\n  query ClientImportList($first: Int!, $after: String) {\n    clientImports(first: $first, after: $after) {\n      edges {\n        cursor\n        node {\n          id\n          version\n          state\n          fileName\n          size\n          rowCount\n          counts { create update skip error }\n          written { create update skip error }\n          undo { deleted archived restored refused until possible }\n          progress { done total left }\n          createdBy { id name }\n          createdAt\n          committedAt\n          mine\n          forgotten\n        }\n      }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": typeof types.ClientImportListDocument,
    "\n  query ClientImport($id: ID!) {\n    clientImport(id: $id) { ...ImportParts }\n  }\n": typeof types.ClientImportDocument,
    "\n  query ImportRows($id: ID!, $outcomes: [ImportOutcome!], $problem: ImportProblemKindInput, $first: Int!, $after: String) {\n    clientImportRows(id: $id, outcomes: $outcomes, problem: $problem, first: $first, after: $after) {\n      edges { cursor node { ...ImportRowParts } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": typeof types.ImportRowsDocument,
    "\n  query ImportFieldList {\n    importFields {\n      field\n      customField { id label kind choices { id label retired } }\n      maxLength\n      mayOverwrite\n      mayFill\n    }\n  }\n": typeof types.ImportFieldListDocument,
    "\n  subscription ImportChanges {\n    importChanged { id version state }\n  }\n": typeof types.ImportChangesDocument,
    "\n  mutation StartImport($input: StartImportInput!) {\n    startImport(input: $input) { import { ...ImportParts } errors { code message path } }\n  }\n": typeof types.StartImportDocument,
    "\n  mutation ReadImport($input: ReadImportInput!) {\n    readImport(input: $input) { import { ...ImportParts } errors { code message path } }\n  }\n": typeof types.ReadImportDocument,
    "\n  mutation MapImport($input: MapImportInput!) {\n    mapImport(input: $input) { import { ...ImportParts } errors { code message path } }\n  }\n": typeof types.MapImportDocument,
    "\n  mutation CheckImport($input: StepImportInput!) {\n    checkImport(input: $input) { import { ...ImportParts } errors { code message path } }\n  }\n": typeof types.CheckImportDocument,
    "\n  mutation FixImportCells($input: FixImportCellsInput!) {\n    fixImportCells(input: $input) {\n      import { ...ImportParts }\n      rows { ...ImportRowParts }\n      errors { code message path }\n    }\n  }\n": typeof types.FixImportCellsDocument,
    "\n  mutation CommitImport($input: CommitImportInput!) {\n    commitImport(input: $input) { import { ...ImportParts } errors { code message path } }\n  }\n": typeof types.CommitImportDocument,
    "\n  mutation PauseImport($id: ID!) {\n    pauseImport(id: $id) { import { ...ImportParts } errors { code message path } }\n  }\n": typeof types.PauseImportDocument,
    "\n  mutation ResumeImport($id: ID!) {\n    resumeImport(id: $id) { import { ...ImportParts } errors { code message path } }\n  }\n": typeof types.ResumeImportDocument,
    "\n  mutation CancelImport($id: ID!) {\n    cancelImport(id: $id) { import { ...ImportParts } errors { code message path } }\n  }\n": typeof types.CancelImportDocument,
    "\n  mutation UndoImport($input: StepImportInput!) {\n    undoImport(input: $input) { import { ...ImportParts } errors { code message path } }\n  }\n": typeof types.UndoImportDocument,
    "\n  fragment FeedFields on Feed { serverId serverName state asOf said }\n": typeof types.FeedFieldsFragmentDoc,
    "\n  fragment LivePositionFields on LivePosition {\n    key\n    ticket\n    accountId\n    login\n    serverId\n    serverName\n    serverKind\n    environment\n    client { id number name }\n    group\n    symbol\n    digits\n    side\n    lots\n    priceOpen\n    priceCurrent\n    stopLoss\n    takeProfit\n    profit\n    swap\n    currency\n    marginLevel\n    openedAt\n  }\n": typeof types.LivePositionFieldsFragmentDoc,
    "\n  fragment LiveOrderFields on LiveOrder {\n    key\n    ticket\n    accountId\n    login\n    serverId\n    serverName\n    serverKind\n    environment\n    client { id number name }\n    group\n    symbol\n    digits\n    kind\n    lots\n    price\n    priceCurrent\n    priceAsOf\n    priceTrigger\n    stopLoss\n    takeProfit\n    expiresAt\n    placedAt\n  }\n": typeof types.LiveOrderFieldsFragmentDoc,
    "\n  subscription PositionBeats($filter: LiveFilter!, $sort: PositionSort, $from: Int!, $count: Int!) {\n    positionBeats(filter: $filter, sort: $sort, from: $from, count: $count) {\n      keys\n      changed { ...LivePositionFields }\n      total\n      totals { environment currency profit swap }\n      feeds { ...FeedFields }\n    }\n  }\n": typeof types.PositionBeatsDocument,
    "\n  subscription OrderBeats($filter: LiveFilter!, $from: Int!, $count: Int!) {\n    orderBeats(filter: $filter, from: $from, count: $count) {\n      keys\n      changed { ...LiveOrderFields }\n      total\n      feeds { ...FeedFields }\n    }\n  }\n": typeof types.OrderBeatsDocument,
    "\n  subscription ExposureBeats($filter: LiveFilter!) {\n    exposureBeats(filter: $filter) {\n      rows { symbol environment positions clients buyLots sellLots netLots profits { environment currency profit swap } }\n      feeds { ...FeedFields }\n    }\n  }\n": typeof types.ExposureBeatsDocument,
    "\n  subscription MarginBeats($below: String!, $environment: TradingEnvironment, $from: Int!, $count: Int!) {\n    marginWatchBeats(below: $below, environment: $environment, from: $from, count: $count) {\n      rows { account { ...TradingAccountFields } marginLevel openPositions }\n      total\n      feeds { ...FeedFields }\n    }\n  }\n": typeof types.MarginBeatsDocument,
    "\n  subscription AccountBeats($clientId: ID!) {\n    accountBeats(clientId: $clientId) { ...TradingAccountFields }\n  }\n": typeof types.AccountBeatsDocument,
    "\n  fragment RoleFields on Role {\n    id\n    version\n    name\n    description\n    memberCount\n    editable\n    reason\n    grants { permission reach }\n    fields { field relation visibility }\n    deniedPermissions\n    deniedFields\n  }\n": typeof types.RoleFieldsFragmentDoc,
    "\n  query Roles {\n    roles { ...RoleFields }\n    permissionCatalogue { permission resource verb sentence hasReach stepUp grantable maxReach }\n  }\n": typeof types.RolesDocument,
    "\n  mutation CreateRole($input: CreateRoleInput!) {\n    createRole(input: $input) {\n      role { ...RoleFields }\n      errors { code message path }\n    }\n  }\n": typeof types.CreateRoleDocument,
    "\n  mutation EditRole($input: EditRoleInput!) {\n    editRole(input: $input) {\n      role { ...RoleFields }\n      errors { code message path }\n    }\n  }\n": typeof types.EditRoleDocument,
    "\n  mutation StartPreview($id: ID!) {\n    startPreview(id: $id) {\n      until\n      errors { code message path }\n    }\n  }\n": typeof types.StartPreviewDocument,
    "\n  mutation StartDraftPreview($input: PreviewDraftInput!) {\n    startDraftPreview(input: $input) {\n      until\n      errors { code message path }\n    }\n  }\n": typeof types.StartDraftPreviewDocument,
    "\n  query IsPreview {\n    viewer { preview { roleName draft until } }\n  }\n": typeof types.IsPreviewDocument,
    "\n  mutation EndPreview {\n    endPreview {\n      until\n      errors { code message path }\n    }\n  }\n": typeof types.EndPreviewDocument,
    "\n  mutation DeleteRole($input: DeleteInput!) {\n    deleteRole(input: $input) {\n      deletedId\n      errors { code message path }\n    }\n  }\n": typeof types.DeleteRoleDocument,
    "\n  query PermissionUse($roleId: ID, $days: Int!) {\n    permissionUse(roleId: $roleId, days: $days) {\n      since\n      from\n      lines { permission sentence holders users lastOn }\n    }\n  }\n": typeof types.PermissionUseDocument,
    "\n  query PermissionHolders($permission: String!, $roleId: ID) {\n    permissionHolders(permission: $permission, roleId: $roleId) {\n      staff { id name }\n      roles\n      lastOn\n    }\n  }\n": typeof types.PermissionHoldersDocument,
    "\n  fragment StaffFields on StaffMember {\n    id\n    version\n    name\n    email { display masked canReveal present }\n    status\n    team { id name }\n    roles { id name until }\n    totpEnabled\n    lastSeenAt\n    createdAt\n  }\n": typeof types.StaffFieldsFragmentDoc,
    "\n  query StaffList {\n    staffMembers { ...StaffFields }\n    teams { id name }\n    roles { id name editable reason }\n  }\n": typeof types.StaffListDocument,
    "\n  mutation InviteStaff($input: InviteStaffInput!) {\n    inviteStaff(input: $input) {\n      staff { ...StaffFields }\n      errors { code message path }\n    }\n  }\n": typeof types.InviteStaffDocument,
    "\n  mutation ResendInvitation($id: ID!) {\n    resendInvitation(id: $id) {\n      staff { ...StaffFields }\n      errors { code message path }\n    }\n  }\n": typeof types.ResendInvitationDocument,
    "\n  mutation EditStaff($input: EditStaffInput!) {\n    editStaff(input: $input) {\n      staff { ...StaffFields }\n      errors { code message path }\n    }\n  }\n": typeof types.EditStaffDocument,
    "\n  mutation ChangeStaffStatus($input: ChangeStaffStatusInput!) {\n    changeStaffStatus(input: $input) {\n      staff { ...StaffFields }\n      errors { code message path }\n    }\n  }\n": typeof types.ChangeStaffStatusDocument,
    "\n  fragment CoverFields on Cover {\n    id\n    version\n    absent { id name }\n    cover { id name }\n    from\n    until\n    setBy { id name }\n  }\n": typeof types.CoverFieldsFragmentDoc,
    "\n  query CoverList {\n    covers { ...CoverFields }\n  }\n": typeof types.CoverListDocument,
    "\n  query TeamBoard($from: DateTime!, $before: DateTime!) {\n    teamBoard(from: $from, before: $before) {\n      staff { id name }\n      team\n      contacts\n      conversions\n      overdue\n      target { version contactsADay firstDepositsAMonth }\n    }\n  }\n": typeof types.TeamBoardDocument,
    "\n  query CoverPeople {\n    coverPeople {\n      absent { id name }\n      covers { id name }\n    }\n  }\n": typeof types.CoverPeopleDocument,
    "\n  query MyCovers {\n    myCovers { ...CoverFields }\n  }\n": typeof types.MyCoversDocument,
    "\n  mutation SetCover($input: SetCoverInput!) {\n    setCover(input: $input) {\n      cover { ...CoverFields }\n      errors { code message path }\n    }\n  }\n": typeof types.SetCoverDocument,
    "\n  mutation EndCover($input: EndCoverInput!) {\n    endCover(input: $input) {\n      endedId\n      errors { code message path }\n    }\n  }\n": typeof types.EndCoverDocument,
    "\n  mutation SetTarget($input: SetTargetInput!) {\n    setTarget(input: $input) {\n      target { version contactsADay firstDepositsAMonth }\n      errors { code message path }\n    }\n  }\n": typeof types.SetTargetDocument,
    "\n  fragment TeamFields on Team {\n    id\n    version\n    name\n    desk\n    parentId\n    leader { id name }\n    members { id name }\n    memberCount\n  }\n": typeof types.TeamFieldsFragmentDoc,
    "\n  query TeamTree {\n    teams { ...TeamFields }\n  }\n": typeof types.TeamTreeDocument,
    "\n  query Leaders {\n    staffMembers { id name status }\n  }\n": typeof types.LeadersDocument,
    "\n  mutation CreateTeam($input: CreateTeamInput!) {\n    createTeam(input: $input) {\n      team { ...TeamFields }\n      errors { code message path }\n    }\n  }\n": typeof types.CreateTeamDocument,
    "\n  mutation EditTeam($input: EditTeamInput!) {\n    editTeam(input: $input) {\n      team { ...TeamFields }\n      errors { code message path }\n    }\n  }\n": typeof types.EditTeamDocument,
    "\n  mutation DeleteTeam($input: DeleteInput!) {\n    deleteTeam(input: $input) {\n      deletedId\n      errors { code message path }\n    }\n  }\n": typeof types.DeleteTeamDocument,
    "\n  fragment TradingAccountFields on TradingAccount {\n    id\n    version\n    client { id number name }\n    serverId\n    serverName\n    serverKind\n    environment\n    productId\n    productName\n    login\n    group\n    currency\n    leverage\n    loginEnabled\n    tradingEnabled\n    linked\n    openedAt\n    archivedAt\n    showsFigures\n    figures { balance credit equity margin marginFree marginLevel floating asOf }\n    feedState\n  }\n": typeof types.TradingAccountFieldsFragmentDoc,
    "\n  query TradingAccountList($first: Int!, $after: String, $filter: TradingAccountFilter) {\n    tradingAccounts(first: $first, after: $after, filter: $filter) {\n      edges { cursor node { ...TradingAccountFields } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": typeof types.TradingAccountListDocument,
    "\n  query TradingAccount($id: ID!) {\n    tradingAccount(id: $id) { ...TradingAccountFields }\n  }\n": typeof types.TradingAccountDocument,
    "\n  query AccountOpenings {\n    accountOpenings {\n      id\n      client { id number name }\n      productName\n      leverage\n      state\n      said\n      sentBy { id name }\n      sentAt\n    }\n  }\n": typeof types.AccountOpeningsDocument,
    "\n  query TradingAccountEffect($id: ID!, $productId: ID, $leverage: Int) {\n    tradingAccountEffect(id: $id, productId: $productId, leverage: $leverage) {\n      openPositions margin marginAfter marginFree marginFreeAfter marginLevel marginLevelAfter\n      levels { marginCall stopOut areMoney }\n      levelsAfter { marginCall stopOut areMoney }\n      refusal remarks\n    }\n  }\n": typeof types.TradingAccountEffectDocument,
    "\n  mutation OpenTradingAccount($input: OpenTradingAccountInput!) {\n    openTradingAccount(input: $input) {\n      result { openingId state said mainPassword investorPassword }\n      tradingAccount { ...TradingAccountFields }\n      errors { code message path }\n    }\n  }\n": typeof types.OpenTradingAccountDocument,
    "\n  mutation SettleAccountOpening($id: ID!) {\n    settleAccountOpening(id: $id) {\n      result { openingId state said }\n      tradingAccount { ...TradingAccountFields }\n      errors { code message path }\n    }\n  }\n": typeof types.SettleAccountOpeningDocument,
    "\n  mutation LinkTradingAccount($input: LinkTradingAccountInput!) {\n    linkTradingAccount(input: $input) {\n      tradingAccount { ...TradingAccountFields }\n      errors { code message path }\n    }\n  }\n": typeof types.LinkTradingAccountDocument,
    "\n  mutation ChangeTradingAccount($input: ChangeTradingAccountInput!) {\n    changeTradingAccount(input: $input) {\n      tradingAccount { ...TradingAccountFields }\n      errors { code message path }\n    }\n  }\n": typeof types.ChangeTradingAccountDocument,
    "\n  mutation SwitchTradingAccount($input: SwitchTradingAccountInput!) {\n    switchTradingAccount(input: $input) {\n      tradingAccount { ...TradingAccountFields }\n      errors { code message path }\n    }\n  }\n": typeof types.SwitchTradingAccountDocument,
    "\n  mutation ArchiveTradingAccount($input: ArchiveTradingAccountInput!) {\n    archiveTradingAccount(input: $input) {\n      tradingAccount { ...TradingAccountFields }\n      errors { code message path }\n    }\n  }\n": typeof types.ArchiveTradingAccountDocument,
    "\n  mutation SetTradingPassword($input: SetTradingPasswordInput!) {\n    setTradingPassword(input: $input) {\n      password\n      errors { code message path }\n    }\n  }\n": typeof types.SetTradingPasswordDocument,
    "\n  mutation SendTradingPasswordLink($input: SetTradingPasswordInput!) {\n    sendTradingPasswordLink(input: $input) {\n      sent\n      errors { code message path }\n    }\n  }\n": typeof types.SendTradingPasswordLinkDocument,
    "\n  query AccountPasswordRule {\n    accountPasswordRule { onlyByLink version }\n  }\n": typeof types.AccountPasswordRuleDocument,
    "\n  mutation SetAccountPasswordRule($input: SetAccountPasswordRuleInput!) {\n    setAccountPasswordRule(input: $input) {\n      rule { onlyByLink version }\n      errors { code message path }\n    }\n  }\n": typeof types.SetAccountPasswordRuleDocument,
    "\n  mutation RefreshTradingAccount($id: ID!) {\n    refreshTradingAccount(id: $id) {\n      tradingAccount { ...TradingAccountFields }\n      errors { code message path }\n    }\n  }\n": typeof types.RefreshTradingAccountDocument,
    "\n  fragment TradingServerFields on TradingServer {\n    id\n    version\n    kind\n    environment\n    name\n    host\n    port\n    manager\n    authorities\n    pin\n    plain\n    authorityUrl\n    scope\n    platform\n    daylight\n    archived\n    state\n    checkedAt\n    lastAnswerAt\n    lastError\n    failures\n    lagMs\n    lag { dealDelayMs feeds { kind state asOf said } }\n    clockOffsetSeconds\n    clockDriftSeconds\n  }\n": typeof types.TradingServerFieldsFragmentDoc,
    "\n  query TradingServerList {\n    tradingServers { ...TradingServerFields }\n  }\n": typeof types.TradingServerListDocument,
    "\n  mutation AddTradingServer($input: AddTradingServerInput!) {\n    addTradingServer(input: $input) {\n      tradingServer { ...TradingServerFields }\n      errors { code message path }\n    }\n  }\n": typeof types.AddTradingServerDocument,
    "\n  mutation EditTradingServer($input: EditTradingServerInput!) {\n    editTradingServer(input: $input) {\n      tradingServer { ...TradingServerFields }\n      errors { code message path }\n    }\n  }\n": typeof types.EditTradingServerDocument,
    "\n  mutation TestTradingServer($id: ID!) {\n    testTradingServer(id: $id) {\n      test {\n        good\n        problems\n        signedIn\n        latencyMs\n        clockOffsetSeconds\n        clockDriftSeconds\n        groups\n        symbols\n        missingRights\n        unknownRights\n      }\n      tradingServer { ...TradingServerFields }\n      errors { code message path }\n    }\n  }\n": typeof types.TestTradingServerDocument,
    "\n  mutation ArchiveTradingServer($input: DeleteInput!) {\n    archiveTradingServer(input: $input) {\n      tradingServer { ...TradingServerFields }\n      errors { code message path }\n    }\n  }\n": typeof types.ArchiveTradingServerDocument,
    "\n  mutation RestoreTradingServer($input: DeleteInput!) {\n    restoreTradingServer(input: $input) {\n      tradingServer { ...TradingServerFields }\n      errors { code message path }\n    }\n  }\n": typeof types.RestoreTradingServerDocument,
    "\n  query WatchAlerts($open: Boolean!, $first: Int!, $after: String) {\n    watchAlerts(open: $open, first: $first, after: $after) {\n      edges {\n        node {\n          id kind staff { id name } most minutes count firstAt lastAt raisedAt closedAt closedBy { id name } action\n        }\n      }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": typeof types.WatchAlertsDocument,
    "\n  query WatchRules {\n    watchRules { kind version enabled most minutes nightFrom nightTo }\n  }\n": typeof types.WatchRulesDocument,
    "\n  mutation ChangeWatchRule($input: ChangeWatchRuleInput!) {\n    changeWatchRule(input: $input) {\n      rule { kind version enabled most minutes nightFrom nightTo }\n      errors { code message path }\n    }\n  }\n": typeof types.ChangeWatchRuleDocument,
    "\n  mutation CloseWatchAlert($input: CloseWatchAlertInput!) {\n    closeWatchAlert(input: $input) {\n      alert { id closedAt closedBy { id name } }\n      errors { code message path }\n    }\n  }\n": typeof types.CloseWatchAlertDocument,
    "\n  query WhyPeople {\n    staffMembers { id name status }\n  }\n": typeof types.WhyPeopleDocument,
    "\n  query WhyClients($search: String) {\n    clients(first: 10, search: $search) {\n      edges { node { id number displayName owner { id name } } }\n    }\n  }\n": typeof types.WhyClientsDocument,
    "\n  mutation ExplainAccess($input: ExplainAccessInput!) {\n    explainAccess(input: $input) {\n      client { id number displayName owner { id name } team { id name } }\n      person { id name }\n      at\n      sees\n      obstacles\n      roles { id name until }\n      relations\n      view {\n        may\n        grants {\n          role { id name until }\n          reach\n          ties { kind leads colleague { id name } teams { id name } }\n        }\n        deniedBy { id name until }\n      }\n      acts {\n        permission\n        sentence\n        may\n        stepUp\n        grants { role { id name until } reach holds }\n        deniedBy { id name until }\n      }\n      fields {\n        field\n        visibility\n        words { role { id name until } relation visibility decides }\n        deniedBy { id name until }\n      }\n    }\n  }\n": typeof types.ExplainAccessDocument,
};
const documents: Documents = {
    "\n  subscription ClientChanged {\n    clientChanged { id kind version mine }\n  }\n": types.ClientChangedDocument,
    "\n  subscription AccessChanged {\n    accessChanged { accessVersion signedOut }\n  }\n": types.AccessChangedDocument,
    "\n  query Palette($search: String!) {\n    palette(search: $search) { kind id title subtitle target }\n  }\n": types.PaletteDocument,
    "\n  mutation ChangePreferences($input: ChangePreferencesInput!) {\n    changePreferences(input: $input) {\n      errors { code message path }\n    }\n  }\n": types.ChangePreferencesDocument,
    "\n  query Viewer {\n    viewer {\n      staff { id name team { id name } roles { id name } }\n      email\n      broker {\n        slug name timeZone apiHost clientHost\n        salesStatuses { id name type color position anyNext nextIds retired }\n        retentionStatuses { id name type color position anyNext nextIds retired }\n        tags { id name color }\n      }\n      permissions { permission reach }\n      fields { field relation visibility }\n      accessVersion\n      totpEnabled\n      recoveryCodesLeft\n      stepUpUntil\n      revealsLeftThisHour\n      preview { roleName draft until }\n      preferences { theme density locale timeZone ownTimeZone shortcuts dateStyle clock weekStart }\n    }\n  }\n": types.ViewerDocument,
    "\n  fragment AccountProductFields on AccountProduct {\n    id version name serverId serverName environment leverages active\n    currencies { currency group minimumDeposit }\n  }\n": types.AccountProductFieldsFragmentDoc,
    "\n  query AccountProductList {\n    accountProducts { ...AccountProductFields }\n  }\n": types.AccountProductListDocument,
    "\n  query TradingServerGroups($id: ID!) {\n    tradingServerGroups(id: $id) { name currency }\n  }\n": types.TradingServerGroupsDocument,
    "\n  mutation AddAccountProduct($input: AddAccountProductInput!) {\n    addAccountProduct(input: $input) {\n      product { ...AccountProductFields }\n      errors { code message path }\n    }\n  }\n": types.AddAccountProductDocument,
    "\n  mutation EditAccountProduct($input: EditAccountProductInput!) {\n    editAccountProduct(input: $input) {\n      product { ...AccountProductFields }\n      errors { code message path }\n    }\n  }\n": types.EditAccountProductDocument,
    "\n  mutation SaveProfile($input: ChangePreferencesInput!) {\n    changePreferences(input: $input) {\n      viewer {\n        staff { id name }\n        preferences { theme density locale timeZone ownTimeZone shortcuts dateStyle clock weekStart }\n      }\n      errors { code message path }\n    }\n  }\n": types.SaveProfileDocument,
    "\n  query OwnSecurity {\n    viewer { totpEnabled recoveryCodesLeft stepUpUntil }\n  }\n": types.OwnSecurityDocument,
    "\n  mutation ChangeOwnPassword($input: ChangeOwnPasswordInput!) {\n    changeOwnPassword(input: $input) { ok errors { code message path } }\n  }\n": types.ChangeOwnPasswordDocument,
    "\n  mutation BeginTotp {\n    beginTotp {\n      enrolment { secret otpauthUri qrSvg }\n      errors { code message path }\n    }\n  }\n": types.BeginTotpDocument,
    "\n  mutation ConfirmTotp($input: ConfirmTotpInput!) {\n    confirmTotp(input: $input) { codes errors { code message path } }\n  }\n": types.ConfirmTotpDocument,
    "\n  mutation DisableTotp {\n    disableTotp { ok errors { code message path } }\n  }\n": types.DisableTotpDocument,
    "\n  mutation RenewRecoveryCodes {\n    renewRecoveryCodes { codes errors { code message path } }\n  }\n": types.RenewRecoveryCodesDocument,
    "\n  query OwnSessions {\n    sessions { id current createdAt lastActiveAt expiresAt ip userAgent }\n  }\n": types.OwnSessionsDocument,
    "\n  mutation RevokeSession($id: ID!) {\n    revokeSession(id: $id) { ok errors { code message path } }\n  }\n": types.RevokeSessionDocument,
    "\n  mutation RevokeOtherSessions {\n    revokeOtherSessions { ok errors { code message path } }\n  }\n": types.RevokeOtherSessionsDocument,
    "\n  fragment ApiKeyFields on ApiKey {\n    id\n    version\n    name\n    hint\n    scopes\n    ipAllowList\n    apiVersion\n    status\n    createdAt\n    createdBy { id name }\n    expiresAt\n    lastUsedAt\n    revokedAt\n    rolledToId\n  }\n": types.ApiKeyFieldsFragmentDoc,
    "\n  query ApiKeyList {\n    apiKeys { ...ApiKeyFields }\n    apiScopes { scope sentence }\n  }\n": types.ApiKeyListDocument,
    "\n  mutation CreateApiKey($input: CreateApiKeyInput!) {\n    createApiKey(input: $input) {\n      apiKey { ...ApiKeyFields }\n      secret\n      errors { code message path }\n    }\n  }\n": types.CreateApiKeyDocument,
    "\n  mutation EditApiKey($input: EditApiKeyInput!) {\n    editApiKey(input: $input) {\n      apiKey { ...ApiKeyFields }\n      errors { code message path }\n    }\n  }\n": types.EditApiKeyDocument,
    "\n  mutation RollApiKey($input: RollApiKeyInput!) {\n    rollApiKey(input: $input) {\n      apiKey { ...ApiKeyFields }\n      secret\n      errors { code message path }\n    }\n  }\n": types.RollApiKeyDocument,
    "\n  mutation RevokeApiKey($input: DeleteInput!) {\n    revokeApiKey(input: $input) {\n      apiKey { ...ApiKeyFields }\n      errors { code message path }\n    }\n  }\n": types.RevokeApiKeyDocument,
    "\n  query AuditTrail($first: Int!, $after: String, $filter: AuditFilter) {\n    auditEvents(first: $first, after: $after, filter: $filter) {\n      edges {\n        cursor\n        node {\n          id\n          seq\n          at\n          action\n          title\n          refused\n          actorKind\n          actor\n          onBehalfOf\n          sessionId\n          ip\n          userAgent\n          requestId\n          reason\n          targetKind\n          targetId\n          targetLabel\n          changes {\n            field\n            before { display masked present canReveal }\n            after { display masked present canReveal }\n          }\n        }\n      }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": types.AuditTrailDocument,
    "\n  query AuditChoices {\n    auditActions { action title }\n  }\n": types.AuditChoicesDocument,
    "\n  query AuditActors {\n    staffMembers { id name }\n  }\n": types.AuditActorsDocument,
    "\n  mutation TakeAuditFile($input: TakeAuditFileInput!) {\n    takeAuditFile(input: $input) {\n      path\n      errors { code message path }\n    }\n  }\n": types.TakeAuditFileDocument,
    "\n  mutation VerifyAudit {\n    verifyAudit { ok checked firstBadSeq problem headSeq anchoredSeq }\n  }\n": types.VerifyAuditDocument,
    "\n  fragment BalanceOperationFields on BalanceOperation {\n    id\n    version\n    accountId\n    login\n    serverName\n    environment\n    client { id number name }\n    kind\n    amount\n    currency\n    state\n    needs\n    tag\n    reason\n    said\n    deal\n    requestedBy { id name }\n    requestedAt\n    decidedBy { id name }\n    decidedAt\n    endedAt\n    mine\n    approvable\n    approveReason\n  }\n": types.BalanceOperationFieldsFragmentDoc,
    "\n  query BalanceOperationList($first: Int!, $after: String, $filter: BalanceFilter) {\n    balanceOperations(first: $first, after: $after, filter: $filter) {\n      edges { cursor node { ...BalanceOperationFields } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": types.BalanceOperationListDocument,
    "\n  query BalanceTotals($filter: BalanceFilter) {\n    balanceTotals(filter: $filter) { environment currency bookedIn bookedOut count }\n  }\n": types.BalanceTotalsDocument,
    "\n  query BalancePreview($accountId: ID!, $kind: BalanceKind!, $amount: String!) {\n    balancePreview(accountId: $accountId, kind: $kind, amount: $amount) {\n      checks { code outcome text }\n      needs\n    }\n  }\n": types.BalancePreviewDocument,
    "\n  query BalanceFindingList {\n    balanceFindings {\n      id\n      version\n      accountId\n      login\n      client { id number name }\n      kind\n      deal\n      said\n      foundAt\n      closedAt\n      closedBy { id name }\n    }\n  }\n": types.BalanceFindingListDocument,
    "\n  query BalanceBandList {\n    balanceBands { currency version aloneUpTo aloneADay approveUpTo }\n  }\n": types.BalanceBandListDocument,
    "\n  mutation RequestBalanceOperation($input: RequestBalanceOperationInput!) {\n    requestBalanceOperation(input: $input) {\n      operation { ...BalanceOperationFields }\n      errors { code message path }\n    }\n  }\n": types.RequestBalanceOperationDocument,
    "\n  mutation ApproveBalanceOperation($input: DecideBalanceOperationInput!) {\n    approveBalanceOperation(input: $input) {\n      operation { ...BalanceOperationFields }\n      errors { code message path }\n    }\n  }\n": types.ApproveBalanceOperationDocument,
    "\n  mutation DeclineBalanceOperation($input: ReasonedInput!) {\n    declineBalanceOperation(input: $input) {\n      operation { ...BalanceOperationFields }\n      errors { code message path }\n    }\n  }\n": types.DeclineBalanceOperationDocument,
    "\n  mutation CancelBalanceOperation($input: DecideBalanceOperationInput!) {\n    cancelBalanceOperation(input: $input) {\n      operation { ...BalanceOperationFields }\n      errors { code message path }\n    }\n  }\n": types.CancelBalanceOperationDocument,
    "\n  mutation FindOutBalanceOperation($id: ID!) {\n    findOutBalanceOperation(id: $id) {\n      operation { ...BalanceOperationFields }\n      errors { code message path }\n    }\n  }\n": types.FindOutBalanceOperationDocument,
    "\n  mutation CloseBalanceFinding($input: ReasonedInput!) {\n    closeBalanceFinding(input: $input) {\n      closedId\n      errors { code message path }\n    }\n  }\n": types.CloseBalanceFindingDocument,
    "\n  mutation SetBalanceBand($input: SetBalanceBandInput!) {\n    setBalanceBand(input: $input) {\n      band { currency version aloneUpTo aloneADay approveUpTo }\n      errors { code message path }\n    }\n  }\n": types.SetBalanceBandDocument,
    "\n  subscription BalanceOperationChanged {\n    balanceOperationChanged { missed operationId accountId clientId version }\n  }\n": types.BalanceOperationChangedDocument,
    "\n  query ClientStatuses {\n    viewer {\n      staff { id }\n      broker {\n        salesStatuses { id version name type color position anyNext nextIds retired }\n        retentionStatuses { id version name type color position anyNext nextIds retired }\n        tags { id version name color }\n      }\n    }\n  }\n": types.ClientStatusesDocument,
    "\n  mutation CreateClientStatus($input: CreateClientStatusInput!) {\n    createClientStatus(input: $input) {\n      status { id version name type color position anyNext nextIds retired }\n      errors { code message path }\n    }\n  }\n": types.CreateClientStatusDocument,
    "\n  mutation ChangeClientStatus($input: ChangeClientStatusInput!) {\n    changeClientStatus(input: $input) {\n      status { id version name type color position anyNext nextIds retired }\n      errors { code message path }\n    }\n  }\n": types.ChangeClientStatusDocument,
    "\n  mutation CreateTag($input: CreateTagInput!) {\n    createTag(input: $input) {\n      tag { id version name color }\n      errors { code message path }\n    }\n  }\n": types.CreateTagDocument,
    "\n  mutation ChangeTag($input: ChangeTagInput!) {\n    changeTag(input: $input) {\n      tag { id version name color }\n      errors { code message path }\n    }\n  }\n": types.ChangeTagDocument,
    "\n  mutation DeleteTag($input: DeleteInput!) {\n    deleteTag(input: $input) {\n      deletedId\n      errors { code message path }\n    }\n  }\n": types.DeleteTagDocument,
    "\n  mutation EditClient($input: EditClientInput!) {\n    editClient(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n      undoToken\n    }\n  }\n": types.EditClientDocument,
    "\n  mutation AssignClient($input: AssignClientInput!) {\n    assignClient(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n      undoToken\n    }\n  }\n": types.AssignClientDocument,
    "\n  mutation ChangeClientTags($input: ChangeClientTagsInput!) {\n    changeClientTags(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n      undoToken\n    }\n  }\n": types.ChangeClientTagsDocument,
    "\n  mutation Undo($token: String!) {\n    undo(token: $token) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n": types.UndoDocument,
    "\n  mutation ArchiveClient($input: ArchiveClientInput!) {\n    archiveClient(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n": types.ArchiveClientDocument,
    "\n  mutation RestoreClient($input: ArchiveClientInput!) {\n    restoreClient(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n": types.RestoreClientDocument,
    "\n  mutation ChangeClientEmail($input: ChangeClientEmailInput!) {\n    changeClientEmail(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n": types.ChangeClientEmailDocument,
    "\n  mutation ResetClientPassword($input: ResetClientPasswordInput!) {\n    resetClientPassword(input: $input) {\n      sent\n      errors { code message path }\n    }\n  }\n": types.ResetClientPasswordDocument,
    "\n  mutation AddContact($input: AddContactInput!) {\n    addContact(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n": types.AddContactDocument,
    "\n  mutation RemoveContact($input: RemoveContactInput!) {\n    removeContact(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n": types.RemoveContactDocument,
    "\n  mutation RevealContact($input: RevealInput!) {\n    revealContact(input: $input) {\n      value\n      expiresAt\n      left\n      errors { code message path }\n    }\n  }\n": types.RevealContactDocument,
    "\n  fragment ClientBulkParts on ClientBulk {\n    id\n    version\n    state\n    act\n    sets\n    takes\n    team\n    total\n    changed\n    same\n    refused\n    undone\n    undoRefused\n    undoable\n  }\n": types.ClientBulkPartsFragmentDoc,
    "\n  query BulkPreview($selection: BulkSelectionInput!, $act: BulkActInput!) {\n    bulkPreview(selection: $selection, act: $act) {\n      preview { selected change same refused { code message count } shares { owner { id name } count } }\n      errors { code message path }\n    }\n  }\n": types.BulkPreviewDocument,
    "\n  query ClientBulk($id: ID!) {\n    clientBulk(id: $id) { ...ClientBulkParts }\n  }\n": types.ClientBulkDocument,
    "\n  query ClientBulks {\n    clientBulks { id state endedAt undoUntil }\n  }\n": types.ClientBulksDocument,
    "\n  query BulkRows($id: ID!, $outcomes: [BulkOutcome!], $first: Int!, $after: String) {\n    clientBulkRows(id: $id, outcomes: $outcomes, first: $first, after: $after) {\n      edges { node { row client { id number displayName } outcome message was became } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": types.BulkRowsDocument,
    "\n  mutation StartBulk($input: StartBulkInput!) {\n    startBulk(input: $input) { bulk { ...ClientBulkParts } errors { code message path } }\n  }\n": types.StartBulkDocument,
    "\n  mutation StopBulk($id: ID!) {\n    stopBulk(id: $id) { bulk { ...ClientBulkParts } errors { code message path } }\n  }\n": types.StopBulkDocument,
    "\n  mutation UndoBulk($id: ID!) {\n    undoBulk(id: $id) { bulk { ...ClientBulkParts } errors { code message path } }\n  }\n": types.UndoBulkDocument,
    "\n  mutation CreateClient($input: CreateClientInput!) {\n    createClient(input: $input) {\n      client { ...ClientRow }\n      errors { code message path }\n    }\n  }\n": types.CreateClientDocument,
    "\n  query Duplicates($probe: DuplicateProbe!) {\n    possibleDuplicates(probe: $probe) {\n      checked\n      matches { field clientId number displayName }\n    }\n  }\n": types.DuplicatesDocument,
    "\n  fragment ClientRow on Client {\n    id\n    number\n    version\n    kind\n    stage\n    displayName\n    email { display masked canReveal present }\n    phone { display masked canReveal present }\n    country\n    language\n    salesStatus { id name type color }\n    retentionStatus { id name type color }\n    kycStatus\n    status\n    owner { id name }\n    team { id name }\n    tags { id name color }\n    source\n    createdAt\n    updatedAt\n    lastContactAt\n    nextFollowUpAt\n    archivedAt\n    doNotCall\n  }\n": types.ClientRowFragmentDoc,
    "\n  query Clients($first: Int!, $after: String, $filter: ClientFilter, $sort: ClientSort, $search: String, $group: ClientGroupKey) {\n    clients(first: $first, after: $after, filter: $filter, sort: $sort, search: $search, group: $group) {\n      edges { cursor node { ...ClientRow } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": types.ClientsDocument,
    "\n  query ClientCount($filter: ClientFilter, $search: String, $group: ClientGroupKey) {\n    clientCount(filter: $filter, search: $search, group: $group) { value capped }\n  }\n": types.ClientCountDocument,
    "\n  fragment ClientDetail on Client {\n    ...ClientRow\n    actions { action allowed reason stepUp }\n    profile {\n      firstName\n      middleName\n      lastName\n      companyName\n      contacts { id kind value { display masked canReveal present } primary verifiedAt }\n      dateOfBirth { display masked canReveal present }\n      address { display masked canReveal present }\n      nationality\n      campaign\n      utmSource\n      utmMedium\n      utmCampaign\n      referrerCode\n      riskLevel\n      pep\n      usPerson\n      verificationLevel\n      marketingConsent\n      termsAcceptedAt\n      registeredAt\n      convertedAt\n      lastLoginAt\n      mustResetPassword\n      moneyFrozenUntil\n      participants { id name }\n      customFields { fieldId value { display masked canReveal present } choiceId }\n      doNotCallReason\n      doNotCallAt\n      doNotCallBy { id name }\n      tasks { ...TaskFields }\n      notes { ...NoteFields }\n    }\n  }\n": types.ClientDetailFragmentDoc,
    "\n  fragment NoteFields on Note {\n    id\n    version\n    text\n    pinned\n    author { id name }\n    createdAt\n    updatedAt\n    mine\n  }\n": types.NoteFieldsFragmentDoc,
    "\n  query ClientDetailById($id: ID!) {\n    client(id: $id) { ...ClientDetail }\n  }\n": types.ClientDetailByIdDocument,
    "\n  mutation OpenClient($id: ID!) {\n    openClient(id: $id) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n": types.OpenClientDocument,
    "\n  query ClientFigures($clientIds: [ID!]!) {\n    clientFigures(clientIds: $clientIds) {\n      clientId\n      accounts\n      unread\n      sums { currency balance equity }\n      asOf\n      feedState\n      lastDepositAt\n      openPositions\n    }\n  }\n": types.ClientFiguresDocument,
    "\n  query AssignableStaff($search: String) {\n    assignableStaff(search: $search) { id name }\n  }\n": types.AssignableStaffDocument,
    "\n  query TeamNames {\n    teams { id name }\n  }\n": types.TeamNamesDocument,
    "\n  mutation AddNote($input: AddNoteInput!) {\n    addNote(input: $input) {\n      note { ...NoteFields }\n      errors { code message path }\n    }\n  }\n": types.AddNoteDocument,
    "\n  mutation DeleteNote($input: DeleteInput!) {\n    deleteNote(input: $input) {\n      deletedId\n      errors { code message path }\n    }\n  }\n": types.DeleteNoteDocument,
    "\n  query TimelineEntries($clientId: ID!, $first: Int!, $after: String, $kinds: [TimelineKind!]) {\n    clientTimeline(clientId: $clientId, first: $first, after: $after, kinds: $kinds) {\n      edges {\n        cursor\n        node {\n          id\n          at\n          kind\n          action\n          title\n          actor\n          reason\n          changes {\n            field\n            before { display masked present canReveal }\n            after { display masked present canReveal }\n          }\n          note { ...NoteFields }\n        }\n      }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": types.TimelineEntriesDocument,
    "\n  mutation EditNote($input: EditNoteInput!) {\n    editNote(input: $input) {\n      note { ...NoteFields }\n      errors { code message path }\n    }\n  }\n": types.EditNoteDocument,
    "\n  query ClientGroups($by: ClientGroupField!, $filter: ClientFilter, $search: String) {\n    clientGroups(by: $by, filter: $filter, search: $search) {\n      groups { key name count }\n      more\n    }\n  }\n": types.ClientGroupsDocument,
    "\n  mutation CreateSavedView($input: CreateSavedViewInput!) {\n    createSavedView(input: $input) {\n      view { ...SavedViewFields }\n      errors { code message path }\n    }\n  }\n": types.CreateSavedViewDocument,
    "\n  mutation ChangeSavedView($input: ChangeSavedViewInput!) {\n    changeSavedView(input: $input) {\n      view { ...SavedViewFields }\n      errors { code message path }\n    }\n  }\n": types.ChangeSavedViewDocument,
    "\n  mutation DeleteSavedView($input: DeleteInput!) {\n    deleteSavedView(input: $input) {\n      deletedId\n      errors { code message path }\n    }\n  }\n": types.DeleteSavedViewDocument,
    "\n  mutation ChooseSavedView($input: ChooseSavedViewInput!) {\n    chooseSavedView(input: $input) {\n      savedViews { chosenId opensWithId }\n      errors { code message path }\n    }\n  }\n": types.ChooseSavedViewDocument,
    "\n  mutation SetRoleView($input: SetRoleViewInput!) {\n    setRoleView(input: $input) {\n      savedViews { chosenId opensWithId }\n      errors { code message path }\n    }\n  }\n": types.SetRoleViewDocument,
    "\n  query RoleNames {\n    roles { id name }\n  }\n": types.RoleNamesDocument,
    "\n  fragment SavedViewFields on SavedView {\n    id\n    version\n    name\n    audience\n    team { id name }\n    owner { id name }\n    definition {\n      filter\n      sort { field descending }\n      columns { name pinned width }\n      density\n      groupBy\n    }\n    dropped\n    mine\n    mayChange\n    roleIds\n  }\n": types.SavedViewFieldsFragmentDoc,
    "\n  query SavedViews {\n    savedViews {\n      chosenId\n      opensWithId\n      views { ...SavedViewFields }\n    }\n  }\n": types.SavedViewsDocument,
    "\n  query CustomFieldBook {\n    customFields {\n      id\n      version\n      key\n      label\n      kind\n      class\n      required\n      archived\n      filterable\n      choices { id label retired }\n    }\n    profileLayout { version sections { title fields } }\n  }\n": types.CustomFieldBookDocument,
    "\n  query ClientCustomFields($clientIds: [ID!]!) {\n    clientCustomFields(clientIds: $clientIds) {\n      clientId\n      values { fieldId value { display masked canReveal present } }\n    }\n  }\n": types.ClientCustomFieldsDocument,
    "\n  mutation CreateCustomField($input: CreateCustomFieldInput!) {\n    createCustomField(input: $input) {\n      field { id label }\n      errors { code message path }\n    }\n  }\n": types.CreateCustomFieldDocument,
    "\n  mutation ChangeCustomField($input: ChangeCustomFieldInput!) {\n    changeCustomField(input: $input) {\n      field { id version key label kind class required archived filterable choices { id label retired } }\n      errors { code message path }\n    }\n  }\n": types.ChangeCustomFieldDocument,
    "\n  mutation ChangeProfileLayout($input: ChangeProfileLayoutInput!) {\n    changeProfileLayout(input: $input) {\n      layout { version sections { title fields } }\n      errors { code message path }\n    }\n  }\n": types.ChangeProfileLayoutDocument,
    "\n  fragment TradeCommandFields on TradeCommand {\n    id\n    version\n    kind\n    state\n    accountId\n    login\n    serverName\n    environment\n    client { id number name }\n    symbol\n    digits\n    side\n    pendingKind\n    lots\n    ticket\n    byTicket\n    price\n    priceTrigger\n    stopLoss\n    takeProfit\n    expiresAt\n    before { lots price stopLoss takeProfit }\n    after { lots price stopLoss takeProfit }\n    filledLots\n    filledPrice\n    slippage\n    deal\n    order\n    said\n    tookMs\n    reason\n    needsApproval\n    mine\n    approvable\n    notApprovableBecause\n    requestedBy { id name }\n    requestedAt\n    decidedBy { id name }\n    decidedAt\n    sentAt\n    endedAt\n  }\n": types.TradeCommandFieldsFragmentDoc,
    "\n  query TradeCommandList($filter: TradeCommandFilter!, $first: Int!, $after: String) {\n    tradeCommands(filter: $filter, first: $first, after: $after) {\n      edges { cursor node { ...TradeCommandFields } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": types.TradeCommandListDocument,
    "\n  query TradeCommandById($id: ID!) {\n    tradeCommand(id: $id) { ...TradeCommandFields }\n  }\n": types.TradeCommandByIdDocument,
    "\n  query TradeTicket($accountId: ID!, $symbol: String, $ticket: String) {\n    tradeTicket(accountId: $accountId, symbol: $symbol, ticket: $ticket) {\n      account { ...TradingAccountFields }\n      symbol\n      description\n      digits\n      point\n      bid\n      ask\n      quotedAt\n      maxSlippage\n      lotsMin\n      lotsMax\n      lotsStep\n      stopsLevel\n      tradeMode\n      positions { ...LivePositionFields }\n      orders { ...LiveOrderFields }\n      kinds\n      pendingKinds\n    }\n  }\n": types.TradeTicketDocument,
    "\n  query TradeSymbols($accountId: ID!, $search: String!) {\n    tradeSymbols(accountId: $accountId, search: $search) { symbol description digits }\n  }\n": types.TradeSymbolsDocument,
    "\n  query TradePreview($input: RequestTradeInput!) {\n    tradePreview(input: $input) {\n      checks { outcome text }\n      needsApproval\n      price\n      marginNeeded\n      marginFreeAfter\n      result\n    }\n  }\n": types.TradePreviewDocument,
    "\n  query TradeCommandPreview($id: ID!) {\n    tradeCommandPreview(id: $id) {\n      checks { outcome text }\n      needsApproval\n      price\n      marginNeeded\n      marginFreeAfter\n      result\n    }\n  }\n": types.TradeCommandPreviewDocument,
    "\n  query DealingRule {\n    dealingRule { aloneUpToLots maxSlippage reasonRequired stepUp version }\n  }\n": types.DealingRuleDocument,
    "\n  mutation RequestTrade($input: RequestTradeInput!) {\n    requestTrade(input: $input) {\n      command { ...TradeCommandFields }\n      errors { code message path }\n    }\n  }\n": types.RequestTradeDocument,
    "\n  mutation ApproveTrade($input: DecideTradeInput!) {\n    approveTrade(input: $input) {\n      command { ...TradeCommandFields }\n      errors { code message path }\n    }\n  }\n": types.ApproveTradeDocument,
    "\n  mutation DeclineTrade($input: ReasonedInput!) {\n    declineTrade(input: $input) {\n      command { ...TradeCommandFields }\n      errors { code message path }\n    }\n  }\n": types.DeclineTradeDocument,
    "\n  mutation CancelTrade($input: DecideTradeInput!) {\n    cancelTrade(input: $input) {\n      command { ...TradeCommandFields }\n      errors { code message path }\n    }\n  }\n": types.CancelTradeDocument,
    "\n  mutation FindOutTrade($id: ID!) {\n    findOutTrade(id: $id) {\n      command { ...TradeCommandFields }\n      errors { code message path }\n    }\n  }\n": types.FindOutTradeDocument,
    "\n  mutation SetDealingRule($input: SetDealingRuleInput!) {\n    setDealingRule(input: $input) {\n      rule { aloneUpToLots maxSlippage reasonRequired stepUp version }\n      errors { code message path }\n    }\n  }\n": types.SetDealingRuleDocument,
    "\n  subscription TradeCommandChanged {\n    tradeCommandChanged { missed commandId accountId clientId version }\n  }\n": types.TradeCommandChangedDocument,
    "\n  fragment DealFields on Deal {\n    key\n    ticket\n    accountId\n    login\n    serverName\n    environment\n    client { id number name }\n    action\n    entry\n    order\n    position\n    symbol\n    lots\n    price\n    profit\n    swap\n    commission\n    currency\n    comment\n    source\n    commandId\n    operationId\n    at\n  }\n": types.DealFieldsFragmentDoc,
    "\n  query DealList($filter: DealFilter!, $first: Int!, $after: String) {\n    deals(filter: $filter, first: $first, after: $after) {\n      edges { cursor node { ...DealFields } }\n      pageInfo { hasNextPage endCursor }\n      feeds { ...FeedFields }\n    }\n  }\n": types.DealListDocument,
    "\n  query DealTotals($filter: DealFilter!) {\n    dealTotals(filter: $filter) { environment currency deals lots profit swap commission deposits withdrawals }\n  }\n": types.DealTotalsDocument,
    "\n  query EndedOrders($accountId: ID!, $from: DateTime!, $before: DateTime!, $cursor: String) {\n    endedOrders(accountId: $accountId, from: $from, before: $before, cursor: $cursor) {\n      rows { ticket symbol kind lots price state placedAt endedAt }\n      next\n      asOf\n      said\n    }\n  }\n": types.EndedOrdersDocument,
    "\n  query AccountCurve($accountId: ID!, $days: Int!) {\n    accountCurve(accountId: $accountId, days: $days) {\n      currency\n      wholeAt\n      points { at balance equity }\n      movements { at action amount }\n    }\n  }\n": types.AccountCurveDocument,
    "\n  query Candles($accountId: ID!, $symbol: String!, $frame: CandleFrame!, $from: DateTime!, $to: DateTime!) {\n    candles(accountId: $accountId, symbol: $symbol, frame: $frame, from: $from, to: $to) {\n      symbol\n      digits\n      candles { at open high low close }\n      deals { ...DealFields }\n      asOf\n      said\n    }\n  }\n": types.CandlesDocument,
    "\n  subscription DealsChanged {\n    dealsChanged {\n      missed\n      accounts { accountId clientId }\n    }\n  }\n": types.DealsChangedDocument,
    "\n  query DuplicateClusters($first: Int!, $after: String, $dismissed: Boolean!) {\n    duplicateClusters(first: $first, after: $after, dismissed: $dismissed) {\n      edges {\n        cursor\n        node {\n          sharedBy\n          clients {\n            id number version displayName\n            email { display masked canReveal present }\n            phone { display masked canReveal present }\n            country createdAt\n            owner { id name }\n          }\n        }\n      }\n      pageInfo { hasNextPage endCursor }\n      unchecked\n    }\n  }\n": types.DuplicateClustersDocument,
    "\n  mutation OpenForMerge($id: ID!) {\n    openClient(id: $id) { client { id version } errors { code message path } }\n  }\n": types.OpenForMergeDocument,
    "\n  query MergePreview($keptId: ID!, $otherIds: [ID!]!) {\n    mergePreview(keptId: $keptId, otherIds: $otherIds) {\n      preview {\n        clients { id number displayName version }\n        fields { field fromId choosable values { clientId value { display masked canReveal present } } }\n        moves { what count }\n        contacts\n        blockers { block message clientId }\n      }\n      errors { code message path }\n    }\n  }\n": types.MergePreviewDocument,
    "\n  mutation MergeClients($input: MergeClientsInput!) {\n    mergeClients(input: $input) {\n      client { ...ClientRow }\n      merge { id keptId undoUntil undoable }\n      errors { code message path }\n    }\n  }\n": types.MergeClientsDocument,
    "\n  mutation UndoMerge($id: ID!) {\n    undoMerge(id: $id) {\n      client { ...ClientRow }\n      merge { id undoable undoneAt }\n      errors { code message path }\n    }\n  }\n": types.UndoMergeDocument,
    "\n  mutation DismissDuplicates($clientId: ID!, $otherIds: [ID!]!) {\n    dismissDuplicates(clientId: $clientId, otherIds: $otherIds) { done errors { code message path } }\n  }\n": types.DismissDuplicatesDocument,
    "\n  mutation RecallDuplicates($clientId: ID!, $otherIds: [ID!]!) {\n    recallDuplicates(clientId: $clientId, otherIds: $otherIds) { done errors { code message path } }\n  }\n": types.RecallDuplicatesDocument,
    "\n  query ClientMerges($clientId: ID!) {\n    clientMerges(clientId: $clientId) {\n      id keptId createdAt undoUntil undoneAt undoable\n      createdBy { id name }\n      others { id number displayName }\n    }\n  }\n": types.ClientMergesDocument,
    "\n  query ClientMergedInto($id: ID!) {\n    clientMergedInto(id: $id) { id number displayName }\n  }\n": types.ClientMergedIntoDocument,
    "\n  fragment TaskFields on Task {\n    id\n    version\n    kind\n    state\n    dueAt\n    text\n    hasText\n    assignee { id name }\n    createdBy { id name }\n    createdAt\n    endedAt\n  }\n": types.TaskFieldsFragmentDoc,
    "\n  query TaskQueue($whose: QueueWhose, $assigneeId: ID, $first: Int!, $after: String) {\n    taskQueue(whose: $whose, assigneeId: $assigneeId, first: $first, after: $after) {\n      edges { cursor node { ...TaskFields } client { ...ClientRow } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": types.TaskQueueDocument,
    "\n  query FreshLeads($whose: QueueWhose, $assigneeId: ID, $first: Int!, $after: String) {\n    freshLeads(whose: $whose, assigneeId: $assigneeId, first: $first, after: $after) {\n      edges { cursor node { ...ClientRow } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": types.FreshLeadsDocument,
    "\n  query QueueCount($whose: QueueWhose, $dayEnd: DateTime!) {\n    queueCount(whose: $whose, dayEnd: $dayEnd) { overdue today later fresh }\n  }\n": types.QueueCountDocument,
    "\n  mutation RecordOutcome($input: RecordOutcomeInput!) {\n    recordOutcome(input: $input) {\n      client { ...ClientRow }\n      errors { code message path }\n      undoToken\n    }\n  }\n": types.RecordOutcomeDocument,
    "\n  mutation CreateTask($input: CreateTaskInput!) {\n    createTask(input: $input) {\n      task { ...TaskFields }\n      errors { code message path }\n    }\n  }\n": types.CreateTaskDocument,
    "\n  mutation ChangeTask($input: ChangeTaskInput!) {\n    changeTask(input: $input) {\n      task { ...TaskFields }\n      errors { code message path }\n    }\n  }\n": types.ChangeTaskDocument,
    "\n  mutation SetDoNotCall($input: SetDoNotCallInput!) {\n    setDoNotCall(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n": types.SetDoNotCallDocument,
    "\n  subscription TaskDue($since: DateTime) {\n    taskDue(since: $since) { taskId clientId clientName kind dueAt }\n  }\n": types.TaskDueDocument,
    "\n  query MoneyFigures($range: FigureRangeInput!) {\n    moneyFigures(range: $range) {\n      currency\n      now { firstCount firstAmount count deposits withdrawals net }\n      before { firstCount firstAmount count net }\n      days { day firstCount firstAmount net }\n    }\n  }\n": types.MoneyFiguresDocument,
    "\n  query NewClientFigures($range: FigureRangeInput!) {\n    newClientFigures(range: $range) {\n      now\n      before\n      days { day count }\n      sources { name now before }\n      otherSources { now before }\n      countries { name now before }\n      otherCountries { now before }\n    }\n  }\n": types.NewClientFiguresDocument,
    "\n  query QueueFigures($dayEnd: DateTime!) {\n    queueFigures(dayEnd: $dayEnd) {\n      balanceWaiting\n      balanceUnknown\n      commandsWaiting\n      commandsUnknown\n      overdue\n      fresh\n      kycPending\n    }\n  }\n": types.QueueFiguresDocument,
    "\n  query OpenAlerts {\n    openWatchAlerts\n  }\n": types.OpenAlertsDocument,
    "\n  fragment ImportParts on ClientImport {\n    id\n    version\n    state\n    fileName\n    size\n    received\n    partSize\n    fileHash\n    format\n    refusal { code message }\n    encoding\n    delimiter\n    quote\n    sheets\n    sheet\n    headerRow\n    rowCount\n    columns { index name named samples field customFieldId rule default tidy phoneCountry dateOrder nameOrder }\n    constants { field customFieldId value rule }\n    mappingRemembered\n    matchBy\n    mayMatchBy\n    onMatch\n    onRepeat\n    assignment { mode owners { id name } team { id name } shares { owner { id name } count } }\n    counts { create update skip error repeats matches problems { column field customFieldId code message severity count } }\n    progress { done total left }\n    written { create update skip error repeats matches }\n    undo { deleted archived restored refused until possible }\n    skipBadRows\n    createdBy { id name }\n    createdAt\n    committedAt\n    keptUntil\n    forgotten\n    mine\n  }\n": types.ImportPartsFragmentDoc,
    "\n  fragment ImportRowParts on ImportRow {\n    row\n    cells { value masked fixed }\n    outcome\n    problems { column field customFieldId code message found severity }\n    repeats\n    client { id number displayName }\n  }\n": types.ImportRowPartsFragmentDoc,
    "\n  query ClientImportList($first: Int!, $after: String) {\n    clientImports(first: $first, after: $after) {\n      edges {\n        cursor\n        node {\n          id\n          version\n          state\n          fileName\n          size\n          rowCount\n          counts { create update skip error }\n          written { create update skip error }\n          undo { deleted archived restored refused until possible }\n          progress { done total left }\n          createdBy { id name }\n          createdAt\n          committedAt\n          mine\n          forgotten\n        }\n      }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": types.ClientImportListDocument,
    "\n  query ClientImport($id: ID!) {\n    clientImport(id: $id) { ...ImportParts }\n  }\n": types.ClientImportDocument,
    "\n  query ImportRows($id: ID!, $outcomes: [ImportOutcome!], $problem: ImportProblemKindInput, $first: Int!, $after: String) {\n    clientImportRows(id: $id, outcomes: $outcomes, problem: $problem, first: $first, after: $after) {\n      edges { cursor node { ...ImportRowParts } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": types.ImportRowsDocument,
    "\n  query ImportFieldList {\n    importFields {\n      field\n      customField { id label kind choices { id label retired } }\n      maxLength\n      mayOverwrite\n      mayFill\n    }\n  }\n": types.ImportFieldListDocument,
    "\n  subscription ImportChanges {\n    importChanged { id version state }\n  }\n": types.ImportChangesDocument,
    "\n  mutation StartImport($input: StartImportInput!) {\n    startImport(input: $input) { import { ...ImportParts } errors { code message path } }\n  }\n": types.StartImportDocument,
    "\n  mutation ReadImport($input: ReadImportInput!) {\n    readImport(input: $input) { import { ...ImportParts } errors { code message path } }\n  }\n": types.ReadImportDocument,
    "\n  mutation MapImport($input: MapImportInput!) {\n    mapImport(input: $input) { import { ...ImportParts } errors { code message path } }\n  }\n": types.MapImportDocument,
    "\n  mutation CheckImport($input: StepImportInput!) {\n    checkImport(input: $input) { import { ...ImportParts } errors { code message path } }\n  }\n": types.CheckImportDocument,
    "\n  mutation FixImportCells($input: FixImportCellsInput!) {\n    fixImportCells(input: $input) {\n      import { ...ImportParts }\n      rows { ...ImportRowParts }\n      errors { code message path }\n    }\n  }\n": types.FixImportCellsDocument,
    "\n  mutation CommitImport($input: CommitImportInput!) {\n    commitImport(input: $input) { import { ...ImportParts } errors { code message path } }\n  }\n": types.CommitImportDocument,
    "\n  mutation PauseImport($id: ID!) {\n    pauseImport(id: $id) { import { ...ImportParts } errors { code message path } }\n  }\n": types.PauseImportDocument,
    "\n  mutation ResumeImport($id: ID!) {\n    resumeImport(id: $id) { import { ...ImportParts } errors { code message path } }\n  }\n": types.ResumeImportDocument,
    "\n  mutation CancelImport($id: ID!) {\n    cancelImport(id: $id) { import { ...ImportParts } errors { code message path } }\n  }\n": types.CancelImportDocument,
    "\n  mutation UndoImport($input: StepImportInput!) {\n    undoImport(input: $input) { import { ...ImportParts } errors { code message path } }\n  }\n": types.UndoImportDocument,
    "\n  fragment FeedFields on Feed { serverId serverName state asOf said }\n": types.FeedFieldsFragmentDoc,
    "\n  fragment LivePositionFields on LivePosition {\n    key\n    ticket\n    accountId\n    login\n    serverId\n    serverName\n    serverKind\n    environment\n    client { id number name }\n    group\n    symbol\n    digits\n    side\n    lots\n    priceOpen\n    priceCurrent\n    stopLoss\n    takeProfit\n    profit\n    swap\n    currency\n    marginLevel\n    openedAt\n  }\n": types.LivePositionFieldsFragmentDoc,
    "\n  fragment LiveOrderFields on LiveOrder {\n    key\n    ticket\n    accountId\n    login\n    serverId\n    serverName\n    serverKind\n    environment\n    client { id number name }\n    group\n    symbol\n    digits\n    kind\n    lots\n    price\n    priceCurrent\n    priceAsOf\n    priceTrigger\n    stopLoss\n    takeProfit\n    expiresAt\n    placedAt\n  }\n": types.LiveOrderFieldsFragmentDoc,
    "\n  subscription PositionBeats($filter: LiveFilter!, $sort: PositionSort, $from: Int!, $count: Int!) {\n    positionBeats(filter: $filter, sort: $sort, from: $from, count: $count) {\n      keys\n      changed { ...LivePositionFields }\n      total\n      totals { environment currency profit swap }\n      feeds { ...FeedFields }\n    }\n  }\n": types.PositionBeatsDocument,
    "\n  subscription OrderBeats($filter: LiveFilter!, $from: Int!, $count: Int!) {\n    orderBeats(filter: $filter, from: $from, count: $count) {\n      keys\n      changed { ...LiveOrderFields }\n      total\n      feeds { ...FeedFields }\n    }\n  }\n": types.OrderBeatsDocument,
    "\n  subscription ExposureBeats($filter: LiveFilter!) {\n    exposureBeats(filter: $filter) {\n      rows { symbol environment positions clients buyLots sellLots netLots profits { environment currency profit swap } }\n      feeds { ...FeedFields }\n    }\n  }\n": types.ExposureBeatsDocument,
    "\n  subscription MarginBeats($below: String!, $environment: TradingEnvironment, $from: Int!, $count: Int!) {\n    marginWatchBeats(below: $below, environment: $environment, from: $from, count: $count) {\n      rows { account { ...TradingAccountFields } marginLevel openPositions }\n      total\n      feeds { ...FeedFields }\n    }\n  }\n": types.MarginBeatsDocument,
    "\n  subscription AccountBeats($clientId: ID!) {\n    accountBeats(clientId: $clientId) { ...TradingAccountFields }\n  }\n": types.AccountBeatsDocument,
    "\n  fragment RoleFields on Role {\n    id\n    version\n    name\n    description\n    memberCount\n    editable\n    reason\n    grants { permission reach }\n    fields { field relation visibility }\n    deniedPermissions\n    deniedFields\n  }\n": types.RoleFieldsFragmentDoc,
    "\n  query Roles {\n    roles { ...RoleFields }\n    permissionCatalogue { permission resource verb sentence hasReach stepUp grantable maxReach }\n  }\n": types.RolesDocument,
    "\n  mutation CreateRole($input: CreateRoleInput!) {\n    createRole(input: $input) {\n      role { ...RoleFields }\n      errors { code message path }\n    }\n  }\n": types.CreateRoleDocument,
    "\n  mutation EditRole($input: EditRoleInput!) {\n    editRole(input: $input) {\n      role { ...RoleFields }\n      errors { code message path }\n    }\n  }\n": types.EditRoleDocument,
    "\n  mutation StartPreview($id: ID!) {\n    startPreview(id: $id) {\n      until\n      errors { code message path }\n    }\n  }\n": types.StartPreviewDocument,
    "\n  mutation StartDraftPreview($input: PreviewDraftInput!) {\n    startDraftPreview(input: $input) {\n      until\n      errors { code message path }\n    }\n  }\n": types.StartDraftPreviewDocument,
    "\n  query IsPreview {\n    viewer { preview { roleName draft until } }\n  }\n": types.IsPreviewDocument,
    "\n  mutation EndPreview {\n    endPreview {\n      until\n      errors { code message path }\n    }\n  }\n": types.EndPreviewDocument,
    "\n  mutation DeleteRole($input: DeleteInput!) {\n    deleteRole(input: $input) {\n      deletedId\n      errors { code message path }\n    }\n  }\n": types.DeleteRoleDocument,
    "\n  query PermissionUse($roleId: ID, $days: Int!) {\n    permissionUse(roleId: $roleId, days: $days) {\n      since\n      from\n      lines { permission sentence holders users lastOn }\n    }\n  }\n": types.PermissionUseDocument,
    "\n  query PermissionHolders($permission: String!, $roleId: ID) {\n    permissionHolders(permission: $permission, roleId: $roleId) {\n      staff { id name }\n      roles\n      lastOn\n    }\n  }\n": types.PermissionHoldersDocument,
    "\n  fragment StaffFields on StaffMember {\n    id\n    version\n    name\n    email { display masked canReveal present }\n    status\n    team { id name }\n    roles { id name until }\n    totpEnabled\n    lastSeenAt\n    createdAt\n  }\n": types.StaffFieldsFragmentDoc,
    "\n  query StaffList {\n    staffMembers { ...StaffFields }\n    teams { id name }\n    roles { id name editable reason }\n  }\n": types.StaffListDocument,
    "\n  mutation InviteStaff($input: InviteStaffInput!) {\n    inviteStaff(input: $input) {\n      staff { ...StaffFields }\n      errors { code message path }\n    }\n  }\n": types.InviteStaffDocument,
    "\n  mutation ResendInvitation($id: ID!) {\n    resendInvitation(id: $id) {\n      staff { ...StaffFields }\n      errors { code message path }\n    }\n  }\n": types.ResendInvitationDocument,
    "\n  mutation EditStaff($input: EditStaffInput!) {\n    editStaff(input: $input) {\n      staff { ...StaffFields }\n      errors { code message path }\n    }\n  }\n": types.EditStaffDocument,
    "\n  mutation ChangeStaffStatus($input: ChangeStaffStatusInput!) {\n    changeStaffStatus(input: $input) {\n      staff { ...StaffFields }\n      errors { code message path }\n    }\n  }\n": types.ChangeStaffStatusDocument,
    "\n  fragment CoverFields on Cover {\n    id\n    version\n    absent { id name }\n    cover { id name }\n    from\n    until\n    setBy { id name }\n  }\n": types.CoverFieldsFragmentDoc,
    "\n  query CoverList {\n    covers { ...CoverFields }\n  }\n": types.CoverListDocument,
    "\n  query TeamBoard($from: DateTime!, $before: DateTime!) {\n    teamBoard(from: $from, before: $before) {\n      staff { id name }\n      team\n      contacts\n      conversions\n      overdue\n      target { version contactsADay firstDepositsAMonth }\n    }\n  }\n": types.TeamBoardDocument,
    "\n  query CoverPeople {\n    coverPeople {\n      absent { id name }\n      covers { id name }\n    }\n  }\n": types.CoverPeopleDocument,
    "\n  query MyCovers {\n    myCovers { ...CoverFields }\n  }\n": types.MyCoversDocument,
    "\n  mutation SetCover($input: SetCoverInput!) {\n    setCover(input: $input) {\n      cover { ...CoverFields }\n      errors { code message path }\n    }\n  }\n": types.SetCoverDocument,
    "\n  mutation EndCover($input: EndCoverInput!) {\n    endCover(input: $input) {\n      endedId\n      errors { code message path }\n    }\n  }\n": types.EndCoverDocument,
    "\n  mutation SetTarget($input: SetTargetInput!) {\n    setTarget(input: $input) {\n      target { version contactsADay firstDepositsAMonth }\n      errors { code message path }\n    }\n  }\n": types.SetTargetDocument,
    "\n  fragment TeamFields on Team {\n    id\n    version\n    name\n    desk\n    parentId\n    leader { id name }\n    members { id name }\n    memberCount\n  }\n": types.TeamFieldsFragmentDoc,
    "\n  query TeamTree {\n    teams { ...TeamFields }\n  }\n": types.TeamTreeDocument,
    "\n  query Leaders {\n    staffMembers { id name status }\n  }\n": types.LeadersDocument,
    "\n  mutation CreateTeam($input: CreateTeamInput!) {\n    createTeam(input: $input) {\n      team { ...TeamFields }\n      errors { code message path }\n    }\n  }\n": types.CreateTeamDocument,
    "\n  mutation EditTeam($input: EditTeamInput!) {\n    editTeam(input: $input) {\n      team { ...TeamFields }\n      errors { code message path }\n    }\n  }\n": types.EditTeamDocument,
    "\n  mutation DeleteTeam($input: DeleteInput!) {\n    deleteTeam(input: $input) {\n      deletedId\n      errors { code message path }\n    }\n  }\n": types.DeleteTeamDocument,
    "\n  fragment TradingAccountFields on TradingAccount {\n    id\n    version\n    client { id number name }\n    serverId\n    serverName\n    serverKind\n    environment\n    productId\n    productName\n    login\n    group\n    currency\n    leverage\n    loginEnabled\n    tradingEnabled\n    linked\n    openedAt\n    archivedAt\n    showsFigures\n    figures { balance credit equity margin marginFree marginLevel floating asOf }\n    feedState\n  }\n": types.TradingAccountFieldsFragmentDoc,
    "\n  query TradingAccountList($first: Int!, $after: String, $filter: TradingAccountFilter) {\n    tradingAccounts(first: $first, after: $after, filter: $filter) {\n      edges { cursor node { ...TradingAccountFields } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": types.TradingAccountListDocument,
    "\n  query TradingAccount($id: ID!) {\n    tradingAccount(id: $id) { ...TradingAccountFields }\n  }\n": types.TradingAccountDocument,
    "\n  query AccountOpenings {\n    accountOpenings {\n      id\n      client { id number name }\n      productName\n      leverage\n      state\n      said\n      sentBy { id name }\n      sentAt\n    }\n  }\n": types.AccountOpeningsDocument,
    "\n  query TradingAccountEffect($id: ID!, $productId: ID, $leverage: Int) {\n    tradingAccountEffect(id: $id, productId: $productId, leverage: $leverage) {\n      openPositions margin marginAfter marginFree marginFreeAfter marginLevel marginLevelAfter\n      levels { marginCall stopOut areMoney }\n      levelsAfter { marginCall stopOut areMoney }\n      refusal remarks\n    }\n  }\n": types.TradingAccountEffectDocument,
    "\n  mutation OpenTradingAccount($input: OpenTradingAccountInput!) {\n    openTradingAccount(input: $input) {\n      result { openingId state said mainPassword investorPassword }\n      tradingAccount { ...TradingAccountFields }\n      errors { code message path }\n    }\n  }\n": types.OpenTradingAccountDocument,
    "\n  mutation SettleAccountOpening($id: ID!) {\n    settleAccountOpening(id: $id) {\n      result { openingId state said }\n      tradingAccount { ...TradingAccountFields }\n      errors { code message path }\n    }\n  }\n": types.SettleAccountOpeningDocument,
    "\n  mutation LinkTradingAccount($input: LinkTradingAccountInput!) {\n    linkTradingAccount(input: $input) {\n      tradingAccount { ...TradingAccountFields }\n      errors { code message path }\n    }\n  }\n": types.LinkTradingAccountDocument,
    "\n  mutation ChangeTradingAccount($input: ChangeTradingAccountInput!) {\n    changeTradingAccount(input: $input) {\n      tradingAccount { ...TradingAccountFields }\n      errors { code message path }\n    }\n  }\n": types.ChangeTradingAccountDocument,
    "\n  mutation SwitchTradingAccount($input: SwitchTradingAccountInput!) {\n    switchTradingAccount(input: $input) {\n      tradingAccount { ...TradingAccountFields }\n      errors { code message path }\n    }\n  }\n": types.SwitchTradingAccountDocument,
    "\n  mutation ArchiveTradingAccount($input: ArchiveTradingAccountInput!) {\n    archiveTradingAccount(input: $input) {\n      tradingAccount { ...TradingAccountFields }\n      errors { code message path }\n    }\n  }\n": types.ArchiveTradingAccountDocument,
    "\n  mutation SetTradingPassword($input: SetTradingPasswordInput!) {\n    setTradingPassword(input: $input) {\n      password\n      errors { code message path }\n    }\n  }\n": types.SetTradingPasswordDocument,
    "\n  mutation SendTradingPasswordLink($input: SetTradingPasswordInput!) {\n    sendTradingPasswordLink(input: $input) {\n      sent\n      errors { code message path }\n    }\n  }\n": types.SendTradingPasswordLinkDocument,
    "\n  query AccountPasswordRule {\n    accountPasswordRule { onlyByLink version }\n  }\n": types.AccountPasswordRuleDocument,
    "\n  mutation SetAccountPasswordRule($input: SetAccountPasswordRuleInput!) {\n    setAccountPasswordRule(input: $input) {\n      rule { onlyByLink version }\n      errors { code message path }\n    }\n  }\n": types.SetAccountPasswordRuleDocument,
    "\n  mutation RefreshTradingAccount($id: ID!) {\n    refreshTradingAccount(id: $id) {\n      tradingAccount { ...TradingAccountFields }\n      errors { code message path }\n    }\n  }\n": types.RefreshTradingAccountDocument,
    "\n  fragment TradingServerFields on TradingServer {\n    id\n    version\n    kind\n    environment\n    name\n    host\n    port\n    manager\n    authorities\n    pin\n    plain\n    authorityUrl\n    scope\n    platform\n    daylight\n    archived\n    state\n    checkedAt\n    lastAnswerAt\n    lastError\n    failures\n    lagMs\n    lag { dealDelayMs feeds { kind state asOf said } }\n    clockOffsetSeconds\n    clockDriftSeconds\n  }\n": types.TradingServerFieldsFragmentDoc,
    "\n  query TradingServerList {\n    tradingServers { ...TradingServerFields }\n  }\n": types.TradingServerListDocument,
    "\n  mutation AddTradingServer($input: AddTradingServerInput!) {\n    addTradingServer(input: $input) {\n      tradingServer { ...TradingServerFields }\n      errors { code message path }\n    }\n  }\n": types.AddTradingServerDocument,
    "\n  mutation EditTradingServer($input: EditTradingServerInput!) {\n    editTradingServer(input: $input) {\n      tradingServer { ...TradingServerFields }\n      errors { code message path }\n    }\n  }\n": types.EditTradingServerDocument,
    "\n  mutation TestTradingServer($id: ID!) {\n    testTradingServer(id: $id) {\n      test {\n        good\n        problems\n        signedIn\n        latencyMs\n        clockOffsetSeconds\n        clockDriftSeconds\n        groups\n        symbols\n        missingRights\n        unknownRights\n      }\n      tradingServer { ...TradingServerFields }\n      errors { code message path }\n    }\n  }\n": types.TestTradingServerDocument,
    "\n  mutation ArchiveTradingServer($input: DeleteInput!) {\n    archiveTradingServer(input: $input) {\n      tradingServer { ...TradingServerFields }\n      errors { code message path }\n    }\n  }\n": types.ArchiveTradingServerDocument,
    "\n  mutation RestoreTradingServer($input: DeleteInput!) {\n    restoreTradingServer(input: $input) {\n      tradingServer { ...TradingServerFields }\n      errors { code message path }\n    }\n  }\n": types.RestoreTradingServerDocument,
    "\n  query WatchAlerts($open: Boolean!, $first: Int!, $after: String) {\n    watchAlerts(open: $open, first: $first, after: $after) {\n      edges {\n        node {\n          id kind staff { id name } most minutes count firstAt lastAt raisedAt closedAt closedBy { id name } action\n        }\n      }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": types.WatchAlertsDocument,
    "\n  query WatchRules {\n    watchRules { kind version enabled most minutes nightFrom nightTo }\n  }\n": types.WatchRulesDocument,
    "\n  mutation ChangeWatchRule($input: ChangeWatchRuleInput!) {\n    changeWatchRule(input: $input) {\n      rule { kind version enabled most minutes nightFrom nightTo }\n      errors { code message path }\n    }\n  }\n": types.ChangeWatchRuleDocument,
    "\n  mutation CloseWatchAlert($input: CloseWatchAlertInput!) {\n    closeWatchAlert(input: $input) {\n      alert { id closedAt closedBy { id name } }\n      errors { code message path }\n    }\n  }\n": types.CloseWatchAlertDocument,
    "\n  query WhyPeople {\n    staffMembers { id name status }\n  }\n": types.WhyPeopleDocument,
    "\n  query WhyClients($search: String) {\n    clients(first: 10, search: $search) {\n      edges { node { id number displayName owner { id name } } }\n    }\n  }\n": types.WhyClientsDocument,
    "\n  mutation ExplainAccess($input: ExplainAccessInput!) {\n    explainAccess(input: $input) {\n      client { id number displayName owner { id name } team { id name } }\n      person { id name }\n      at\n      sees\n      obstacles\n      roles { id name until }\n      relations\n      view {\n        may\n        grants {\n          role { id name until }\n          reach\n          ties { kind leads colleague { id name } teams { id name } }\n        }\n        deniedBy { id name until }\n      }\n      acts {\n        permission\n        sentence\n        may\n        stepUp\n        grants { role { id name until } reach holds }\n        deniedBy { id name until }\n      }\n      fields {\n        field\n        visibility\n        words { role { id name until } relation visibility decides }\n        deniedBy { id name until }\n      }\n    }\n  }\n": types.ExplainAccessDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription ClientChanged {\n    clientChanged { id kind version mine }\n  }\n"): (typeof documents)["\n  subscription ClientChanged {\n    clientChanged { id kind version mine }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription AccessChanged {\n    accessChanged { accessVersion signedOut }\n  }\n"): (typeof documents)["\n  subscription AccessChanged {\n    accessChanged { accessVersion signedOut }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Palette($search: String!) {\n    palette(search: $search) { kind id title subtitle target }\n  }\n"): (typeof documents)["\n  query Palette($search: String!) {\n    palette(search: $search) { kind id title subtitle target }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ChangePreferences($input: ChangePreferencesInput!) {\n    changePreferences(input: $input) {\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation ChangePreferences($input: ChangePreferencesInput!) {\n    changePreferences(input: $input) {\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Viewer {\n    viewer {\n      staff { id name team { id name } roles { id name } }\n      email\n      broker {\n        slug name timeZone apiHost clientHost\n        salesStatuses { id name type color position anyNext nextIds retired }\n        retentionStatuses { id name type color position anyNext nextIds retired }\n        tags { id name color }\n      }\n      permissions { permission reach }\n      fields { field relation visibility }\n      accessVersion\n      totpEnabled\n      recoveryCodesLeft\n      stepUpUntil\n      revealsLeftThisHour\n      preview { roleName draft until }\n      preferences { theme density locale timeZone ownTimeZone shortcuts dateStyle clock weekStart }\n    }\n  }\n"): (typeof documents)["\n  query Viewer {\n    viewer {\n      staff { id name team { id name } roles { id name } }\n      email\n      broker {\n        slug name timeZone apiHost clientHost\n        salesStatuses { id name type color position anyNext nextIds retired }\n        retentionStatuses { id name type color position anyNext nextIds retired }\n        tags { id name color }\n      }\n      permissions { permission reach }\n      fields { field relation visibility }\n      accessVersion\n      totpEnabled\n      recoveryCodesLeft\n      stepUpUntil\n      revealsLeftThisHour\n      preview { roleName draft until }\n      preferences { theme density locale timeZone ownTimeZone shortcuts dateStyle clock weekStart }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment AccountProductFields on AccountProduct {\n    id version name serverId serverName environment leverages active\n    currencies { currency group minimumDeposit }\n  }\n"): (typeof documents)["\n  fragment AccountProductFields on AccountProduct {\n    id version name serverId serverName environment leverages active\n    currencies { currency group minimumDeposit }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query AccountProductList {\n    accountProducts { ...AccountProductFields }\n  }\n"): (typeof documents)["\n  query AccountProductList {\n    accountProducts { ...AccountProductFields }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TradingServerGroups($id: ID!) {\n    tradingServerGroups(id: $id) { name currency }\n  }\n"): (typeof documents)["\n  query TradingServerGroups($id: ID!) {\n    tradingServerGroups(id: $id) { name currency }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation AddAccountProduct($input: AddAccountProductInput!) {\n    addAccountProduct(input: $input) {\n      product { ...AccountProductFields }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation AddAccountProduct($input: AddAccountProductInput!) {\n    addAccountProduct(input: $input) {\n      product { ...AccountProductFields }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation EditAccountProduct($input: EditAccountProductInput!) {\n    editAccountProduct(input: $input) {\n      product { ...AccountProductFields }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation EditAccountProduct($input: EditAccountProductInput!) {\n    editAccountProduct(input: $input) {\n      product { ...AccountProductFields }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SaveProfile($input: ChangePreferencesInput!) {\n    changePreferences(input: $input) {\n      viewer {\n        staff { id name }\n        preferences { theme density locale timeZone ownTimeZone shortcuts dateStyle clock weekStart }\n      }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation SaveProfile($input: ChangePreferencesInput!) {\n    changePreferences(input: $input) {\n      viewer {\n        staff { id name }\n        preferences { theme density locale timeZone ownTimeZone shortcuts dateStyle clock weekStart }\n      }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query OwnSecurity {\n    viewer { totpEnabled recoveryCodesLeft stepUpUntil }\n  }\n"): (typeof documents)["\n  query OwnSecurity {\n    viewer { totpEnabled recoveryCodesLeft stepUpUntil }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ChangeOwnPassword($input: ChangeOwnPasswordInput!) {\n    changeOwnPassword(input: $input) { ok errors { code message path } }\n  }\n"): (typeof documents)["\n  mutation ChangeOwnPassword($input: ChangeOwnPasswordInput!) {\n    changeOwnPassword(input: $input) { ok errors { code message path } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation BeginTotp {\n    beginTotp {\n      enrolment { secret otpauthUri qrSvg }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation BeginTotp {\n    beginTotp {\n      enrolment { secret otpauthUri qrSvg }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ConfirmTotp($input: ConfirmTotpInput!) {\n    confirmTotp(input: $input) { codes errors { code message path } }\n  }\n"): (typeof documents)["\n  mutation ConfirmTotp($input: ConfirmTotpInput!) {\n    confirmTotp(input: $input) { codes errors { code message path } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DisableTotp {\n    disableTotp { ok errors { code message path } }\n  }\n"): (typeof documents)["\n  mutation DisableTotp {\n    disableTotp { ok errors { code message path } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RenewRecoveryCodes {\n    renewRecoveryCodes { codes errors { code message path } }\n  }\n"): (typeof documents)["\n  mutation RenewRecoveryCodes {\n    renewRecoveryCodes { codes errors { code message path } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query OwnSessions {\n    sessions { id current createdAt lastActiveAt expiresAt ip userAgent }\n  }\n"): (typeof documents)["\n  query OwnSessions {\n    sessions { id current createdAt lastActiveAt expiresAt ip userAgent }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RevokeSession($id: ID!) {\n    revokeSession(id: $id) { ok errors { code message path } }\n  }\n"): (typeof documents)["\n  mutation RevokeSession($id: ID!) {\n    revokeSession(id: $id) { ok errors { code message path } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RevokeOtherSessions {\n    revokeOtherSessions { ok errors { code message path } }\n  }\n"): (typeof documents)["\n  mutation RevokeOtherSessions {\n    revokeOtherSessions { ok errors { code message path } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ApiKeyFields on ApiKey {\n    id\n    version\n    name\n    hint\n    scopes\n    ipAllowList\n    apiVersion\n    status\n    createdAt\n    createdBy { id name }\n    expiresAt\n    lastUsedAt\n    revokedAt\n    rolledToId\n  }\n"): (typeof documents)["\n  fragment ApiKeyFields on ApiKey {\n    id\n    version\n    name\n    hint\n    scopes\n    ipAllowList\n    apiVersion\n    status\n    createdAt\n    createdBy { id name }\n    expiresAt\n    lastUsedAt\n    revokedAt\n    rolledToId\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ApiKeyList {\n    apiKeys { ...ApiKeyFields }\n    apiScopes { scope sentence }\n  }\n"): (typeof documents)["\n  query ApiKeyList {\n    apiKeys { ...ApiKeyFields }\n    apiScopes { scope sentence }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateApiKey($input: CreateApiKeyInput!) {\n    createApiKey(input: $input) {\n      apiKey { ...ApiKeyFields }\n      secret\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation CreateApiKey($input: CreateApiKeyInput!) {\n    createApiKey(input: $input) {\n      apiKey { ...ApiKeyFields }\n      secret\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation EditApiKey($input: EditApiKeyInput!) {\n    editApiKey(input: $input) {\n      apiKey { ...ApiKeyFields }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation EditApiKey($input: EditApiKeyInput!) {\n    editApiKey(input: $input) {\n      apiKey { ...ApiKeyFields }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RollApiKey($input: RollApiKeyInput!) {\n    rollApiKey(input: $input) {\n      apiKey { ...ApiKeyFields }\n      secret\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation RollApiKey($input: RollApiKeyInput!) {\n    rollApiKey(input: $input) {\n      apiKey { ...ApiKeyFields }\n      secret\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RevokeApiKey($input: DeleteInput!) {\n    revokeApiKey(input: $input) {\n      apiKey { ...ApiKeyFields }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation RevokeApiKey($input: DeleteInput!) {\n    revokeApiKey(input: $input) {\n      apiKey { ...ApiKeyFields }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query AuditTrail($first: Int!, $after: String, $filter: AuditFilter) {\n    auditEvents(first: $first, after: $after, filter: $filter) {\n      edges {\n        cursor\n        node {\n          id\n          seq\n          at\n          action\n          title\n          refused\n          actorKind\n          actor\n          onBehalfOf\n          sessionId\n          ip\n          userAgent\n          requestId\n          reason\n          targetKind\n          targetId\n          targetLabel\n          changes {\n            field\n            before { display masked present canReveal }\n            after { display masked present canReveal }\n          }\n        }\n      }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"): (typeof documents)["\n  query AuditTrail($first: Int!, $after: String, $filter: AuditFilter) {\n    auditEvents(first: $first, after: $after, filter: $filter) {\n      edges {\n        cursor\n        node {\n          id\n          seq\n          at\n          action\n          title\n          refused\n          actorKind\n          actor\n          onBehalfOf\n          sessionId\n          ip\n          userAgent\n          requestId\n          reason\n          targetKind\n          targetId\n          targetLabel\n          changes {\n            field\n            before { display masked present canReveal }\n            after { display masked present canReveal }\n          }\n        }\n      }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query AuditChoices {\n    auditActions { action title }\n  }\n"): (typeof documents)["\n  query AuditChoices {\n    auditActions { action title }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query AuditActors {\n    staffMembers { id name }\n  }\n"): (typeof documents)["\n  query AuditActors {\n    staffMembers { id name }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation TakeAuditFile($input: TakeAuditFileInput!) {\n    takeAuditFile(input: $input) {\n      path\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation TakeAuditFile($input: TakeAuditFileInput!) {\n    takeAuditFile(input: $input) {\n      path\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation VerifyAudit {\n    verifyAudit { ok checked firstBadSeq problem headSeq anchoredSeq }\n  }\n"): (typeof documents)["\n  mutation VerifyAudit {\n    verifyAudit { ok checked firstBadSeq problem headSeq anchoredSeq }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment BalanceOperationFields on BalanceOperation {\n    id\n    version\n    accountId\n    login\n    serverName\n    environment\n    client { id number name }\n    kind\n    amount\n    currency\n    state\n    needs\n    tag\n    reason\n    said\n    deal\n    requestedBy { id name }\n    requestedAt\n    decidedBy { id name }\n    decidedAt\n    endedAt\n    mine\n    approvable\n    approveReason\n  }\n"): (typeof documents)["\n  fragment BalanceOperationFields on BalanceOperation {\n    id\n    version\n    accountId\n    login\n    serverName\n    environment\n    client { id number name }\n    kind\n    amount\n    currency\n    state\n    needs\n    tag\n    reason\n    said\n    deal\n    requestedBy { id name }\n    requestedAt\n    decidedBy { id name }\n    decidedAt\n    endedAt\n    mine\n    approvable\n    approveReason\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query BalanceOperationList($first: Int!, $after: String, $filter: BalanceFilter) {\n    balanceOperations(first: $first, after: $after, filter: $filter) {\n      edges { cursor node { ...BalanceOperationFields } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"): (typeof documents)["\n  query BalanceOperationList($first: Int!, $after: String, $filter: BalanceFilter) {\n    balanceOperations(first: $first, after: $after, filter: $filter) {\n      edges { cursor node { ...BalanceOperationFields } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query BalanceTotals($filter: BalanceFilter) {\n    balanceTotals(filter: $filter) { environment currency bookedIn bookedOut count }\n  }\n"): (typeof documents)["\n  query BalanceTotals($filter: BalanceFilter) {\n    balanceTotals(filter: $filter) { environment currency bookedIn bookedOut count }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query BalancePreview($accountId: ID!, $kind: BalanceKind!, $amount: String!) {\n    balancePreview(accountId: $accountId, kind: $kind, amount: $amount) {\n      checks { code outcome text }\n      needs\n    }\n  }\n"): (typeof documents)["\n  query BalancePreview($accountId: ID!, $kind: BalanceKind!, $amount: String!) {\n    balancePreview(accountId: $accountId, kind: $kind, amount: $amount) {\n      checks { code outcome text }\n      needs\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query BalanceFindingList {\n    balanceFindings {\n      id\n      version\n      accountId\n      login\n      client { id number name }\n      kind\n      deal\n      said\n      foundAt\n      closedAt\n      closedBy { id name }\n    }\n  }\n"): (typeof documents)["\n  query BalanceFindingList {\n    balanceFindings {\n      id\n      version\n      accountId\n      login\n      client { id number name }\n      kind\n      deal\n      said\n      foundAt\n      closedAt\n      closedBy { id name }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query BalanceBandList {\n    balanceBands { currency version aloneUpTo aloneADay approveUpTo }\n  }\n"): (typeof documents)["\n  query BalanceBandList {\n    balanceBands { currency version aloneUpTo aloneADay approveUpTo }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RequestBalanceOperation($input: RequestBalanceOperationInput!) {\n    requestBalanceOperation(input: $input) {\n      operation { ...BalanceOperationFields }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation RequestBalanceOperation($input: RequestBalanceOperationInput!) {\n    requestBalanceOperation(input: $input) {\n      operation { ...BalanceOperationFields }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ApproveBalanceOperation($input: DecideBalanceOperationInput!) {\n    approveBalanceOperation(input: $input) {\n      operation { ...BalanceOperationFields }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation ApproveBalanceOperation($input: DecideBalanceOperationInput!) {\n    approveBalanceOperation(input: $input) {\n      operation { ...BalanceOperationFields }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeclineBalanceOperation($input: ReasonedInput!) {\n    declineBalanceOperation(input: $input) {\n      operation { ...BalanceOperationFields }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation DeclineBalanceOperation($input: ReasonedInput!) {\n    declineBalanceOperation(input: $input) {\n      operation { ...BalanceOperationFields }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CancelBalanceOperation($input: DecideBalanceOperationInput!) {\n    cancelBalanceOperation(input: $input) {\n      operation { ...BalanceOperationFields }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation CancelBalanceOperation($input: DecideBalanceOperationInput!) {\n    cancelBalanceOperation(input: $input) {\n      operation { ...BalanceOperationFields }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation FindOutBalanceOperation($id: ID!) {\n    findOutBalanceOperation(id: $id) {\n      operation { ...BalanceOperationFields }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation FindOutBalanceOperation($id: ID!) {\n    findOutBalanceOperation(id: $id) {\n      operation { ...BalanceOperationFields }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CloseBalanceFinding($input: ReasonedInput!) {\n    closeBalanceFinding(input: $input) {\n      closedId\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation CloseBalanceFinding($input: ReasonedInput!) {\n    closeBalanceFinding(input: $input) {\n      closedId\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SetBalanceBand($input: SetBalanceBandInput!) {\n    setBalanceBand(input: $input) {\n      band { currency version aloneUpTo aloneADay approveUpTo }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation SetBalanceBand($input: SetBalanceBandInput!) {\n    setBalanceBand(input: $input) {\n      band { currency version aloneUpTo aloneADay approveUpTo }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription BalanceOperationChanged {\n    balanceOperationChanged { missed operationId accountId clientId version }\n  }\n"): (typeof documents)["\n  subscription BalanceOperationChanged {\n    balanceOperationChanged { missed operationId accountId clientId version }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ClientStatuses {\n    viewer {\n      staff { id }\n      broker {\n        salesStatuses { id version name type color position anyNext nextIds retired }\n        retentionStatuses { id version name type color position anyNext nextIds retired }\n        tags { id version name color }\n      }\n    }\n  }\n"): (typeof documents)["\n  query ClientStatuses {\n    viewer {\n      staff { id }\n      broker {\n        salesStatuses { id version name type color position anyNext nextIds retired }\n        retentionStatuses { id version name type color position anyNext nextIds retired }\n        tags { id version name color }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateClientStatus($input: CreateClientStatusInput!) {\n    createClientStatus(input: $input) {\n      status { id version name type color position anyNext nextIds retired }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation CreateClientStatus($input: CreateClientStatusInput!) {\n    createClientStatus(input: $input) {\n      status { id version name type color position anyNext nextIds retired }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ChangeClientStatus($input: ChangeClientStatusInput!) {\n    changeClientStatus(input: $input) {\n      status { id version name type color position anyNext nextIds retired }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation ChangeClientStatus($input: ChangeClientStatusInput!) {\n    changeClientStatus(input: $input) {\n      status { id version name type color position anyNext nextIds retired }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateTag($input: CreateTagInput!) {\n    createTag(input: $input) {\n      tag { id version name color }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation CreateTag($input: CreateTagInput!) {\n    createTag(input: $input) {\n      tag { id version name color }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ChangeTag($input: ChangeTagInput!) {\n    changeTag(input: $input) {\n      tag { id version name color }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation ChangeTag($input: ChangeTagInput!) {\n    changeTag(input: $input) {\n      tag { id version name color }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteTag($input: DeleteInput!) {\n    deleteTag(input: $input) {\n      deletedId\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation DeleteTag($input: DeleteInput!) {\n    deleteTag(input: $input) {\n      deletedId\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation EditClient($input: EditClientInput!) {\n    editClient(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n      undoToken\n    }\n  }\n"): (typeof documents)["\n  mutation EditClient($input: EditClientInput!) {\n    editClient(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n      undoToken\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation AssignClient($input: AssignClientInput!) {\n    assignClient(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n      undoToken\n    }\n  }\n"): (typeof documents)["\n  mutation AssignClient($input: AssignClientInput!) {\n    assignClient(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n      undoToken\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ChangeClientTags($input: ChangeClientTagsInput!) {\n    changeClientTags(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n      undoToken\n    }\n  }\n"): (typeof documents)["\n  mutation ChangeClientTags($input: ChangeClientTagsInput!) {\n    changeClientTags(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n      undoToken\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Undo($token: String!) {\n    undo(token: $token) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation Undo($token: String!) {\n    undo(token: $token) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ArchiveClient($input: ArchiveClientInput!) {\n    archiveClient(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation ArchiveClient($input: ArchiveClientInput!) {\n    archiveClient(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RestoreClient($input: ArchiveClientInput!) {\n    restoreClient(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation RestoreClient($input: ArchiveClientInput!) {\n    restoreClient(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ChangeClientEmail($input: ChangeClientEmailInput!) {\n    changeClientEmail(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation ChangeClientEmail($input: ChangeClientEmailInput!) {\n    changeClientEmail(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ResetClientPassword($input: ResetClientPasswordInput!) {\n    resetClientPassword(input: $input) {\n      sent\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation ResetClientPassword($input: ResetClientPasswordInput!) {\n    resetClientPassword(input: $input) {\n      sent\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation AddContact($input: AddContactInput!) {\n    addContact(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation AddContact($input: AddContactInput!) {\n    addContact(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RemoveContact($input: RemoveContactInput!) {\n    removeContact(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation RemoveContact($input: RemoveContactInput!) {\n    removeContact(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RevealContact($input: RevealInput!) {\n    revealContact(input: $input) {\n      value\n      expiresAt\n      left\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation RevealContact($input: RevealInput!) {\n    revealContact(input: $input) {\n      value\n      expiresAt\n      left\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ClientBulkParts on ClientBulk {\n    id\n    version\n    state\n    act\n    sets\n    takes\n    team\n    total\n    changed\n    same\n    refused\n    undone\n    undoRefused\n    undoable\n  }\n"): (typeof documents)["\n  fragment ClientBulkParts on ClientBulk {\n    id\n    version\n    state\n    act\n    sets\n    takes\n    team\n    total\n    changed\n    same\n    refused\n    undone\n    undoRefused\n    undoable\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query BulkPreview($selection: BulkSelectionInput!, $act: BulkActInput!) {\n    bulkPreview(selection: $selection, act: $act) {\n      preview { selected change same refused { code message count } shares { owner { id name } count } }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  query BulkPreview($selection: BulkSelectionInput!, $act: BulkActInput!) {\n    bulkPreview(selection: $selection, act: $act) {\n      preview { selected change same refused { code message count } shares { owner { id name } count } }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ClientBulk($id: ID!) {\n    clientBulk(id: $id) { ...ClientBulkParts }\n  }\n"): (typeof documents)["\n  query ClientBulk($id: ID!) {\n    clientBulk(id: $id) { ...ClientBulkParts }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ClientBulks {\n    clientBulks { id state endedAt undoUntil }\n  }\n"): (typeof documents)["\n  query ClientBulks {\n    clientBulks { id state endedAt undoUntil }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query BulkRows($id: ID!, $outcomes: [BulkOutcome!], $first: Int!, $after: String) {\n    clientBulkRows(id: $id, outcomes: $outcomes, first: $first, after: $after) {\n      edges { node { row client { id number displayName } outcome message was became } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"): (typeof documents)["\n  query BulkRows($id: ID!, $outcomes: [BulkOutcome!], $first: Int!, $after: String) {\n    clientBulkRows(id: $id, outcomes: $outcomes, first: $first, after: $after) {\n      edges { node { row client { id number displayName } outcome message was became } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation StartBulk($input: StartBulkInput!) {\n    startBulk(input: $input) { bulk { ...ClientBulkParts } errors { code message path } }\n  }\n"): (typeof documents)["\n  mutation StartBulk($input: StartBulkInput!) {\n    startBulk(input: $input) { bulk { ...ClientBulkParts } errors { code message path } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation StopBulk($id: ID!) {\n    stopBulk(id: $id) { bulk { ...ClientBulkParts } errors { code message path } }\n  }\n"): (typeof documents)["\n  mutation StopBulk($id: ID!) {\n    stopBulk(id: $id) { bulk { ...ClientBulkParts } errors { code message path } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UndoBulk($id: ID!) {\n    undoBulk(id: $id) { bulk { ...ClientBulkParts } errors { code message path } }\n  }\n"): (typeof documents)["\n  mutation UndoBulk($id: ID!) {\n    undoBulk(id: $id) { bulk { ...ClientBulkParts } errors { code message path } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateClient($input: CreateClientInput!) {\n    createClient(input: $input) {\n      client { ...ClientRow }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation CreateClient($input: CreateClientInput!) {\n    createClient(input: $input) {\n      client { ...ClientRow }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Duplicates($probe: DuplicateProbe!) {\n    possibleDuplicates(probe: $probe) {\n      checked\n      matches { field clientId number displayName }\n    }\n  }\n"): (typeof documents)["\n  query Duplicates($probe: DuplicateProbe!) {\n    possibleDuplicates(probe: $probe) {\n      checked\n      matches { field clientId number displayName }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ClientRow on Client {\n    id\n    number\n    version\n    kind\n    stage\n    displayName\n    email { display masked canReveal present }\n    phone { display masked canReveal present }\n    country\n    language\n    salesStatus { id name type color }\n    retentionStatus { id name type color }\n    kycStatus\n    status\n    owner { id name }\n    team { id name }\n    tags { id name color }\n    source\n    createdAt\n    updatedAt\n    lastContactAt\n    nextFollowUpAt\n    archivedAt\n    doNotCall\n  }\n"): (typeof documents)["\n  fragment ClientRow on Client {\n    id\n    number\n    version\n    kind\n    stage\n    displayName\n    email { display masked canReveal present }\n    phone { display masked canReveal present }\n    country\n    language\n    salesStatus { id name type color }\n    retentionStatus { id name type color }\n    kycStatus\n    status\n    owner { id name }\n    team { id name }\n    tags { id name color }\n    source\n    createdAt\n    updatedAt\n    lastContactAt\n    nextFollowUpAt\n    archivedAt\n    doNotCall\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Clients($first: Int!, $after: String, $filter: ClientFilter, $sort: ClientSort, $search: String, $group: ClientGroupKey) {\n    clients(first: $first, after: $after, filter: $filter, sort: $sort, search: $search, group: $group) {\n      edges { cursor node { ...ClientRow } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"): (typeof documents)["\n  query Clients($first: Int!, $after: String, $filter: ClientFilter, $sort: ClientSort, $search: String, $group: ClientGroupKey) {\n    clients(first: $first, after: $after, filter: $filter, sort: $sort, search: $search, group: $group) {\n      edges { cursor node { ...ClientRow } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ClientCount($filter: ClientFilter, $search: String, $group: ClientGroupKey) {\n    clientCount(filter: $filter, search: $search, group: $group) { value capped }\n  }\n"): (typeof documents)["\n  query ClientCount($filter: ClientFilter, $search: String, $group: ClientGroupKey) {\n    clientCount(filter: $filter, search: $search, group: $group) { value capped }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ClientDetail on Client {\n    ...ClientRow\n    actions { action allowed reason stepUp }\n    profile {\n      firstName\n      middleName\n      lastName\n      companyName\n      contacts { id kind value { display masked canReveal present } primary verifiedAt }\n      dateOfBirth { display masked canReveal present }\n      address { display masked canReveal present }\n      nationality\n      campaign\n      utmSource\n      utmMedium\n      utmCampaign\n      referrerCode\n      riskLevel\n      pep\n      usPerson\n      verificationLevel\n      marketingConsent\n      termsAcceptedAt\n      registeredAt\n      convertedAt\n      lastLoginAt\n      mustResetPassword\n      moneyFrozenUntil\n      participants { id name }\n      customFields { fieldId value { display masked canReveal present } choiceId }\n      doNotCallReason\n      doNotCallAt\n      doNotCallBy { id name }\n      tasks { ...TaskFields }\n      notes { ...NoteFields }\n    }\n  }\n"): (typeof documents)["\n  fragment ClientDetail on Client {\n    ...ClientRow\n    actions { action allowed reason stepUp }\n    profile {\n      firstName\n      middleName\n      lastName\n      companyName\n      contacts { id kind value { display masked canReveal present } primary verifiedAt }\n      dateOfBirth { display masked canReveal present }\n      address { display masked canReveal present }\n      nationality\n      campaign\n      utmSource\n      utmMedium\n      utmCampaign\n      referrerCode\n      riskLevel\n      pep\n      usPerson\n      verificationLevel\n      marketingConsent\n      termsAcceptedAt\n      registeredAt\n      convertedAt\n      lastLoginAt\n      mustResetPassword\n      moneyFrozenUntil\n      participants { id name }\n      customFields { fieldId value { display masked canReveal present } choiceId }\n      doNotCallReason\n      doNotCallAt\n      doNotCallBy { id name }\n      tasks { ...TaskFields }\n      notes { ...NoteFields }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment NoteFields on Note {\n    id\n    version\n    text\n    pinned\n    author { id name }\n    createdAt\n    updatedAt\n    mine\n  }\n"): (typeof documents)["\n  fragment NoteFields on Note {\n    id\n    version\n    text\n    pinned\n    author { id name }\n    createdAt\n    updatedAt\n    mine\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ClientDetailById($id: ID!) {\n    client(id: $id) { ...ClientDetail }\n  }\n"): (typeof documents)["\n  query ClientDetailById($id: ID!) {\n    client(id: $id) { ...ClientDetail }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation OpenClient($id: ID!) {\n    openClient(id: $id) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation OpenClient($id: ID!) {\n    openClient(id: $id) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ClientFigures($clientIds: [ID!]!) {\n    clientFigures(clientIds: $clientIds) {\n      clientId\n      accounts\n      unread\n      sums { currency balance equity }\n      asOf\n      feedState\n      lastDepositAt\n      openPositions\n    }\n  }\n"): (typeof documents)["\n  query ClientFigures($clientIds: [ID!]!) {\n    clientFigures(clientIds: $clientIds) {\n      clientId\n      accounts\n      unread\n      sums { currency balance equity }\n      asOf\n      feedState\n      lastDepositAt\n      openPositions\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query AssignableStaff($search: String) {\n    assignableStaff(search: $search) { id name }\n  }\n"): (typeof documents)["\n  query AssignableStaff($search: String) {\n    assignableStaff(search: $search) { id name }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TeamNames {\n    teams { id name }\n  }\n"): (typeof documents)["\n  query TeamNames {\n    teams { id name }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation AddNote($input: AddNoteInput!) {\n    addNote(input: $input) {\n      note { ...NoteFields }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation AddNote($input: AddNoteInput!) {\n    addNote(input: $input) {\n      note { ...NoteFields }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteNote($input: DeleteInput!) {\n    deleteNote(input: $input) {\n      deletedId\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation DeleteNote($input: DeleteInput!) {\n    deleteNote(input: $input) {\n      deletedId\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TimelineEntries($clientId: ID!, $first: Int!, $after: String, $kinds: [TimelineKind!]) {\n    clientTimeline(clientId: $clientId, first: $first, after: $after, kinds: $kinds) {\n      edges {\n        cursor\n        node {\n          id\n          at\n          kind\n          action\n          title\n          actor\n          reason\n          changes {\n            field\n            before { display masked present canReveal }\n            after { display masked present canReveal }\n          }\n          note { ...NoteFields }\n        }\n      }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"): (typeof documents)["\n  query TimelineEntries($clientId: ID!, $first: Int!, $after: String, $kinds: [TimelineKind!]) {\n    clientTimeline(clientId: $clientId, first: $first, after: $after, kinds: $kinds) {\n      edges {\n        cursor\n        node {\n          id\n          at\n          kind\n          action\n          title\n          actor\n          reason\n          changes {\n            field\n            before { display masked present canReveal }\n            after { display masked present canReveal }\n          }\n          note { ...NoteFields }\n        }\n      }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation EditNote($input: EditNoteInput!) {\n    editNote(input: $input) {\n      note { ...NoteFields }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation EditNote($input: EditNoteInput!) {\n    editNote(input: $input) {\n      note { ...NoteFields }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ClientGroups($by: ClientGroupField!, $filter: ClientFilter, $search: String) {\n    clientGroups(by: $by, filter: $filter, search: $search) {\n      groups { key name count }\n      more\n    }\n  }\n"): (typeof documents)["\n  query ClientGroups($by: ClientGroupField!, $filter: ClientFilter, $search: String) {\n    clientGroups(by: $by, filter: $filter, search: $search) {\n      groups { key name count }\n      more\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateSavedView($input: CreateSavedViewInput!) {\n    createSavedView(input: $input) {\n      view { ...SavedViewFields }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation CreateSavedView($input: CreateSavedViewInput!) {\n    createSavedView(input: $input) {\n      view { ...SavedViewFields }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ChangeSavedView($input: ChangeSavedViewInput!) {\n    changeSavedView(input: $input) {\n      view { ...SavedViewFields }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation ChangeSavedView($input: ChangeSavedViewInput!) {\n    changeSavedView(input: $input) {\n      view { ...SavedViewFields }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteSavedView($input: DeleteInput!) {\n    deleteSavedView(input: $input) {\n      deletedId\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation DeleteSavedView($input: DeleteInput!) {\n    deleteSavedView(input: $input) {\n      deletedId\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ChooseSavedView($input: ChooseSavedViewInput!) {\n    chooseSavedView(input: $input) {\n      savedViews { chosenId opensWithId }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation ChooseSavedView($input: ChooseSavedViewInput!) {\n    chooseSavedView(input: $input) {\n      savedViews { chosenId opensWithId }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SetRoleView($input: SetRoleViewInput!) {\n    setRoleView(input: $input) {\n      savedViews { chosenId opensWithId }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation SetRoleView($input: SetRoleViewInput!) {\n    setRoleView(input: $input) {\n      savedViews { chosenId opensWithId }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RoleNames {\n    roles { id name }\n  }\n"): (typeof documents)["\n  query RoleNames {\n    roles { id name }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment SavedViewFields on SavedView {\n    id\n    version\n    name\n    audience\n    team { id name }\n    owner { id name }\n    definition {\n      filter\n      sort { field descending }\n      columns { name pinned width }\n      density\n      groupBy\n    }\n    dropped\n    mine\n    mayChange\n    roleIds\n  }\n"): (typeof documents)["\n  fragment SavedViewFields on SavedView {\n    id\n    version\n    name\n    audience\n    team { id name }\n    owner { id name }\n    definition {\n      filter\n      sort { field descending }\n      columns { name pinned width }\n      density\n      groupBy\n    }\n    dropped\n    mine\n    mayChange\n    roleIds\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SavedViews {\n    savedViews {\n      chosenId\n      opensWithId\n      views { ...SavedViewFields }\n    }\n  }\n"): (typeof documents)["\n  query SavedViews {\n    savedViews {\n      chosenId\n      opensWithId\n      views { ...SavedViewFields }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query CustomFieldBook {\n    customFields {\n      id\n      version\n      key\n      label\n      kind\n      class\n      required\n      archived\n      filterable\n      choices { id label retired }\n    }\n    profileLayout { version sections { title fields } }\n  }\n"): (typeof documents)["\n  query CustomFieldBook {\n    customFields {\n      id\n      version\n      key\n      label\n      kind\n      class\n      required\n      archived\n      filterable\n      choices { id label retired }\n    }\n    profileLayout { version sections { title fields } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ClientCustomFields($clientIds: [ID!]!) {\n    clientCustomFields(clientIds: $clientIds) {\n      clientId\n      values { fieldId value { display masked canReveal present } }\n    }\n  }\n"): (typeof documents)["\n  query ClientCustomFields($clientIds: [ID!]!) {\n    clientCustomFields(clientIds: $clientIds) {\n      clientId\n      values { fieldId value { display masked canReveal present } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateCustomField($input: CreateCustomFieldInput!) {\n    createCustomField(input: $input) {\n      field { id label }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation CreateCustomField($input: CreateCustomFieldInput!) {\n    createCustomField(input: $input) {\n      field { id label }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ChangeCustomField($input: ChangeCustomFieldInput!) {\n    changeCustomField(input: $input) {\n      field { id version key label kind class required archived filterable choices { id label retired } }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation ChangeCustomField($input: ChangeCustomFieldInput!) {\n    changeCustomField(input: $input) {\n      field { id version key label kind class required archived filterable choices { id label retired } }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ChangeProfileLayout($input: ChangeProfileLayoutInput!) {\n    changeProfileLayout(input: $input) {\n      layout { version sections { title fields } }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation ChangeProfileLayout($input: ChangeProfileLayoutInput!) {\n    changeProfileLayout(input: $input) {\n      layout { version sections { title fields } }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment TradeCommandFields on TradeCommand {\n    id\n    version\n    kind\n    state\n    accountId\n    login\n    serverName\n    environment\n    client { id number name }\n    symbol\n    digits\n    side\n    pendingKind\n    lots\n    ticket\n    byTicket\n    price\n    priceTrigger\n    stopLoss\n    takeProfit\n    expiresAt\n    before { lots price stopLoss takeProfit }\n    after { lots price stopLoss takeProfit }\n    filledLots\n    filledPrice\n    slippage\n    deal\n    order\n    said\n    tookMs\n    reason\n    needsApproval\n    mine\n    approvable\n    notApprovableBecause\n    requestedBy { id name }\n    requestedAt\n    decidedBy { id name }\n    decidedAt\n    sentAt\n    endedAt\n  }\n"): (typeof documents)["\n  fragment TradeCommandFields on TradeCommand {\n    id\n    version\n    kind\n    state\n    accountId\n    login\n    serverName\n    environment\n    client { id number name }\n    symbol\n    digits\n    side\n    pendingKind\n    lots\n    ticket\n    byTicket\n    price\n    priceTrigger\n    stopLoss\n    takeProfit\n    expiresAt\n    before { lots price stopLoss takeProfit }\n    after { lots price stopLoss takeProfit }\n    filledLots\n    filledPrice\n    slippage\n    deal\n    order\n    said\n    tookMs\n    reason\n    needsApproval\n    mine\n    approvable\n    notApprovableBecause\n    requestedBy { id name }\n    requestedAt\n    decidedBy { id name }\n    decidedAt\n    sentAt\n    endedAt\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TradeCommandList($filter: TradeCommandFilter!, $first: Int!, $after: String) {\n    tradeCommands(filter: $filter, first: $first, after: $after) {\n      edges { cursor node { ...TradeCommandFields } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"): (typeof documents)["\n  query TradeCommandList($filter: TradeCommandFilter!, $first: Int!, $after: String) {\n    tradeCommands(filter: $filter, first: $first, after: $after) {\n      edges { cursor node { ...TradeCommandFields } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TradeCommandById($id: ID!) {\n    tradeCommand(id: $id) { ...TradeCommandFields }\n  }\n"): (typeof documents)["\n  query TradeCommandById($id: ID!) {\n    tradeCommand(id: $id) { ...TradeCommandFields }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TradeTicket($accountId: ID!, $symbol: String, $ticket: String) {\n    tradeTicket(accountId: $accountId, symbol: $symbol, ticket: $ticket) {\n      account { ...TradingAccountFields }\n      symbol\n      description\n      digits\n      point\n      bid\n      ask\n      quotedAt\n      maxSlippage\n      lotsMin\n      lotsMax\n      lotsStep\n      stopsLevel\n      tradeMode\n      positions { ...LivePositionFields }\n      orders { ...LiveOrderFields }\n      kinds\n      pendingKinds\n    }\n  }\n"): (typeof documents)["\n  query TradeTicket($accountId: ID!, $symbol: String, $ticket: String) {\n    tradeTicket(accountId: $accountId, symbol: $symbol, ticket: $ticket) {\n      account { ...TradingAccountFields }\n      symbol\n      description\n      digits\n      point\n      bid\n      ask\n      quotedAt\n      maxSlippage\n      lotsMin\n      lotsMax\n      lotsStep\n      stopsLevel\n      tradeMode\n      positions { ...LivePositionFields }\n      orders { ...LiveOrderFields }\n      kinds\n      pendingKinds\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TradeSymbols($accountId: ID!, $search: String!) {\n    tradeSymbols(accountId: $accountId, search: $search) { symbol description digits }\n  }\n"): (typeof documents)["\n  query TradeSymbols($accountId: ID!, $search: String!) {\n    tradeSymbols(accountId: $accountId, search: $search) { symbol description digits }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TradePreview($input: RequestTradeInput!) {\n    tradePreview(input: $input) {\n      checks { outcome text }\n      needsApproval\n      price\n      marginNeeded\n      marginFreeAfter\n      result\n    }\n  }\n"): (typeof documents)["\n  query TradePreview($input: RequestTradeInput!) {\n    tradePreview(input: $input) {\n      checks { outcome text }\n      needsApproval\n      price\n      marginNeeded\n      marginFreeAfter\n      result\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TradeCommandPreview($id: ID!) {\n    tradeCommandPreview(id: $id) {\n      checks { outcome text }\n      needsApproval\n      price\n      marginNeeded\n      marginFreeAfter\n      result\n    }\n  }\n"): (typeof documents)["\n  query TradeCommandPreview($id: ID!) {\n    tradeCommandPreview(id: $id) {\n      checks { outcome text }\n      needsApproval\n      price\n      marginNeeded\n      marginFreeAfter\n      result\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DealingRule {\n    dealingRule { aloneUpToLots maxSlippage reasonRequired stepUp version }\n  }\n"): (typeof documents)["\n  query DealingRule {\n    dealingRule { aloneUpToLots maxSlippage reasonRequired stepUp version }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RequestTrade($input: RequestTradeInput!) {\n    requestTrade(input: $input) {\n      command { ...TradeCommandFields }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation RequestTrade($input: RequestTradeInput!) {\n    requestTrade(input: $input) {\n      command { ...TradeCommandFields }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ApproveTrade($input: DecideTradeInput!) {\n    approveTrade(input: $input) {\n      command { ...TradeCommandFields }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation ApproveTrade($input: DecideTradeInput!) {\n    approveTrade(input: $input) {\n      command { ...TradeCommandFields }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeclineTrade($input: ReasonedInput!) {\n    declineTrade(input: $input) {\n      command { ...TradeCommandFields }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation DeclineTrade($input: ReasonedInput!) {\n    declineTrade(input: $input) {\n      command { ...TradeCommandFields }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CancelTrade($input: DecideTradeInput!) {\n    cancelTrade(input: $input) {\n      command { ...TradeCommandFields }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation CancelTrade($input: DecideTradeInput!) {\n    cancelTrade(input: $input) {\n      command { ...TradeCommandFields }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation FindOutTrade($id: ID!) {\n    findOutTrade(id: $id) {\n      command { ...TradeCommandFields }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation FindOutTrade($id: ID!) {\n    findOutTrade(id: $id) {\n      command { ...TradeCommandFields }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SetDealingRule($input: SetDealingRuleInput!) {\n    setDealingRule(input: $input) {\n      rule { aloneUpToLots maxSlippage reasonRequired stepUp version }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation SetDealingRule($input: SetDealingRuleInput!) {\n    setDealingRule(input: $input) {\n      rule { aloneUpToLots maxSlippage reasonRequired stepUp version }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription TradeCommandChanged {\n    tradeCommandChanged { missed commandId accountId clientId version }\n  }\n"): (typeof documents)["\n  subscription TradeCommandChanged {\n    tradeCommandChanged { missed commandId accountId clientId version }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment DealFields on Deal {\n    key\n    ticket\n    accountId\n    login\n    serverName\n    environment\n    client { id number name }\n    action\n    entry\n    order\n    position\n    symbol\n    lots\n    price\n    profit\n    swap\n    commission\n    currency\n    comment\n    source\n    commandId\n    operationId\n    at\n  }\n"): (typeof documents)["\n  fragment DealFields on Deal {\n    key\n    ticket\n    accountId\n    login\n    serverName\n    environment\n    client { id number name }\n    action\n    entry\n    order\n    position\n    symbol\n    lots\n    price\n    profit\n    swap\n    commission\n    currency\n    comment\n    source\n    commandId\n    operationId\n    at\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DealList($filter: DealFilter!, $first: Int!, $after: String) {\n    deals(filter: $filter, first: $first, after: $after) {\n      edges { cursor node { ...DealFields } }\n      pageInfo { hasNextPage endCursor }\n      feeds { ...FeedFields }\n    }\n  }\n"): (typeof documents)["\n  query DealList($filter: DealFilter!, $first: Int!, $after: String) {\n    deals(filter: $filter, first: $first, after: $after) {\n      edges { cursor node { ...DealFields } }\n      pageInfo { hasNextPage endCursor }\n      feeds { ...FeedFields }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DealTotals($filter: DealFilter!) {\n    dealTotals(filter: $filter) { environment currency deals lots profit swap commission deposits withdrawals }\n  }\n"): (typeof documents)["\n  query DealTotals($filter: DealFilter!) {\n    dealTotals(filter: $filter) { environment currency deals lots profit swap commission deposits withdrawals }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query EndedOrders($accountId: ID!, $from: DateTime!, $before: DateTime!, $cursor: String) {\n    endedOrders(accountId: $accountId, from: $from, before: $before, cursor: $cursor) {\n      rows { ticket symbol kind lots price state placedAt endedAt }\n      next\n      asOf\n      said\n    }\n  }\n"): (typeof documents)["\n  query EndedOrders($accountId: ID!, $from: DateTime!, $before: DateTime!, $cursor: String) {\n    endedOrders(accountId: $accountId, from: $from, before: $before, cursor: $cursor) {\n      rows { ticket symbol kind lots price state placedAt endedAt }\n      next\n      asOf\n      said\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query AccountCurve($accountId: ID!, $days: Int!) {\n    accountCurve(accountId: $accountId, days: $days) {\n      currency\n      wholeAt\n      points { at balance equity }\n      movements { at action amount }\n    }\n  }\n"): (typeof documents)["\n  query AccountCurve($accountId: ID!, $days: Int!) {\n    accountCurve(accountId: $accountId, days: $days) {\n      currency\n      wholeAt\n      points { at balance equity }\n      movements { at action amount }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Candles($accountId: ID!, $symbol: String!, $frame: CandleFrame!, $from: DateTime!, $to: DateTime!) {\n    candles(accountId: $accountId, symbol: $symbol, frame: $frame, from: $from, to: $to) {\n      symbol\n      digits\n      candles { at open high low close }\n      deals { ...DealFields }\n      asOf\n      said\n    }\n  }\n"): (typeof documents)["\n  query Candles($accountId: ID!, $symbol: String!, $frame: CandleFrame!, $from: DateTime!, $to: DateTime!) {\n    candles(accountId: $accountId, symbol: $symbol, frame: $frame, from: $from, to: $to) {\n      symbol\n      digits\n      candles { at open high low close }\n      deals { ...DealFields }\n      asOf\n      said\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription DealsChanged {\n    dealsChanged {\n      missed\n      accounts { accountId clientId }\n    }\n  }\n"): (typeof documents)["\n  subscription DealsChanged {\n    dealsChanged {\n      missed\n      accounts { accountId clientId }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DuplicateClusters($first: Int!, $after: String, $dismissed: Boolean!) {\n    duplicateClusters(first: $first, after: $after, dismissed: $dismissed) {\n      edges {\n        cursor\n        node {\n          sharedBy\n          clients {\n            id number version displayName\n            email { display masked canReveal present }\n            phone { display masked canReveal present }\n            country createdAt\n            owner { id name }\n          }\n        }\n      }\n      pageInfo { hasNextPage endCursor }\n      unchecked\n    }\n  }\n"): (typeof documents)["\n  query DuplicateClusters($first: Int!, $after: String, $dismissed: Boolean!) {\n    duplicateClusters(first: $first, after: $after, dismissed: $dismissed) {\n      edges {\n        cursor\n        node {\n          sharedBy\n          clients {\n            id number version displayName\n            email { display masked canReveal present }\n            phone { display masked canReveal present }\n            country createdAt\n            owner { id name }\n          }\n        }\n      }\n      pageInfo { hasNextPage endCursor }\n      unchecked\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation OpenForMerge($id: ID!) {\n    openClient(id: $id) { client { id version } errors { code message path } }\n  }\n"): (typeof documents)["\n  mutation OpenForMerge($id: ID!) {\n    openClient(id: $id) { client { id version } errors { code message path } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query MergePreview($keptId: ID!, $otherIds: [ID!]!) {\n    mergePreview(keptId: $keptId, otherIds: $otherIds) {\n      preview {\n        clients { id number displayName version }\n        fields { field fromId choosable values { clientId value { display masked canReveal present } } }\n        moves { what count }\n        contacts\n        blockers { block message clientId }\n      }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  query MergePreview($keptId: ID!, $otherIds: [ID!]!) {\n    mergePreview(keptId: $keptId, otherIds: $otherIds) {\n      preview {\n        clients { id number displayName version }\n        fields { field fromId choosable values { clientId value { display masked canReveal present } } }\n        moves { what count }\n        contacts\n        blockers { block message clientId }\n      }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation MergeClients($input: MergeClientsInput!) {\n    mergeClients(input: $input) {\n      client { ...ClientRow }\n      merge { id keptId undoUntil undoable }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation MergeClients($input: MergeClientsInput!) {\n    mergeClients(input: $input) {\n      client { ...ClientRow }\n      merge { id keptId undoUntil undoable }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UndoMerge($id: ID!) {\n    undoMerge(id: $id) {\n      client { ...ClientRow }\n      merge { id undoable undoneAt }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation UndoMerge($id: ID!) {\n    undoMerge(id: $id) {\n      client { ...ClientRow }\n      merge { id undoable undoneAt }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DismissDuplicates($clientId: ID!, $otherIds: [ID!]!) {\n    dismissDuplicates(clientId: $clientId, otherIds: $otherIds) { done errors { code message path } }\n  }\n"): (typeof documents)["\n  mutation DismissDuplicates($clientId: ID!, $otherIds: [ID!]!) {\n    dismissDuplicates(clientId: $clientId, otherIds: $otherIds) { done errors { code message path } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RecallDuplicates($clientId: ID!, $otherIds: [ID!]!) {\n    recallDuplicates(clientId: $clientId, otherIds: $otherIds) { done errors { code message path } }\n  }\n"): (typeof documents)["\n  mutation RecallDuplicates($clientId: ID!, $otherIds: [ID!]!) {\n    recallDuplicates(clientId: $clientId, otherIds: $otherIds) { done errors { code message path } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ClientMerges($clientId: ID!) {\n    clientMerges(clientId: $clientId) {\n      id keptId createdAt undoUntil undoneAt undoable\n      createdBy { id name }\n      others { id number displayName }\n    }\n  }\n"): (typeof documents)["\n  query ClientMerges($clientId: ID!) {\n    clientMerges(clientId: $clientId) {\n      id keptId createdAt undoUntil undoneAt undoable\n      createdBy { id name }\n      others { id number displayName }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ClientMergedInto($id: ID!) {\n    clientMergedInto(id: $id) { id number displayName }\n  }\n"): (typeof documents)["\n  query ClientMergedInto($id: ID!) {\n    clientMergedInto(id: $id) { id number displayName }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment TaskFields on Task {\n    id\n    version\n    kind\n    state\n    dueAt\n    text\n    hasText\n    assignee { id name }\n    createdBy { id name }\n    createdAt\n    endedAt\n  }\n"): (typeof documents)["\n  fragment TaskFields on Task {\n    id\n    version\n    kind\n    state\n    dueAt\n    text\n    hasText\n    assignee { id name }\n    createdBy { id name }\n    createdAt\n    endedAt\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TaskQueue($whose: QueueWhose, $assigneeId: ID, $first: Int!, $after: String) {\n    taskQueue(whose: $whose, assigneeId: $assigneeId, first: $first, after: $after) {\n      edges { cursor node { ...TaskFields } client { ...ClientRow } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"): (typeof documents)["\n  query TaskQueue($whose: QueueWhose, $assigneeId: ID, $first: Int!, $after: String) {\n    taskQueue(whose: $whose, assigneeId: $assigneeId, first: $first, after: $after) {\n      edges { cursor node { ...TaskFields } client { ...ClientRow } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query FreshLeads($whose: QueueWhose, $assigneeId: ID, $first: Int!, $after: String) {\n    freshLeads(whose: $whose, assigneeId: $assigneeId, first: $first, after: $after) {\n      edges { cursor node { ...ClientRow } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"): (typeof documents)["\n  query FreshLeads($whose: QueueWhose, $assigneeId: ID, $first: Int!, $after: String) {\n    freshLeads(whose: $whose, assigneeId: $assigneeId, first: $first, after: $after) {\n      edges { cursor node { ...ClientRow } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query QueueCount($whose: QueueWhose, $dayEnd: DateTime!) {\n    queueCount(whose: $whose, dayEnd: $dayEnd) { overdue today later fresh }\n  }\n"): (typeof documents)["\n  query QueueCount($whose: QueueWhose, $dayEnd: DateTime!) {\n    queueCount(whose: $whose, dayEnd: $dayEnd) { overdue today later fresh }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RecordOutcome($input: RecordOutcomeInput!) {\n    recordOutcome(input: $input) {\n      client { ...ClientRow }\n      errors { code message path }\n      undoToken\n    }\n  }\n"): (typeof documents)["\n  mutation RecordOutcome($input: RecordOutcomeInput!) {\n    recordOutcome(input: $input) {\n      client { ...ClientRow }\n      errors { code message path }\n      undoToken\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateTask($input: CreateTaskInput!) {\n    createTask(input: $input) {\n      task { ...TaskFields }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation CreateTask($input: CreateTaskInput!) {\n    createTask(input: $input) {\n      task { ...TaskFields }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ChangeTask($input: ChangeTaskInput!) {\n    changeTask(input: $input) {\n      task { ...TaskFields }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation ChangeTask($input: ChangeTaskInput!) {\n    changeTask(input: $input) {\n      task { ...TaskFields }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SetDoNotCall($input: SetDoNotCallInput!) {\n    setDoNotCall(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation SetDoNotCall($input: SetDoNotCallInput!) {\n    setDoNotCall(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription TaskDue($since: DateTime) {\n    taskDue(since: $since) { taskId clientId clientName kind dueAt }\n  }\n"): (typeof documents)["\n  subscription TaskDue($since: DateTime) {\n    taskDue(since: $since) { taskId clientId clientName kind dueAt }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query MoneyFigures($range: FigureRangeInput!) {\n    moneyFigures(range: $range) {\n      currency\n      now { firstCount firstAmount count deposits withdrawals net }\n      before { firstCount firstAmount count net }\n      days { day firstCount firstAmount net }\n    }\n  }\n"): (typeof documents)["\n  query MoneyFigures($range: FigureRangeInput!) {\n    moneyFigures(range: $range) {\n      currency\n      now { firstCount firstAmount count deposits withdrawals net }\n      before { firstCount firstAmount count net }\n      days { day firstCount firstAmount net }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query NewClientFigures($range: FigureRangeInput!) {\n    newClientFigures(range: $range) {\n      now\n      before\n      days { day count }\n      sources { name now before }\n      otherSources { now before }\n      countries { name now before }\n      otherCountries { now before }\n    }\n  }\n"): (typeof documents)["\n  query NewClientFigures($range: FigureRangeInput!) {\n    newClientFigures(range: $range) {\n      now\n      before\n      days { day count }\n      sources { name now before }\n      otherSources { now before }\n      countries { name now before }\n      otherCountries { now before }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query QueueFigures($dayEnd: DateTime!) {\n    queueFigures(dayEnd: $dayEnd) {\n      balanceWaiting\n      balanceUnknown\n      commandsWaiting\n      commandsUnknown\n      overdue\n      fresh\n      kycPending\n    }\n  }\n"): (typeof documents)["\n  query QueueFigures($dayEnd: DateTime!) {\n    queueFigures(dayEnd: $dayEnd) {\n      balanceWaiting\n      balanceUnknown\n      commandsWaiting\n      commandsUnknown\n      overdue\n      fresh\n      kycPending\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query OpenAlerts {\n    openWatchAlerts\n  }\n"): (typeof documents)["\n  query OpenAlerts {\n    openWatchAlerts\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ImportParts on ClientImport {\n    id\n    version\n    state\n    fileName\n    size\n    received\n    partSize\n    fileHash\n    format\n    refusal { code message }\n    encoding\n    delimiter\n    quote\n    sheets\n    sheet\n    headerRow\n    rowCount\n    columns { index name named samples field customFieldId rule default tidy phoneCountry dateOrder nameOrder }\n    constants { field customFieldId value rule }\n    mappingRemembered\n    matchBy\n    mayMatchBy\n    onMatch\n    onRepeat\n    assignment { mode owners { id name } team { id name } shares { owner { id name } count } }\n    counts { create update skip error repeats matches problems { column field customFieldId code message severity count } }\n    progress { done total left }\n    written { create update skip error repeats matches }\n    undo { deleted archived restored refused until possible }\n    skipBadRows\n    createdBy { id name }\n    createdAt\n    committedAt\n    keptUntil\n    forgotten\n    mine\n  }\n"): (typeof documents)["\n  fragment ImportParts on ClientImport {\n    id\n    version\n    state\n    fileName\n    size\n    received\n    partSize\n    fileHash\n    format\n    refusal { code message }\n    encoding\n    delimiter\n    quote\n    sheets\n    sheet\n    headerRow\n    rowCount\n    columns { index name named samples field customFieldId rule default tidy phoneCountry dateOrder nameOrder }\n    constants { field customFieldId value rule }\n    mappingRemembered\n    matchBy\n    mayMatchBy\n    onMatch\n    onRepeat\n    assignment { mode owners { id name } team { id name } shares { owner { id name } count } }\n    counts { create update skip error repeats matches problems { column field customFieldId code message severity count } }\n    progress { done total left }\n    written { create update skip error repeats matches }\n    undo { deleted archived restored refused until possible }\n    skipBadRows\n    createdBy { id name }\n    createdAt\n    committedAt\n    keptUntil\n    forgotten\n    mine\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ImportRowParts on ImportRow {\n    row\n    cells { value masked fixed }\n    outcome\n    problems { column field customFieldId code message found severity }\n    repeats\n    client { id number displayName }\n  }\n"): (typeof documents)["\n  fragment ImportRowParts on ImportRow {\n    row\n    cells { value masked fixed }\n    outcome\n    problems { column field customFieldId code message found severity }\n    repeats\n    client { id number displayName }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ClientImportList($first: Int!, $after: String) {\n    clientImports(first: $first, after: $after) {\n      edges {\n        cursor\n        node {\n          id\n          version\n          state\n          fileName\n          size\n          rowCount\n          counts { create update skip error }\n          written { create update skip error }\n          undo { deleted archived restored refused until possible }\n          progress { done total left }\n          createdBy { id name }\n          createdAt\n          committedAt\n          mine\n          forgotten\n        }\n      }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"): (typeof documents)["\n  query ClientImportList($first: Int!, $after: String) {\n    clientImports(first: $first, after: $after) {\n      edges {\n        cursor\n        node {\n          id\n          version\n          state\n          fileName\n          size\n          rowCount\n          counts { create update skip error }\n          written { create update skip error }\n          undo { deleted archived restored refused until possible }\n          progress { done total left }\n          createdBy { id name }\n          createdAt\n          committedAt\n          mine\n          forgotten\n        }\n      }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ClientImport($id: ID!) {\n    clientImport(id: $id) { ...ImportParts }\n  }\n"): (typeof documents)["\n  query ClientImport($id: ID!) {\n    clientImport(id: $id) { ...ImportParts }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ImportRows($id: ID!, $outcomes: [ImportOutcome!], $problem: ImportProblemKindInput, $first: Int!, $after: String) {\n    clientImportRows(id: $id, outcomes: $outcomes, problem: $problem, first: $first, after: $after) {\n      edges { cursor node { ...ImportRowParts } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"): (typeof documents)["\n  query ImportRows($id: ID!, $outcomes: [ImportOutcome!], $problem: ImportProblemKindInput, $first: Int!, $after: String) {\n    clientImportRows(id: $id, outcomes: $outcomes, problem: $problem, first: $first, after: $after) {\n      edges { cursor node { ...ImportRowParts } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ImportFieldList {\n    importFields {\n      field\n      customField { id label kind choices { id label retired } }\n      maxLength\n      mayOverwrite\n      mayFill\n    }\n  }\n"): (typeof documents)["\n  query ImportFieldList {\n    importFields {\n      field\n      customField { id label kind choices { id label retired } }\n      maxLength\n      mayOverwrite\n      mayFill\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription ImportChanges {\n    importChanged { id version state }\n  }\n"): (typeof documents)["\n  subscription ImportChanges {\n    importChanged { id version state }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation StartImport($input: StartImportInput!) {\n    startImport(input: $input) { import { ...ImportParts } errors { code message path } }\n  }\n"): (typeof documents)["\n  mutation StartImport($input: StartImportInput!) {\n    startImport(input: $input) { import { ...ImportParts } errors { code message path } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ReadImport($input: ReadImportInput!) {\n    readImport(input: $input) { import { ...ImportParts } errors { code message path } }\n  }\n"): (typeof documents)["\n  mutation ReadImport($input: ReadImportInput!) {\n    readImport(input: $input) { import { ...ImportParts } errors { code message path } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation MapImport($input: MapImportInput!) {\n    mapImport(input: $input) { import { ...ImportParts } errors { code message path } }\n  }\n"): (typeof documents)["\n  mutation MapImport($input: MapImportInput!) {\n    mapImport(input: $input) { import { ...ImportParts } errors { code message path } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CheckImport($input: StepImportInput!) {\n    checkImport(input: $input) { import { ...ImportParts } errors { code message path } }\n  }\n"): (typeof documents)["\n  mutation CheckImport($input: StepImportInput!) {\n    checkImport(input: $input) { import { ...ImportParts } errors { code message path } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation FixImportCells($input: FixImportCellsInput!) {\n    fixImportCells(input: $input) {\n      import { ...ImportParts }\n      rows { ...ImportRowParts }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation FixImportCells($input: FixImportCellsInput!) {\n    fixImportCells(input: $input) {\n      import { ...ImportParts }\n      rows { ...ImportRowParts }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CommitImport($input: CommitImportInput!) {\n    commitImport(input: $input) { import { ...ImportParts } errors { code message path } }\n  }\n"): (typeof documents)["\n  mutation CommitImport($input: CommitImportInput!) {\n    commitImport(input: $input) { import { ...ImportParts } errors { code message path } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation PauseImport($id: ID!) {\n    pauseImport(id: $id) { import { ...ImportParts } errors { code message path } }\n  }\n"): (typeof documents)["\n  mutation PauseImport($id: ID!) {\n    pauseImport(id: $id) { import { ...ImportParts } errors { code message path } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ResumeImport($id: ID!) {\n    resumeImport(id: $id) { import { ...ImportParts } errors { code message path } }\n  }\n"): (typeof documents)["\n  mutation ResumeImport($id: ID!) {\n    resumeImport(id: $id) { import { ...ImportParts } errors { code message path } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CancelImport($id: ID!) {\n    cancelImport(id: $id) { import { ...ImportParts } errors { code message path } }\n  }\n"): (typeof documents)["\n  mutation CancelImport($id: ID!) {\n    cancelImport(id: $id) { import { ...ImportParts } errors { code message path } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UndoImport($input: StepImportInput!) {\n    undoImport(input: $input) { import { ...ImportParts } errors { code message path } }\n  }\n"): (typeof documents)["\n  mutation UndoImport($input: StepImportInput!) {\n    undoImport(input: $input) { import { ...ImportParts } errors { code message path } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment FeedFields on Feed { serverId serverName state asOf said }\n"): (typeof documents)["\n  fragment FeedFields on Feed { serverId serverName state asOf said }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment LivePositionFields on LivePosition {\n    key\n    ticket\n    accountId\n    login\n    serverId\n    serverName\n    serverKind\n    environment\n    client { id number name }\n    group\n    symbol\n    digits\n    side\n    lots\n    priceOpen\n    priceCurrent\n    stopLoss\n    takeProfit\n    profit\n    swap\n    currency\n    marginLevel\n    openedAt\n  }\n"): (typeof documents)["\n  fragment LivePositionFields on LivePosition {\n    key\n    ticket\n    accountId\n    login\n    serverId\n    serverName\n    serverKind\n    environment\n    client { id number name }\n    group\n    symbol\n    digits\n    side\n    lots\n    priceOpen\n    priceCurrent\n    stopLoss\n    takeProfit\n    profit\n    swap\n    currency\n    marginLevel\n    openedAt\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment LiveOrderFields on LiveOrder {\n    key\n    ticket\n    accountId\n    login\n    serverId\n    serverName\n    serverKind\n    environment\n    client { id number name }\n    group\n    symbol\n    digits\n    kind\n    lots\n    price\n    priceCurrent\n    priceAsOf\n    priceTrigger\n    stopLoss\n    takeProfit\n    expiresAt\n    placedAt\n  }\n"): (typeof documents)["\n  fragment LiveOrderFields on LiveOrder {\n    key\n    ticket\n    accountId\n    login\n    serverId\n    serverName\n    serverKind\n    environment\n    client { id number name }\n    group\n    symbol\n    digits\n    kind\n    lots\n    price\n    priceCurrent\n    priceAsOf\n    priceTrigger\n    stopLoss\n    takeProfit\n    expiresAt\n    placedAt\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription PositionBeats($filter: LiveFilter!, $sort: PositionSort, $from: Int!, $count: Int!) {\n    positionBeats(filter: $filter, sort: $sort, from: $from, count: $count) {\n      keys\n      changed { ...LivePositionFields }\n      total\n      totals { environment currency profit swap }\n      feeds { ...FeedFields }\n    }\n  }\n"): (typeof documents)["\n  subscription PositionBeats($filter: LiveFilter!, $sort: PositionSort, $from: Int!, $count: Int!) {\n    positionBeats(filter: $filter, sort: $sort, from: $from, count: $count) {\n      keys\n      changed { ...LivePositionFields }\n      total\n      totals { environment currency profit swap }\n      feeds { ...FeedFields }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription OrderBeats($filter: LiveFilter!, $from: Int!, $count: Int!) {\n    orderBeats(filter: $filter, from: $from, count: $count) {\n      keys\n      changed { ...LiveOrderFields }\n      total\n      feeds { ...FeedFields }\n    }\n  }\n"): (typeof documents)["\n  subscription OrderBeats($filter: LiveFilter!, $from: Int!, $count: Int!) {\n    orderBeats(filter: $filter, from: $from, count: $count) {\n      keys\n      changed { ...LiveOrderFields }\n      total\n      feeds { ...FeedFields }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription ExposureBeats($filter: LiveFilter!) {\n    exposureBeats(filter: $filter) {\n      rows { symbol environment positions clients buyLots sellLots netLots profits { environment currency profit swap } }\n      feeds { ...FeedFields }\n    }\n  }\n"): (typeof documents)["\n  subscription ExposureBeats($filter: LiveFilter!) {\n    exposureBeats(filter: $filter) {\n      rows { symbol environment positions clients buyLots sellLots netLots profits { environment currency profit swap } }\n      feeds { ...FeedFields }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription MarginBeats($below: String!, $environment: TradingEnvironment, $from: Int!, $count: Int!) {\n    marginWatchBeats(below: $below, environment: $environment, from: $from, count: $count) {\n      rows { account { ...TradingAccountFields } marginLevel openPositions }\n      total\n      feeds { ...FeedFields }\n    }\n  }\n"): (typeof documents)["\n  subscription MarginBeats($below: String!, $environment: TradingEnvironment, $from: Int!, $count: Int!) {\n    marginWatchBeats(below: $below, environment: $environment, from: $from, count: $count) {\n      rows { account { ...TradingAccountFields } marginLevel openPositions }\n      total\n      feeds { ...FeedFields }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription AccountBeats($clientId: ID!) {\n    accountBeats(clientId: $clientId) { ...TradingAccountFields }\n  }\n"): (typeof documents)["\n  subscription AccountBeats($clientId: ID!) {\n    accountBeats(clientId: $clientId) { ...TradingAccountFields }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment RoleFields on Role {\n    id\n    version\n    name\n    description\n    memberCount\n    editable\n    reason\n    grants { permission reach }\n    fields { field relation visibility }\n    deniedPermissions\n    deniedFields\n  }\n"): (typeof documents)["\n  fragment RoleFields on Role {\n    id\n    version\n    name\n    description\n    memberCount\n    editable\n    reason\n    grants { permission reach }\n    fields { field relation visibility }\n    deniedPermissions\n    deniedFields\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Roles {\n    roles { ...RoleFields }\n    permissionCatalogue { permission resource verb sentence hasReach stepUp grantable maxReach }\n  }\n"): (typeof documents)["\n  query Roles {\n    roles { ...RoleFields }\n    permissionCatalogue { permission resource verb sentence hasReach stepUp grantable maxReach }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateRole($input: CreateRoleInput!) {\n    createRole(input: $input) {\n      role { ...RoleFields }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation CreateRole($input: CreateRoleInput!) {\n    createRole(input: $input) {\n      role { ...RoleFields }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation EditRole($input: EditRoleInput!) {\n    editRole(input: $input) {\n      role { ...RoleFields }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation EditRole($input: EditRoleInput!) {\n    editRole(input: $input) {\n      role { ...RoleFields }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation StartPreview($id: ID!) {\n    startPreview(id: $id) {\n      until\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation StartPreview($id: ID!) {\n    startPreview(id: $id) {\n      until\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation StartDraftPreview($input: PreviewDraftInput!) {\n    startDraftPreview(input: $input) {\n      until\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation StartDraftPreview($input: PreviewDraftInput!) {\n    startDraftPreview(input: $input) {\n      until\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query IsPreview {\n    viewer { preview { roleName draft until } }\n  }\n"): (typeof documents)["\n  query IsPreview {\n    viewer { preview { roleName draft until } }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation EndPreview {\n    endPreview {\n      until\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation EndPreview {\n    endPreview {\n      until\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteRole($input: DeleteInput!) {\n    deleteRole(input: $input) {\n      deletedId\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation DeleteRole($input: DeleteInput!) {\n    deleteRole(input: $input) {\n      deletedId\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query PermissionUse($roleId: ID, $days: Int!) {\n    permissionUse(roleId: $roleId, days: $days) {\n      since\n      from\n      lines { permission sentence holders users lastOn }\n    }\n  }\n"): (typeof documents)["\n  query PermissionUse($roleId: ID, $days: Int!) {\n    permissionUse(roleId: $roleId, days: $days) {\n      since\n      from\n      lines { permission sentence holders users lastOn }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query PermissionHolders($permission: String!, $roleId: ID) {\n    permissionHolders(permission: $permission, roleId: $roleId) {\n      staff { id name }\n      roles\n      lastOn\n    }\n  }\n"): (typeof documents)["\n  query PermissionHolders($permission: String!, $roleId: ID) {\n    permissionHolders(permission: $permission, roleId: $roleId) {\n      staff { id name }\n      roles\n      lastOn\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment StaffFields on StaffMember {\n    id\n    version\n    name\n    email { display masked canReveal present }\n    status\n    team { id name }\n    roles { id name until }\n    totpEnabled\n    lastSeenAt\n    createdAt\n  }\n"): (typeof documents)["\n  fragment StaffFields on StaffMember {\n    id\n    version\n    name\n    email { display masked canReveal present }\n    status\n    team { id name }\n    roles { id name until }\n    totpEnabled\n    lastSeenAt\n    createdAt\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query StaffList {\n    staffMembers { ...StaffFields }\n    teams { id name }\n    roles { id name editable reason }\n  }\n"): (typeof documents)["\n  query StaffList {\n    staffMembers { ...StaffFields }\n    teams { id name }\n    roles { id name editable reason }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation InviteStaff($input: InviteStaffInput!) {\n    inviteStaff(input: $input) {\n      staff { ...StaffFields }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation InviteStaff($input: InviteStaffInput!) {\n    inviteStaff(input: $input) {\n      staff { ...StaffFields }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ResendInvitation($id: ID!) {\n    resendInvitation(id: $id) {\n      staff { ...StaffFields }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation ResendInvitation($id: ID!) {\n    resendInvitation(id: $id) {\n      staff { ...StaffFields }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation EditStaff($input: EditStaffInput!) {\n    editStaff(input: $input) {\n      staff { ...StaffFields }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation EditStaff($input: EditStaffInput!) {\n    editStaff(input: $input) {\n      staff { ...StaffFields }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ChangeStaffStatus($input: ChangeStaffStatusInput!) {\n    changeStaffStatus(input: $input) {\n      staff { ...StaffFields }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation ChangeStaffStatus($input: ChangeStaffStatusInput!) {\n    changeStaffStatus(input: $input) {\n      staff { ...StaffFields }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment CoverFields on Cover {\n    id\n    version\n    absent { id name }\n    cover { id name }\n    from\n    until\n    setBy { id name }\n  }\n"): (typeof documents)["\n  fragment CoverFields on Cover {\n    id\n    version\n    absent { id name }\n    cover { id name }\n    from\n    until\n    setBy { id name }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query CoverList {\n    covers { ...CoverFields }\n  }\n"): (typeof documents)["\n  query CoverList {\n    covers { ...CoverFields }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TeamBoard($from: DateTime!, $before: DateTime!) {\n    teamBoard(from: $from, before: $before) {\n      staff { id name }\n      team\n      contacts\n      conversions\n      overdue\n      target { version contactsADay firstDepositsAMonth }\n    }\n  }\n"): (typeof documents)["\n  query TeamBoard($from: DateTime!, $before: DateTime!) {\n    teamBoard(from: $from, before: $before) {\n      staff { id name }\n      team\n      contacts\n      conversions\n      overdue\n      target { version contactsADay firstDepositsAMonth }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query CoverPeople {\n    coverPeople {\n      absent { id name }\n      covers { id name }\n    }\n  }\n"): (typeof documents)["\n  query CoverPeople {\n    coverPeople {\n      absent { id name }\n      covers { id name }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query MyCovers {\n    myCovers { ...CoverFields }\n  }\n"): (typeof documents)["\n  query MyCovers {\n    myCovers { ...CoverFields }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SetCover($input: SetCoverInput!) {\n    setCover(input: $input) {\n      cover { ...CoverFields }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation SetCover($input: SetCoverInput!) {\n    setCover(input: $input) {\n      cover { ...CoverFields }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation EndCover($input: EndCoverInput!) {\n    endCover(input: $input) {\n      endedId\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation EndCover($input: EndCoverInput!) {\n    endCover(input: $input) {\n      endedId\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SetTarget($input: SetTargetInput!) {\n    setTarget(input: $input) {\n      target { version contactsADay firstDepositsAMonth }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation SetTarget($input: SetTargetInput!) {\n    setTarget(input: $input) {\n      target { version contactsADay firstDepositsAMonth }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment TeamFields on Team {\n    id\n    version\n    name\n    desk\n    parentId\n    leader { id name }\n    members { id name }\n    memberCount\n  }\n"): (typeof documents)["\n  fragment TeamFields on Team {\n    id\n    version\n    name\n    desk\n    parentId\n    leader { id name }\n    members { id name }\n    memberCount\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TeamTree {\n    teams { ...TeamFields }\n  }\n"): (typeof documents)["\n  query TeamTree {\n    teams { ...TeamFields }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Leaders {\n    staffMembers { id name status }\n  }\n"): (typeof documents)["\n  query Leaders {\n    staffMembers { id name status }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateTeam($input: CreateTeamInput!) {\n    createTeam(input: $input) {\n      team { ...TeamFields }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation CreateTeam($input: CreateTeamInput!) {\n    createTeam(input: $input) {\n      team { ...TeamFields }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation EditTeam($input: EditTeamInput!) {\n    editTeam(input: $input) {\n      team { ...TeamFields }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation EditTeam($input: EditTeamInput!) {\n    editTeam(input: $input) {\n      team { ...TeamFields }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteTeam($input: DeleteInput!) {\n    deleteTeam(input: $input) {\n      deletedId\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation DeleteTeam($input: DeleteInput!) {\n    deleteTeam(input: $input) {\n      deletedId\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment TradingAccountFields on TradingAccount {\n    id\n    version\n    client { id number name }\n    serverId\n    serverName\n    serverKind\n    environment\n    productId\n    productName\n    login\n    group\n    currency\n    leverage\n    loginEnabled\n    tradingEnabled\n    linked\n    openedAt\n    archivedAt\n    showsFigures\n    figures { balance credit equity margin marginFree marginLevel floating asOf }\n    feedState\n  }\n"): (typeof documents)["\n  fragment TradingAccountFields on TradingAccount {\n    id\n    version\n    client { id number name }\n    serverId\n    serverName\n    serverKind\n    environment\n    productId\n    productName\n    login\n    group\n    currency\n    leverage\n    loginEnabled\n    tradingEnabled\n    linked\n    openedAt\n    archivedAt\n    showsFigures\n    figures { balance credit equity margin marginFree marginLevel floating asOf }\n    feedState\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TradingAccountList($first: Int!, $after: String, $filter: TradingAccountFilter) {\n    tradingAccounts(first: $first, after: $after, filter: $filter) {\n      edges { cursor node { ...TradingAccountFields } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"): (typeof documents)["\n  query TradingAccountList($first: Int!, $after: String, $filter: TradingAccountFilter) {\n    tradingAccounts(first: $first, after: $after, filter: $filter) {\n      edges { cursor node { ...TradingAccountFields } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TradingAccount($id: ID!) {\n    tradingAccount(id: $id) { ...TradingAccountFields }\n  }\n"): (typeof documents)["\n  query TradingAccount($id: ID!) {\n    tradingAccount(id: $id) { ...TradingAccountFields }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query AccountOpenings {\n    accountOpenings {\n      id\n      client { id number name }\n      productName\n      leverage\n      state\n      said\n      sentBy { id name }\n      sentAt\n    }\n  }\n"): (typeof documents)["\n  query AccountOpenings {\n    accountOpenings {\n      id\n      client { id number name }\n      productName\n      leverage\n      state\n      said\n      sentBy { id name }\n      sentAt\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TradingAccountEffect($id: ID!, $productId: ID, $leverage: Int) {\n    tradingAccountEffect(id: $id, productId: $productId, leverage: $leverage) {\n      openPositions margin marginAfter marginFree marginFreeAfter marginLevel marginLevelAfter\n      levels { marginCall stopOut areMoney }\n      levelsAfter { marginCall stopOut areMoney }\n      refusal remarks\n    }\n  }\n"): (typeof documents)["\n  query TradingAccountEffect($id: ID!, $productId: ID, $leverage: Int) {\n    tradingAccountEffect(id: $id, productId: $productId, leverage: $leverage) {\n      openPositions margin marginAfter marginFree marginFreeAfter marginLevel marginLevelAfter\n      levels { marginCall stopOut areMoney }\n      levelsAfter { marginCall stopOut areMoney }\n      refusal remarks\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation OpenTradingAccount($input: OpenTradingAccountInput!) {\n    openTradingAccount(input: $input) {\n      result { openingId state said mainPassword investorPassword }\n      tradingAccount { ...TradingAccountFields }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation OpenTradingAccount($input: OpenTradingAccountInput!) {\n    openTradingAccount(input: $input) {\n      result { openingId state said mainPassword investorPassword }\n      tradingAccount { ...TradingAccountFields }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SettleAccountOpening($id: ID!) {\n    settleAccountOpening(id: $id) {\n      result { openingId state said }\n      tradingAccount { ...TradingAccountFields }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation SettleAccountOpening($id: ID!) {\n    settleAccountOpening(id: $id) {\n      result { openingId state said }\n      tradingAccount { ...TradingAccountFields }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation LinkTradingAccount($input: LinkTradingAccountInput!) {\n    linkTradingAccount(input: $input) {\n      tradingAccount { ...TradingAccountFields }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation LinkTradingAccount($input: LinkTradingAccountInput!) {\n    linkTradingAccount(input: $input) {\n      tradingAccount { ...TradingAccountFields }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ChangeTradingAccount($input: ChangeTradingAccountInput!) {\n    changeTradingAccount(input: $input) {\n      tradingAccount { ...TradingAccountFields }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation ChangeTradingAccount($input: ChangeTradingAccountInput!) {\n    changeTradingAccount(input: $input) {\n      tradingAccount { ...TradingAccountFields }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SwitchTradingAccount($input: SwitchTradingAccountInput!) {\n    switchTradingAccount(input: $input) {\n      tradingAccount { ...TradingAccountFields }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation SwitchTradingAccount($input: SwitchTradingAccountInput!) {\n    switchTradingAccount(input: $input) {\n      tradingAccount { ...TradingAccountFields }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ArchiveTradingAccount($input: ArchiveTradingAccountInput!) {\n    archiveTradingAccount(input: $input) {\n      tradingAccount { ...TradingAccountFields }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation ArchiveTradingAccount($input: ArchiveTradingAccountInput!) {\n    archiveTradingAccount(input: $input) {\n      tradingAccount { ...TradingAccountFields }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SetTradingPassword($input: SetTradingPasswordInput!) {\n    setTradingPassword(input: $input) {\n      password\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation SetTradingPassword($input: SetTradingPasswordInput!) {\n    setTradingPassword(input: $input) {\n      password\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SendTradingPasswordLink($input: SetTradingPasswordInput!) {\n    sendTradingPasswordLink(input: $input) {\n      sent\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation SendTradingPasswordLink($input: SetTradingPasswordInput!) {\n    sendTradingPasswordLink(input: $input) {\n      sent\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query AccountPasswordRule {\n    accountPasswordRule { onlyByLink version }\n  }\n"): (typeof documents)["\n  query AccountPasswordRule {\n    accountPasswordRule { onlyByLink version }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SetAccountPasswordRule($input: SetAccountPasswordRuleInput!) {\n    setAccountPasswordRule(input: $input) {\n      rule { onlyByLink version }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation SetAccountPasswordRule($input: SetAccountPasswordRuleInput!) {\n    setAccountPasswordRule(input: $input) {\n      rule { onlyByLink version }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RefreshTradingAccount($id: ID!) {\n    refreshTradingAccount(id: $id) {\n      tradingAccount { ...TradingAccountFields }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation RefreshTradingAccount($id: ID!) {\n    refreshTradingAccount(id: $id) {\n      tradingAccount { ...TradingAccountFields }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment TradingServerFields on TradingServer {\n    id\n    version\n    kind\n    environment\n    name\n    host\n    port\n    manager\n    authorities\n    pin\n    plain\n    authorityUrl\n    scope\n    platform\n    daylight\n    archived\n    state\n    checkedAt\n    lastAnswerAt\n    lastError\n    failures\n    lagMs\n    lag { dealDelayMs feeds { kind state asOf said } }\n    clockOffsetSeconds\n    clockDriftSeconds\n  }\n"): (typeof documents)["\n  fragment TradingServerFields on TradingServer {\n    id\n    version\n    kind\n    environment\n    name\n    host\n    port\n    manager\n    authorities\n    pin\n    plain\n    authorityUrl\n    scope\n    platform\n    daylight\n    archived\n    state\n    checkedAt\n    lastAnswerAt\n    lastError\n    failures\n    lagMs\n    lag { dealDelayMs feeds { kind state asOf said } }\n    clockOffsetSeconds\n    clockDriftSeconds\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TradingServerList {\n    tradingServers { ...TradingServerFields }\n  }\n"): (typeof documents)["\n  query TradingServerList {\n    tradingServers { ...TradingServerFields }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation AddTradingServer($input: AddTradingServerInput!) {\n    addTradingServer(input: $input) {\n      tradingServer { ...TradingServerFields }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation AddTradingServer($input: AddTradingServerInput!) {\n    addTradingServer(input: $input) {\n      tradingServer { ...TradingServerFields }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation EditTradingServer($input: EditTradingServerInput!) {\n    editTradingServer(input: $input) {\n      tradingServer { ...TradingServerFields }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation EditTradingServer($input: EditTradingServerInput!) {\n    editTradingServer(input: $input) {\n      tradingServer { ...TradingServerFields }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation TestTradingServer($id: ID!) {\n    testTradingServer(id: $id) {\n      test {\n        good\n        problems\n        signedIn\n        latencyMs\n        clockOffsetSeconds\n        clockDriftSeconds\n        groups\n        symbols\n        missingRights\n        unknownRights\n      }\n      tradingServer { ...TradingServerFields }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation TestTradingServer($id: ID!) {\n    testTradingServer(id: $id) {\n      test {\n        good\n        problems\n        signedIn\n        latencyMs\n        clockOffsetSeconds\n        clockDriftSeconds\n        groups\n        symbols\n        missingRights\n        unknownRights\n      }\n      tradingServer { ...TradingServerFields }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ArchiveTradingServer($input: DeleteInput!) {\n    archiveTradingServer(input: $input) {\n      tradingServer { ...TradingServerFields }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation ArchiveTradingServer($input: DeleteInput!) {\n    archiveTradingServer(input: $input) {\n      tradingServer { ...TradingServerFields }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RestoreTradingServer($input: DeleteInput!) {\n    restoreTradingServer(input: $input) {\n      tradingServer { ...TradingServerFields }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation RestoreTradingServer($input: DeleteInput!) {\n    restoreTradingServer(input: $input) {\n      tradingServer { ...TradingServerFields }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query WatchAlerts($open: Boolean!, $first: Int!, $after: String) {\n    watchAlerts(open: $open, first: $first, after: $after) {\n      edges {\n        node {\n          id kind staff { id name } most minutes count firstAt lastAt raisedAt closedAt closedBy { id name } action\n        }\n      }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"): (typeof documents)["\n  query WatchAlerts($open: Boolean!, $first: Int!, $after: String) {\n    watchAlerts(open: $open, first: $first, after: $after) {\n      edges {\n        node {\n          id kind staff { id name } most minutes count firstAt lastAt raisedAt closedAt closedBy { id name } action\n        }\n      }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query WatchRules {\n    watchRules { kind version enabled most minutes nightFrom nightTo }\n  }\n"): (typeof documents)["\n  query WatchRules {\n    watchRules { kind version enabled most minutes nightFrom nightTo }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ChangeWatchRule($input: ChangeWatchRuleInput!) {\n    changeWatchRule(input: $input) {\n      rule { kind version enabled most minutes nightFrom nightTo }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation ChangeWatchRule($input: ChangeWatchRuleInput!) {\n    changeWatchRule(input: $input) {\n      rule { kind version enabled most minutes nightFrom nightTo }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CloseWatchAlert($input: CloseWatchAlertInput!) {\n    closeWatchAlert(input: $input) {\n      alert { id closedAt closedBy { id name } }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation CloseWatchAlert($input: CloseWatchAlertInput!) {\n    closeWatchAlert(input: $input) {\n      alert { id closedAt closedBy { id name } }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query WhyPeople {\n    staffMembers { id name status }\n  }\n"): (typeof documents)["\n  query WhyPeople {\n    staffMembers { id name status }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query WhyClients($search: String) {\n    clients(first: 10, search: $search) {\n      edges { node { id number displayName owner { id name } } }\n    }\n  }\n"): (typeof documents)["\n  query WhyClients($search: String) {\n    clients(first: 10, search: $search) {\n      edges { node { id number displayName owner { id name } } }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ExplainAccess($input: ExplainAccessInput!) {\n    explainAccess(input: $input) {\n      client { id number displayName owner { id name } team { id name } }\n      person { id name }\n      at\n      sees\n      obstacles\n      roles { id name until }\n      relations\n      view {\n        may\n        grants {\n          role { id name until }\n          reach\n          ties { kind leads colleague { id name } teams { id name } }\n        }\n        deniedBy { id name until }\n      }\n      acts {\n        permission\n        sentence\n        may\n        stepUp\n        grants { role { id name until } reach holds }\n        deniedBy { id name until }\n      }\n      fields {\n        field\n        visibility\n        words { role { id name until } relation visibility decides }\n        deniedBy { id name until }\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation ExplainAccess($input: ExplainAccessInput!) {\n    explainAccess(input: $input) {\n      client { id number displayName owner { id name } team { id name } }\n      person { id name }\n      at\n      sees\n      obstacles\n      roles { id name until }\n      relations\n      view {\n        may\n        grants {\n          role { id name until }\n          reach\n          ties { kind leads colleague { id name } teams { id name } }\n        }\n        deniedBy { id name until }\n      }\n      acts {\n        permission\n        sentence\n        may\n        stepUp\n        grants { role { id name until } reach holds }\n        deniedBy { id name until }\n      }\n      fields {\n        field\n        visibility\n        words { role { id name until } relation visibility decides }\n        deniedBy { id name until }\n      }\n    }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;