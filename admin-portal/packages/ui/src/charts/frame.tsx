import { type PointerEvent, type ReactNode, useEffect, useRef, useState } from "react";

/** Pixels around what is drawn: values stand at the end, times below. */
export const edges = { top: 8, end: 72, bottom: 22, start: 8 };

export const colors = {
  text: "var(--mantine-color-dimmed)",
  line: "var(--bd-line)",
  first: "var(--bd-brand-text)",
  second: "light-dark(#8a5a00, #f6cf84)",
  up: "light-dark(#0b6b43, #86e0b4)",
  down: "light-dark(#b42318, #ff9a92)",
};

/** The width that there is, in pixels, as it changes. */
function useWidth() {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(640);
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const measure = () => setWidth((old) => (element.clientWidth > 0 ? element.clientWidth : old));
    measure();
    if (typeof ResizeObserver === "undefined") return undefined;
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { box, width };
}

interface FrameProps {
  /** What is drawn, in a sentence: what people hear who do not see it. */
  label: string;
  height: number;
  /** Draws, given the width in pixels. */
  draw: (width: number) => ReactNode;
  /** The place under the pointer, in pixels; undefined when it has left. */
  onPoint: (at: number | undefined, width: number) => void;
  /** What stands under the pointer, in words. */
  readout: ReactNode;
  legend?: ReactNode;
}

/** A picture as wide as its place, with what is under the pointer above it. */
export function ChartFrame({ label, height, draw, legend, onPoint, readout }: FrameProps) {
  const { box, width } = useWidth();
  const point = (event: PointerEvent<SVGSVGElement>) =>
    onPoint(event.clientX - event.currentTarget.getBoundingClientRect().left, width);
  return (
    <div ref={box} style={{ minInlineSize: 0 }}>
      <div
        aria-hidden
        style={{
          display: "flex",
          flexWrap: "wrap",
          gap: "0.25rem 1rem",
          minBlockSize: "1.25rem",
          fontSize: "0.75rem",
          fontVariantNumeric: "tabular-nums",
        }}
      >
        {legend}
        <span style={{ marginInlineStart: "auto" }}>{readout}</span>
      </div>
      <svg
        role="img"
        aria-label={label}
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        style={{ display: "block", direction: "ltr", maxInlineSize: "100%" }}
        onPointerMove={point}
        onPointerLeave={() => onPoint(undefined, width)}
      >
        {draw(width)}
      </svg>
    </div>
  );
}

interface AxesProps {
  width: number;
  height: number;
  values: readonly { at: number; text: string }[];
  times: readonly { at: number; text: string }[];
}

/** Lines at round values, and times below. */
export function Axes({ width, height, values, times }: AxesProps) {
  const right = width - edges.end;
  return (
    <g style={{ fontSize: 11, fill: colors.text }}>
      {values.map(({ at, text }) => (
        <g key={text}>
          <line x1={edges.start} x2={right} y1={at} y2={at} style={{ stroke: colors.line }} />
          <text x={right + 6} y={at + 4}>
            {text}
          </text>
        </g>
      ))}
      {times.map(({ at, text }, index) => (
        <text
          key={`${at} ${text}`}
          x={at}
          y={height - 6}
          textAnchor={index === 0 ? "start" : index === times.length - 1 ? "end" : "middle"}
        >
          {text}
        </text>
      ))}
    </g>
  );
}

/** A short line as the chart draws it, beside its name. */
export function LegendItem({ color, dash, name }: { color: string; dash?: boolean; name: string }) {
  return (
    <span style={{ display: "inline-flex", alignItems: "center", gap: "0.375rem" }}>
      <svg width={22} height={4} aria-hidden>
        <line
          x1={0}
          x2={22}
          y1={2}
          y2={2}
          style={{ stroke: color, strokeWidth: 2 }}
          strokeDasharray={dash ? "5 3" : undefined}
        />
      </svg>
      {name}
    </span>
  );
}
