import { fireEvent, screen, within } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { showPortal } from "../common/testPortal.tsx";
import type { HomeView } from "./view.ts";

const held = vi.hoisted(() => ({ permissions: [] as string[], view: {}, shown: [] as unknown[] }));
vi.mock("../../app/viewer.tsx", () => ({
  useViewer: () => ({
    viewer: { preferences: { timeZone: "UTC" }, broker: { timeZone: "UTC" } },
    can: (permission: string) => held.permissions.includes(permission),
  }),
}));
vi.mock("@tanstack/react-router", () => ({
  useSearch: () => held.view,
  useNavigate:
    () =>
    ({ search }: { search: HomeView }) => {
      held.shown.push(search);
    },
  Link: ({ to, search, children, ...rest }: { to: string; search: unknown; children: React.ReactNode }) => (
    <a href={`${to}?${JSON.stringify(search)}`} {...rest}>
      {children}
    </a>
  ),
}));

const { HomePage } = await import("./HomePage.tsx");

const sum = { firstCount: 2, firstAmount: "1500.00", count: 5, deposits: "1800.00", withdrawals: "300.50" };
const money = {
  moneyFigures: [
    {
      currency: "USD",
      now: { ...sum, net: "1499.50" },
      before: { firstCount: 3, firstAmount: "900.00", count: 3, net: "900.00" },
      days: [{ day: 2, firstCount: 2, firstAmount: "1500.00", net: "1499.50" }],
    },
  ],
};
const clients = {
  newClientFigures: {
    now: 1234,
    before: 1000,
    days: [{ day: 7, count: 1234 }],
    sources: [
      { name: "Website", now: 1200, before: 1000 },
      { name: null, now: 4, before: 0 },
    ],
    otherSources: { now: 30, before: 0 },
    countries: [{ name: "ES", now: 1234, before: 1000 }],
    otherCountries: { now: 0, before: 0 },
  },
};
const queues = {
  queueFigures: {
    balanceWaiting: 4,
    balanceUnknown: 0,
    commandsWaiting: null,
    commandsUnknown: null,
    overdue: 1000,
    fresh: 7,
    kycPending: 2,
  },
};

function show(view: HomeView = {}) {
  held.view = view;
  return showPortal(<HomePage />, { MoneyFigures: money, NewClientFigures: clients, QueueFigures: queues });
}

const target = (name: string | RegExp) =>
  decodeURIComponent(screen.getByRole("link", { name }).getAttribute("href") ?? "");

describe("the home page", () => {
  beforeEach(() => {
    held.permissions = ["figure.view", "balance.view", "client.view"];
    held.shown = [];
  });

  it("shows what waits; what the reader may not see has no tile", () => {
    show();
    const waits = screen.getByRole("region", { name: "What waits now" });
    expect(within(waits).getAllByRole("link")).toHaveLength(5);
    expect(target(/Money waits for approval/)).toBe("/balance-operations?{}");
    expect(target(/^1,000\+ ?Overdue/)).toContain('"only":"overdue"');
    expect(target(/KYC/)).toContain('"values":["PENDING"]');
  });

  it("shows money by currency, each number with its list", () => {
    show();
    const dollars = within(screen.getByRole("article", { name: "USD" }));
    const first = dollars.getByRole("link", { name: "2 · 1,500.00 USD" });
    expect(first).toHaveAttribute("href", expect.stringContaining('"flow":"first","currency":"USD"'));
    expect(dollars.getByRole("link", { name: "3 · 900.00 USD" })).toBeInTheDocument();
    expect(dollars.getByRole("link", { name: "1,499.50 USD" })).toHaveAttribute(
      "href",
      expect.stringContaining('"flow":"net"'),
    );
    expect(screen.getByRole("article", { name: "USD" })).toHaveTextContent("in 1,800.00, out 300.50 ·");
    expect(target("1,800.00")).toContain('"flow":"net","kind":"DEPOSIT"');
    expect(target("300.50")).toContain('"kind":"WITHDRAWAL"');
    expect(dollars.getAllByRole("img", { name: "less than before" })).toHaveLength(1);
    expect(dollars.getByRole("img", { name: "First deposits in USD by day" })).toBeInTheDocument();
  });

  it("prints the exact figures behind the bars, and shuts them again", () => {
    show();
    const tables = () => [...document.querySelectorAll("details")].map(({ open }) => open);
    const before = tables();
    expect(before).toContain(false);
    fireEvent(window, new Event("beforeprint"));
    expect(new Set(tables())).toEqual(new Set([true]));
    fireEvent(window, new Event("afterprint"));
    expect(tables()).toEqual(before);
  });

  it("shows new clients by source and country, the rest and those without one", () => {
    show();
    expect(target("1,234")).toContain('"field":"createdAt"');
    const sources = screen.getByRole("table", { name: "By source" });
    expect(within(sources).getByRole("link", { name: "Website: 1200" })).toHaveTextContent("1,200");
    expect(target("not set: 4")).toContain('"empty":true');
    expect(target("others: 30")).toContain('"values":["Website"],"not":true');
    expect(screen.getByRole("rowheader", { name: "Spain" })).toBeInTheDocument();
  });

  it("asks for other days by its address", () => {
    show({ span: "30" });
    fireEvent.click(screen.getByRole("radio", { name: "Today" }));
    expect(held.shown.at(-1)).toEqual({ span: "1" });
    fireEvent.click(screen.getByRole("radio", { name: "7 days" }));
    expect(held.shown.at(-1)).toEqual({});
  });

  it("asks for no money without the right to see it (MASK)", () => {
    held.permissions = ["figure.view", "client.view"];
    const { queries } = show();
    expect(queries.map(({ name }) => name)).not.toContain("MoneyFigures");
    expect(screen.queryByRole("region", { name: "Money of live accounts" })).toBeNull();
  });

  it("is closed to people without the permission", () => {
    held.permissions = ["client.view"];
    const { queries } = show();
    expect(screen.getByText("This page is not part of your role")).toBeInTheDocument();
    expect(queries).toEqual([]);
  });
});
