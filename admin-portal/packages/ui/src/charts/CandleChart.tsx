import { useState } from "react";
import { Axes, ChartFrame, colors, edges } from "./frame.tsx";
import { indexAt, scaleOver, spread } from "./scale.ts";

export interface CandleShape {
  /** Milliseconds. */
  at: number;
  open: number;
  high: number;
  low: number;
  close: number;
  /** What the readout says, exact. */
  text: string;
}

/** An entry or an exit: a triangle upwards buys, downwards sells; filled opens, hollow closes. */
export interface CandleMark {
  key: string;
  at: number;
  price: number;
  buys: boolean;
  opens: boolean;
  text: string;
}

interface CandleChartProps {
  label: string;
  candles: readonly CandleShape[];
  marks: readonly CandleMark[];
  height?: number;
  timeText: (at: number) => string;
  valueText: (value: number, places: number) => string;
}

function triangle(x: number, y: number, up: boolean): string {
  const [tip, base] = up ? [y + 3, y + 12] : [y - 3, y - 12];
  return `M${x} ${tip}L${x - 5} ${base}L${x + 5} ${base}Z`;
}

/** Candles side by side, without gaps for closed markets, and an account's entries and exits. */
export function CandleChart({ candles, height = 320, label, marks, timeText, valueText }: CandleChartProps) {
  const [pointed, setPointed] = useState<number>();
  const times = candles.map(({ at }) => at);
  const floor = height - edges.bottom;
  const slot = (width: number) => (width - edges.start - edges.end) / Math.max(1, candles.length);
  const middle = (index: number, width: number) => edges.start + (index + 0.5) * slot(width);
  const found = pointed === undefined ? undefined : candles[pointed];
  return (
    <ChartFrame
      label={label}
      height={height}
      readout={found && `${timeText(found.at)} · ${found.text}`}
      onPoint={(x, width) => {
        const index = x === undefined ? -1 : Math.floor((x - edges.start) / slot(width));
        setPointed(index >= 0 && index < candles.length ? index : undefined);
      }}
      draw={(width) => {
        const scale = scaleOver(
          [...candles.flatMap(({ high, low }) => [high, low]), ...marks.map(({ price }) => price)],
          floor,
          edges.top,
          6,
        );
        const body = Math.max(1, Math.min(11, slot(width) * 0.66));
        return (
          <>
            <Axes
              width={width}
              height={height}
              values={scale.ticks.map((tick) => ({ at: scale.place(tick), text: valueText(tick, scale.places) }))}
              times={spread(candles.length, Math.max(2, Math.floor(width / 130))).map((index) => ({
                at: middle(index, width),
                text: timeText(times[index] ?? 0),
              }))}
            />
            {candles.map(({ at, close, high, low, open }, index) => {
              const up = close >= open;
              const color = up ? colors.up : colors.down;
              const [top, bottom] = [scale.place(Math.max(open, close)), scale.place(Math.min(open, close))];
              const x = middle(index, width);
              return (
                <g key={at} style={{ stroke: color }}>
                  <line x1={x} x2={x} y1={scale.place(high)} y2={top} />
                  <line x1={x} x2={x} y1={bottom} y2={scale.place(low)} />
                  <rect
                    x={x - body / 2}
                    y={top}
                    width={body}
                    height={Math.max(1, bottom - top)}
                    style={{ fill: up ? "var(--mantine-color-body)" : color }}
                  />
                </g>
              );
            })}
            {marks.map((mark) => {
              const index = indexAt(times, mark.at);
              if (index < 0) return null;
              return (
                <path
                  key={mark.key}
                  d={triangle(middle(index, width), scale.place(mark.price), mark.buys)}
                  style={{
                    fill: mark.opens ? colors.first : "var(--mantine-color-body)",
                    stroke: colors.first,
                    strokeWidth: 1.5,
                  }}
                >
                  <title>{`${timeText(mark.at)} · ${mark.text}`}</title>
                </path>
              );
            })}
            {pointed !== undefined && (
              <line
                x1={middle(pointed, width)}
                x2={middle(pointed, width)}
                y1={edges.top}
                y2={floor}
                style={{ stroke: colors.text }}
              />
            )}
          </>
        );
      }}
    />
  );
}
