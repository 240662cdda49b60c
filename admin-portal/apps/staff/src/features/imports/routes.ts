import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "../../app/shellRoute.ts";
import { parseImportView } from "./view.ts";

export const importRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/imports",
    component: lazyRouteComponent(() => import("./list/ImportsPage.tsx"), "ImportsPage"),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/imports/new",
    // the import whose file was mended: it is given up once the new one begins
    validateSearch: ({ instead }: Record<string, unknown>): { instead?: string } =>
      typeof instead === "string" ? { instead } : {},
    component: lazyRouteComponent(() => import("./file/NewImportPage.tsx"), "NewImportPage"),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/imports/$id",
    validateSearch: parseImportView,
    component: lazyRouteComponent(() => import("./ImportPage.tsx"), "ImportPage"),
  }),
] as const;
