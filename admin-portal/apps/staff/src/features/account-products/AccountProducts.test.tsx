import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { pickAction, press, showPortal, type } from "../common/testPortal.tsx";
import { sampleProduct } from "../trading-accounts/sampleAccount.ts";
import { AccountProducts } from "./AccountProducts.tsx";

const servers = [{ id: "tsr_1", name: "Live 1" }];
const euro = {
  __typename: "AccountProductCurrency" as const,
  currency: "EUR",
  group: "real\\standard-eur",
  minimumDeposit: "0.00",
};
const twoCurrencies = { ...sampleProduct, currencies: [...sampleProduct.currencies, euro] };
const done = { product: sampleProduct, errors: [] };

const groups = {
  TradingServerGroups: {
    tradingServerGroups: [
      { name: "real\\pro", currency: "USD" },
      { name: "real\\standard", currency: "USD" },
      { name: "real\\standard-eur", currency: "EUR" },
    ],
  },
};

describe("the products of a broker", () => {
  it("are listed with each group, leverages and first deposits, and whether they are on offer", () => {
    showPortal(<AccountProducts servers={servers} />, {
      AccountProductList: {
        accountProducts: [twoCurrencies, { ...sampleProduct, id: "apr_2", name: "Old", active: false }],
      },
    });
    const row = within(screen.getByRole("row", { name: /^Standard/ }));
    for (const text of [
      "real\\standard",
      "USD",
      "100.00 USD",
      "real\\standard-eur",
      "EUR",
      "0.00 EUR",
      "1:200, 1:30, 1:100",
      "On offer",
    ])
      expect(row.getByText(text)).toBeInTheDocument();
    expect(within(screen.getByRole("row", { name: /^Old/ })).getByText("Not on offer")).toBeInTheDocument();
  });

  it("a new one is added to the only server; what is wrong is said at its field", async () => {
    const errors = [
      { code: "unknown_group", message: "The server does not show this group.", path: ["currencies", "0", "group"] },
    ];
    const { mutations } = showPortal(<AccountProducts servers={servers} />, {
      AccountProductList: { accountProducts: [] },
      ...groups,
      AddAccountProduct: { addAccountProduct: { product: null, errors } },
    });
    expect(screen.getByText(/no account can be opened/)).toBeInTheDocument();
    press("Add product");
    const form = within(await screen.findByRole("dialog"));
    type("Name", "Pro");
    const group = form.getByLabelText("Group", { selector: "input" });
    fireEvent.change(group, { target: { value: "pro" } });
    fireEvent.click(await screen.findByRole("option", { name: "real\\pro USD" }));
    expect(group).toHaveValue("real\\pro");
    expect(within(group.parentElement as HTMLElement).getByText("USD")).toBeInTheDocument();
    type("Leverages", "50, x");
    expect(screen.getByText("Whole numbers with commas between.")).toBeInTheDocument();
    expect(form.getByRole("button", { name: "Add product" })).toBeDisabled();
    type("Leverages", "50");
    fireEvent.click(form.getByRole("button", { name: "Add product" }));
    await screen.findByText("The server does not show this group.");
    const input = { serverId: "tsr_1", name: "Pro", currencies: [{ group: "real\\pro" }], leverages: [50] };
    expect(mutations[0]?.variables).toEqual({ input });
  });

  it("a currency is added with its own minimum and another one taken away; what is wrong is said at its row", async () => {
    const errors = [
      { code: "duplicate_currency", message: "Another group is in EUR already.", path: ["currencies", "1", "group"] },
    ];
    const { mutations } = showPortal(<AccountProducts servers={servers} />, {
      AccountProductList: { accountProducts: [twoCurrencies] },
      EditAccountProduct: { editAccountProduct: { product: null, errors } },
    });
    await pickAction("Standard", "Edit");
    expect(screen.getByRole("group", { name: "Currencies" })).toBeInTheDocument();
    press("Add a currency");
    const form = within(screen.getByRole("dialog"));
    expect(form.getByLabelText("Group 3", { selector: "input" })).toHaveFocus();
    expect(screen.getByRole("button", { name: "Save" })).toBeDisabled();
    fireEvent.change(form.getByLabelText("Group 3", { selector: "input" }), { target: { value: "real\\euro" } });
    type("First deposit at least in group 3", "50");
    press("Remove USD");
    press("Save");
    await screen.findByText("Another group is in EUR already.");
    expect(form.getByLabelText("Group 2", { selector: "input" })).toBeInvalid();
    expect(mutations[0]?.variables).toEqual({
      input: {
        id: "apr_1",
        version: 1,
        currencies: [{ group: "real\\standard-eur" }, { group: "real\\euro", minimumDeposit: "50" }],
      },
    });
    press("Remove real\\euro");
    expect(screen.queryByRole("button", { name: /^Remove/ })).toBeNull();
  });

  it("one is taken off offer", async () => {
    const { mutations } = showPortal(<AccountProducts servers={servers} />, {
      AccountProductList: { accountProducts: [sampleProduct] },
      EditAccountProduct: { editAccountProduct: done },
    });
    await pickAction("Standard", "Edit");
    fireEvent.click(screen.getByRole("switch"));
    press("Save");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(mutations[0]?.variables).toEqual({ input: { id: "apr_1", version: 1, active: false } });
  });
});
