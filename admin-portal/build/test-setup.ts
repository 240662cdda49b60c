import "@testing-library/jest-dom/vitest";
import { i18n } from "@lingui/core";
import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

i18n.loadAndActivate({ locale: "en", messages: {} });
// pages that are loaded when they are needed take longer than a second on a busy machine
configure({ asyncUtilTimeout: 4_000 });

// The page as the server sends it.
const broker = document.createElement("script");
broker.type = "application/json";
broker.id = "broker";
broker.textContent = JSON.stringify({
  slug: "northwind",
  name: "Northwind Markets",
  legalName: "Northwind Markets Ltd",
  primaryColor: "#0f766e",
  logoSvg: null,
  supportEmail: null,
  apiHost: "api.northwind.localhost",
  language: "en",
});
document.head.append(broker);

// What happy-dom lacks and Mantine asks for.
window.matchMedia ??= ((query: string) => ({
  matches: false,
  media: query,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
})) as unknown as typeof window.matchMedia;

Object.defineProperty(document, "fonts", {
  value: { addEventListener: () => undefined, removeEventListener: () => undefined },
});

afterEach(() => cleanup());
