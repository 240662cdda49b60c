import type { ClientImportState } from "@brokerdesk/api";

export const steps = ["file", "columns", "mistakes", "duplicates", "owners", "import"] as const;
export type ImportStep = (typeof steps)[number];

/** What the page of one import shows; the address carries it. */
export interface ImportView {
  step?: ImportStep | undefined;
}

/** Reads an address; what it does not understand is left out. */
export function parseImportView(search: Record<string, unknown>): ImportView {
  const step = steps.find((each) => each === search.step);
  return step ? { step } : {};
}

const unread: readonly ClientImportState[] = ["UPLOADING", "READING", "REFUSED"];
const preparing: readonly ClientImportState[] = ["MAPPING", "CHECKING", "CHECKED"];

/** Where one can stand: before the file is read only at its beginning, once rows are written only at its end. */
export function openSteps(state: ClientImportState): readonly ImportStep[] {
  if (unread.includes(state)) return ["file"];
  return preparing.includes(state) ? steps : ["import"];
}

/** The step that is shown: the one of the address, the one where somebody left, or the one that fits the state. */
export function stepOf(state: ClientImportState, asked: ImportStep | undefined, left: string | undefined): ImportStep {
  const open = openSteps(state);
  const usual: ImportStep = state === "CHECKED" || state === "CHECKING" ? "mistakes" : "columns";
  const wanted = [asked, left, usual].find((each) => open.some((step) => step === each));
  return open.find((step) => step === wanted) ?? open[0] ?? "file";
}

/** A job works on it: what it says changes by itself. */
export function isBusy(state: ClientImportState): boolean {
  return state === "READING" || state === "CHECKING" || state === "COMMITTING" || state === "UNDOING";
}

/** Rows are being written, or were. */
export function isWritten(state: ClientImportState): boolean {
  return !unread.includes(state) && !preparing.includes(state);
}
