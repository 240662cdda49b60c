const kept = "brokerdesk-bulk-closed";

/** Whether somebody has closed the report of an act in this browser: it is not shown again. */
export function isDismissed(id: string): boolean {
  try {
    return localStorage.getItem(kept) === id;
  } catch {
    return false;
  }
}

/** Closes the report of an act. Only the last act is ever shown of those that ended, so one id is all there is to keep. */
export function dismiss(id: string): void {
  try {
    localStorage.setItem(kept, id);
  } catch {
    // a browser that keeps nothing shows it again on the next visit
  }
}
