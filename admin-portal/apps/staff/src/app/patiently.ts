/** What nobody asked for loads quietly, and again while it cannot be had: no page is lost over it. */
export async function patiently<T>(load: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await load();
    } catch {
      await new Promise((again) => setTimeout(again, 10_000));
    }
  }
}
