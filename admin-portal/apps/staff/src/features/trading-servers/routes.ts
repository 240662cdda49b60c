import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "../../app/shellRoute.ts";

export const tradingServerRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/trading-servers",
    component: lazyRouteComponent(() => import("./TradingServersPage.tsx"), "TradingServersPage"),
  }),
] as const;
