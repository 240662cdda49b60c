import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "../../app/shellRoute.ts";

export const watchRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/alerts",
    component: lazyRouteComponent(() => import("./WatchPage.tsx"), "WatchPage"),
  }),
] as const;
