import { fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { readDaysIn, readerZone } from "../../../app/days.ts";
import { showPortal } from "../../common/testPortal.tsx";
import ConditionEditor from "./ConditionEditor.tsx";

const browsers = readerZone();

beforeEach(() => readDaysIn("Asia/Dubai"));
afterEach(() => readDaysIn(browsers));

it("reads and writes days in the reader's zone, whatever the computer's is", () => {
  const onChange = vi.fn();
  const condition = {
    field: "createdAt" as const,
    from: "2026-11-21T20:00:00.000Z",
    before: "2026-11-25T20:00:00.000Z",
  };
  showPortal(<ConditionEditor condition={condition} onChange={onChange} />, {});
  expect(screen.getByLabelText("From")).toHaveValue("2026-11-22");
  expect(screen.getByLabelText("Until, this day included")).toHaveValue("2026-11-25");
  fireEvent.change(screen.getByLabelText("From"), { target: { value: "2026-11-20" } });
  expect(onChange).toHaveBeenLastCalledWith({ ...condition, from: "2026-11-19T20:00:00.000Z" });
  fireEvent.change(screen.getByLabelText("Until, this day included"), { target: { value: "2026-11-26" } });
  expect(onChange).toHaveBeenLastCalledWith({ ...condition, before: "2026-11-26T20:00:00.000Z" });
});
