import * as z from "zod/mini";

const brokerShape = z.object({
  slug: z.string(),
  name: z.string(),
  legalName: z.string(),
  primaryColor: z.string(),
  logoSvg: z.optional(z.nullable(z.string())),
  supportEmail: z.optional(z.nullable(z.string())),
  apiHost: z.string(),
});

/** The broker whose portal this is: the server writes it into the page. */
export type BrokerBrand = z.infer<typeof brokerShape>;

export function readBroker(page: Document = document): BrokerBrand {
  const text = page.getElementById("broker")?.textContent ?? "";
  try {
    return z.parse(brokerShape, JSON.parse(text));
  } catch (cause) {
    throw new Error(
      "The page carries no broker. It is a template: open it through the server, which fills in __BROKER__ and __NONCE__.",
      { cause },
    );
  }
}

export function readNonce(page: Document = document): string {
  return page.querySelector<HTMLMetaElement>("meta[name='csp-nonce']")?.content ?? "";
}

/** The broker's logo, as an image: inside an image no script of an SVG ever runs. */
export function logoUrl(svg: string): string {
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

export const broker = readBroker();
