import type { ImportColumnRule } from "@brokerdesk/api";
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, SegmentedControl } from "@mantine/core";
import { useQuery } from "urql";
import { ErrorState, Loading } from "../../../app/states.tsx";
import { Table, tableClasses } from "../../common/Table.tsx";
import { ImportFieldListDocument } from "../documents.ts";
import classes from "../Imports.module.css";
import { ruleNames, targetName } from "../labels.ts";
import { changeColumn, rulesFor, type Target, targetOf, targetOfInfo } from "../mapping.ts";
import type { ImportWork } from "../useImportWork.ts";

const order: readonly ImportColumnRule[] = ["KEEP", "ONLY_IF_BLANK", "OVERWRITE"];

/**
 * What each column does to a client who is there already: only what this viewer's role may do. And to an earlier row of
 * the same person: that is of the file alone.
 */
export function ColumnRules({ work: { change, mapping } }: { work: ImportWork }) {
  const { t, i18n } = useLingui();
  const [{ data, error }, execute] = useQuery({ query: ImportFieldListDocument });
  const fields = data?.importFields;
  if (fields === undefined) {
    return error ? (
      <ErrorState error={error} onRetry={() => execute({ requestPolicy: "network-only" })} />
    ) : (
      <Loading />
    );
  }
  const inBook = mapping.onMatch === "UPDATE";
  const allowed = (target: Target | null) =>
    rulesFor(
      fields.find((each) => targetOfInfo(each) === target),
      inBook,
    );
  const columns = mapping.columns.filter((each) => targetOf(each) !== null);
  // what is the same for all rows has nothing to say to one of them
  const constants = inBook ? mapping.constants : [];
  const setAll = (rule: ImportColumnRule) =>
    change({
      columns: mapping.columns.map((column) =>
        allowed(targetOf(column)).includes(rule) ? { ...column, rule } : column,
      ),
      constants: mapping.constants.map((each) =>
        constants.includes(each) && allowed(targetOf(each)).includes(rule) ? { ...each, rule } : each,
      ),
    });
  const row = (
    key: string,
    name: string,
    target: Target | null,
    rule: ImportColumnRule,
    onRule: (rule: ImportColumnRule) => void,
  ) => (
    <tr key={key}>
      <th scope="row">
        <bdi>{name}</bdi>
      </th>
      <td>
        <bdi>{target && targetName(i18n, fields, target)}</bdi>
      </td>
      <td>
        <SegmentedControl
          size="xs"
          aria-label={
            inBook
              ? t`What ${name} does to a client who is there`
              : t`What ${name} of a later row does to the earlier one`
          }
          value={rule}
          onChange={(value) => onRule(value as ImportColumnRule)}
          data={order.map((value) => ({
            value,
            label: i18n._(ruleNames[value]),
            disabled: !allowed(target).includes(value),
          }))}
        />
      </td>
    </tr>
  );
  const heading = inBook
    ? t`What each column does to a client who is there`
    : t`What each column of a later row does to the earlier one`;
  return (
    <div className={classes.rules}>
      <div className={tableClasses.toolbar}>
        <h3 className={classes.small}>{heading}</h3>
        <span className={tableClasses.spacer} />
        {order.map((rule) => (
          <Button key={rule} variant="subtle" size="compact-sm" onClick={() => setAll(rule)}>
            <Trans>All: {i18n._(ruleNames[rule])}</Trans>
          </Button>
        ))}
      </div>
      <Table label={heading}>
        <thead>
          <tr>
            <th scope="col">{t`In the file`}</th>
            <th scope="col">{t`Becomes`}</th>
            <th scope="col">{t`What it does`}</th>
          </tr>
        </thead>
        <tbody>
          {columns.map((column) =>
            row(`${column.index}`, column.name, targetOf(column), column.rule, (next) =>
              change(changeColumn(mapping, column.index, { rule: next })),
            ),
          )}
          {constants.map((constant) =>
            row(targetOf(constant) ?? "", t`The same for all rows`, targetOf(constant), constant.rule, (next) =>
              change({
                constants: mapping.constants.map((each) => (each === constant ? { ...each, rule: next } : each)),
              }),
            ),
          )}
        </tbody>
      </Table>
      {inBook && mapping.onRepeat === "MERGE" && (
        <p className={classes.about}>
          <Trans>The same holds for an earlier row of the file that a later one repeats.</Trans>
        </p>
      )}
      <p className={classes.about}>
        <Trans>E-mail, phone and external id are never overwritten: by them a client is found again.</Trans>
      </p>
    </div>
  );
}
