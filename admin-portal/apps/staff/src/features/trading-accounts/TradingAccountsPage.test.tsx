import { fireEvent, screen, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { type Answers, press, showPortal, type } from "../common/testPortal.tsx";
import type { TradingAccount } from "./documents.ts";
import { sampleAccount, sampleProduct } from "./sampleAccount.ts";
import type { AccountView } from "./view.ts";

const held = vi.hoisted(() => ({ permissions: ["trading_account.view"], view: {}, shown: [] as unknown[] }));
vi.mock("../../app/viewer.tsx", () => ({
  useViewer: () => ({ can: (permission: string) => held.permissions.includes(permission) }),
}));
vi.mock("@tanstack/react-router", () => ({
  useSearch: () => held.view,
  useNavigate:
    () =>
    ({ search }: { search: (old: AccountView) => AccountView }) => {
      held.shown.push(search(held.view));
    },
  Link: ({ params, children }: { params: { id: string }; children: React.ReactNode }) => (
    <a href={`/clients/${params.id}`}>{children}</a>
  ),
}));

const { TradingAccountsPage } = await import("./TradingAccountsPage.tsx");

/** Pages by the cursor that they begin after. */
const pageOf = (pages: Record<string, TradingAccount[]>) => (variables: Record<string, unknown>) => {
  const after = String(variables.after ?? "");
  const last = Object.keys(pages).at(-1) === after;
  const edges = (pages[after] ?? []).map((node) => ({ cursor: node.id, node }));
  return { tradingAccounts: { edges, pageInfo: { hasNextPage: !last, endCursor: last ? null : "more" } } };
};

function show(pages: Record<string, TradingAccount[]>, view: AccountView = {}, answers: Answers = {}) {
  held.view = view;
  return showPortal(<TradingAccountsPage />, {
    TradingAccountList: pageOf(pages),
    AccountProductList: { accountProducts: [sampleProduct] },
    AccountOpenings: { accountOpenings: [] },
    ...answers,
  });
}

describe("the page of trading accounts", () => {
  beforeEach(() => {
    held.permissions = ["trading_account.view"];
    held.shown = [];
  });

  it("lists what is in reach with figures and their age, and goes on to the next page", () => {
    const second = { ...sampleAccount, id: "tac_2", login: "500999", figures: null };
    const { queries } = show({ "": [sampleAccount], more: [second] });
    const row = within(screen.getByRole("row", { name: /500123/ }));
    const figures = ["12,500.00 USD", "0.00", "12,126.60 USD", "-373.40", "1,204.00", "10,922.60", "1,007.19 %"];
    for (const text of [...figures, "Standard", "AT-1"]) expect(row.getByText(text)).toBeInTheDocument();
    expect(row.queryByText("old")).toBeNull();
    expect(row.getByRole("link", { name: "Olga Novak" })).toHaveAttribute("href", "/clients/cli_1");
    expect(screen.queryByText("500999")).toBeNull();
    press("Show more");
    expect(screen.getByText("500999")).toBeInTheDocument();
    expect(screen.queryByRole("button", { name: "Show more" })).toBeNull();
    expect(queries.at(-1)?.variables).toMatchObject({ after: "more" });
  });

  it("figures of a feed that does not answer are old at once; those of an archived account are its last", () => {
    const dead = { ...sampleAccount, id: "tac_2", login: "500999", feedState: "DOWN" as const };
    const gone = { ...dead, id: "tac_3", login: "500888", feedState: null, archivedAt: "2026-11-27T08:00:00Z" };
    show({ "": [sampleAccount, dead, gone] });
    const marked = (login: RegExp) => within(screen.getByRole("row", { name: login })).queryByText("old");
    expect([marked(/500123/), marked(/500999/), marked(/500888/)].map((mark) => mark !== null)).toEqual([
      false,
      true,
      false,
    ]);
  });

  it("its filters are its address", async () => {
    const { queries } = show({ "": [sampleAccount] }, { money: "LIVE", server: "tsr_1" });
    const asked = queries.find(({ name }) => name === "TradingAccountList");
    expect(asked?.variables).toMatchObject({ filter: { environment: "LIVE", serverId: "tsr_1" } });
    type("Login", "500123");
    fireEvent.submit(screen.getByRole("search"));
    expect(held.shown.at(-1)).toEqual({ money: "LIVE", server: "tsr_1", login: "500123" });
    fireEvent.click(screen.getByRole("combobox", { name: "Product" }));
    fireEvent.click(await screen.findByRole("option", { name: "Standard" }));
    expect(held.shown.at(-1)).toMatchObject({ product: "apr_1" });
    fireEvent.click(screen.getByLabelText("Archived"));
    expect(held.shown.at(-1)).toMatchObject({ archived: true });
    press("Clear filter");
    expect(held.shown.at(-1)).toEqual({ login: undefined, server: undefined, product: undefined, money: undefined });
  });

  it("says what an empty list means", () => {
    show({ "": [] }, { login: "1" });
    expect(screen.getByText("No account matches")).toBeInTheDocument();
    show({ "": [] });
    expect(screen.getByText("No trading account yet")).toBeInTheDocument();
  });

  it("is closed to people without the permission", () => {
    held.permissions = [];
    const { queries } = show({ "": [sampleAccount] });
    expect(screen.getByText("This page is not part of your role")).toBeInTheDocument();
    expect(queries).toEqual([]);
  });
});
