import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, Input, Select, Stack, TextInput } from "@mantine/core";
import type { RoleChoice, TeamChoice } from "./documents.ts";
import type { Ends } from "./ends.ts";
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
  /** Until when each role holds, where that can be said. */
  ends?: { value: Ends; zone: string; onChange: (ends: Ends) => void };
}

/** Roles that go beyond the viewer's own rights stay as they are, and say why. */
export function RolesField({ roles, value, error, onlyFewer, onChange, ends }: RolesFieldProps) {
  const { t } = useLingui();
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
        <Trans>Several roles add up: the person may do what any of them allows and none denies.</Trans>
      </p>
      <Stack gap={6}>
        {roles.map((role) => {
          const reason = reasonFor(role);
          const held = value.includes(role.id);
          return (
            <div key={role.id} className={classes.role}>
              <Checkbox
                size="sm"
                label={role.name}
                description={reason}
                checked={held}
                disabled={reason !== undefined}
                onChange={() => toggle(role.id)}
              />
              {ends && held && (
                <TextInput
                  type="date"
                  size="xs"
                  className={classes.end ?? ""}
                  label={t`Until`}
                  aria-label={t`${role.name}: last day, included; empty means no end`}
                  value={ends.value[role.id] ?? ""}
                  disabled={reason !== undefined}
                  onChange={(event) => ends.onChange({ ...ends.value, [role.id]: event.currentTarget.value })}
                />
              )}
            </div>
          );
        })}
      </Stack>
    </Input.Wrapper>
  );
}
