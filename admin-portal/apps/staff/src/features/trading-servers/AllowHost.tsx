import { Trans } from "@lingui/react/macro";
import { useViewer } from "../../app/viewer.tsx";
import { CopyButton } from "../common/CopyButton.tsx";
import classes from "./TradingServers.module.css";

/** A word that is safe to paste into a shell; anything else is not put into a command. */
const isHost = (text: string) => /^[A-Za-z0-9.:-]{1,253}$/.test(text);

/** What the operator runs so that the platform may connect to a host. */
export function AllowHost({ host }: { host?: string }) {
  const { viewer } = useViewer();
  const named = host !== undefined && isHost(host) ? host : "mt5.example.com";
  const command = `provisioning trading-host allow ${viewer.broker.slug} ${named}`;
  return (
    <div className={classes.allow}>
      <p>
        <Trans>The operator of this platform decides which hosts it connects to. Send them this command:</Trans>
      </p>
      <div className={classes.command} dir="ltr">
        <code>{command}</code>
        <CopyButton text={command} />
      </div>
    </div>
  );
}
