import { useLingui } from "@lingui/react/macro";
import { ActionIcon } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useActionState } from "../actions/allowed.ts";
import type { ClientDetail } from "../documents.ts";

const RemoveContactDialog = lazy(() => import("../actions/RemoveContactDialog.tsx"));

type Contact = NonNullable<ClientDetail["profile"]>["contacts"][number];

/** Offered for every contact but the address that the client signs in with: that one is only replaced. */
export function RemoveContact({ client, contact }: { client: ClientDetail; contact: Contact }) {
  const { t } = useLingui();
  const [asking, setAsking] = useState(false);
  const state = useActionState(client)("EDIT_CONTACT");
  if (!state.allowed || (contact.primary && contact.kind === "EMAIL")) return null;
  const shown = contact.value.display ?? "";
  const label = contact.kind === "EMAIL" ? t`E-mail ${shown}` : t`Phone ${shown}`;
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={24}
        aria-label={t`Remove: ${label}`}
        onClick={() => setAsking(true)}
      >
        <IconTrash size={14} />
      </ActionIcon>
      {asking && (
        <Suspense>
          <RemoveContactDialog client={client} contactId={contact.id} label={label} onClose={() => setAsking(false)} />
        </Suspense>
      )}
    </>
  );
}
