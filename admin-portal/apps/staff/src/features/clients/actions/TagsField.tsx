import { Trans, useLingui } from "@lingui/react/macro";
import { Menu } from "@mantine/core";
import { IconCheck, IconPlus } from "@tabler/icons-react";
import { ReasonTooltip } from "../../../app/rights.tsx";
import { useAction } from "../../../app/useAction.ts";
import { useViewer } from "../../../app/viewer.tsx";
import type { ClientDetail } from "../documents.ts";
import { TagPill } from "../Pill.tsx";
import { useActionState } from "./allowed.ts";
import { ChangeClientTagsDocument } from "./documents.ts";
import classes from "./Fields.module.css";
import { type Entries, entriesOf, entryChanged, idsOf, toggled, useChoice } from "./useChoice.tsx";

/** Tags; each click sets or takes one away and can be taken back. */
export function TagsField({ client }: { client: ClientDetail }) {
  const { t } = useLingui();
  const { viewer } = useViewer();
  const state = useActionState(client)("EDIT");
  const { run } = useAction(ChangeClientTagsDocument, (data) => data.changeClientTags);
  const { choose, dialog } = useChoice<Entries>(client, {
    valuesOf: ({ tags }) => entriesOf(tags),
    send: ({ version, values }, mine) =>
      run({
        input: {
          id: client.id,
          version,
          add: idsOf(mine).filter((id) => !values[id]),
          remove: idsOf(values).filter((id) => !mine[id]),
        },
      }),
    said: (before, mine) => {
      const { id, set } = entryChanged(before, mine);
      const tag = [...viewer.broker.tags, ...client.tags].find((each) => each.id === id);
      const name = tag?.name ?? "";
      return set ? t`Tag ${name} set` : t`Tag ${name} taken away`;
    },
    labels: () => t`Tags`,
  });
  const held = new Set(client.tags.map((tag) => tag.id));
  const toggle = ({ id }: { id: string }) => choose(toggled(entriesOf(client.tags), id));
  const pills = client.tags.map((tag) => <TagPill key={tag.id} tag={tag} />);
  if (!state.allowed) {
    return (
      <ReasonTooltip reason={state.reason}>
        <span className={classes.fixed}>{pills.length > 0 ? pills : "–"}</span>
      </ReasonTooltip>
    );
  }
  return (
    <>
      {pills}
      <Menu position="bottom-start" shadow="md" width={220} closeOnItemClick={false}>
        <Menu.Target>
          <button
            type="button"
            className={classes.pillButton}
            {...(pills.length > 0 ? { "aria-label": t`Change tags` } : {})}
          >
            <IconPlus size={14} aria-hidden />
            {pills.length === 0 && <Trans>Tag</Trans>}
          </button>
        </Menu.Target>
        <Menu.Dropdown mah={340} style={{ overflowY: "auto" }}>
          {viewer.broker.tags.length === 0 && (
            <Menu.Label>
              <Trans>No tags have been set up</Trans>
            </Menu.Label>
          )}
          {viewer.broker.tags.map((tag) => (
            <Menu.Item
              key={tag.id}
              onClick={() => toggle(tag)}
              rightSection={held.has(tag.id) ? <IconCheck size={14} aria-label={t`Set`} /> : null}
            >
              <span className={classes.tagOption}>
                <span className={classes.dot} style={{ backgroundColor: tag.color }} aria-hidden />
                {tag.name}
              </span>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {dialog}
    </>
  );
}
