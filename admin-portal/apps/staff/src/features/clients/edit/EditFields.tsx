import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Checkbox, Select, TextInput } from "@mantine/core";
import { clockAt, instantOf } from "../../../app/days.ts";
import { Masked } from "../../../app/Masked.tsx";
import { countryOptions, languageOptions, withCurrent } from "../../../app/places.ts";
import { useZone } from "../../../app/preferences.ts";
import { type ActionErrors, errorAt } from "../../../app/useAction.ts";
import { useViewer } from "../../../app/viewer.tsx";
import type { ClientDetail } from "../documents.ts";
import { clientStatuses, riskLevels } from "../labels.ts";
import { AddressFields, emptyAddress } from "./AddressFields.tsx";
import classes from "./Edit.module.css";
import type { EditField, EditValues, Replacements } from "./editModel.ts";
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
  const { t, i18n } = useLingui();
  const { viewer } = useViewer();
  const zone = useZone();
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
  return (
    <div className={classes.grid}>
      {client.kind === "CORPORATE" && <div className={classes.whole}>{text("companyName")}</div>}
      {text("firstName", true)}
      {text("lastName")}
      {text("middleName")}
      {select("nationality", countryOptions(), true)}
      {select("country", countryOptions(), true)}
      {select("language", languageOptions(), true)}
      {profile && (
        <BirthField
          masked={profile.dateOfBirth}
          values={values}
          replace={replace}
          label={labels.dateOfBirth}
          error={errorAt(errors, "dateOfBirth")}
          onChange={(dateOfBirth) => set("dateOfBirth", dateOfBirth)}
          onReplace={(dateOfBirth) => onReplace({ ...replace, dateOfBirth })}
        />
      )}
      <TextInput
        type="datetime-local"
        label={labels.nextFollowUpAt}
        value={values.nextFollowUpAt && clockAt(values.nextFollowUpAt, zone)}
        onChange={(event) => set("nextFollowUpAt", instantOf(event.currentTarget.value, zone) ?? "")}
        error={errorAt(errors, "nextFollowUpAt")}
      />
      {profile && (
        <div className={classes.whole}>
          {replace.address === undefined ? (
            <div className={classes.held}>
              <span className={classes.heldLabel}>{t`Address`}</span>
              <Masked value={profile.address} />
              <Button
                size="compact-xs"
                variant="subtle"
                onClick={() => onReplace({ ...replace, address: emptyAddress })}
              >
                {profile.address.present ? <Trans>Replace…</Trans> : <Trans>Add…</Trans>}
              </Button>
            </div>
          ) : (
            <AddressFields
              value={replace.address}
              onChange={(address) => onReplace({ ...replace, address })}
              onCancel={() => onReplace({ ...replace, address: undefined })}
              errors={errors}
            />
          )}
        </div>
      )}
      {select("status", labelled(clientStatuses), false)}
      {select(
        "retentionStatusId",
        viewer.broker.retentionStatuses.map((status) => ({ value: status.id, label: status.name })),
        true,
      )}
      {select("riskLevel", labelled(riskLevels), false)}
      {text("source")}
      {text("campaign")}
      {text("referrerCode")}
      <div className={`${classes.whole} ${classes.checks}`}>
        {check("pep")}
        {check("usPerson")}
        {check("marketingConsent")}
      </div>
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
