import type { AddressInput } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Select, TextInput } from "@mantine/core";
import { countryOptions } from "../../../app/places.ts";
import { type ActionErrors, errorAt } from "../../../app/useAction.ts";
import classes from "./Edit.module.css";

export const emptyAddress: AddressInput = { line1: "" };

interface AddressFieldsProps {
  value: AddressInput;
  onChange: (address: AddressInput) => void;
  onCancel?: () => void;
  errors: ActionErrors;
}

export function AddressFields({ value, onChange, onCancel, errors }: AddressFieldsProps) {
  const { t } = useLingui();
  const text = (field: "line1" | "line2" | "city" | "postalCode" | "region", label: string) => (
    <TextInput
      label={label}
      value={value[field] ?? ""}
      onChange={(event) => onChange({ ...value, [field]: event.currentTarget.value })}
      error={errorAt(errors, "address", field)}
      autoComplete="off"
    />
  );
  return (
    <fieldset className={classes.address}>
      <legend>
        <Trans>Address</Trans>
        {onCancel && (
          <Button size="compact-xs" variant="subtle" onClick={onCancel}>
            <Trans>Leave as it is</Trans>
          </Button>
        )}
      </legend>
      <div className={classes.grid}>
        <div className={classes.whole}>{text("line1", t`Street and number`)}</div>
        <div className={classes.whole}>{text("line2", t`Flat, floor, building`)}</div>
        {text("city", t`City`)}
        {text("postalCode", t`Postal code`)}
        {text("region", t`Region`)}
        <Select
          label={t`Country`}
          data={countryOptions()}
          value={value.country ?? null}
          onChange={(country) => onChange({ ...value, country: country ?? undefined })}
          error={errorAt(errors, "address", "country")}
          searchable
          clearable
        />
      </div>
    </fieldset>
  );
}
