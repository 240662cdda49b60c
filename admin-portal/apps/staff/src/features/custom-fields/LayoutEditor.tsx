import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Button, Select, TextInput } from "@mantine/core";
import { IconPlus, IconTrash, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useClient } from "urql";
import { toast } from "../../app/toasts.tsx";
import { useAction } from "../../app/useAction.ts";
import { changedFields } from "../common/conflict.ts";
import { Problems } from "../common/FormDialog.tsx";
import { MoveButtons } from "../common/MoveButtons.tsx";
import { useVersioned, type Versioned } from "../common/useVersioned.tsx";
import classes from "./CustomFields.module.css";
import {
  ChangeProfileLayoutDocument,
  type CustomField,
  CustomFieldBookDocument,
  type ProfileLayout,
} from "./documents.ts";
import { moved } from "./moved.ts";
import { placedFields } from "./placed.ts";

interface Draft {
  title: string;
  fields: string[];
}

interface Laid {
  sections: Draft[];
}

const versioned = ({ version, sections }: ProfileLayout): Versioned<Laid> => ({
  version,
  values: { sections: sections.map(({ title, fields }) => ({ title, fields: [...fields] })) },
});

/** Sections with their fields: made, named, moved and saved as a whole. */
export function LayoutEditor({ layout, fields }: { layout: ProfileLayout; fields: readonly CustomField[] }) {
  const { t, i18n } = useLingui();
  const urql = useClient();
  // with what it was made of; what a colleague saves is taken over as long as nothing is touched
  const [draft, setDraft] = useState({ from: versioned(layout), ...versioned(layout).values });
  const touched = changedFields(draft.from.values, { sections: draft.sections }).length > 0;
  const newer = layout.version > draft.from.version && !touched;
  const { from, sections } = newer ? { from: versioned(layout), ...versioned(layout).values } : draft;
  const setSections = (sections: Draft[]) => setDraft({ from, sections });
  const { run } = useAction(ChangeProfileLayoutDocument, (data) => data.changeProfileLayout);
  const names: Record<string, string> = {
    ...Object.fromEntries(Object.entries(placedFields).map(([name, label]) => [name, i18n._(label)])),
    ...Object.fromEntries(fields.map((field) => [field.id, field.label])),
  };
  const free = Object.entries(names)
    .filter(([name]) => !sections.some((section) => section.fields.includes(name)))
    .map(([value, label]) => ({ value, label }));
  const set = (at: number, part: Partial<Draft>) =>
    setSections(sections.map((section, place) => (place === at ? { ...section, ...part } : section)));
  const sectionText = ({ title, fields }: Draft) =>
    `${title}: ${fields.map((field) => names[field] ?? field).join(", ")}`;
  const { errors, busy, dialog, save } = useVersioned<Laid, { layout?: ProfileLayout | null }>({
    start: from,
    send: ({ version }, mine) => run({ input: { version, ...mine } }),
    latest: async () => {
      const again = urql.query(CustomFieldBookDocument, {}, { requestPolicy: "network-only" });
      const now = (await again.toPromise()).data?.profileLayout;
      return now && versioned(now);
    },
    onMerged: (mine) => setSections(mine.sections),
    onSaved: (payload) => {
      const now = payload?.layout;
      if (now) setDraft({ from: versioned(now), ...versioned(now).values });
      toast.done(t`The layout is saved`);
    },
    labels: { sections: t`Sections and their fields` },
    text: (_, value) => (value as Draft[]).map(sectionText).join("\n") || undefined,
  });
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
                  onUp={moved(sections, at, -1, setSections)}
                  onDown={moved(sections, at, 1, setSections)}
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
                          onUp={moved(section.fields, place, -1, (fields) => set(at, { fields }))}
                          onDown={moved(section.fields, place, 1, (fields) => set(at, { fields }))}
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
      <Problems errors={errors} />
      <div className={classes.foot}>
        <Button
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => setSections([...sections, { title: "", fields: [] }])}
        >
          <Trans>New section</Trans>
        </Button>
        <Button loading={busy} onClick={() => save({ sections }, from)}>
          <Trans>Save the layout</Trans>
        </Button>
      </div>
      {dialog}
    </>
  );
}
