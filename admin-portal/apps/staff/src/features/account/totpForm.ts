import { t } from "@lingui/core/macro";

/** What a person types or pastes as a code: six digits, whatever stands between them. */
export function codeOf(typed: string): string {
  return toLatinDigits(typed).replaceAll(/[\s-]/g, "");
}

export function isCode(typed: string): boolean {
  return /^\d{6}$/.test(codeOf(typed));
}

/** Authenticator apps and keyboards of some languages write other digits. */
function toLatinDigits(text: string): string {
  return text.replaceAll(/\p{Nd}/gu, (digit) => {
    const point = digit.codePointAt(0) ?? 0;
    let zero = point;
    while (zero > 0 && point - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
    return String(point - zero);
  });
}

/** A secret in groups of four, for people who type it. */
export function inGroups(secret: string): string {
  return (
    secret
      .replaceAll(/\s/g, "")
      .match(/.{1,4}/g)
      ?.join(" ") ?? ""
  );
}

/** The QR code as an image: inside an image no script of an SVG ever runs. */
export function qrImage(svg: string): string {
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

/** A text file of recovery codes that still makes sense in a drawer after a year. */
export function recoveryFile(
  codes: readonly string[],
  where: { broker: string; origin: string; email: string; day: string },
): string {
  const { broker, day, email, origin } = where;
  return [
    t`Recovery codes: ${broker} (${origin})`,
    t`Account: ${email}`,
    t`Made: ${day}. Each code works once, in place of the code of the authenticator app.`,
    "",
    ...codes,
    "",
  ].join("\n");
}
