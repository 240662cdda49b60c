import "./styles.ts";
import { brandScale, portalTheme, portalVariables } from "@brokerdesk/ui";
import { i18n } from "@lingui/core";
import { t } from "@lingui/core/macro";
import { I18nProvider, useLingui } from "@lingui/react";
import { DirectionContext, localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { createRouter, RouterProvider } from "@tanstack/react-router";
import { setNonce } from "get-nonce";
import { lazy, StrictMode, Suspense, useEffect } from "react";
import { createRoot } from "react-dom/client";
import { brandPage } from "./app/brandPage.ts";
import { broker, readNonce } from "./app/broker.ts";
import { languageOf, speak, usualLanguage } from "./app/language.ts";
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
document.body.append(layers);
void patiently(() => import("./app/keepFocus.ts"))
  .then(({ keepFocus }) => keepFocus(layers))
  .catch(() => undefined);

const colors = localStorageColorSchemeManager({ key: "brokerdesk-theme" });

const fixed = () => undefined;

/**
 * In another language everything is drawn anew: no text of the old one stays in anything that was kept. The kit's own
 * provider of the direction also watches the page for it, which nothing here needs.
 */
function Portal() {
  const { i18n: spoken } = useLingui();
  const layersName = t(spoken)`Menus and dialogs`;
  useEffect(() => layers.setAttribute("aria-label", layersName), [layersName]);
  return (
    <MantineProvider
      theme={portalTheme(brand, { close: t(spoken)`Close` })}
      cssVariablesResolver={portalVariables(brand)}
      colorSchemeManager={colors}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <DirectionContext
        key={spoken.locale}
        value={{ dir: languageOf(spoken.locale).direction, toggleDirection: fixed, setDirection: fixed }}
      >
        <Suspense>
          <Toaster />
        </Suspense>
        <RouterProvider router={router} />
      </DirectionContext>
    </MantineProvider>
  );
}

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
const show = () =>
  createRoot(root).render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        <Portal />
      </I18nProvider>
    </StrictMode>,
  );
// Texts that cannot be had leave the page in English.
void speak(usualLanguage()).then(show, show);
