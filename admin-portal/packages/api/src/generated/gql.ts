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
    "\n  mutation ChangePreferences($input: ChangePreferencesInput!) {\n    changePreferences(input: $input) {\n      viewer {\n        staff { id name }\n        preferences { theme density locale timeZone shortcuts }\n      }\n      errors { code message path }\n    }\n  }\n": typeof types.ChangePreferencesDocument,
    "\n  query Viewer {\n    viewer {\n      staff { id name team { id name } roles { id name } }\n      email\n      broker {\n        slug name timeZone apiHost clientHost\n        salesStatuses { id name type color position }\n        retentionStatuses { id name type color position }\n        tags { id name color }\n      }\n      permissions { permission reach }\n      fields { field relation visibility }\n      accessVersion\n      totpEnabled\n      recoveryCodesLeft\n      stepUpUntil\n      revealsLeftThisHour\n      preferences { theme density locale timeZone shortcuts }\n    }\n  }\n": typeof types.ViewerDocument,
    "\n  mutation EditClient($input: EditClientInput!) {\n    editClient(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n      undoToken\n    }\n  }\n": typeof types.EditClientDocument,
    "\n  mutation AssignClient($input: AssignClientInput!) {\n    assignClient(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n      undoToken\n    }\n  }\n": typeof types.AssignClientDocument,
    "\n  mutation ChangeClientTags($input: ChangeClientTagsInput!) {\n    changeClientTags(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n      undoToken\n    }\n  }\n": typeof types.ChangeClientTagsDocument,
    "\n  mutation Undo($token: String!) {\n    undo(token: $token) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n": typeof types.UndoDocument,
    "\n  mutation ArchiveClient($input: ArchiveClientInput!) {\n    archiveClient(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n": typeof types.ArchiveClientDocument,
    "\n  mutation RestoreClient($input: ArchiveClientInput!) {\n    restoreClient(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n": typeof types.RestoreClientDocument,
    "\n  mutation ChangeClientEmail($input: ChangeClientEmailInput!) {\n    changeClientEmail(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n": typeof types.ChangeClientEmailDocument,
    "\n  mutation ResetClientPassword($input: ResetClientPasswordInput!) {\n    resetClientPassword(input: $input) {\n      sent\n      errors { code message path }\n    }\n  }\n": typeof types.ResetClientPasswordDocument,
    "\n  mutation AddContact($input: AddContactInput!) {\n    addContact(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n": typeof types.AddContactDocument,
    "\n  mutation RevealContact($input: RevealInput!) {\n    revealContact(input: $input) {\n      value\n      expiresAt\n      left\n      errors { code message path }\n    }\n  }\n": typeof types.RevealContactDocument,
    "\n  mutation CreateClient($input: CreateClientInput!) {\n    createClient(input: $input) {\n      client { ...ClientRow }\n      errors { code message path }\n    }\n  }\n": typeof types.CreateClientDocument,
    "\n  query Duplicates($probe: DuplicateProbe!) {\n    possibleDuplicates(probe: $probe) {\n      checked\n      matches { field clientId number displayName }\n    }\n  }\n": typeof types.DuplicatesDocument,
    "\n  fragment ClientRow on Client {\n    id\n    number\n    version\n    kind\n    stage\n    displayName\n    email { display masked canReveal present }\n    phone { display masked canReveal present }\n    country\n    language\n    salesStatus { id name type color }\n    retentionStatus { id name type color }\n    kycStatus\n    status\n    owner { id name }\n    team { id name }\n    tags { id name color }\n    source\n    createdAt\n    updatedAt\n    lastContactAt\n    nextFollowUpAt\n    archivedAt\n  }\n": typeof types.ClientRowFragmentDoc,
    "\n  query Clients($first: Int!, $after: String, $filter: ClientFilter, $sort: ClientSort, $search: String) {\n    clients(first: $first, after: $after, filter: $filter, sort: $sort, search: $search) {\n      edges { cursor node { ...ClientRow } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": typeof types.ClientsDocument,
    "\n  query ClientCount($filter: ClientFilter, $search: String) {\n    clientCount(filter: $filter, search: $search) { value capped }\n  }\n": typeof types.ClientCountDocument,
    "\n  query ClientRowById($id: ID!) {\n    client(id: $id) { ...ClientRow }\n  }\n": typeof types.ClientRowByIdDocument,
    "\n  fragment ClientDetail on Client {\n    ...ClientRow\n    actions { action allowed reason stepUp }\n    profile {\n      firstName\n      middleName\n      lastName\n      companyName\n      contacts { id kind value { display masked canReveal present } primary verifiedAt }\n      dateOfBirth { display masked canReveal present }\n      address { display masked canReveal present }\n      nationality\n      campaign\n      utmSource\n      utmMedium\n      utmCampaign\n      referrerCode\n      riskLevel\n      pep\n      usPerson\n      verificationLevel\n      marketingConsent\n      termsAcceptedAt\n      registeredAt\n      convertedAt\n      lastLoginAt\n      mustResetPassword\n      moneyFrozenUntil\n      participants { id name }\n      notes { ...NoteFields }\n    }\n  }\n": typeof types.ClientDetailFragmentDoc,
    "\n  fragment NoteFields on Note {\n    id\n    version\n    text\n    pinned\n    author { id name }\n    createdAt\n    updatedAt\n    mine\n  }\n": typeof types.NoteFieldsFragmentDoc,
    "\n  query ClientDetailById($id: ID!) {\n    client(id: $id) { ...ClientDetail }\n  }\n": typeof types.ClientDetailByIdDocument,
    "\n  mutation OpenClient($id: ID!) {\n    openClient(id: $id) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n": typeof types.OpenClientDocument,
    "\n  query AssignableStaff($search: String) {\n    assignableStaff(search: $search) { id name }\n  }\n": typeof types.AssignableStaffDocument,
    "\n  query TeamNames {\n    teams { id name }\n  }\n": typeof types.TeamNamesDocument,
    "\n  mutation AddNote($input: AddNoteInput!) {\n    addNote(input: $input) {\n      note { ...NoteFields }\n      errors { code message path }\n    }\n  }\n": typeof types.AddNoteDocument,
    "\n  mutation EditNote($input: EditNoteInput!) {\n    editNote(input: $input) {\n      note { ...NoteFields }\n      errors { code message path }\n    }\n  }\n": typeof types.EditNoteDocument,
    "\n  mutation DeleteNote($input: DeleteInput!) {\n    deleteNote(input: $input) {\n      deletedId\n      errors { code message path }\n    }\n  }\n": typeof types.DeleteNoteDocument,
    "\n  query TimelineEntries($clientId: ID!, $first: Int!, $after: String, $kinds: [TimelineKind!]) {\n    clientTimeline(clientId: $clientId, first: $first, after: $after, kinds: $kinds) {\n      edges {\n        cursor\n        node {\n          id\n          at\n          kind\n          action\n          title\n          actor\n          reason\n          changes {\n            field\n            before { display masked present canReveal }\n            after { display masked present canReveal }\n          }\n          note { ...NoteFields }\n        }\n      }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": typeof types.TimelineEntriesDocument,
};
const documents: Documents = {
    "\n  subscription ClientChanged {\n    clientChanged { id kind version mine }\n  }\n": types.ClientChangedDocument,
    "\n  subscription AccessChanged {\n    accessChanged { accessVersion signedOut }\n  }\n": types.AccessChangedDocument,
    "\n  query Palette($search: String!) {\n    palette(search: $search) { kind id title subtitle target }\n  }\n": types.PaletteDocument,
    "\n  mutation ChangePreferences($input: ChangePreferencesInput!) {\n    changePreferences(input: $input) {\n      viewer {\n        staff { id name }\n        preferences { theme density locale timeZone shortcuts }\n      }\n      errors { code message path }\n    }\n  }\n": types.ChangePreferencesDocument,
    "\n  query Viewer {\n    viewer {\n      staff { id name team { id name } roles { id name } }\n      email\n      broker {\n        slug name timeZone apiHost clientHost\n        salesStatuses { id name type color position }\n        retentionStatuses { id name type color position }\n        tags { id name color }\n      }\n      permissions { permission reach }\n      fields { field relation visibility }\n      accessVersion\n      totpEnabled\n      recoveryCodesLeft\n      stepUpUntil\n      revealsLeftThisHour\n      preferences { theme density locale timeZone shortcuts }\n    }\n  }\n": types.ViewerDocument,
    "\n  mutation EditClient($input: EditClientInput!) {\n    editClient(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n      undoToken\n    }\n  }\n": types.EditClientDocument,
    "\n  mutation AssignClient($input: AssignClientInput!) {\n    assignClient(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n      undoToken\n    }\n  }\n": types.AssignClientDocument,
    "\n  mutation ChangeClientTags($input: ChangeClientTagsInput!) {\n    changeClientTags(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n      undoToken\n    }\n  }\n": types.ChangeClientTagsDocument,
    "\n  mutation Undo($token: String!) {\n    undo(token: $token) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n": types.UndoDocument,
    "\n  mutation ArchiveClient($input: ArchiveClientInput!) {\n    archiveClient(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n": types.ArchiveClientDocument,
    "\n  mutation RestoreClient($input: ArchiveClientInput!) {\n    restoreClient(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n": types.RestoreClientDocument,
    "\n  mutation ChangeClientEmail($input: ChangeClientEmailInput!) {\n    changeClientEmail(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n": types.ChangeClientEmailDocument,
    "\n  mutation ResetClientPassword($input: ResetClientPasswordInput!) {\n    resetClientPassword(input: $input) {\n      sent\n      errors { code message path }\n    }\n  }\n": types.ResetClientPasswordDocument,
    "\n  mutation AddContact($input: AddContactInput!) {\n    addContact(input: $input) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n": types.AddContactDocument,
    "\n  mutation RevealContact($input: RevealInput!) {\n    revealContact(input: $input) {\n      value\n      expiresAt\n      left\n      errors { code message path }\n    }\n  }\n": types.RevealContactDocument,
    "\n  mutation CreateClient($input: CreateClientInput!) {\n    createClient(input: $input) {\n      client { ...ClientRow }\n      errors { code message path }\n    }\n  }\n": types.CreateClientDocument,
    "\n  query Duplicates($probe: DuplicateProbe!) {\n    possibleDuplicates(probe: $probe) {\n      checked\n      matches { field clientId number displayName }\n    }\n  }\n": types.DuplicatesDocument,
    "\n  fragment ClientRow on Client {\n    id\n    number\n    version\n    kind\n    stage\n    displayName\n    email { display masked canReveal present }\n    phone { display masked canReveal present }\n    country\n    language\n    salesStatus { id name type color }\n    retentionStatus { id name type color }\n    kycStatus\n    status\n    owner { id name }\n    team { id name }\n    tags { id name color }\n    source\n    createdAt\n    updatedAt\n    lastContactAt\n    nextFollowUpAt\n    archivedAt\n  }\n": types.ClientRowFragmentDoc,
    "\n  query Clients($first: Int!, $after: String, $filter: ClientFilter, $sort: ClientSort, $search: String) {\n    clients(first: $first, after: $after, filter: $filter, sort: $sort, search: $search) {\n      edges { cursor node { ...ClientRow } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": types.ClientsDocument,
    "\n  query ClientCount($filter: ClientFilter, $search: String) {\n    clientCount(filter: $filter, search: $search) { value capped }\n  }\n": types.ClientCountDocument,
    "\n  query ClientRowById($id: ID!) {\n    client(id: $id) { ...ClientRow }\n  }\n": types.ClientRowByIdDocument,
    "\n  fragment ClientDetail on Client {\n    ...ClientRow\n    actions { action allowed reason stepUp }\n    profile {\n      firstName\n      middleName\n      lastName\n      companyName\n      contacts { id kind value { display masked canReveal present } primary verifiedAt }\n      dateOfBirth { display masked canReveal present }\n      address { display masked canReveal present }\n      nationality\n      campaign\n      utmSource\n      utmMedium\n      utmCampaign\n      referrerCode\n      riskLevel\n      pep\n      usPerson\n      verificationLevel\n      marketingConsent\n      termsAcceptedAt\n      registeredAt\n      convertedAt\n      lastLoginAt\n      mustResetPassword\n      moneyFrozenUntil\n      participants { id name }\n      notes { ...NoteFields }\n    }\n  }\n": types.ClientDetailFragmentDoc,
    "\n  fragment NoteFields on Note {\n    id\n    version\n    text\n    pinned\n    author { id name }\n    createdAt\n    updatedAt\n    mine\n  }\n": types.NoteFieldsFragmentDoc,
    "\n  query ClientDetailById($id: ID!) {\n    client(id: $id) { ...ClientDetail }\n  }\n": types.ClientDetailByIdDocument,
    "\n  mutation OpenClient($id: ID!) {\n    openClient(id: $id) {\n      client { ...ClientDetail }\n      errors { code message path }\n    }\n  }\n": types.OpenClientDocument,
    "\n  query AssignableStaff($search: String) {\n    assignableStaff(search: $search) { id name }\n  }\n": types.AssignableStaffDocument,
    "\n  query TeamNames {\n    teams { id name }\n  }\n": types.TeamNamesDocument,
    "\n  mutation AddNote($input: AddNoteInput!) {\n    addNote(input: $input) {\n      note { ...NoteFields }\n      errors { code message path }\n    }\n  }\n": types.AddNoteDocument,
    "\n  mutation EditNote($input: EditNoteInput!) {\n    editNote(input: $input) {\n      note { ...NoteFields }\n      errors { code message path }\n    }\n  }\n": types.EditNoteDocument,
    "\n  mutation DeleteNote($input: DeleteInput!) {\n    deleteNote(input: $input) {\n      deletedId\n      errors { code message path }\n    }\n  }\n": types.DeleteNoteDocument,
    "\n  query TimelineEntries($clientId: ID!, $first: Int!, $after: String, $kinds: [TimelineKind!]) {\n    clientTimeline(clientId: $clientId, first: $first, after: $after, kinds: $kinds) {\n      edges {\n        cursor\n        node {\n          id\n          at\n          kind\n          action\n          title\n          actor\n          reason\n          changes {\n            field\n            before { display masked present canReveal }\n            after { display masked present canReveal }\n          }\n          note { ...NoteFields }\n        }\n      }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": types.TimelineEntriesDocument,
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
export function graphql(source: "\n  mutation ChangePreferences($input: ChangePreferencesInput!) {\n    changePreferences(input: $input) {\n      viewer {\n        staff { id name }\n        preferences { theme density locale timeZone shortcuts }\n      }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation ChangePreferences($input: ChangePreferencesInput!) {\n    changePreferences(input: $input) {\n      viewer {\n        staff { id name }\n        preferences { theme density locale timeZone shortcuts }\n      }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Viewer {\n    viewer {\n      staff { id name team { id name } roles { id name } }\n      email\n      broker {\n        slug name timeZone apiHost clientHost\n        salesStatuses { id name type color position }\n        retentionStatuses { id name type color position }\n        tags { id name color }\n      }\n      permissions { permission reach }\n      fields { field relation visibility }\n      accessVersion\n      totpEnabled\n      recoveryCodesLeft\n      stepUpUntil\n      revealsLeftThisHour\n      preferences { theme density locale timeZone shortcuts }\n    }\n  }\n"): (typeof documents)["\n  query Viewer {\n    viewer {\n      staff { id name team { id name } roles { id name } }\n      email\n      broker {\n        slug name timeZone apiHost clientHost\n        salesStatuses { id name type color position }\n        retentionStatuses { id name type color position }\n        tags { id name color }\n      }\n      permissions { permission reach }\n      fields { field relation visibility }\n      accessVersion\n      totpEnabled\n      recoveryCodesLeft\n      stepUpUntil\n      revealsLeftThisHour\n      preferences { theme density locale timeZone shortcuts }\n    }\n  }\n"];
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
export function graphql(source: "\n  mutation RevealContact($input: RevealInput!) {\n    revealContact(input: $input) {\n      value\n      expiresAt\n      left\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation RevealContact($input: RevealInput!) {\n    revealContact(input: $input) {\n      value\n      expiresAt\n      left\n      errors { code message path }\n    }\n  }\n"];
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
export function graphql(source: "\n  fragment ClientRow on Client {\n    id\n    number\n    version\n    kind\n    stage\n    displayName\n    email { display masked canReveal present }\n    phone { display masked canReveal present }\n    country\n    language\n    salesStatus { id name type color }\n    retentionStatus { id name type color }\n    kycStatus\n    status\n    owner { id name }\n    team { id name }\n    tags { id name color }\n    source\n    createdAt\n    updatedAt\n    lastContactAt\n    nextFollowUpAt\n    archivedAt\n  }\n"): (typeof documents)["\n  fragment ClientRow on Client {\n    id\n    number\n    version\n    kind\n    stage\n    displayName\n    email { display masked canReveal present }\n    phone { display masked canReveal present }\n    country\n    language\n    salesStatus { id name type color }\n    retentionStatus { id name type color }\n    kycStatus\n    status\n    owner { id name }\n    team { id name }\n    tags { id name color }\n    source\n    createdAt\n    updatedAt\n    lastContactAt\n    nextFollowUpAt\n    archivedAt\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Clients($first: Int!, $after: String, $filter: ClientFilter, $sort: ClientSort, $search: String) {\n    clients(first: $first, after: $after, filter: $filter, sort: $sort, search: $search) {\n      edges { cursor node { ...ClientRow } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"): (typeof documents)["\n  query Clients($first: Int!, $after: String, $filter: ClientFilter, $sort: ClientSort, $search: String) {\n    clients(first: $first, after: $after, filter: $filter, sort: $sort, search: $search) {\n      edges { cursor node { ...ClientRow } }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ClientCount($filter: ClientFilter, $search: String) {\n    clientCount(filter: $filter, search: $search) { value capped }\n  }\n"): (typeof documents)["\n  query ClientCount($filter: ClientFilter, $search: String) {\n    clientCount(filter: $filter, search: $search) { value capped }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ClientRowById($id: ID!) {\n    client(id: $id) { ...ClientRow }\n  }\n"): (typeof documents)["\n  query ClientRowById($id: ID!) {\n    client(id: $id) { ...ClientRow }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ClientDetail on Client {\n    ...ClientRow\n    actions { action allowed reason stepUp }\n    profile {\n      firstName\n      middleName\n      lastName\n      companyName\n      contacts { id kind value { display masked canReveal present } primary verifiedAt }\n      dateOfBirth { display masked canReveal present }\n      address { display masked canReveal present }\n      nationality\n      campaign\n      utmSource\n      utmMedium\n      utmCampaign\n      referrerCode\n      riskLevel\n      pep\n      usPerson\n      verificationLevel\n      marketingConsent\n      termsAcceptedAt\n      registeredAt\n      convertedAt\n      lastLoginAt\n      mustResetPassword\n      moneyFrozenUntil\n      participants { id name }\n      notes { ...NoteFields }\n    }\n  }\n"): (typeof documents)["\n  fragment ClientDetail on Client {\n    ...ClientRow\n    actions { action allowed reason stepUp }\n    profile {\n      firstName\n      middleName\n      lastName\n      companyName\n      contacts { id kind value { display masked canReveal present } primary verifiedAt }\n      dateOfBirth { display masked canReveal present }\n      address { display masked canReveal present }\n      nationality\n      campaign\n      utmSource\n      utmMedium\n      utmCampaign\n      referrerCode\n      riskLevel\n      pep\n      usPerson\n      verificationLevel\n      marketingConsent\n      termsAcceptedAt\n      registeredAt\n      convertedAt\n      lastLoginAt\n      mustResetPassword\n      moneyFrozenUntil\n      participants { id name }\n      notes { ...NoteFields }\n    }\n  }\n"];
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
export function graphql(source: "\n  mutation EditNote($input: EditNoteInput!) {\n    editNote(input: $input) {\n      note { ...NoteFields }\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation EditNote($input: EditNoteInput!) {\n    editNote(input: $input) {\n      note { ...NoteFields }\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteNote($input: DeleteInput!) {\n    deleteNote(input: $input) {\n      deletedId\n      errors { code message path }\n    }\n  }\n"): (typeof documents)["\n  mutation DeleteNote($input: DeleteInput!) {\n    deleteNote(input: $input) {\n      deletedId\n      errors { code message path }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query TimelineEntries($clientId: ID!, $first: Int!, $after: String, $kinds: [TimelineKind!]) {\n    clientTimeline(clientId: $clientId, first: $first, after: $after, kinds: $kinds) {\n      edges {\n        cursor\n        node {\n          id\n          at\n          kind\n          action\n          title\n          actor\n          reason\n          changes {\n            field\n            before { display masked present canReveal }\n            after { display masked present canReveal }\n          }\n          note { ...NoteFields }\n        }\n      }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"): (typeof documents)["\n  query TimelineEntries($clientId: ID!, $first: Int!, $after: String, $kinds: [TimelineKind!]) {\n    clientTimeline(clientId: $clientId, first: $first, after: $after, kinds: $kinds) {\n      edges {\n        cursor\n        node {\n          id\n          at\n          kind\n          action\n          title\n          actor\n          reason\n          changes {\n            field\n            before { display masked present canReveal }\n            after { display masked present canReveal }\n          }\n          note { ...NoteFields }\n        }\n      }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;