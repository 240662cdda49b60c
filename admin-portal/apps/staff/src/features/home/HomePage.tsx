import { Trans, useLingui } from "@lingui/react/macro";
import { Button, SegmentedControl } from "@mantine/core";
import { IconPrinter } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { calendarDate } from "../../app/format.ts";
import { Page } from "../../app/Page.tsx";
import { useZone } from "../../app/preferences.ts";
import { Allowed } from "../../app/rights.tsx";
import { useViewer } from "../../app/viewer.tsx";
import { DayRange } from "../common/DayRange.tsx";
import { useNow } from "../common/useNow.ts";
import classes from "./Home.module.css";
import { Money } from "./Money.tsx";
import { NewClients } from "./NewClients.tsx";
import { Queues } from "./Queues.tsx";
import { rangeOf } from "./range.ts";
import { useLightPrint } from "./useLightPrint.ts";
import type { HomeView, Span } from "./view.ts";

/** The day turns within this long. */
const look = 60_000;

export function HomePage() {
  return (
    <Allowed permission="figure.view" whole>
      <Home />
    </Allowed>
  );
}

/** The morning picture: what came in, what waits, who is new. Each number opens its list. */
function Home() {
  const { t } = useLingui();
  const view = useSearch({ from: "/shell/home" });
  const navigate = useNavigate({ from: "/home" });
  const { can } = useViewer();
  const zone = useZone();
  const now = Math.floor(useNow() / look) * look;
  const range = rangeOf(view, now, zone);
  const show = (next: HomeView) => void navigate({ search: next, replace: true });
  useLightPrint();
  const choose = (span: Span) => {
    if (span === "range") show({ span, ...range.now });
    else show(span === "7" ? {} : { span });
  };
  return (
    <Page
      title={t`Home`}
      wide
      actions={
        <div className={classes.actions}>
          <SegmentedControl
            size="xs"
            aria-label={t`Which days`}
            value={view.span ?? "7"}
            onChange={(span) => choose(span as Span)}
            data={[
              { value: "1", label: t`Today` },
              { value: "7", label: t`7 days` },
              { value: "30", label: t`30 days` },
              { value: "range", label: t`Choose` },
            ]}
          />
          {view.span === "range" && (
            <DayRange
              from={range.now.from}
              to={range.now.to}
              onFrom={(from) => show({ ...view, from })}
              onTo={(to) => show({ ...view, to })}
            />
          )}
          <Button variant="default" leftSection={<IconPrinter size={15} aria-hidden />} onClick={() => window.print()}>
            <Trans>Print</Trans>
          </Button>
        </div>
      }
    >
      <p className={classes.about}>
        <Trans>
          {calendarDate(range.now.from)} – {calendarDate(range.now.to)}, compared with {calendarDate(range.before.from)}{" "}
          – {calendarDate(range.before.to)}.
        </Trans>
      </p>
      <Queues now={now} zone={zone} />
      {can("balance.view") && <Money range={range} />}
      {can("client.view") && <NewClients range={range} zone={zone} />}
    </Page>
  );
}
