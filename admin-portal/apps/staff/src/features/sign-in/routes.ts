import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { rootRoute } from "../../app/rootRoute.ts";
import { session } from "../../app/session.ts";

export interface SignInSearch {
  next?: string | undefined;
  ended?: boolean | undefined;
}

/** Only places inside this portal: a link must never lead the freshly signed-in person elsewhere. */
export function safeNext(next: unknown): string | undefined {
  if (typeof next !== "string" || !/^\/(?![/\\])/.test(next)) return undefined;
  // browsers take tabs and line ends out of an address: "/<tab>/evil" leads to //evil
  if (/\p{Cc}/u.test(next)) return undefined;
  return next.startsWith("/sign-in") || next.startsWith("/set-password") ? undefined : next;
}

export const signInRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: "/sign-in",
    validateSearch: (search: Record<string, unknown>): SignInSearch => ({
      next: safeNext(search.next),
      ended: search.ended === true ? true : undefined,
    }),
    beforeLoad: async ({ search }) => {
      const state = await session.check().catch(() => "signed_out" as const);
      if (state === "signed_in") throw redirect({ href: search.next ?? "/", replace: true });
    },
    component: lazyRouteComponent(() => import("./SignInPage.tsx"), "SignInPage"),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: "/forgot-password",
    component: lazyRouteComponent(() => import("./ForgotPage.tsx"), "ForgotPage"),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: "/set-password",
    component: lazyRouteComponent(() => import("./SetPasswordPage.tsx"), "SetPasswordPage"),
  }),
] as const;
