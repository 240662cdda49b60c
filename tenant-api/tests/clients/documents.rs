//! The documents that these stories send.

/// Every list column of a client.
pub const CLIENT: &str = "fragment C on Client { id number version kind stage displayName email { display masked canReveal present } phone { display masked canReveal present } country language
  salesStatus { id name type } retentionStatus { id name } kycStatus status owner { id name } team { id name } tags { id name } source createdAt updatedAt lastContactAt nextFollowUpAt archivedAt
  actions { action allowed reason stepUp } }";

/// Every profile field.
pub const PROFILE: &str = "fragment P on Client { profile { firstName middleName lastName companyName contacts { id kind value { display masked canReveal present } primary verifiedAt }
  dateOfBirth { display masked canReveal present } address { display masked canReveal present } nationality campaign utmSource utmMedium utmCampaign referrerCode riskLevel pep usPerson verificationLevel
  marketingConsent termsAcceptedAt registeredAt convertedAt lastLoginAt mustResetPassword moneyFrozenUntil participants { id name } notes { id version text pinned author { id name } createdAt updatedAt mine } } }";

/// What is wrong with an input.
pub const ERRORS: &str = "errors { code message path }";

pub fn list() -> String {
    format!(
        "query L($first: Int, $after: String, $filter: ClientFilter, $sort: ClientSort, $search: String) {{ clients(first: $first, after: $after, filter: $filter, sort: $sort, search: $search) {{ edges {{ cursor node {{ ...C }} }} pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }} {CLIENT}"
    )
}

pub fn find() -> String {
    format!("query F($id: ID!) {{ client(id: $id) {{ ...C ...P }} }} {CLIENT} {PROFILE}")
}

pub fn open() -> String {
    format!("mutation O($id: ID!) {{ openClient(id: $id) {{ client {{ ...C ...P }} {ERRORS} }} }} {CLIENT} {PROFILE}")
}

/// A mutation with one input that answers with a client.
pub fn change(field: &str, input: &str) -> String {
    format!(
        "mutation M($input: {input}!) {{ {field}(input: $input) {{ client {{ ...C }} undoToken {ERRORS} }} }} {CLIENT}"
    )
}

pub const COUNT: &str = "query N($filter: ClientFilter, $search: String) { clientCount(filter: $filter, search: $search) { value capped } }";
pub const REVEAL: &str = "mutation R($input: RevealInput!) { revealContact(input: $input) { value expiresAt left errors { code message path } } }";
pub const TIMELINE: &str = "query T($id: ID!, $kinds: [TimelineKind!]) { clientTimeline(clientId: $id, kinds: $kinds) { edges { node { id at kind action title actor reason changes { field before { display masked } after { display masked } } note { text } } } pageInfo { hasNextPage } } }";
pub const AUDIT: &str = "query A($filter: AuditFilter, $first: Int, $after: String) { auditEvents(filter: $filter, first: $first, after: $after) { edges { cursor node { id seq at action title refused actorKind actor ip userAgent reason targetKind targetId targetLabel changes { field before { display masked present } after { display masked present } } } } pageInfo { hasNextPage endCursor } } }";
pub const DUPLICATES: &str = "query D($probe: DuplicateProbe!) { possibleDuplicates(probe: $probe) { checked matches { field clientId number displayName } } }";
pub const PALETTE: &str = "query P($search: String!) { palette(search: $search) { kind id title subtitle target } }";
pub const VERIFY: &str = "mutation { verifyAudit { ok checked firstBadSeq problem headSeq anchoredSeq } }";
pub const ADD_NOTE: &str = "mutation N($input: AddNoteInput!) { addNote(input: $input) { note { id version text pinned mine } errors { code message path } } }";
pub const EDIT_NOTE: &str = "mutation N($input: EditNoteInput!) { editNote(input: $input) { note { id version text pinned mine } errors { code message path } } }";
pub const DELETE_NOTE: &str =
    "mutation N($input: DeleteInput!) { deleteNote(input: $input) { deletedId errors { code message path } } }";
