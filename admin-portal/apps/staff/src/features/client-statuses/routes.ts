import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "../../app/shellRoute.ts";

export const clientStatusRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/client-statuses",
    component: lazyRouteComponent(() => import("./ClientStatusesPage.tsx"), "ClientStatusesPage"),
  }),
] as const;
