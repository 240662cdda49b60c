import { screen } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { showPortal } from "../../common/testPortal.tsx";
import type { ClientFigures } from "./documents.ts";

const held = vi.hoisted(() => ({ figures: undefined as unknown }));
vi.mock("../../../app/viewer.tsx", () => ({ useViewer: () => ({ can: () => true }) }));
vi.mock("./useClientFigures.ts", () => ({ useClientFigures: () => held.figures }));

const { FigureCell } = await import("./FigureCells.tsx");

const figures = (feedState: ClientFigures["feedState"], seconds: number): Partial<ClientFigures> => ({
  accounts: 2,
  sums: [{ __typename: "ClientMoney", currency: "USD", balance: "10.00", equity: "9.50" }],
  asOf: new Date(Date.now() - seconds * 1000).toISOString(),
  feedState,
  lastDepositAt: null,
  openPositions: 3,
});

function show(figure: "equity" | "accounts" | "openPositions") {
  showPortal(<FigureCell id="cli_1" figure={figure} />, {});
}

describe("a client's figure in the list", () => {
  beforeEach(() => {
    held.figures = figures("FRESH", 4);
  });

  it("carries its age", () => {
    show("equity");
    expect(screen.getByText("9.50 USD")).toBeInTheDocument();
    expect(screen.getByText(/sec ago/)).toBeInTheDocument();
    expect(screen.queryByText("old")).toBeNull();
  });

  it.each([
    ["its feed does not answer", figures("DOWN", 4)],
    ["it was read long ago", figures("FRESH", 120)],
  ])("is marked as old when %s", (_, told) => {
    held.figures = told;
    show("openPositions");
    expect(screen.getByText("old")).toBeInTheDocument();
  });

  it("has no age where it does not come from a trading server", () => {
    show("accounts");
    expect(screen.getByText("2")).toBeInTheDocument();
    expect(screen.queryByText(/sec ago/)).toBeNull();
  });
});
