import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "../../app/shellRoute.ts";
import { parseStaffView } from "./view.ts";

export const staffRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/staff",
    validateSearch: parseStaffView,
    component: lazyRouteComponent(() => import("./StaffPage.tsx"), "StaffPage"),
  }),
] as const;
