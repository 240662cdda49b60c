import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Title } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useQuery } from "urql";
import { Instant } from "../../app/Instant.tsx";

import { EmptyState, ErrorState, Loading } from "../../app/states.tsx";
import { toast } from "../../app/toasts.tsx";
import { useAction } from "../../app/useAction.ts";
import { Table, tableClasses } from "../common/Table.tsx";
import { useKept } from "../common/useKept.ts";
import { useNow } from "../common/useNow.ts";
import { useRefresh } from "../common/useRefresh.ts";
import { CoverDialog } from "./CoverDialog.tsx";
import { type Cover, CoverListDocument, EndCoverDocument } from "./documents.ts";
import classes from "./TeamBoard.module.css";

const refreshSeconds = 60;

/** Who is absent and who covers; set here, ended by itself or here. */
export function Absences() {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const [{ data, error }, execute] = useQuery({ query: CoverListDocument, requestPolicy: "cache-and-network" });
  useRefresh(execute, refreshSeconds);
  const now = useNow();
  const covers = useKept(data)?.covers.filter(({ until }) => Date.parse(until) > now);
  const set = (
    <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setOpen(true)}>
      <Trans>Cover somebody</Trans>
    </Button>
  );
  return (
    <div className={classes.section}>
      <div className={classes.head}>
        <Title order={2} size="h5">
          <Trans>Absences</Trans>
        </Title>
        {covers && covers.length > 0 && set}
      </div>
      {covers === undefined ? (
        error ? (
          <ErrorState error={error} onRetry={() => execute({ requestPolicy: "network-only" })} />
        ) : (
          <Loading />
        )
      ) : covers.length === 0 ? (
        <EmptyState title={<Trans>Nobody is covered</Trans>} level={2} action={set}>
          <Trans>
            While somebody is away, a colleague can have their clients and follow-ups, until a day you choose.
          </Trans>
        </EmptyState>
      ) : (
        <Table label={t`Absences`}>
          <thead>
            <tr>
              <th scope="col">{t`Absent`}</th>
              <th scope="col">{t`Covered by`}</th>
              <th scope="col">{t`From`}</th>
              <th scope="col">{t`Until`}</th>
              <th scope="col">{t`Set by`}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {covers.map((cover) => (
              <CoverRow key={cover.id} cover={cover} now={now} />
            ))}
          </tbody>
        </Table>
      )}
      {open && <CoverDialog onClose={() => setOpen(false)} />}
    </div>
  );
}

function CoverRow({ cover, now }: { cover: Cover; now: number }) {
  const { t } = useLingui();
  const { run, busy } = useAction(EndCoverDocument, (answer) => answer.endCover);
  const begun = Date.parse(cover.from) <= now;
  const end = async () => {
    const outcome = await run({ input: { id: cover.id, version: cover.version } });
    if (outcome.done) return toast.done(t`The cover has ended`);
    if (outcome.errors[0]) toast.failed(outcome.errors[0].message);
  };
  return (
    <tr>
      <th scope="row">{cover.absent.name}</th>
      <td>{cover.cover.name}</td>
      <td>{begun ? <Trans>now</Trans> : <Instant at={cover.from} />}</td>
      <td>
        <Instant at={cover.until} />
      </td>
      <td>{cover.setBy?.name}</td>
      <td className={tableClasses.end}>
        <Button
          variant="default"
          loading={busy}
          onClick={() => void end()}
          aria-label={t`End the cover of ${cover.absent.name}`}
        >
          {begun ? <Trans>End now</Trans> : <Trans>Call off</Trans>}
        </Button>
      </td>
    </tr>
  );
}
