import { Trans, useLingui } from "@lingui/react/macro";
import { ActionIcon, Button, Modal, Group as Row, SegmentedControl, Text } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { ListPart } from "../custom/listPart.tsx";
import ConditionEditor from "./ConditionEditor.tsx";
import { FieldMenu } from "./FieldMenu.tsx";
import classes from "./FilterBar.module.css";
import { fieldOf } from "./fields.ts";
import { conditionCount, type Group, isGroup, mostConditions } from "./tree.ts";

/** AND and OR: groups of conditions, one level of groups inside. */
export default function FilterEditor({
  filter,
  onApply,
  onClose,
}: {
  filter: Group;
  onApply: (filter: Group) => void;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const [draft, setDraft] = useState(filter);
  const full = conditionCount(draft) >= mostConditions;
  return (
    <Modal opened onClose={onClose} title={t`Filter clients`} size="lg">
      <GroupEditor group={draft} level={1} full={full} onChange={setDraft} />
      {full && (
        <Text size="xs" c="dimmed" mt="xs">
          <Trans>A filter holds at most {mostConditions} conditions.</Trans>
        </Text>
      )}
      <Row justify="flex-end" gap="xs" mt="md">
        <Button variant="default" onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button
          onClick={() =>
            onApply({
              ...draft,
              items: draft.items.filter((item) => !isGroup(item) || item.items.length > 0),
            })
          }
        >
          <Trans>Show these clients</Trans>
        </Button>
      </Row>
    </Modal>
  );
}

interface GroupEditorProps {
  group: Group;
  level: number;
  full: boolean;
  onChange: (group: Group) => void;
  onRemove?: () => void;
}

function GroupEditor({ group, level, full, onChange, onRemove }: GroupEditorProps) {
  const { t, i18n } = useLingui();
  const setItem = (at: number, item: Group["items"][number]) =>
    onChange({ ...group, items: group.items.with(at, item) });
  const remove = (at: number) => onChange({ ...group, items: group.items.toSpliced(at, 1) });
  return (
    <div className={classes.group} role="group" aria-label={group.join === "all" ? t`All of these` : t`Any of these`}>
      <div className={classes.tools}>
        <SegmentedControl
          size="xs"
          aria-label={t`How the conditions are joined`}
          value={group.join}
          onChange={(join) => onChange({ ...group, join: join as Group["join"] })}
          data={[
            { value: "all", label: t`All of these` },
            { value: "any", label: t`Any of these` },
          ]}
        />
        <span className={classes.spacer} />
        <FieldMenu disabled={full} onPick={(start) => onChange({ ...group, items: [...group.items, start] })} />
        {level === 1 && (
          <Button
            variant="subtle"
            disabled={full}
            onClick={() =>
              onChange({
                ...group,
                items: [...group.items, { join: group.join === "all" ? "any" : "all", items: [] }],
              })
            }
          >
            <Trans>Group</Trans>
          </Button>
        )}
        {onRemove && (
          <ActionIcon variant="subtle" color="gray" aria-label={t`Remove the group`} onClick={onRemove}>
            <IconTrash size={15} />
          </ActionIcon>
        )}
      </div>
      {group.items.length === 0 && (
        <Text size="sm" c="dimmed">
          <Trans>No conditions yet. Add one with “Filter”.</Trans>
        </Text>
      )}
      {group.items.map((item, at) =>
        isGroup(item) ? (
          <GroupEditor
            // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity but their place
            key={`group ${at}`}
            group={item}
            level={level + 1}
            full={full}
            onChange={(next) => setItem(at, next)}
            onRemove={() => remove(at)}
          />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity but their place
          <div key={`${at} ${item.field}`} className={classes.line}>
            {item.custom ? (
              <ListPart part="label" field={item.custom} />
            ) : (
              <span>{i18n._(fieldOf(item.field).label)}</span>
            )}
            <ConditionEditor condition={item} onChange={(next) => setItem(at, next)} />
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t`Remove the condition ${i18n._(fieldOf(item.field).label)}`}
              onClick={() => remove(at)}
            >
              <IconTrash size={15} />
            </ActionIcon>
          </div>
        ),
      )}
    </div>
  );
}
