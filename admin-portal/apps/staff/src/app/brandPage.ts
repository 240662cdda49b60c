import type { BrandScale } from "@brokerdesk/ui";
import { type BrokerBrand, logoUrl } from "./broker.ts";

/** Two letters for a broker without a logo: `Northwind Markets` gives `NM`. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return words
    .slice(0, 2)
    .map((word) => [...word][0] ?? "")
    .join("")
    .toLocaleUpperCase();
}

/** Title and icon of the browser tab. */
export function brandPage(broker: BrokerBrand, brand: BrandScale, page: Document = document): void {
  page.title = broker.name;
  const letter = initials(broker.name).slice(0, 1).replace(/[<&]/g, "");
  const icon =
    broker.logoSvg ??
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="${brand.light.filled}"/><text x="16" y="22" font-family="sans-serif" font-size="17" font-weight="700" text-anchor="middle" fill="${brand.light.onFilled}">${letter}</text></svg>`;
  const link = page.querySelector<HTMLLinkElement>("link[rel='icon']");
  if (link !== null) link.href = logoUrl(icon);
}

/** Title of one page: what it shows, then whose portal it is. */
export function setPageTitle(what: string, broker: BrokerBrand, page: Document = document): void {
  page.title = `${what} · ${broker.name}`;
}
