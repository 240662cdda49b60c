import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "../../app/shellRoute.ts";

export const duplicateRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/duplicates",
    component: lazyRouteComponent(() => import("./DuplicatesPage.tsx"), "DuplicatesPage"),
  }),
] as const;
