import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "../../app/shellRoute.ts";
import { parsePositionView } from "./view.ts";

export const positionRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/positions",
    validateSearch: parsePositionView,
    component: lazyRouteComponent(() => import("./PositionsPage.tsx"), "PositionsPage"),
  }),
] as const;
