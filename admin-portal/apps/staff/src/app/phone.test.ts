import { expect, test } from "vitest";
import { phoneText, phoneValue } from "./phone.ts";

test("a number is shown in groups behind its country code", () => {
  expect(phoneText("+4915163394148")).toBe("+49 151 6339 4148");
  expect(phoneText("+12025550123")).toBe("+1 202 555 0123");
  expect(phoneText("+966501657237")).toBe("+966 501 657 237");
  expect(phoneText("+79035551234")).toBe("+7 903 555 1234");
  expect(phoneText("+35312345")).toBe("+353 12345");
  expect(phoneText("12345")).toBe("12345");
});

test("a mask stays as the server made it", () => {
  const masked = { display: "+49 ••• ••• 48", masked: true, present: true };
  expect(phoneValue(masked)).toBe(masked);
  expect(phoneValue({ display: "+4915163394148", masked: false, present: true }).display).toBe("+49 151 6339 4148");
});
