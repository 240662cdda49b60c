import { createRootRoute } from "@tanstack/react-router";
import { NotFound, RouteError } from "./RouteStates.tsx";

export const rootRoute = createRootRoute({ notFoundComponent: NotFound, errorComponent: RouteError });
