import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "../../app/shellRoute.ts";
import { Start } from "./Start.tsx";
import { parseHomeView } from "./view.ts";

export const homeRoutes = [
  createRoute({ getParentRoute: () => shellRoute, path: "/", component: Start }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/home",
    validateSearch: parseHomeView,
    component: lazyRouteComponent(() => import("./HomePage.tsx"), "HomePage"),
  }),
] as const;
