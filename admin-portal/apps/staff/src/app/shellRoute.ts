import { createRoute, redirect } from "@tanstack/react-router";
import { RouteError } from "./RouteStates.tsx";
import { rootRoute } from "./rootRoute.ts";
import { SignedIn } from "./SignedIn.tsx";
import { session } from "./session.ts";

/** Parent of every page behind the sign-in: no session, no page. */
export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "shell",
  component: SignedIn,
  errorComponent: RouteError,
  beforeLoad: async ({ location }) => {
    const state = await session.check();
    if (state === "signed_in") return;
    throw redirect({
      to: "/sign-in",
      search: { next: location.href === "/" ? undefined : location.href },
      replace: true,
    });
  },
});
