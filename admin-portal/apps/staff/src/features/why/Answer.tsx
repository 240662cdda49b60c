import { Trans } from "@lingui/react/macro";
import { IconEye, IconEyeOff } from "@tabler/icons-react";
import { dateTime } from "../../app/format.ts";
import { Instant } from "../../app/Instant.tsx";
import { ActTable } from "./ActTable.tsx";
import type { Explanation } from "./documents.ts";
import { FieldTable } from "./FieldTable.tsx";
import { Reasons } from "./Reasons.tsx";
import classes from "./Why.module.css";

/** Yes or no first; then why; then what is shown and what can be done. */
export function Answer({ answer }: { answer: Explanation }) {
  const { client, person, sees } = answer;
  return (
    <>
      <div role="status">
        <h2 className={classes.verdict} data-sees={sees}>
          {sees ? <IconEye size={18} aria-hidden /> : <IconEyeOff size={18} aria-hidden />}
          {sees ? (
            <Trans>
              {person.name} sees {client.displayName}.
            </Trans>
          ) : (
            <Trans>
              {person.name} does not see {client.displayName}.
            </Trans>
          )}
        </h2>
      </div>
      <p className={classes.where}>
        <bdi dir="ltr">{client.number}</bdi>
        {" · "}
        {client.owner ? <Trans>owner {client.owner.name}</Trans> : <Trans>no owner</Trans>}
        {" · "}
        {client.team ? <Trans>team {client.team.name}</Trans> : <Trans>no team</Trans>}
        {" · "}
        <Instant at={answer.at}>
          <Trans>as of {dateTime(answer.at)}</Trans>
        </Instant>
      </p>
      <Reasons answer={answer} />
      {sees && (
        <>
          <FieldTable answer={answer} />
          <ActTable answer={answer} />
        </>
      )}
    </>
  );
}
