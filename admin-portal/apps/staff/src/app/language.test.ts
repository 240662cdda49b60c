import { i18n } from "@lingui/core";
import { t } from "@lingui/core/macro";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { broker } from "./broker.ts";
import { ago, amount, calendarDate, count, countryName, dateTime, readTimesIn } from "./format.ts";
import { languageOf, languages, speak, usualLanguage } from "./language.ts";

const page = document.documentElement;

beforeEach(() => localStorage.clear());
afterEach(async () => {
  await speak("en");
  vi.restoreAllMocks();
});

describe("the language of the portal", () => {
  it("is chosen by the first part of a tag; what is not spoken is English", () => {
    expect(languageOf("ar-AE").code).toBe("ar");
    expect(languageOf("AR").code).toBe("ar");
    expect(languageOf("en-GB").code).toBe("en");
    expect(languageOf("fr").code).toBe("en");
  });

  it("turns texts and the page, and turns them back", async () => {
    expect(t`Clients`).toBe("Clients");
    await speak("ar");
    expect([page.lang, page.dir, i18n.locale]).toEqual(["ar", "rtl", "ar"]);
    expect(t`Clients`).toBe("العملاء");
    await speak("en");
    expect([page.lang, page.dir, i18n.locale]).toEqual(["en", "ltr", "en"]);
    expect(t`Clients`).toBe("Clients");
  });

  it("of two choices the later one holds, whichever loads first", async () => {
    await Promise.all([speak("ar"), speak("en")]);
    expect([page.dir, i18n.locale]).toEqual(["ltr", "en"]);
  });

  it("before sign-in is what the link says, else what was spoken here last, else the broker's", async () => {
    expect(usualLanguage()).toBe("en");
    broker.language = "ar";
    expect(usualLanguage()).toBe("ar");
    await speak("en");
    expect(usualLanguage()).toBe("en");
    location.hash = "#token=bdi_1&language=ar";
    expect(usualLanguage()).toBe("ar");
    location.hash = "";
    broker.language = "en";
  });

  it("each names itself, and has a direction", () => {
    expect(languages.map(({ code, direction, name }) => [code, name, direction])).toEqual([
      ["en", "English", "ltr"],
      ["ar", "العربية", "rtl"],
    ]);
  });
});

describe("Arabic", () => {
  beforeEach(() => speak("ar"));

  it("keeps a name apart from the sentence around it", () => {
    const name = "Olga, Ltd.";
    expect(t`${name} is archived`).toBe("أُرشف \u2068Olga, Ltd.\u2069");
  });

  it.each([
    [0, "لا أعضاء"],
    [1, "عضو واحد"],
    [2, "عضوان"],
    [5, "5 أعضاء"],
    [12, "12 عضوًا"],
    [100, "100 عضو"],
  ])("has six forms for how many: %i", (members, text) => {
    const id = Object.keys(i18n.messages).find((each) => JSON.stringify(i18n.messages[each]).includes("عضوان"));
    expect(id && i18n._(id, { 0: members })).toBe(text);
  });

  it("writes figures and days in Latin digits, months by their Arabic names", () => {
    readTimesIn("UTC");
    expect(amount("1234567.80")).toBe("1,234,567.80");
    expect(amount("-12.5").replaceAll("\u200e", "")).toBe("-12.5");
    expect(count(1500, true)).toBe("1,500+");
    expect(calendarDate("2026-11-22")).toMatch(/^22 نوفمبر 2026$/);
    expect(dateTime("2026-11-22T15:04:00Z")).toMatch(/^22 نوفمبر 2026.* 15:04$/);
    expect(ago("2026-11-22T15:00:00Z", Date.parse("2026-11-22T15:05:00Z"))).toMatch(/5 دقائق/);
    expect(countryName("AE")).toBe("الإمارات العربية المتحدة");
  });
});
