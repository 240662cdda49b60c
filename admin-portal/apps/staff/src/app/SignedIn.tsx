import { Outlet } from "@tanstack/react-router";
import { Provider } from "urql";
import { LiveProvider } from "./live.tsx";
import { session } from "./session.ts";
import { Shell } from "./shell/Shell.tsx";
import { StepUpHost } from "./stepUp.tsx";
import { ViewerProvider } from "./viewer.tsx";

/** Everything that only exists for somebody who is signed in. */
export function SignedIn() {
  return (
    <Provider value={session.client.client}>
      <ViewerProvider>
        <LiveProvider>
          <Shell>
            <Outlet />
          </Shell>
          <StepUpHost />
        </LiveProvider>
      </ViewerProvider>
    </Provider>
  );
}
