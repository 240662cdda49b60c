import { type AuditTrailQuery, graphql } from "@brokerdesk/api";

export const AuditTrailDocument = graphql(`
  query AuditTrail($first: Int!, $after: String, $filter: AuditFilter) {
    auditEvents(first: $first, after: $after, filter: $filter) {
      edges {
        cursor
        node {
          id
          seq
          at
          action
          title
          refused
          actorKind
          actor
          onBehalfOf
          sessionId
          ip
          userAgent
          requestId
          reason
          targetKind
          targetId
          targetLabel
          changes {
            field
            before { display masked present canReveal }
            after { display masked present canReveal }
          }
        }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

export const AuditChoicesDocument = graphql(`
  query AuditChoices {
    auditActions { action title }
  }
`);

export const AuditActorsDocument = graphql(`
  query AuditActors {
    staffMembers { id name }
  }
`);

export const TakeAuditFileDocument = graphql(`
  mutation TakeAuditFile($input: TakeAuditFileInput!) {
    takeAuditFile(input: $input) {
      path
      errors { code message path }
    }
  }
`);

export const VerifyAuditDocument = graphql(`
  mutation VerifyAudit {
    verifyAudit { ok checked firstBadSeq problem headSeq anchoredSeq }
  }
`);

export type AuditEvent = AuditTrailQuery["auditEvents"]["edges"][number]["node"];
