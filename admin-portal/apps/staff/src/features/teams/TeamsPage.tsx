import { plural } from "@lingui/core/macro";
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Anchor, Button } from "@mantine/core";
import { IconPencil, IconPlus, IconSubtask, IconTrash } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useQuery } from "urql";
import { Page } from "../../app/Page.tsx";
import { Allowed, ReasonTooltip } from "../../app/rights.tsx";
import { EmptyState, ErrorState, Loading } from "../../app/states.tsx";
import { useViewer } from "../../app/viewer.tsx";
import { LabelPill } from "../clients/Pill.tsx";
import { RowMenu } from "../common/RowMenu.tsx";
import { DeleteTeam } from "./DeleteTeam.tsx";
import { type Team, TeamTreeDocument } from "./documents.ts";
import { desks } from "./labels.ts";
import { TeamDialog } from "./TeamDialog.tsx";
import classes from "./Teams.module.css";
import { type Branch, treeOf } from "./tree.ts";

type Open = { dialog: "new"; parentId?: string } | { dialog: "edit" | "delete"; team: Team };

export function TeamsPage() {
  const { t } = useLingui();
  const { can } = useViewer();
  const [open, setOpen] = useState<Open>();
  const locked = can("team.manage") ? undefined : t`Your role does not include managing teams.`;
  const create = (
    <ReasonTooltip reason={locked}>
      <Button
        leftSection={<IconPlus size={14} aria-hidden />}
        aria-disabled={locked ? true : undefined}
        data-disabled={locked ? true : undefined}
        onClick={() => !locked && setOpen({ dialog: "new" })}
      >
        <Trans>New team</Trans>
      </Button>
    </ReasonTooltip>
  );
  return (
    <Page title={t`Teams`} actions={create}>
      <Allowed permission="staff.view">
        <TeamTree locked={locked} open={open} onOpen={setOpen} />
      </Allowed>
    </Page>
  );
}

interface TeamTreeProps {
  locked: string | undefined;
  open: Open | undefined;
  onOpen: (open: Open | undefined) => void;
}

function TeamTree({ locked, open, onOpen }: TeamTreeProps) {
  const { t } = useLingui();
  const [{ data, error }, execute] = useQuery({ query: TeamTreeDocument, requestPolicy: "cache-and-network" });
  if (data === undefined) {
    return error ? (
      <ErrorState error={error} onRetry={() => execute({ requestPolicy: "network-only" })} />
    ) : (
      <Loading />
    );
  }
  const close = () => onOpen(undefined);
  const forest = treeOf(data.teams);
  return (
    <>
      {forest.length === 0 ? (
        <EmptyState title={<Trans>No teams yet</Trans>}>
          <Trans>Teams say who works together: reach “team” in a role follows them.</Trans>
        </EmptyState>
      ) : (
        <div className={classes.frame}>
          <div className={classes.head} aria-hidden>
            <span>{t`Team`}</span>
            <span>{t`Desk`}</span>
            <span>{t`Leader`}</span>
            <span>{t`Members`}</span>
            <span />
          </div>
          <Branches forest={forest} locked={locked} onOpen={onOpen} />
        </div>
      )}
      {open?.dialog === "new" && <TeamDialog parentId={open.parentId} teams={data.teams} onClose={close} />}
      {open?.dialog === "edit" && <TeamDialog team={open.team} teams={data.teams} onClose={close} />}
      {open?.dialog === "delete" && <DeleteTeam team={open.team} onClose={close} />}
    </>
  );
}

function Branches({
  forest,
  locked,
  onOpen,
}: {
  forest: readonly Branch<Team>[];
  locked: string | undefined;
  onOpen: (open: Open) => void;
}) {
  return (
    <ul className={classes.list}>
      {forest.map((branch) => (
        <li key={branch.team.id} className={classes.branch}>
          <TeamRow branch={branch} locked={locked} onOpen={onOpen} />
          {branch.below.length > 0 && <Branches forest={branch.below} locked={locked} onOpen={onOpen} />}
        </li>
      ))}
    </ul>
  );
}

/** Why a team cannot be deleted, as far as the tree tells. */
export function undeletableBecause({ team, below }: Pick<Branch<Team>, "team" | "below">): string | undefined {
  if (below.length > 0) {
    return plural(below.length, {
      one: "Move or delete the team below first.",
      other: "Move or delete the # teams below first.",
    });
  }
  if (team.memberCount === 0) return undefined;
  return plural(team.memberCount, { one: "Move its # member first.", other: "Move its # members first." });
}

function TeamRow({
  branch,
  locked,
  onOpen,
}: {
  branch: Branch<Team>;
  locked: string | undefined;
  onOpen: (open: Open) => void;
}) {
  const { t } = useLingui();
  const { team } = branch;
  return (
    <div className={classes.row}>
      <span className={classes.name} style={{ paddingInlineStart: `${branch.depth * 1.5}rem` }}>
        {branch.depth > 0 && <span className={classes.elbow} aria-hidden />}
        {team.name}
      </span>
      <span>
        <LabelPill label={desks[team.desk]} />
      </span>
      <span>
        <span className="visually-hidden">{t`Leader`}: </span>
        {team.leader?.name ?? <span className={classes.none}>{t`Nobody`}</span>}
      </span>
      <span className={classes.members}>
        {team.memberCount === 0 ? (
          <span className={classes.none}>
            <Trans>No members</Trans>
          </span>
        ) : (
          <Anchor
            component={Link}
            to="/staff"
            search={{ team: team.id } as never}
            size="sm"
            title={team.members.map((each) => each.name).join(", ")}
          >
            <Plural value={team.memberCount} one="# member" other="# members" />
          </Anchor>
        )}
      </span>
      <RowMenu
        label={t`What can be done with ${team.name}`}
        actions={[
          { label: t`Edit`, icon: IconPencil, run: () => onOpen({ dialog: "edit", team }), reason: locked },
          {
            label: t`Add a team below`,
            icon: IconSubtask,
            run: () => onOpen({ dialog: "new", parentId: team.id }),
            reason: locked,
          },
          {
            label: t`Delete`,
            icon: IconTrash,
            run: () => onOpen({ dialog: "delete", team }),
            reason: locked ?? undeletableBecause(branch),
            danger: true,
          },
        ]}
      />
    </div>
  );
}
