import type { Reach } from "@brokerdesk/api";
import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { dateTime } from "../../app/format.ts";
import type { Explanation, Grant, Tie } from "./documents.ts";
import classes from "./Why.module.css";

/** By which grants the person sees the client, or what each of them lacks. */
export function Reasons({ answer }: { answer: Explanation }) {
  const { view, obstacles, roles, person } = answer;
  const over = roles.filter(({ until }) => until && Date.parse(until) <= Date.parse(answer.at));
  const held = roles.length - over.length;
  return (
    <ul className={classes.reasons}>
      {obstacles.includes("NOT_ACTIVE") && (
        <Reason holds={false}>
          <Trans>{person.name} cannot sign in: suspended, or not joined yet.</Trans>
        </Reason>
      )}
      {obstacles.includes("ARCHIVED") && (
        <Reason holds={false}>
          <Trans>The client is archived. Archived clients are seen by those who may archive and restore.</Trans>
        </Reason>
      )}
      {view.deniedBy.map((role) => (
        <Reason key={role.id} holds={false}>
          <Trans>
            The role <b>{role.name}</b> denies seeing clients. This beats every other role.
          </Trans>
        </Reason>
      ))}
      {view.grants.length === 0 && view.deniedBy.length === 0 && (
        <Reason holds={false}>
          {held === 0 ? (
            <Trans>{person.name} has no role.</Trans>
          ) : (
            <Trans>None of the roles of {person.name} includes seeing clients.</Trans>
          )}
        </Reason>
      )}
      {view.grants.map((grant) => (
        <Reason key={grant.role.id} holds={grant.ties.length > 0}>
          <GrantWords grant={grant} answer={answer} />
        </Reason>
      ))}
      {over.map((role) => (
        <Reason key={role.id} holds={false}>
          <Trans>
            The role <b>{role.name}</b> ended on {role.until ? dateTime(role.until) : ""} and no longer counts.
          </Trans>
        </Reason>
      ))}
    </ul>
  );
}

function Reason({ holds, children }: { holds: boolean; children: ReactNode }) {
  return <li data-holds={holds}>{children}</li>;
}

function GrantWords({ grant, answer }: { grant: Grant; answer: Explanation }) {
  const { role, reach, ties } = grant;
  return (
    <>
      <Trans>
        The role <b>{role.name}</b> lets its people see <ReachWords reach={reach} />.
      </Trans>{" "}
      {ties.map((tie) => (
        <span key={tie.kind}>
          <TieWords tie={tie} answer={answer} />{" "}
        </span>
      ))}
      {ties.length === 0 && <Missing reach={reach} answer={answer} />}
      {role.until && <Trans>It ends on {dateTime(role.until)}.</Trans>}
    </>
  );
}

export function ReachWords({ reach }: { reach: Reach }) {
  if (reach === "ALL") return <Trans>all clients</Trans>;
  if (reach === "TEAM") return <Trans>the clients of their teams and their own</Trans>;
  return <Trans>their own clients</Trans>;
}

function TieWords({ tie, answer }: { tie: Tie; answer: Explanation }) {
  const { name } = answer.person;
  const path = tie.teams.map((team) => team.name).join(" › ");
  switch (tie.kind) {
    case "WHOLE":
      return <Trans>That is every client of the company.</Trans>;
    case "OWNER":
      return <Trans>{name} owns this client.</Trans>;
    case "COVER":
      return (
        <Trans>
          {name} covers {tie.colleague?.name}, who is absent and owns this client.
        </Trans>
      );
    case "PARTICIPANT":
      return <Trans>{name} takes part in this client.</Trans>;
    case "TEAM":
      return tie.leads ? (
        <Trans>
          {name} leads the client's team or one above it: {path}.
        </Trans>
      ) : (
        <Trans>
          {name} belongs to the client's team: {path}.
        </Trans>
      );
  }
}

function Missing({ reach, answer }: { reach: Reach; answer: Explanation }) {
  const { client, person } = answer;
  const team = client.team?.name;
  return (
    <>
      <Trans>{person.name} neither owns this client nor takes part in it, and does not cover its owner.</Trans>
      {reach === "TEAM" && (
        <>
          {" "}
          {team ? (
            <Trans>
              The client's team {team} is not among the teams of {person.name}.
            </Trans>
          ) : (
            <Trans>The client belongs to no team.</Trans>
          )}
        </>
      )}
    </>
  );
}
