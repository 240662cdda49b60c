import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "../../app/shellRoute.ts";

export const apiKeyRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/api-keys",
    component: lazyRouteComponent(() => import("./ApiKeysPage.tsx"), "ApiKeysPage"),
  }),
] as const;
