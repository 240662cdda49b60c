import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "../../app/shellRoute.ts";
import { parseQuestion } from "./question.ts";

export const whyRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/why",
    validateSearch: parseQuestion,
    component: lazyRouteComponent(() => import("./WhyPage.tsx"), "WhyPage"),
  }),
] as const;
