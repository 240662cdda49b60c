import type { ClientSortField } from "@brokerdesk/api";
import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { IconPhoneOff } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { ago, countryName, day, exactTime, languageName } from "../../../app/format.ts";
import { Masked } from "../../../app/Masked.tsx";
import { phoneValue } from "../../../app/phone.ts";
import { isCustom, ListPart } from "../custom/listPart.tsx";
import type { ClientRow } from "../documents.ts";
import { clientStages, clientStatuses, kycStatuses } from "../labels.ts";
import { LabelPill, StatusPill, TagPill } from "../Pill.tsx";
import classes from "./ClientGrid.module.css";

export interface ClientColumn {
  id: string;
  /** None for a field of the broker's own, which brings its heading. */
  label?: MessageDescriptor;
  heading?: ReactNode;
  width: number;
  sort?: ClientSortField;
  /** Not in the list until somebody chooses it. */
  extra?: boolean;
  cell: (row: ClientRow) => ReactNode;
}

const noCalls = msg`Must not be called`;
const nothing = <span className={classes.none}>–</span>;

function words(text: string | null | undefined): ReactNode {
  return text ? <span title={text}>{text}</span> : nothing;
}

function time(at: string | null | undefined): ReactNode {
  return at ? (
    <time dateTime={at} title={exactTime(at)}>
      {ago(at)}
    </time>
  ) : (
    nothing
  );
}

/** Every column the list can show. Cells are plain spans: thousands of them scroll by. */
export const clientColumns: readonly ClientColumn[] = [
  {
    id: "name",
    label: msg`Client`,
    width: 168,
    sort: "NAME",
    cell: (row) => (
      <span className={classes.name} title={row.displayName}>
        {row.doNotCall && (
          <IconPhoneOff size={13} className={classes.noCalls} role="img" aria-label={i18n._(noCalls)} />
        )}
        {row.displayName}
      </span>
    ),
  },
  {
    id: "number",
    label: msg`Number`,
    width: 96,
    sort: "NUMBER",
    cell: (row) => (
      <bdi dir="ltr" className="tabular">
        {row.number}
      </bdi>
    ),
  },
  {
    id: "salesStatus",
    label: msg`Sales status`,
    width: 122,
    cell: (row) => <StatusPill status={row.salesStatus} />,
  },
  { id: "kyc", label: msg`KYC`, width: 118, cell: (row) => <LabelPill label={kycStatuses[row.kycStatus]} /> },
  { id: "email", label: msg`E-mail`, width: 156, cell: (row) => <Masked value={row.email} /> },
  {
    id: "phone",
    label: msg`Phone`,
    width: 160,
    cell: (row) => <Masked value={phoneValue(row.phone)} className="tabular" />,
  },
  { id: "country", label: msg`Country`, width: 98, cell: (row) => words(countryName(row.country)) },
  { id: "owner", label: msg`Owner`, width: 102, cell: (row) => words(row.owner?.name) },
  {
    id: "lastContact",
    label: msg`Last contact`,
    width: 104,
    sort: "LAST_CONTACT_AT",
    extra: true,
    cell: (row) => time(row.lastContactAt),
  },
  {
    id: "followUp",
    label: msg`Follow-up`,
    width: 92,
    sort: "NEXT_FOLLOW_UP_AT",
    cell: (row) => time(row.nextFollowUpAt),
  },
  { id: "created", label: msg`Created`, width: 88, sort: "CREATED_AT", cell: (row) => time(row.createdAt) },
  {
    id: "updated",
    label: msg`Changed`,
    width: 96,
    sort: "UPDATED_AT",
    extra: true,
    cell: (row) => time(row.updatedAt),
  },
  {
    id: "status",
    label: msg`Client status`,
    width: 140,
    extra: true,
    cell: (row) => <LabelPill label={clientStatuses[row.status]} />,
  },
  {
    id: "stage",
    label: msg`Stage`,
    width: 110,
    extra: true,
    cell: (row) => <LabelPill label={clientStages[row.stage]} />,
  },
  {
    id: "retention",
    label: msg`Retention`,
    width: 130,
    extra: true,
    cell: (row) => <StatusPill status={row.retentionStatus} />,
  },
  { id: "team", label: msg`Team`, width: 140, extra: true, cell: (row) => words(row.team?.name) },
  {
    id: "language",
    label: msg`Language`,
    width: 110,
    extra: true,
    cell: (row) => words(languageName(row.language)),
  },
  { id: "source", label: msg`Source`, width: 130, extra: true, cell: (row) => words(row.source) },
  {
    id: "tags",
    label: msg`Tags`,
    width: 180,
    extra: true,
    cell: (row) => (row.tags.length > 0 ? row.tags.map((tag) => <TagPill key={tag.id} tag={tag} />) : nothing),
  },
  ...(
    [
      ["accounts", msg`Accounts`, 84],
      ["equity", msg`Equity`, 190],
      ["balance", msg`Balance`, 190],
      ["lastDeposit", msg`Last deposit`, 110],
      ["openPositions", msg`Open positions`, 124],
    ] as const
  ).map(
    ([id, label, width]): ClientColumn => ({
      id,
      label,
      width,
      extra: true,
      cell: (row) => <ListPart part="figure" client={row.id} figure={id} />,
    }),
  ),
  {
    id: "archived",
    label: msg`Archived`,
    width: 116,
    extra: true,
    cell: (row) => words(row.archivedAt && day(row.archivedAt)),
  },
];

export const columnIds = clientColumns.map((column) => column.id);

const byId = new Map<string, ClientColumn>(clientColumns.map((column) => [column.id, column]));

/** A column by its name; that of a field of the broker's own is made when it is first asked for. */
export function columnOf(id: string): ClientColumn | undefined {
  if (!byId.has(id) && isCustom(id)) {
    byId.set(id, {
      id,
      heading: <ListPart part="label" field={id} />,
      width: 130,
      cell: (row) => <ListPart part="cell" field={id} client={row.id} />,
    });
  }
  return byId.get(id);
}
