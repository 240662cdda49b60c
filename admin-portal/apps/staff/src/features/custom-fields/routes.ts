import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "../../app/shellRoute.ts";

export const customFieldRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/custom-fields",
    component: lazyRouteComponent(() => import("./CustomFieldsPage.tsx"), "CustomFieldsPage"),
  }),
] as const;
