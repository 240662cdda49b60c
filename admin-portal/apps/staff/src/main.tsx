import "./styles.ts";
import { brandScale, portalTheme, portalVariables } from "@brokerdesk/ui";
import { i18n } from "@lingui/core";
import { t } from "@lingui/core/macro";
import { I18nProvider } from "@lingui/react";
import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { createRouter, RouterProvider } from "@tanstack/react-router";
import { setNonce } from "get-nonce";
import { lazy, StrictMode, Suspense } from "react";
import { createRoot } from "react-dom/client";
import { brandPage } from "./app/brandPage.ts";
import { broker, readNonce } from "./app/broker.ts";
import { patiently } from "./app/patiently.ts";
import { session } from "./app/session.ts";
import { shortcuts } from "./app/shortcuts.tsx";
import { routeTree } from "./routes.ts";

const Toaster = lazy(() => patiently(() => import("./app/Toaster.tsx")));

const router = createRouter({ routeTree, defaultPreload: false, scrollRestoration: false });

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}

// Each module brings its own texts: see build/lingui-macros.ts.
i18n.activate("en");

const nonce = readNonce();
setNonce(nonce);

const brand = brandScale(broker.primaryColor);
brandPage(broker, brand);
document.addEventListener("keydown", shortcuts.handle);

session.onEnded(() => {
  const { pathname, href } = router.state.location;
  if (pathname === "/sign-in") return;
  void router.navigate({ to: "/sign-in", search: { next: href, ended: true }, replace: true });
});

// Menus, dialogs and toasts live in a landmark of their own.
const layers = document.createElement("div");
layers.id = "layers";
layers.setAttribute("role", "region");
layers.setAttribute("aria-label", t`Menus and dialogs`);
document.body.append(layers);

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <I18nProvider i18n={i18n}>
      <MantineProvider
        theme={portalTheme(brand, { close: t`Close` })}
        cssVariablesResolver={portalVariables(brand)}
        colorSchemeManager={localStorageColorSchemeManager({ key: "brokerdesk-theme" })}
        defaultColorScheme="auto"
        getStyleNonce={() => nonce}
      >
        <Suspense>
          <Toaster />
        </Suspense>
        <RouterProvider router={router} />
      </MantineProvider>
    </I18nProvider>
  </StrictMode>,
);
