import { type ApiKeyListQuery, graphql } from "@brokerdesk/api";

export const ApiKeyFieldsDocument = graphql(`
  fragment ApiKeyFields on ApiKey {
    id
    version
    name
    hint
    scopes
    ipAllowList
    apiVersion
    status
    createdAt
    createdBy { id name }
    expiresAt
    lastUsedAt
    revokedAt
    rolledToId
  }
`);

export const ApiKeyListDocument = graphql(`
  query ApiKeyList {
    apiKeys { ...ApiKeyFields }
    apiScopes { scope sentence }
  }
`);

export const CreateApiKeyDocument = graphql(`
  mutation CreateApiKey($input: CreateApiKeyInput!) {
    createApiKey(input: $input) {
      apiKey { ...ApiKeyFields }
      secret
      errors { code message path }
    }
  }
`);

export const EditApiKeyDocument = graphql(`
  mutation EditApiKey($input: EditApiKeyInput!) {
    editApiKey(input: $input) {
      apiKey { ...ApiKeyFields }
      errors { code message path }
    }
  }
`);

export const RollApiKeyDocument = graphql(`
  mutation RollApiKey($input: RollApiKeyInput!) {
    rollApiKey(input: $input) {
      apiKey { ...ApiKeyFields }
      secret
      errors { code message path }
    }
  }
`);

export const RevokeApiKeyDocument = graphql(`
  mutation RevokeApiKey($input: DeleteInput!) {
    revokeApiKey(input: $input) {
      apiKey { ...ApiKeyFields }
      errors { code message path }
    }
  }
`);

export type ApiKey = ApiKeyListQuery["apiKeys"][number];
export type Scope = ApiKeyListQuery["apiScopes"][number];
