import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Button, Checkbox, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { MoveButtons } from "../common/MoveButtons.tsx";
import classes from "./CustomFields.module.css";
import type { ChoiceDraft } from "./fieldValues.ts";
import { moved } from "./moved.ts";

interface ChoicesProps {
  choices: readonly ChoiceDraft[];
  onChange: (choices: ChoiceDraft[]) => void;
  error: string | undefined;
}

/** What can be chosen, in its order. A choice that clients may have is taken out of use, never away. */
export function Choices({ choices, onChange, error }: ChoicesProps) {
  const { t } = useLingui();
  const set = (at: number, part: Partial<ChoiceDraft>) =>
    onChange(choices.map((choice, place) => (place === at ? { ...choice, ...part } : choice)));
  return (
    <Stack gap="xs" role="group" aria-label={t`Choices`}>
      <Text size="sm" fw={500}>
        <Trans>Choices</Trans>
      </Text>
      {choices.map((choice, at) => {
        const number = at + 1;
        return (
          <div key={choice.id ?? `new ${at}`} className={classes.choice}>
            <TextInput
              className={classes.grow ?? ""}
              size="xs"
              aria-label={t`Choice ${number}`}
              value={choice.label}
              maxLength={60}
              onChange={(event) => set(at, { label: event.currentTarget.value })}
            />
            {choice.id !== undefined && (
              <Checkbox
                size="xs"
                label={t`Not in use`}
                checked={choice.retired}
                onChange={(event) => set(at, { retired: event.currentTarget.checked })}
              />
            )}
            <MoveButtons
              labels={[t`Move choice ${number} up`, t`Move choice ${number} down`]}
              onUp={moved(choices, at, -1, onChange)}
              onDown={moved(choices, at, 1, onChange)}
            />
            {choice.id === undefined && (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t`Leave choice ${number} out`}
                onClick={() => onChange(choices.toSpliced(at, 1))}
              >
                <IconX size={14} />
              </ActionIcon>
            )}
          </div>
        );
      })}
      {error && (
        <Text size="xs" c="red" role="alert">
          {error}
        </Text>
      )}
      <Button
        variant="subtle"
        w="max-content"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => onChange([...choices, { label: "", retired: false }])}
      >
        <Trans>Add a choice</Trans>
      </Button>
    </Stack>
  );
}
