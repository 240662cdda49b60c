import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "../../app/shellRoute.ts";
import { parseBalanceView } from "./view.ts";

export const balanceRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/balance-operations",
    validateSearch: parseBalanceView,
    component: lazyRouteComponent(() => import("./BalanceOperationsPage.tsx"), "BalanceOperationsPage"),
  }),
] as const;
