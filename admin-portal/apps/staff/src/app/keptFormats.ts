const formats = new Map<string, unknown>();

/** What `Intl` makes is dear to make: one of each name is kept. */
export function keptFormat<T>(name: string, make: () => T): T {
  let found = formats.get(name);
  if (found === undefined) {
    found = make();
    formats.set(name, found);
  }
  return found as T;
}

/** From now on times are written otherwise. */
export const forgetFormats = () => formats.clear();
