import { Trans, useLingui } from "@lingui/react/macro";
import { Button, TextInput } from "@mantine/core";
import { IconPencil, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useClient, useQuery } from "urql";
import { amount } from "../../app/format.ts";
import { ErrorState, Loading } from "../../app/states.tsx";
import { toast } from "../../app/toasts.tsx";
import { errorAt, useAction } from "../../app/useAction.ts";
import { useViewer } from "../../app/viewer.tsx";
import { FormDialog } from "../common/FormDialog.tsx";
import { RowMenu } from "../common/RowMenu.tsx";
import { Table, tableClasses } from "../common/Table.tsx";
import { useKept } from "../common/useKept.ts";
import { useVersioned } from "../common/useVersioned.tsx";
import { amountOf } from "./asked.ts";
import classes from "./BalanceOperations.module.css";
import { type BalanceBand, BalanceBandListDocument, SetBalanceBandDocument } from "./documents.ts";

/** How much a person may move alone, by currency; from where on a second person, and a second person for large amounts. */
export function Bands() {
  const { t } = useLingui();
  const { can } = useViewer();
  const [open, setOpen] = useState<{ band?: BalanceBand }>();
  const [{ data, error }, execute] = useQuery({ query: BalanceBandListDocument, requestPolicy: "cache-and-network" });
  const reload = () => execute({ requestPolicy: "network-only" });
  const bands = useKept(data)?.balanceBands;
  if (bands === undefined) return error ? <ErrorState error={error} onRetry={reload} /> : <Loading />;
  const locked = can("settings.manage") ? undefined : t`Your role does not include this.`;
  const number = `${tableClasses.number} ${tableClasses.nowrap}`;
  return (
    <>
      <div className={tableClasses.toolbar}>
        <p className={classes.about}>
          <Trans>In a currency that is not listed, every movement needs a second person.</Trans>
        </p>
        <span className={tableClasses.spacer} />
        {!locked && (
          <Button variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setOpen({})}>
            <Trans>Add a currency</Trans>
          </Button>
        )}
      </div>
      {bands.length > 0 && (
        <Table label={t`Limits`}>
          <thead>
            <tr>
              <th scope="col">{t`Currency`}</th>
              <th scope="col" className={tableClasses.number}>{t`Alone, at once`}</th>
              <th scope="col" className={tableClasses.number}>{t`Alone, in 24 hours`}</th>
              <th scope="col" className={tableClasses.number}>{t`Large beyond`}</th>
              <th scope="col">
                <span className="visually-hidden">{t`Actions`}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {bands.map((band) => (
              <tr key={band.currency}>
                <th scope="row">{band.currency}</th>
                <td className={number}>{amount(band.aloneUpTo)}</td>
                <td className={number}>{amount(band.aloneADay)}</td>
                <td className={number}>{amount(band.approveUpTo)}</td>
                <td className={tableClasses.end}>
                  <RowMenu
                    label={t`What can be done with ${band.currency}`}
                    actions={[{ label: t`Edit`, icon: IconPencil, run: () => setOpen({ band }), reason: locked }]}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      {open && <BandDialog {...open} onClose={() => setOpen(undefined)} />}
    </>
  );
}

/** Nothing at all, however many cents it is written with. */
const isZero = (text: string) => /^0+(\.0+)?$/.test(text.trim());

type BandDraft = Pick<BalanceBand, "currency" | "aloneUpTo" | "aloneADay" | "approveUpTo">;

function draftOf(band: BalanceBand | undefined): BandDraft {
  const { currency = "", aloneUpTo = "", aloneADay = "", approveUpTo = "" } = band ?? {};
  return { currency, aloneUpTo, aloneADay, approveUpTo };
}

interface BandDialogProps {
  band?: BalanceBand;
  onClose: () => void;
}

function BandDialog({ band, onClose }: BandDialogProps) {
  const { t } = useLingui();
  const urql = useClient();
  const [draft, setDraft] = useState(() => draftOf(band));
  const { run } = useAction(SetBalanceBandDocument, (data) => data.setBalanceBand);
  const plain = (text: string) => (isZero(text) ? "0" : text.trim());
  const isAmount = (text: string) => isZero(text) || amountOf(text, "DEPOSIT") !== undefined;
  const { errors, busy, dialog, clashing, save } = useVersioned<BandDraft>({
    start: { version: band?.version ?? 0, values: draftOf(band) },
    send: ({ version }, mine) => {
      const input = Object.fromEntries(Object.entries(mine).map(([key, text]) => [key, plain(text)])) as BandDraft;
      return run({ input: { ...input, currency: input.currency.toUpperCase(), version } });
    },
    latest: async () => {
      const again = urql.query(BalanceBandListDocument, {}, { requestPolicy: "network-only" });
      const wanted = draft.currency.trim().toUpperCase();
      const now = (await again.toPromise()).data?.balanceBands.find(({ currency }) => currency === wanted);
      return now ? { version: now.version, values: draftOf(now) } : undefined;
    },
    onMerged: setDraft,
    onSaved: () => {
      toast.done(t`Saved`);
      onClose();
    },
    labels: {
      currency: t`Currency`,
      aloneUpTo: t`Alone, at once`,
      aloneADay: t`Alone, in 24 hours`,
      approveUpTo: t`Large beyond`,
    },
  });
  if (clashing) return dialog;
  const field = (key: keyof typeof draft, label: string, about: string) => (
    <TextInput
      label={label}
      description={about}
      value={draft[key]}
      onChange={(event) => setDraft({ ...draft, [key]: event.currentTarget.value })}
      error={errorAt(errors, key)}
      dir="ltr"
      autoComplete="off"
      {...(key === "currency" ? { maxLength: 12 } : { inputMode: "decimal" as const, maxLength: 24 })}
      {...(key === (band ? "aloneUpTo" : "currency") ? { "data-autofocus": true } : {})}
    />
  );
  const amounts = [draft.aloneUpTo, draft.aloneADay, draft.approveUpTo];
  return (
    <FormDialog
      title={band ? t`Limits in ${band.currency}` : t`Limits in a currency`}
      verb={<Trans>Save</Trans>}
      busy={busy}
      ready={draft.currency.trim() !== "" && amounts.every(isAmount)}
      errors={errors}
      fields={["currency", "aloneUpTo", "aloneADay", "approveUpTo"]}
      onSubmit={() => save(draft)}
      onClose={onClose}
    >
      {!band && field("currency", t`Currency`, t`As the accounts have it, such as USD.`)}
      {field("aloneUpTo", t`Alone, at once`, t`Most that a person moves without a second one.`)}
      {field("aloneADay", t`Alone, in 24 hours`, t`Most that a person moves alone within a day.`)}
      {field(
        "approveUpTo",
        t`Large beyond`,
        t`From here on the second person needs the right to approve large amounts.`,
      )}
    </FormDialog>
  );
}
