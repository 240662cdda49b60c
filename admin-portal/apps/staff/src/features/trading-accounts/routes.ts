import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "../../app/shellRoute.ts";
import { parseAccountView } from "./view.ts";

export const tradingAccountRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/trading-accounts",
    validateSearch: parseAccountView,
    component: lazyRouteComponent(() => import("./TradingAccountsPage.tsx"), "TradingAccountsPage"),
  }),
] as const;
