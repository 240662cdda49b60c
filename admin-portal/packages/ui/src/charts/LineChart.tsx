import { useState } from "react";
import { Axes, ChartFrame, colors, edges, LegendItem } from "./frame.tsx";
import { indexAt, scaleOver, spread } from "./scale.ts";

export interface LinePoint {
  /** Milliseconds. */
  at: number;
  first: number;
  /** Left out where it is not known: the line goes on to the next point that has one. */
  second?: number | undefined;
  /** What the readout says, exact. */
  text: string;
}

export interface Bar {
  at: number;
  /** Above zero upwards. */
  value: number;
  text: string;
}

interface LineChartProps {
  label: string;
  names: { first: string; second: string; bars: string };
  points: readonly LinePoint[];
  bars: readonly Bar[];
  height?: number;
  timeText: (at: number) => string;
  valueText: (value: number, places: number) => string;
}

/** A path through points; a single one is a dot, so that it is seen. */
export function path(places: readonly { x: number; y: number }[]): string {
  const steps = places.map(({ x, y }, at) => `${at === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`);
  return steps.length === 1 ? `${steps[0]}h0.01` : steps.join("");
}

/** Two lines over time, the second one dashed, and bars for what moved in or out. */
export function LineChart({ bars, height = 240, label, names, points, timeText, valueText }: LineChartProps) {
  const [pointed, setPointed] = useState<number>();
  const times = points.map(({ at }) => at);
  const [begin = 0, finish = 1] = [times[0], times.at(-1)];
  const span = Math.max(1, finish - begin);
  const place = (at: number, width: number) => edges.start + ((at - begin) / span) * (width - edges.start - edges.end);
  const floor = height - edges.bottom;
  const found = pointed === undefined ? undefined : points[pointed];
  return (
    <ChartFrame
      label={label}
      height={height}
      readout={found && `${timeText(found.at)} · ${found.text}`}
      legend={
        <>
          <LegendItem color={colors.first} name={names.first} />
          <LegendItem color={colors.second} name={names.second} dash />
          {bars.length > 0 && <LegendItem color={colors.text} name={names.bars} />}
        </>
      }
      onPoint={(x, width) => {
        if (x === undefined) return setPointed(undefined);
        const at = begin + ((x - edges.start) / Math.max(1, width - edges.start - edges.end)) * span;
        setPointed(Math.max(0, indexAt(times, at)));
      }}
      draw={(width) => {
        const values = points.flatMap(({ first, second }) => (second === undefined ? [first] : [first, second]));
        const seconds = points.filter(({ second }) => second !== undefined).length;
        const scale = scaleOver(values, floor, edges.top, 5);
        const largest = Math.max(...bars.map(({ value }) => Math.abs(value)), 1e-9);
        return (
          <>
            <Axes
              width={width}
              height={height}
              values={scale.ticks.map((tick) => ({ at: scale.place(tick), text: valueText(tick, scale.places) }))}
              times={spread(points.length, Math.max(2, Math.floor(width / 130))).map((index) => ({
                at: place(times[index] ?? 0, width),
                text: timeText(times[index] ?? 0),
              }))}
            />
            {bars.map(({ at, text, value }) => {
              const long = Math.max(3, (Math.abs(value) / largest) * (height * 0.22));
              return (
                <rect
                  key={`${at} ${text}`}
                  x={place(at, width) - 1.5}
                  y={floor - long}
                  width={3}
                  height={long}
                  style={{ fill: value < 0 ? "none" : colors.text, stroke: colors.text }}
                >
                  <title>{`${timeText(at)} · ${text}`}</title>
                </rect>
              );
            })}
            <path
              d={path(points.map(({ at, first }) => ({ x: place(at, width), y: scale.place(first) })))}
              style={{ fill: "none", stroke: colors.first, strokeWidth: 2 }}
            />
            <path
              d={path(
                points.flatMap(({ at, second }) =>
                  second === undefined ? [] : [{ x: place(at, width), y: scale.place(second) }],
                ),
              )}
              strokeDasharray="5 3"
              strokeLinecap={seconds === 1 ? "round" : undefined}
              style={{ fill: "none", stroke: colors.second, strokeWidth: seconds === 1 ? 5 : 2 }}
            />
            {found && (
              <line
                x1={place(found.at, width)}
                x2={place(found.at, width)}
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
