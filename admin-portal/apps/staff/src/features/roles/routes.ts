import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "../../app/shellRoute.ts";

export const roleRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/roles",
    component: lazyRouteComponent(() => import("./RolesPage.tsx"), "RolesPage"),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/roles/new",
    validateSearch: (search: Record<string, unknown>): { from?: string | undefined } =>
      typeof search.from === "string" ? { from: search.from.slice(0, 100) } : {},
    component: lazyRouteComponent(() => import("./NewRolePage.tsx"), "NewRolePage"),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/roles/$id",
    component: lazyRouteComponent(() => import("./RolePage.tsx"), "RolePage"),
  }),
] as const;
