import type { ContactKind } from "@brokerdesk/api";
import { useLingui } from "@lingui/react/macro";
import type { ClientDetail } from "../documents.ts";
import { RemoveContact } from "./RemoveContact.tsx";
import { RevealField } from "./RevealField.tsx";

/** The addresses and numbers of a client, or those of one kind. */
export function ContactFields({ client, kind }: { client: ClientDetail; kind?: ContactKind }) {
  const { t } = useLingui();
  const contacts = client.profile?.contacts ?? [];
  return contacts
    .filter((contact) => kind === undefined || contact.kind === kind)
    .map((contact) => (
      <RevealField
        key={contact.id}
        client={client}
        label={contact.kind === "EMAIL" ? t`E-mail` : t`Phone`}
        value={contact.value}
        field={contact.kind === "EMAIL" ? "EMAIL" : "PHONE"}
        contactId={contact.id}
        mark={
          contact.primary && contacts.filter((each) => each.kind === contact.kind).length > 1
            ? t`main`
            : contact.kind === "EMAIL" && !contact.verifiedAt
              ? t`not verified`
              : undefined
        }
        end={<RemoveContact client={client} contact={contact} />}
      />
    ));
}
