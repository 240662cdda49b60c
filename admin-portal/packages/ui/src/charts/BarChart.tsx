import { useState } from "react";
import { Axes, ChartFrame, colors, edges } from "./frame.tsx";
import { scaleOver, spread } from "./scale.ts";

export interface ChartBar {
  key: string;
  /** What stands below it. */
  name: string;
  /** Above zero upwards; for drawing only. */
  value: number;
  /** What the readout says, exact. */
  text: string;
}

interface BarChartProps {
  /** What is drawn, in a sentence. */
  label: string;
  bars: readonly ChartBar[];
  /** How the axis writes a value, in short. */
  valueText: (value: number) => string;
  height?: number;
}

/** Bars side by side over a line at zero: filled above it, hollow below. */
export function BarChart({ bars, height = 150, label, valueText }: BarChartProps) {
  const [pointed, setPointed] = useState<number>();
  const floor = height - edges.bottom;
  const slot = (width: number) => (width - edges.start - edges.end) / Math.max(1, bars.length);
  const middle = (at: number, width: number) => edges.start + (at + 0.5) * slot(width);
  const found = pointed === undefined ? undefined : bars[pointed];
  return (
    <ChartFrame
      label={label}
      height={height}
      readout={found && `${found.name} · ${found.text}`}
      onPoint={(x, width) => {
        const at = x === undefined ? -1 : Math.floor((x - edges.start) / slot(width));
        setPointed(at >= 0 && at < bars.length ? at : undefined);
      }}
      draw={(width) => {
        const scale = scaleOver([0, ...bars.map(({ value }) => value)], floor, edges.top, 4);
        const zero = scale.place(0);
        const wide = Math.max(1, Math.min(28, slot(width) * 0.7));
        return (
          <>
            <Axes
              width={width}
              height={height}
              values={scale.ticks.map((tick) => ({ at: scale.place(tick), text: valueText(tick) }))}
              times={spread(bars.length, Math.max(2, Math.floor(width / 130))).map((at) => ({
                at: middle(at, width),
                text: bars[at]?.name ?? "",
              }))}
            />
            <line x1={edges.start} x2={width - edges.end} y1={zero} y2={zero} style={{ stroke: colors.text }} />
            {bars.map(({ key, name, text, value }, at) => {
              const top = scale.place(Math.max(0, value));
              const long = Math.abs(scale.place(value) - zero);
              if (value === 0) return null;
              return (
                <rect
                  key={key}
                  x={middle(at, width) - wide / 2}
                  y={top}
                  width={wide}
                  height={Math.max(1, long)}
                  style={{
                    fill: value > 0 ? colors.first : "none",
                    stroke: value > 0 ? colors.first : colors.down,
                    strokeWidth: 1.5,
                  }}
                >
                  <title>{`${name} · ${text}`}</title>
                </rect>
              );
            })}
          </>
        );
      }}
    />
  );
}
