import { renderHook } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { useKept } from "./useKept.ts";

describe("the newest answer", () => {
  it("outlives a question that failed, and not another question", () => {
    const asked: { answer: string | undefined; key: string } = { answer: "one", key: "a" };
    const { result, rerender } = renderHook((props: typeof asked) => useKept(props.answer, props.key), {
      initialProps: asked,
    });
    expect(result.current).toBe("one");
    rerender({ answer: undefined, key: "a" });
    expect(result.current).toBe("one");
    rerender({ answer: "two", key: "a" });
    expect(result.current).toBe("two");
    rerender({ answer: undefined, key: "b" });
    expect(result.current).toBeUndefined();
  });
});
