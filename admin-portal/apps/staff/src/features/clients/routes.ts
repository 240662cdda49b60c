import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "../../app/shellRoute.ts";
import { type ProfileTab, parseTab, parseView } from "./list/view.ts";

export const clientRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/clients",
    validateSearch: parseView,
    component: lazyRouteComponent(() => import("./list/ClientsPage.tsx"), "ClientsPage"),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/clients/$id",
    validateSearch: (search: Record<string, unknown>): { tab?: ProfileTab | undefined } => {
      const tab = parseTab(search.tab);
      return tab ? { tab } : {};
    },
    component: lazyRouteComponent(() => import("./profile/ClientPage.tsx"), "ClientPage"),
  }),
] as const;
