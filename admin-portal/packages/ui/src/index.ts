export * from "./brand.ts";
export * from "./charts/BarChart.tsx";
export * from "./charts/CandleChart.tsx";
export * from "./charts/LineChart.tsx";
export * from "./color.ts";
export * from "./countdown.ts";
export * from "./shortcuts.ts";
export * from "./theme.ts";
