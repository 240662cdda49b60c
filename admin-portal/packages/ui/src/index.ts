export * from "./brand.ts";
export * from "./color.ts";
export * from "./countdown.ts";
export * from "./shortcuts.ts";
export * from "./theme.ts";
