import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Checkbox, Select, TextInput } from "@mantine/core";
import { Fragment, type ReactNode } from "react";
import { Masked } from "../../../app/Masked.tsx";
import { countryOptions, languageOptions, withCurrent } from "../../../app/places.ts";
import { type ActionErrors, errorAt } from "../../../app/useAction.ts";
import { useViewer } from "../../../app/viewer.tsx";
import type { CustomField } from "../../custom-fields/documents.ts";
import { laidOut } from "../../custom-fields/placed.ts";
import { useCustomBook } from "../../custom-fields/useCustomBook.ts";
import { CustomInput } from "../custom/CustomInput.tsx";
import type { ClientDetail } from "../documents.ts";
import { clientStatuses, riskLevels } from "../labels.ts";
import { nextStatuses } from "../statuses.ts";
import { AddressFields, emptyAddress } from "./AddressFields.tsx";
import classes from "./Edit.module.css";
import type { EditField, EditValues, OwnField, Replacements } from "./editModel.ts";
import { useFieldLabels } from "./useFieldLabels.ts";

interface EditFieldsProps {
  client: ClientDetail;
  values: EditValues;
  onChange: (values: EditValues) => void;
  replace: Replacements;
  onReplace: (replace: Replacements) => void;
  errors: ActionErrors;
}

export function EditFields({ client, values, onChange, replace, onReplace, errors }: EditFieldsProps) {
  const { i18n } = useLingui();
  const { viewer } = useViewer();
  const labels = useFieldLabels();
  const set = (field: EditField, value: string | boolean) => onChange({ ...values, [field]: value });
  const text = (field: EditField, first = false) => (
    <TextInput
      label={labels[field]}
      value={String(values[field])}
      onChange={(event) => set(field, event.currentTarget.value)}
      error={errorAt(errors, field)}
      autoComplete="off"
      {...(first ? { "data-autofocus": true } : {})}
    />
  );
  const select = (field: EditField, data: { value: string; label: string }[], clearable: boolean) => (
    <Select
      label={labels[field]}
      data={withCurrent(data, String(values[field]))}
      value={values[field] === "" ? null : String(values[field])}
      onChange={(value) => set(field, value ?? "")}
      error={errorAt(errors, field)}
      searchable={data.length > 8}
      clearable={clearable}
      allowDeselect={clearable}
      comboboxProps={{ shadow: "md" }}
    />
  );
  const labelled = (source: typeof clientStatuses | typeof riskLevels) =>
    Object.entries(source).map(([value, label]) => ({ value, label: i18n._(label.text) }));
  const check = (field: "pep" | "usPerson" | "marketingConsent") => (
    <Checkbox
      label={labels[field]}
      checked={values[field]}
      onChange={(event) => set(field, event.currentTarget.checked)}
    />
  );
  const profile = client.profile;
  const { inUse, layout } = useCustomBook(true);
  const placed: Partial<Record<string, ReactNode>> = {
    ...(client.kind === "CORPORATE" ? { companyName: <div className={classes.whole}>{text("companyName")}</div> } : {}),
    firstName: text("firstName", true),
    lastName: text("lastName"),
    middleName: text("middleName"),
    nationality: select("nationality", countryOptions(), true),
    country: select("country", countryOptions(), true),
    language: select("language", languageOptions(), true),
    ...(profile
      ? {
          dateOfBirth: (
            <BirthField
              masked={profile.dateOfBirth}
              values={values}
              replace={replace}
              label={labels.dateOfBirth}
              error={errorAt(errors, "dateOfBirth")}
              onChange={(dateOfBirth) => set("dateOfBirth", dateOfBirth)}
              onReplace={(dateOfBirth) => onReplace({ ...replace, dateOfBirth })}
            />
          ),
          address: <AddressPart address={profile.address} replace={replace} onReplace={onReplace} errors={errors} />,
        }
      : {}),
    source: text("source"),
    campaign: text("campaign"),
    referrerCode: text("referrerCode"),
    marketingConsent: <div className={classes.whole}>{check("marketingConsent")}</div>,
    ...Object.fromEntries(
      inUse.map((field) => [
        field.id,
        <OwnFieldPart
          key={field.id}
          client={client}
          field={field}
          value={values[field.id as OwnField]}
          onChange={(value) => set(field.id as OwnField, value)}
          error={errorAt(errors, field.id)}
        />,
      ]),
    ),
  };
  return (
    <div className={classes.grid}>
      {laidOut(layout?.sections ?? [], Object.keys(placed)).map((section) => (
        <Fragment key={section.title ?? ""}>
          {section.title && <h3 className={`${classes.whole} ${classes.part}`}>{section.title}</h3>}
          {section.fields.map((field) => (
            <Fragment key={field}>{placed[field]}</Fragment>
          ))}
        </Fragment>
      ))}
      {select("status", labelled(clientStatuses), false)}
      {select(
        "retentionStatusId",
        nextStatuses(viewer.broker.retentionStatuses, client.retentionStatus?.id).map((status) => ({
          value: status.id,
          label: status.name,
        })),
        true,
      )}
      {select("riskLevel", labelled(riskLevels), false)}
      <div className={`${classes.whole} ${classes.checks}`}>
        {check("pep")}
        {check("usPerson")}
      </div>
    </div>
  );
}

interface OwnFieldPartProps {
  client: ClientDetail;
  field: CustomField;
  /** None where the reader may not see it in full. */
  value: string | undefined;
  onChange: (value: string) => void;
  error: string | undefined;
}

/** One of the broker's own fields; whoever may not read it in full may not write it either. */
function OwnFieldPart({ client, field, value, onChange, error }: OwnFieldPartProps) {
  if (value !== undefined) return <CustomInput field={field} value={value} onChange={onChange} error={error} />;
  const own = client.profile?.customFields.find((each) => each.fieldId === field.id);
  if (!own) return null;
  return (
    <div className={classes.held}>
      <span className={classes.heldLabel}>{field.label}</span>
      <Masked value={own.value} />
    </div>
  );
}

interface AddressPartProps extends Pick<EditFieldsProps, "replace" | "onReplace" | "errors"> {
  address: NonNullable<ClientDetail["profile"]>["address"];
}

function AddressPart({ address, replace, onReplace, errors }: AddressPartProps) {
  const { t } = useLingui();
  return (
    <div className={classes.whole}>
      {replace.address === undefined ? (
        <div className={classes.held}>
          <span className={classes.heldLabel}>{t`Address`}</span>
          <Masked value={address} />
          <Button size="compact-xs" variant="subtle" onClick={() => onReplace({ ...replace, address: emptyAddress })}>
            {address.present ? <Trans>Replace…</Trans> : <Trans>Add…</Trans>}
          </Button>
        </div>
      ) : (
        <AddressFields
          value={replace.address}
          onChange={(next) => onReplace({ ...replace, address: next })}
          onCancel={() => onReplace({ ...replace, address: undefined })}
          errors={errors}
        />
      )}
    </div>
  );
}

interface BirthFieldProps {
  masked: NonNullable<ClientDetail["profile"]>["dateOfBirth"];
  values: EditValues;
  replace: Replacements;
  label: string;
  error: string | undefined;
  onChange: (date: string) => void;
  onReplace: (date: string | undefined) => void;
}

/** Whoever may read the date edits it; whoever may not can only put another in its place. */
function BirthField({ masked, values, replace, label, error, onChange, onReplace }: BirthFieldProps) {
  const readable = !masked.masked || !masked.present;
  if (readable || replace.dateOfBirth !== undefined) {
    return (
      <TextInput
        type="date"
        label={label}
        value={readable ? values.dateOfBirth : (replace.dateOfBirth ?? "")}
        onChange={(event) => (readable ? onChange : onReplace)(event.currentTarget.value)}
        error={error}
      />
    );
  }
  return (
    <div className={classes.held}>
      <span className={classes.heldLabel}>{label}</span>
      <Masked value={masked} />
      <Button size="compact-xs" variant="subtle" onClick={() => onReplace("")}>
        <Trans>Replace…</Trans>
      </Button>
    </div>
  );
}
