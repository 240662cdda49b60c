import { type AddressInput, type ClientKind, type CreateClientInput, graphql } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import {
  Alert,
  Anchor,
  Button,
  Checkbox,
  Group,
  Modal,
  MultiSelect,
  SegmentedControl,
  Select,
  Stack,
  TextInput,
} from "@mantine/core";
import { IconUserSearch } from "@tabler/icons-react";
import { type FormEvent, Fragment, type ReactNode, useState } from "react";
import { useQuery } from "urql";
import { countryOptions, languageOptions } from "../../../app/places.ts";
import { toast } from "../../../app/toasts.tsx";
import { type ActionErrors, errorAt, errorsElsewhere, useAction } from "../../../app/useAction.ts";
import { useViewer } from "../../../app/viewer.tsx";
import { laidOut } from "../../custom-fields/placed.ts";
import { useCustomBook } from "../../custom-fields/useCustomBook.ts";
import { CustomInput } from "../custom/CustomInput.tsx";
import { AddressFields, emptyAddress } from "../edit/AddressFields.tsx";
import classes from "../edit/Edit.module.css";
import { AssignableStaffDocument } from "../filter/useOptions.ts";
import { fieldClasses } from "../labels.ts";
import "../profile/styles.ts";
import { useDuplicates } from "./useDuplicates.ts";

const CreateClientDocument = graphql(`
  mutation CreateClient($input: CreateClientInput!) {
    createClient(input: $input) {
      client { ...ClientRow }
      errors { code message path }
    }
  }
`);

type Draft = Omit<CreateClientInput, "kind" | "address" | "tagIds" | "marketingConsent" | "customFields">;

/** Leaves out what was not filled in. */
export function filledIn(draft: Draft): Draft {
  const entries = Object.entries(draft).map(([key, value]) => [key, typeof value === "string" ? value.trim() : value]);
  return Object.fromEntries(entries.filter(([, value]) => value !== "" && value !== null && value !== undefined));
}

/** The broker's own fields that were filled in. */
export function ownValues(own: Record<string, string>): Pick<CreateClientInput, "customFields"> {
  const customFields = Object.entries(own)
    .map(([fieldId, value]) => ({ fieldId, value: value.trim() }))
    .filter(({ value }) => value !== "");
  return customFields.length > 0 ? { customFields } : {};
}

/** A new client, with a word of warning when the person may be known already. */
export default function CreateClient({ onClose, onOpen }: { onClose: () => void; onOpen: (id: string) => void }) {
  const { t, i18n } = useLingui();
  const { viewer, can } = useViewer();
  const [kind, setKind] = useState<ClientKind>("INDIVIDUAL");
  const [draft, setDraft] = useState<Draft>({});
  const [tagIds, setTagIds] = useState<string[]>([]);
  const [marketingConsent, setMarketingConsent] = useState(false);
  const [address, setAddress] = useState<AddressInput>();
  const [own, setOwn] = useState<Record<string, string>>({});
  const { inUse, layout } = useCustomBook(true);
  const [errors, setErrors] = useState<ActionErrors>([]);
  const { run, busy } = useAction(CreateClientDocument, (data) => data.createClient);
  const [{ data: staff }] = useQuery({
    query: AssignableStaffDocument,
    variables: {},
    pause: !can("client.assign"),
  });
  const duplicates = useDuplicates(draft.email ?? "", draft.phone ?? "");

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const input: CreateClientInput = {
      kind,
      ...filledIn(draft),
      ...(tagIds.length > 0 ? { tagIds } : {}),
      ...(address?.line1.trim() ? { address } : {}),
      ...ownValues(own),
      marketingConsent,
    };
    const outcome = await run({ input });
    if (!outcome.done) return setErrors(outcome.errors);
    const created = outcome.payload.client;
    if (!created) return onClose();
    toast.done(t`${created.displayName} is registered as ${created.number}`);
    onOpen(created.id);
  };
  const text = (
    field: keyof Draft,
    label: string,
    more: { type?: string; dir?: "ltr"; description?: string; focus?: boolean } = {},
  ) => (
    <TextInput
      label={label}
      description={more.description}
      type={more.type ?? "text"}
      dir={more.dir}
      value={(draft[field] as string | undefined) ?? ""}
      onChange={(event) => setDraft({ ...draft, [field]: event.currentTarget.value })}
      error={errorAt(errors, field)}
      autoComplete="off"
      {...(more.focus ? { "data-autofocus": true } : {})}
    />
  );
  const select = (field: keyof Draft, label: string, data: { value: string; label: string }[]) => (
    <Select
      label={label}
      data={data}
      value={(draft[field] as string | undefined) ?? null}
      onChange={(value) => setDraft({ ...draft, [field]: value ?? undefined })}
      error={errorAt(errors, field)}
      searchable={data.length > 8}
      clearable
      comboboxProps={{ shadow: "md" }}
    />
  );
  const named = (list: readonly { id: string; name: string }[]) =>
    list.map(({ id, name }) => ({ value: id, label: name }));
  const shown = [
    "kind",
    "address",
    "tagIds",
    "firstName",
    "middleName",
    "lastName",
    "companyName",
    "email",
    "phone",
    "country",
    "language",
    "nationality",
    "dateOfBirth",
    "source",
    "ownerId",
    "salesStatusId",
    ...inUse.map((field) => field.id),
  ];
  const others = errorsElsewhere(errors, shown);
  const company = kind === "CORPORATE";
  const placed: Partial<Record<string, ReactNode>> = {
    ...(company
      ? { companyName: <div className={classes.whole}>{text("companyName", t`Company`, { focus: true })}</div> }
      : {}),
    firstName: text("firstName", company ? t`First name of the contact` : t`First name`, { focus: !company }),
    lastName: text("lastName", company ? t`Last name of the contact` : t`Last name`),
    email: text("email", t`E-mail`, { type: "email", dir: "ltr" }),
    phone: text("phone", t`Phone`, { type: "tel", dir: "ltr", description: t`With the country code` }),
    country: select("country", t`Country`, countryOptions()),
    language: select("language", t`Language`, languageOptions()),
    ...(company
      ? {}
      : {
          dateOfBirth: text("dateOfBirth", t`Date of birth`, { type: "date" }),
          nationality: select("nationality", t`Nationality`, countryOptions()),
        }),
    source: text("source", t`Source`),
    ...Object.fromEntries(
      inUse.map((field) => [
        field.id,
        <CustomInput
          key={field.id}
          field={field}
          value={own[field.id] ?? ""}
          onChange={(value) => setOwn({ ...own, [field.id]: value })}
          error={errorAt(errors, field.id)}
        />,
      ]),
    ),
  };
  const sections = laidOut(layout?.sections ?? [], Object.keys(placed));
  const contact = sections.findIndex(({ fields }) => fields.includes("email") || fields.includes("phone"));
  return (
    <Modal opened onClose={onClose} title={t`New client`} size="lg">
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <SegmentedControl
            aria-label={t`Kind of client`}
            value={kind}
            onChange={(next) => setKind(next as ClientKind)}
            data={[
              { value: "INDIVIDUAL", label: t`Individual` },
              { value: "CORPORATE", label: t`Company` },
            ]}
          />
          {others.length > 0 && (
            <Alert color="red" variant="light" role="alert">
              {others.map((error) => (
                <div key={`${error.code} ${error.path.join(".")}`}>{error.message}</div>
              ))}
            </Alert>
          )}
          {sections.map((section, at) => (
            <Fragment key={section.title ?? ""}>
              <div className={classes.grid}>
                {section.title && <h3 className={`${classes.whole} ${classes.part}`}>{section.title}</h3>}
                {section.fields.map((field) => (
                  <Fragment key={field}>{placed[field]}</Fragment>
                ))}
              </div>
              {at === contact && (
                <div aria-live="polite" className={classes.live}>
                  {duplicates.length > 0 && (
                    <Alert
                      color="yellow"
                      variant="light"
                      icon={<IconUserSearch size={18} />}
                      title={t`May be known already`}
                    >
                      <div className={classes.matches}>
                        {duplicates.map((match) => (
                          <span key={`${match.clientId} ${match.field}`}>
                            <Anchor component="button" type="button" size="sm" onClick={() => onOpen(match.clientId)}>
                              {match.displayName} ({match.number})
                            </Anchor>{" "}
                            <Trans>has the same: {i18n._(fieldClasses[match.field])}</Trans>
                          </span>
                        ))}
                      </div>
                    </Alert>
                  )}
                </div>
              )}
            </Fragment>
          ))}
          <div className={classes.grid}>
            {select("salesStatusId", t`Sales status`, named(viewer.broker.salesStatuses))}
            {can("client.assign") && select("ownerId", t`Owner`, named(staff?.assignableStaff ?? []))}
            <MultiSelect
              label={t`Tags`}
              data={named(viewer.broker.tags)}
              value={tagIds}
              onChange={setTagIds}
              clearable
            />
          </div>
          {address ? (
            <AddressFields
              value={address}
              onChange={setAddress}
              onCancel={() => setAddress(undefined)}
              errors={errors}
            />
          ) : (
            <Button variant="subtle" w="max-content" onClick={() => setAddress(emptyAddress)}>
              <Trans>Add an address</Trans>
            </Button>
          )}
          <Checkbox
            label={t`Agreed to marketing`}
            checked={marketingConsent}
            onChange={(event) => setMarketingConsent(event.currentTarget.checked)}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              <Trans>Cancel</Trans>
            </Button>
            <Button type="submit" loading={busy}>
              <Trans>Register client</Trans>
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
