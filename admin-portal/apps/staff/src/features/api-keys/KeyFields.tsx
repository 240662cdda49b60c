import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, Input, Stack, Textarea, TextInput } from "@mantine/core";
import { type ActionErrors, errorAt } from "../../app/useAction.ts";
import classes from "./ApiKeys.module.css";
import type { Scope } from "./documents.ts";

export interface KeyDraft {
  name: string;
  scopes: readonly string[];
  networks: string;
}

interface KeyFieldsProps {
  value: KeyDraft;
  /** Scopes that the viewer could give. */
  scopes: readonly Scope[];
  /** Scopes that the key has already. */
  held: readonly string[];
  errors: ActionErrors;
  onChange: (value: KeyDraft) => void;
}

/** Name, scopes and networks of a key. */
export function KeyFields({ value, scopes, held, errors, onChange }: KeyFieldsProps) {
  const { t } = useLingui();
  const known = new Set(scopes.map((each) => each.scope));
  const foreign = held.filter((scope) => !known.has(scope)).map((scope) => ({ scope, sentence: "" }));
  const toggle = (scope: string) =>
    onChange({
      ...value,
      scopes: value.scopes.includes(scope) ? value.scopes.filter((each) => each !== scope) : [...value.scopes, scope],
    });
  return (
    <>
      <TextInput
        data-autofocus
        label={t`Name`}
        description={t`The website or program that will use it.`}
        value={value.name}
        onChange={(event) => onChange({ ...value, name: event.currentTarget.value })}
        error={errorAt(errors, "name")}
        maxLength={80}
        autoComplete="off"
      />
      <Input.Wrapper component="fieldset" className={classes.fieldset ?? ""} error={errorAt(errors, "scopes")}>
        <legend className={classes.legend}>
          <Trans>What it may do</Trans>
        </legend>
        <Stack gap={8}>
          {[...scopes, ...foreign].map(({ scope, sentence }) => (
            <Checkbox
              key={scope}
              size="sm"
              label={<code dir="ltr">{scope}</code>}
              description={
                sentence || t`The key has it. You can take it away, not give it: it goes beyond your own rights.`
              }
              checked={value.scopes.includes(scope)}
              onChange={() => toggle(scope)}
            />
          ))}
        </Stack>
        {scopes.length === 0 && (
          <p className={classes.hint}>
            <Trans>You can give no scope: each needs the same right for yourself, over all clients.</Trans>
          </p>
        )}
      </Input.Wrapper>
      <Textarea
        label={t`Only from these addresses`}
        description={t`One address or network a line, such as 203.0.113.0/24. Empty: from anywhere.`}
        dir="ltr"
        value={value.networks}
        onChange={(event) => onChange({ ...value, networks: event.currentTarget.value })}
        error={errorAt(errors, "ipAllowList")}
        autosize
        minRows={2}
        maxRows={8}
        spellCheck={false}
        classNames={{ input: classes.mono ?? "" }}
      />
    </>
  );
}
