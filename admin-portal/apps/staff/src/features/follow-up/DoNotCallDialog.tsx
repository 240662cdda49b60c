import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useClient } from "urql";
import { toast } from "../../app/toasts.tsx";
import { useAction } from "../../app/useAction.ts";
import { type ClientDetail, ClientDetailDocument } from "../clients/documents.ts";
import { ReasonDialog } from "../common/ReasonDialog.tsx";
import { useReasonedSwitch } from "../common/useReasonedSwitch.ts";
import { SetDoNotCallDocument } from "./documents.ts";

/** Says that a client must not be called, or may be called again. */
export default function DoNotCallDialog({ client, onClose }: { client: ClientDetail; onClose: () => void }) {
  const { t } = useLingui();
  const urql = useClient();
  const [before] = useState(client);
  const versioned = ({ version, doNotCall }: ClientDetail) => ({ version, values: { on: doNotCall } });
  const { run } = useAction(SetDoNotCallDocument, (data) => data.setDoNotCall);
  const lift = before.doNotCall;
  const step = useReasonedSwitch({
    start: versioned(before),
    latest: async () => {
      const again = urql.query(ClientDetailDocument, { id: before.id }, { requestPolicy: "network-only" });
      const now = (await again.toPromise()).data?.client;
      return now ? versioned(now) : undefined;
    },
    send: (version, doNotCall, reason) => run({ input: { clientId: before.id, version, doNotCall, reason } }),
    onDone: () =>
      toast.done(lift ? t`${client.displayName} may be called again` : t`${client.displayName} is not called any more`),
    onClose,
    label: t`Do not call`,
  });
  return (
    <ReasonDialog
      title={lift ? t`Allow calls to ${client.displayName}` : t`Do not call ${client.displayName}`}
      consequence={
        lift ? (
          <Trans>Call-backs can be planned again, and the client comes back into the queue.</Trans>
        ) : (
          <Trans>Open call-backs are cancelled, new ones are refused, and the queue passes this client by.</Trans>
        )
      }
      verb={lift ? t`Allow calls` : t`Do not call`}
      danger={!lift}
      {...step}
      onClose={onClose}
    />
  );
}
