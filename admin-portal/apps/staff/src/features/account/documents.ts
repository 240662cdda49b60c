import { graphql, type OwnSessionsQuery } from "@brokerdesk/api";

export const SaveProfileDocument = graphql(`
  mutation SaveProfile($input: ChangePreferencesInput!) {
    changePreferences(input: $input) {
      viewer {
        staff { id name }
        preferences { theme density locale timeZone ownTimeZone shortcuts dateStyle clock weekStart }
      }
      errors { code message path }
    }
  }
`);

export const OwnSecurityDocument = graphql(`
  query OwnSecurity {
    viewer { totpEnabled recoveryCodesLeft stepUpUntil }
  }
`);

export const ChangeOwnPasswordDocument = graphql(`
  mutation ChangeOwnPassword($input: ChangeOwnPasswordInput!) {
    changeOwnPassword(input: $input) { ok errors { code message path } }
  }
`);

export const BeginTotpDocument = graphql(`
  mutation BeginTotp {
    beginTotp {
      enrolment { secret otpauthUri qrSvg }
      errors { code message path }
    }
  }
`);

export const ConfirmTotpDocument = graphql(`
  mutation ConfirmTotp($input: ConfirmTotpInput!) {
    confirmTotp(input: $input) { codes errors { code message path } }
  }
`);

export const DisableTotpDocument = graphql(`
  mutation DisableTotp {
    disableTotp { ok errors { code message path } }
  }
`);

export const RenewRecoveryCodesDocument = graphql(`
  mutation RenewRecoveryCodes {
    renewRecoveryCodes { codes errors { code message path } }
  }
`);

export const OwnSessionsDocument = graphql(`
  query OwnSessions {
    sessions { id current createdAt lastActiveAt expiresAt ip userAgent }
  }
`);

export const RevokeSessionDocument = graphql(`
  mutation RevokeSession($id: ID!) {
    revokeSession(id: $id) { ok errors { code message path } }
  }
`);

export const RevokeOtherSessionsDocument = graphql(`
  mutation RevokeOtherSessions {
    revokeOtherSessions { ok errors { code message path } }
  }
`);

export type OwnSession = OwnSessionsQuery["sessions"][number];
