import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconPencil, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useQuery } from "urql";
import { amount } from "../../app/format.ts";
import { ErrorState, Loading } from "../../app/states.tsx";
import { Pill } from "../clients/Pill.tsx";
import { RowMenu } from "../common/RowMenu.tsx";
import { Table, tableClasses } from "../common/Table.tsx";
import { useKept } from "../common/useKept.ts";
import classes from "./AccountProducts.module.css";
import { type AccountProduct, AccountProductListDocument } from "./documents.ts";
import { ProductDialog } from "./ProductDialog.tsx";

type Open = { dialog: "add" } | { dialog: "edit"; product: AccountProduct };

/** What clients may open: a group of a server for each currency, and the leverages. */
export function AccountProducts({ servers }: { servers: readonly { id: string; name: string }[] }) {
  const { t } = useLingui();
  const [open, setOpen] = useState<Open>();
  const [{ data, error }, execute] = useQuery({
    query: AccountProductListDocument,
    requestPolicy: "cache-and-network",
  });
  const reload = () => execute({ requestPolicy: "network-only" });
  const close = () => setOpen(undefined);
  const products = useKept(data?.accountProducts);
  return (
    <section className={classes.products}>
      <div className={classes.head}>
        <div>
          <h2>
            <Trans>Products</Trans>
          </h2>
          <p>
            <Trans>
              What accounts are opened as: a server, a group of it for each currency, and the leverages to choose from.
            </Trans>
          </p>
        </div>
        <Button
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => setOpen({ dialog: "add" })}
        >
          <Trans>Add product</Trans>
        </Button>
      </div>
      {products === undefined ? (
        error ? (
          <ErrorState error={error} onRetry={reload} />
        ) : (
          <Loading />
        )
      ) : products.length === 0 ? (
        <p className={classes.none}>
          <Trans>None yet: no account can be opened before there is one.</Trans>
        </p>
      ) : (
        <Table label={t`Products`}>
          <thead>
            <tr>
              <th scope="col">{t`Name`}</th>
              <th scope="col">{t`Server`}</th>
              <th scope="col">{t`Group`}</th>
              <th scope="col">{t`Leverages`}</th>
              <th scope="col" className={tableClasses.number}>{t`First deposit`}</th>
              <th scope="col">{t`Status`}</th>
              <th scope="col">
                <span className="visually-hidden">{t`Actions`}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {products.map((product) => (
              <ProductRow key={product.id} product={product} onEdit={() => setOpen({ dialog: "edit", product })} />
            ))}
          </tbody>
        </Table>
      )}
      {open && (
        <ProductDialog product={open.dialog === "edit" ? open.product : undefined} servers={servers} onClose={close} />
      )}
    </section>
  );
}

function ProductRow({ product, onEdit }: { product: AccountProduct; onEdit: () => void }) {
  const { t } = useLingui();
  const { active, currencies, leverages, name, serverName } = product;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{serverName}</td>
      <td>
        {currencies.map(({ currency, group }) => (
          <span key={currency} className={classes.line}>
            <bdi dir="ltr" className={classes.group}>
              {group}
            </bdi>{" "}
            <span className={classes.code}>{currency}</span>
          </span>
        ))}
      </td>
      <td>
        <bdi dir="ltr">{leverages.map((each) => `1:${each}`).join(", ")}</bdi>
      </td>
      <td className={`${tableClasses.number} ${tableClasses.nowrap}`}>
        {currencies.map(({ currency, minimumDeposit }) => (
          <bdi key={currency} dir="ltr" className={classes.line}>
            {amount(minimumDeposit)} {currency}
          </bdi>
        ))}
      </td>
      <td>{active ? <Pill tone="good">{t`On offer`}</Pill> : <Pill tone="neutral">{t`Not on offer`}</Pill>}</td>
      <td className={tableClasses.end}>
        <RowMenu
          label={t`What can be done with ${name}`}
          actions={[{ label: t`Edit`, icon: IconPencil, run: onEdit }]}
        />
      </td>
    </tr>
  );
}
