/** The Arabic words for times, without vowel signs and hamzas, and what they are in the words that times are read in. */
const arabic = new Map([
  ["اليوم", "today"],
  ["غدا", "tomorrow"],
  ["الاحد", "sun"],
  ["الاثنين", "mon"],
  ["الثلاثاء", "tue"],
  ["الاربعاء", "wed"],
  ["الخميس", "thu"],
  ["الجمعة", "fri"],
  ["السبت", "sat"],
  ["الساعة", "at"],
  ["بعد", "in"],
  ["دقيقة", "min"],
  ["دقائق", "min"],
  ["ساعة", "hours"],
  ["ساعات", "hours"],
  ["يوم", "days"],
  ["ايام", "days"],
  ["اسبوع", "weeks"],
  ["اسابيع", "weeks"],
]);

const zero = "٠".charCodeAt(0);

/** A typed time in lower case, single spaces, Latin digits and the words that times are read in: `غدًا 15:00` is `tomorrow 15:00`. */
export function plainWords(typed: string): string {
  return typed
    .trim()
    .toLowerCase()
    .replaceAll(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - zero))
    .split(/\s+/)
    .map((word) => arabic.get(word.replaceAll(/[\u064b-\u0652]/g, "").replaceAll(/[أإآ]/g, "ا")) ?? word)
    .join(" ");
}
