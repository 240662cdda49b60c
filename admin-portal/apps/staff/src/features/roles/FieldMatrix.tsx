import type { FieldClass, Relation, Visibility } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { fieldClasses } from "../clients/labels.ts";
import { relationNames, relationSentences, visibilityNames, visibilitySentences } from "./labels.ts";
import { mayShow, mostVisible, type OwnFields } from "./limits.ts";
import type { Cell, CellOption } from "./MatrixCell.tsx";
import { MatrixGrid } from "./MatrixGrid.tsx";
import {
  effective,
  type Fields,
  fieldClassOrder,
  fieldKey,
  isDenied,
  relations,
  type Showing,
  visibilities,
  withField,
} from "./model.ts";
import classes from "./Roles.module.css";

interface FieldMatrixProps {
  own: OwnFields;
  saved: Fields;
  value: Fields;
  /** Why nothing here can be changed. */
  locked: string | undefined;
  onChange: (fields: Fields) => void;
}

const inherit = "INHERIT";
const weights: Record<Visibility, Cell["weight"]> = { HIDDEN: 0, MASKED: 1, PARTIAL: 2, FULL: 3 };

/** How much of a client's contact data the role shows, by how the person stands to the client. */
export function FieldMatrix({ own, saved, value, locked, onChange }: FieldMatrixProps) {
  const { t, i18n } = useLingui();
  const cell = (row: string, column: string): Cell => {
    const [field, relation] = [row as FieldClass, column as Relation];
    const { visibility, inherited } = effective(value, field, relation);
    const most = i18n._(visibilityNames[mostVisible(own, field, relation)]);
    const beyond = t`You see less of it yourself: at most “${most}” is yours to give.`;
    const options = visibilities.toReversed().map<CellOption>((each) => ({
      value: each,
      label: i18n._(visibilityNames[each]),
      hint: i18n._(visibilitySentences[each]),
      reason: mayShow(own, field, relation, each) ? undefined : beyond,
    }));
    const denied = isDenied(value, field);
    if (relation === "ANY") {
      const reason = mayShow(own, field, relation, "DENY") ? undefined : beyond;
      const [label, hint] = [i18n._(visibilityNames.DENY), i18n._(visibilitySentences.DENY)];
      options.push({ value: "DENY", label, hint, reason });
    }
    const shown = denied && relation === "ANY" ? "DENY" : visibility;
    const limit = locked ?? (denied && relation !== "ANY" ? t`This field is denied for every client.` : undefined);
    const asAny = i18n._(visibilityNames[effective(value, field, "ANY").visibility]);
    if (relation !== "ANY") {
      options.push({ value: inherit, label: t`Inherit`, hint: t`As for every client: ${asAny}` });
    }
    const limited = mayShow(own, field, relation, "FULL") ? undefined : beyond;
    return {
      value: inherited && relation !== "ANY" ? inherit : shown,
      text: i18n._(visibilityNames[shown]),
      weight: weights[visibility],
      denied: shown === "DENY",
      inherited: inherited && relation !== "ANY",
      changed: value[fieldKey(field, relation)] !== saved[fieldKey(field, relation)],
      locked: limit,
      options,
      explanation: (
        <>
          {i18n._(relationSentences[relation])} {i18n._(visibilityNames[shown])}: {i18n._(visibilitySentences[shown])}.
          {inherited && relation !== "ANY" && (
            <>
              {" "}
              <Trans>Inherited from the column “Every client”.</Trans>
            </>
          )}
          {(limit ?? limited) && <span className={classes.limit}> {limit ?? limited}</span>}
        </>
      ),
    };
  };
  return (
    <MatrixGrid
      label={t`What the role shows of clients`}
      corner={t`Field`}
      rows={fieldClassOrder.map((field) => ({ key: field, name: i18n._(fieldClasses[field]) }))}
      columns={relations.map((relation) => ({
        key: relation,
        name: i18n._(relationNames[relation]),
        hint: i18n._(relationSentences[relation]),
      }))}
      cell={cell}
      onChange={(field, relation, choice) =>
        onChange(
          withField(
            value,
            field as FieldClass,
            relation as Relation,
            choice === inherit ? undefined : (choice as Showing),
          ),
        )
      }
      idle={
        <span className={classes.idle}>
          <Trans>
            Dashed cells take what “Every client” says; solid ones have a rule of their own. Several roles of one
            person: the most open one counts, unless one of them denies the field.
          </Trans>
        </span>
      }
    />
  );
}
