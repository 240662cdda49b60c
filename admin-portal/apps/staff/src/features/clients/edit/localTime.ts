/** An instant as the browser's date-and-time field writes it, in the computer's own zone. */
export function localTime(at: string): string {
  if (at === "") return "";
  const date = new Date(at);
  const part = (value: number) => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${part(date.getMonth() + 1)}-${part(date.getDate())}T${part(date.getHours())}:${part(date.getMinutes())}`;
}

/** The instant behind such a field; an empty or half-filled one is no time. */
export function timeOf(local: string): string {
  const date = new Date(local);
  return local === "" || Number.isNaN(date.getTime()) ? "" : date.toISOString();
}
