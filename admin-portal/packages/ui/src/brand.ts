import { contrast, fromOklch, isHexColor, toOklch } from "./color.ts";

/** Text on its background, as WCAG 2.2 AA asks for normal text. */
export const textContrast = 4.5;
/** Controls and marks against what surrounds them. */
export const controlContrast = 3;

export const surfaces = {
  light: { body: "#ffffff", panel: "#f7f8fa", text: "#171a21" },
  dark: { body: "#14161b", panel: "#1b1e25", text: "#e6e8ee" },
} as const;
export type Scheme = keyof typeof surfaces;

/** Used when a broker's row holds no usable colour. */
export const fallbackBrandColor = "#0f766e";

export interface SchemeBrand {
  /** Background of the main button. */
  filled: string;
  filledHover: string;
  /** Text on `filled`. */
  onFilled: string;
  /** Links, active navigation, focus: brand-coloured text on the page. */
  text: string;
  /** Quiet brand-tinted background (active navigation, selected rows) that `text` can stand on. */
  tint: string;
}

export interface BrandScale {
  shades: readonly [string, string, string, string, string, string, string, string, string, string];
  light: SchemeBrand;
  dark: SchemeBrand;
}

const lightnessSteps = [0.975, 0.94, 0.88, 0.8, 0.71, 0.62, 0.54, 0.47, 0.4, 0.32] as const;
const chromaShare = [0.12, 0.25, 0.5, 0.75, 0.95, 1, 1, 0.95, 0.85, 0.7] as const;

function readable(background: string): string {
  const white = contrast(background, "#ffffff");
  return white >= textContrast || white >= contrast(background, "#0b0d12") ? "#ffffff" : "#0b0d12";
}

/** Moves a colour's lightness step by step until it stands out from every background. */
function standOut(hex: string, from: readonly string[], least: number, direction: 1 | -1): string {
  const color = toOklch(hex);
  let candidate = hex;
  for (let step = 0; step < 100; step += 1) {
    if (from.every((background) => contrast(candidate, background) >= least)) return candidate;
    const lightness = color.lightness + (direction * step) / 100;
    candidate = fromOklch({ ...color, lightness: Math.min(0.99, Math.max(0.02, lightness)) });
  }
  return candidate;
}

function schemeBrand(hex: string, shades: BrandScale["shades"], scheme: Scheme): SchemeBrand {
  const { body, panel } = surfaces[scheme];
  const away = scheme === "light" ? -1 : 1;
  // A brand colour near black vanishes on a dark page, one near white on a light page.
  let filled = standOut(hex, [body, panel], scheme === "dark" ? controlContrast : 1.6, away);
  let onFilled = readable(filled);
  if (contrast(filled, onFilled) < textContrast) {
    filled = standOut(filled, [onFilled], textContrast, onFilled === "#ffffff" ? -1 : 1);
    onFilled = readable(filled);
  }
  const { lightness, chroma, hue } = toOklch(filled);
  const hover = fromOklch({ lightness: lightness + (onFilled === "#ffffff" ? -0.04 : 0.04), chroma, hue });
  const tint =
    scheme === "light" ? shades[1] : fromOklch({ lightness: 0.28, chroma: Math.min(0.05, toOklch(hex).chroma), hue });
  return {
    filled,
    filledHover: contrast(hover, onFilled) >= textContrast ? hover : filled,
    onFilled,
    text: standOut(hex, [body, panel, tint], textContrast, away),
    tint,
  };
}

/** A broker's primary colour as ten steps, with the colours each scheme needs already checked for contrast. */
export function brandScale(primary: string): BrandScale {
  const hex = isHexColor(primary) ? fromOklch(toOklch(primary)) : fallbackBrandColor;
  const { chroma, hue } = toOklch(hex);
  const shades = lightnessSteps.map((lightness, at) =>
    fromOklch({ lightness, chroma: chroma * (chromaShare[at] ?? 1), hue }),
  ) as unknown as BrandScale["shades"];
  return { shades, light: schemeBrand(hex, shades, "light"), dark: schemeBrand(hex, shades, "dark") };
}
