import { expect, test } from "vitest";
import { brandScale, controlContrast, fallbackBrandColor, type Scheme, surfaces, textContrast } from "./brand.ts";
import { contrast, fromOklch, toOklch } from "./color.ts";

const brokers = [
  "#0f766e",
  "#1d4ed8",
  "#b91c1c",
  "#facc15",
  "#000000",
  "#ffffff",
  "#84cc16",
  "#7c3aed",
  "#f97316",
  "#ec4899",
  "#777777",
  "#0ea5e9",
];

test("the contrast formula agrees with WCAG's own examples", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});

test("a colour survives the way to OKLCH and back", () => {
  for (const hex of brokers) expect(fromOklch(toOklch(hex))).toBe(hex);
});

for (const hex of brokers) {
  for (const scheme of ["light", "dark"] satisfies Scheme[]) {
    test(`${hex} is readable in ${scheme}`, () => {
      const brand = brandScale(hex)[scheme];
      expect(contrast(brand.onFilled, brand.filled)).toBeGreaterThanOrEqual(textContrast);
      expect(contrast(brand.onFilled, brand.filledHover)).toBeGreaterThanOrEqual(textContrast);
      for (const background of [surfaces[scheme].body, surfaces[scheme].panel, brand.tint]) {
        expect(contrast(brand.text, background)).toBeGreaterThanOrEqual(textContrast);
      }
      if (scheme === "dark") {
        expect(contrast(brand.filled, surfaces.dark.body)).toBeGreaterThanOrEqual(controlContrast);
      }
    });
  }
}

test("the scale has ten steps that only grow darker", () => {
  const { shades } = brandScale("#1d4ed8");
  expect(shades).toHaveLength(10);
  const lightness = shades.map((shade) => toOklch(shade).lightness);
  expect(lightness).toEqual([...lightness].sort((a, b) => b - a));
});

test("a row without a usable colour falls back instead of breaking the page", () => {
  expect(brandScale("javascript:alert(1)")).toEqual(brandScale(fallbackBrandColor));
});
