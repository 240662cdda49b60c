import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, Input, Select, Stack } from "@mantine/core";
import type { RoleChoice, TeamChoice } from "./documents.ts";
import classes from "./Staff.module.css";

interface TeamFieldProps {
  teams: readonly TeamChoice[];
  value: string | null;
  error: string | undefined;
  locked?: string | undefined;
  onChange: (team: string | null) => void;
}

export function TeamField({ teams, value, error, locked, onChange }: TeamFieldProps) {
  const { t } = useLingui();
  return (
    <Select
      label={t`Team`}
      description={locked ?? t`Reach “team” follows it. Clients that the person owns move with the person.`}
      placeholder={t`No team`}
      data={teams.map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      onChange={onChange}
      error={error}
      disabled={locked !== undefined}
      searchable={teams.length > 8}
      clearable
      comboboxProps={{ shadow: "md" }}
    />
  );
}

interface RolesFieldProps {
  roles: readonly RoleChoice[];
  value: readonly string[];
  error: string | undefined;
  /** Why roles can only be taken away, when that is so. */
  onlyFewer?: { held: readonly string[]; reason: string } | undefined;
  onChange: (roles: string[]) => void;
}

/** Roles that go beyond the viewer's own rights stay as they are, and say why. */
export function RolesField({ roles, value, error, onlyFewer, onChange }: RolesFieldProps) {
  const reasonFor = (role: RoleChoice): string | undefined => {
    if (!role.editable) return role.reason ?? undefined;
    if (onlyFewer && !onlyFewer.held.includes(role.id)) return onlyFewer.reason;
    return undefined;
  };
  const toggle = (id: string) => onChange(value.includes(id) ? value.filter((each) => each !== id) : [...value, id]);
  return (
    <Input.Wrapper component="fieldset" className={classes.fieldset ?? ""} error={error}>
      <legend className={classes.legend}>
        <Trans>Roles</Trans>
      </legend>
      <p className={classes.hint}>
        <Trans>Several roles add up: the person may do what any of them allows.</Trans>
      </p>
      <Stack gap={6}>
        {roles.map((role) => {
          const reason = reasonFor(role);
          return (
            <Checkbox
              key={role.id}
              size="sm"
              label={role.name}
              description={reason}
              checked={value.includes(role.id)}
              disabled={reason !== undefined}
              onChange={() => toggle(role.id)}
            />
          );
        })}
      </Stack>
    </Input.Wrapper>
  );
}
