import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "../../app/shellRoute.ts";

export const teamBoardRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/team-board",
    component: lazyRouteComponent(() => import("./TeamBoardPage.tsx"), "TeamBoardPage"),
  }),
] as const;
