/** The broker whose portal this is: the server writes it into the page. */
export interface BrokerBrand {
  slug: string;
  name: string;
  legalName: string;
  primaryColor: string;
  logoSvg?: string | null;
  supportEmail?: string | null;
  apiHost: string;
  /** In which its portal is read before anybody is known. */
  language: string;
}

function isBrand(value: unknown): value is BrokerBrand {
  if (typeof value !== "object" || value === null) return false;
  const fields = value as Record<string, unknown>;
  return ["slug", "name", "legalName", "primaryColor", "apiHost", "language"].every(
    (name) => typeof fields[name] === "string",
  );
}

export function readBroker(page: Document = document): BrokerBrand {
  const text = page.getElementById("broker")?.textContent ?? "";
  // The unfilled mark of the template is no JSON.
  const value: unknown = text.trim().startsWith("{") ? JSON.parse(text) : undefined;
  if (isBrand(value)) return value;
  throw new Error(
    "The page carries no broker. It is a template: open it through the server, which fills in __BROKER__ and __NONCE__.",
  );
}

export function readNonce(page: Document = document): string {
  return page.querySelector<HTMLMetaElement>("meta[name='csp-nonce']")?.content ?? "";
}

/** The broker's logo, as an image: inside an image no script of an SVG ever runs. */
export function logoUrl(svg: string): string {
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

export const broker = readBroker();
