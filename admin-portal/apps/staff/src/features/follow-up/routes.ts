import type { QueueWhose } from "@brokerdesk/api";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "../../app/shellRoute.ts";

interface QueueView {
  whose?: QueueWhose | undefined;
  /** One part of it only. */
  only?: "overdue" | "fresh" | undefined;
  /** What is given to this colleague only. */
  of?: string | undefined;
  /** The client that is open. */
  id?: string | undefined;
  /** Which of his tasks, as a reminder names it. */
  task?: string | undefined;
}

export const followUpRoutes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: "/queue",
    validateSearch: (search: Record<string, unknown>): QueueView => ({
      ...(search.whose === "EVERYBODY" && { whose: "EVERYBODY" as const }),
      ...((search.only === "overdue" || search.only === "fresh") && { only: search.only }),
      ...(typeof search.of === "string" && { of: search.of }),
      ...(typeof search.id === "string" && { id: search.id }),
      ...(typeof search.task === "string" && { task: search.task }),
    }),
    component: lazyRouteComponent(() => import("./QueuePage.tsx"), "QueuePage"),
  }),
] as const;
