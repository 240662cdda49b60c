import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Alert, Button, Select, TextInput } from "@mantine/core";
import { IconPlus, IconTrash, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { toast } from "../../app/toasts.tsx";
import { type ActionErrors, useAction } from "../../app/useAction.ts";
import { MoveButtons } from "../common/MoveButtons.tsx";
import classes from "./CustomFields.module.css";
import { ChangeProfileLayoutDocument, type CustomField, type ProfileLayout } from "./documents.ts";
import { placedFields } from "./placed.ts";

interface Draft {
  title: string;
  fields: string[];
}

/** Moves an item by one place; nothing where it stands at the end. */
function move<Item>(list: readonly Item[], at: number, by: 1 | -1, keep: (list: Item[]) => void) {
  const item = list[at];
  if (item === undefined || list[at + by] === undefined) return undefined;
  return () => keep(list.toSpliced(at, 1).toSpliced(at + by, 0, item));
}

/** Sections with their fields: made, named, moved and saved as a whole. */
export function LayoutEditor({ layout, fields }: { layout: ProfileLayout; fields: readonly CustomField[] }) {
  const { t, i18n } = useLingui();
  const [sections, setSections] = useState<Draft[]>(() =>
    layout.sections.map(({ title, fields }) => ({ title, fields: [...fields] })),
  );
  const [errors, setErrors] = useState<ActionErrors>([]);
  const { run, busy } = useAction(ChangeProfileLayoutDocument, (data) => data.changeProfileLayout);
  const names: Record<string, string> = {
    ...Object.fromEntries(Object.entries(placedFields).map(([name, label]) => [name, i18n._(label)])),
    ...Object.fromEntries(fields.map((field) => [field.id, field.label])),
  };
  const free = Object.entries(names)
    .filter(([name]) => !sections.some((section) => section.fields.includes(name)))
    .map(([value, label]) => ({ value, label }));
  const set = (at: number, part: Partial<Draft>) =>
    setSections(sections.map((section, place) => (place === at ? { ...section, ...part } : section)));
  const save = async () => {
    setErrors([]);
    const outcome = await run({ input: { version: layout.version, sections } });
    if (!outcome.done) return setErrors(outcome.errors);
    toast.done(t`The layout is saved`);
  };
  return (
    <>
      <div className={classes.sections}>
        {sections.map((section, at) => {
          const { title } = section;
          const number = at + 1;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a section has no identity but its place
            <div key={at} className={classes.section} role="group" aria-label={title || t`Section ${number}`}>
              <div className={classes.sectionHead}>
                <TextInput
                  className={classes.grow ?? ""}
                  label={t`Title of section ${number}`}
                  value={title}
                  maxLength={60}
                  onChange={(event) => set(at, { title: event.currentTarget.value })}
                />
                <MoveButtons
                  size={32}
                  labels={[t`Move section ${number} up`, t`Move section ${number} down`]}
                  onUp={move(sections, at, -1, setSections)}
                  onDown={move(sections, at, 1, setSections)}
                />
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={32}
                  aria-label={t`Remove section ${number}`}
                  onClick={() => setSections(sections.toSpliced(at, 1))}
                >
                  <IconTrash size={15} />
                </ActionIcon>
              </div>
              <ul className={classes.rows}>
                {section.fields
                  .filter((field) => names[field] !== undefined)
                  .map((field) => {
                    const place = section.fields.indexOf(field);
                    const name = names[field] ?? "";
                    return (
                      <li key={field} className={classes.row}>
                        <span className={classes.grow}>{name}</span>
                        <MoveButtons
                          labels={[t`Move ${name} up`, t`Move ${name} down`]}
                          onUp={move(section.fields, place, -1, (fields) => set(at, { fields }))}
                          onDown={move(section.fields, place, 1, (fields) => set(at, { fields }))}
                        />
                        <ActionIcon
                          variant="subtle"
                          color="gray"
                          size={24}
                          aria-label={t`Take ${name} out of the section`}
                          onClick={() => set(at, { fields: section.fields.toSpliced(place, 1) })}
                        >
                          <IconX size={14} />
                        </ActionIcon>
                      </li>
                    );
                  })}
              </ul>
              <Select
                mt="xs"
                size="xs"
                aria-label={t`Add a field to section ${number}`}
                placeholder={t`Add a field…`}
                data={free}
                value={null}
                searchable
                onChange={(field) => field && set(at, { fields: [...section.fields, field] })}
              />
            </div>
          );
        })}
      </div>
      {errors.length > 0 && (
        <Alert color="red" variant="light" role="alert" mt="sm">
          {errors.map((error) => (
            <div key={error.code}>{error.message}</div>
          ))}
        </Alert>
      )}
      <div className={classes.foot}>
        <Button
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => setSections([...sections, { title: "", fields: [] }])}
        >
          <Trans>New section</Trans>
        </Button>
        <Button loading={busy} onClick={() => void save()}>
          <Trans>Save the layout</Trans>
        </Button>
      </div>
    </>
  );
}
