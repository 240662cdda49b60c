import type { MaskedValue } from "./Masked.tsx";

const countryCode = /^(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})/;

/** A whole number in groups that an eye can follow: country code, threes, and as many fours at the end as it takes. */
export function phoneText(e164: string): string {
  if (!/^\+\d{7,15}$/.test(e164)) return e164;
  const digits = e164.slice(1);
  const code = countryCode.exec(digits)?.[0] ?? "";
  const rest = digits.slice(code.length);
  const fours = rest.length % 3;
  if (fours * 4 > rest.length) return `+${code} ${rest}`;
  const threes = rest.slice(0, rest.length - fours * 4).match(/.{3}/g) ?? [];
  const groups = [...threes, ...(rest.slice(threes.length * 3).match(/.{4}/g) ?? [])];
  return `+${code} ${groups.join(" ")}`;
}

/** The same for a value that may be masked; masks stay as the server made them. */
export function phoneValue<Value extends MaskedValue | null | undefined>(value: Value): Value {
  return value?.display && !value.masked ? { ...value, display: phoneText(value.display) } : value;
}
