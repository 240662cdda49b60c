import { afterEach, describe, expect, it } from "vitest";
import { readerZone, zoneAmong } from "./days.ts";
import { atHome, calendarDate, dateTime, day, exactTime, minutes, readTimesIn } from "./format.ts";
import { speak } from "./language.ts";
import { rowTime } from "./preciseTime.ts";

const evening = "2026-11-22T21:30:05Z";
const browsers = Intl.DateTimeFormat().resolvedOptions().timeZone;

afterEach(async () => {
  await speak("en");
  readTimesIn(browsers);
});

describe("the zone", () => {
  it("is the person's, else the broker's, else the browser's", () => {
    expect(zoneAmong("Europe/Madrid", "Asia/Dubai")).toBe("Europe/Madrid");
    expect(zoneAmong("", "Asia/Dubai")).toBe("Asia/Dubai");
    expect(zoneAmong("Nowhere/At_All", "Asia/Dubai")).toBe("Asia/Dubai");
    expect(zoneAmong("Nowhere/At_All", "")).toBe(browsers);
  });

  it("holds for days and times, and is named where seconds are", () => {
    readTimesIn("Asia/Dubai");
    expect(readerZone()).toBe("Asia/Dubai");
    expect(day(evening)).toBe("23 Nov 2026");
    expect(dateTime(evening)).toBe("23 Nov 2026, 01:30");
    expect(exactTime(evening)).toMatch(/^23 Nov 2026, 01:30:05 (GST|GMT\+4)$/);
    readTimesIn("America/New_York");
    expect(day(evening)).toBe("22 Nov 2026");
    expect(exactTime(evening)).toMatch(/^22 Nov 2026, 16:30:05 (EST|GMT-5)$/);
  });

  it("decides which year it is", () => {
    const year = new Date().getUTCFullYear();
    const newYear = `${year - 1}-12-31T22:00:00Z`;
    readTimesIn("Asia/Dubai");
    expect(rowTime(newYear)).not.toContain(String(year - 1));
    readTimesIn("America/New_York");
    expect(rowTime(newYear)).toContain(String(year - 1));
  });
});

describe("the style", () => {
  it("writes days as numbers", () => {
    readTimesIn("UTC", { dateStyle: "iso", clock: "24" });
    expect(day(evening)).toBe("2026-11-22");
    expect(dateTime(evening)).toBe("2026-11-22 21:30");
    expect(rowTime("2019-03-04T05:06:07Z")).toBe("2019-03-04 05:06:07");
    expect(exactTime(evening)).toBe("2026-11-22 21:30:05 UTC");
    expect(calendarDate("1990-05-17")).toBe("1990-05-17");
  });

  it("holds for instants inside the server's sentences", () => {
    readTimesIn("Europe/Madrid", { dateStyle: "iso" });
    expect(atHome("It waits until 2026-11-22T21:30:05Z: the password was changed.")).toBe(
      "It waits until 2026-11-22 22:30: the password was changed.",
    );
    expect(atHome("No position is open.")).toBe("No position is open.");
  });

  it("writes twelve hours", () => {
    readTimesIn("UTC", { dateStyle: "words", clock: "12" });
    expect(dateTime(evening)).toBe("22 Nov 2026, 09:30 pm");
    expect(rowTime("2019-03-04T05:06:07Z", minutes)).toBe("04 Mar 2019, 05:06 am");
  });

  it("keeps a day of numbers together in a line from right to left", async () => {
    await speak("ar");
    readTimesIn("UTC", { dateStyle: "iso" });
    expect(day(evening)).toBe("\u20662026-11-22\u2069");
    expect(dateTime(evening)).toBe("\u20662026-11-22\u2069 21:30");
    expect(calendarDate("1990-05-17")).toBe("\u20661990-05-17\u2069");
  });
});
