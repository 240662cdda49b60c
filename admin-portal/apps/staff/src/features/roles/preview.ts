/** Rights changed as a whole: nothing that was read before may stay on the screen. */
export function beginAnew(path: string): void {
  globalThis.location.assign(path);
}
