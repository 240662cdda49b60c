import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { pickAction, press, showPortal, type } from "../common/testPortal.tsx";
import { sampleProduct } from "../trading-accounts/sampleAccount.ts";
import { AccountProducts } from "./AccountProducts.tsx";

const servers = [{ id: "tsr_1", name: "Live 1" }];
const done = { product: sampleProduct, errors: [] };

describe("the products of a broker", () => {
  it("are listed with group, leverages and first deposit, and whether they are on offer", () => {
    showPortal(<AccountProducts servers={servers} />, {
      AccountProductList: {
        accountProducts: [sampleProduct, { ...sampleProduct, id: "apr_2", name: "Old", active: false }],
      },
    });
    const row = within(screen.getByRole("row", { name: /^Standard/ }));
    for (const text of ["real\\standard", "1:200, 1:30, 1:100", "100.00 USD", "On offer"])
      expect(row.getByText(text)).toBeInTheDocument();
    expect(within(screen.getByRole("row", { name: /^Old/ })).getByText("Not on offer")).toBeInTheDocument();
  });

  it("a new one is added to the only server; what is wrong is said at its field", async () => {
    const errors = [{ code: "unknown_group", message: "The server does not show this group.", path: ["group"] }];
    const { mutations } = showPortal(<AccountProducts servers={servers} />, {
      AccountProductList: { accountProducts: [] },
      AddAccountProduct: { addAccountProduct: { product: null, errors } },
    });
    expect(screen.getByText(/no account can be opened/)).toBeInTheDocument();
    press("Add product");
    const form = within(await screen.findByRole("dialog"));
    type("Name", "Pro");
    type("Group", "real\\pro");
    type("Leverages", "50, x");
    expect(screen.getByText("Whole numbers with commas between.")).toBeInTheDocument();
    expect(form.getByRole("button", { name: "Add product" })).toBeDisabled();
    type("Leverages", "50");
    fireEvent.click(form.getByRole("button", { name: "Add product" }));
    await screen.findByText("The server does not show this group.");
    const input = { serverId: "tsr_1", name: "Pro", group: "real\\pro", leverages: [50] };
    expect(mutations[0]?.variables).toEqual({ input });
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
