import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "../../app/shellRoute.ts";

export const teamRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/teams",
    component: lazyRouteComponent(() => import("./TeamsPage.tsx"), "TeamsPage"),
  }),
] as const;
