import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

/** What the server takes; the page says so before anything is sent. */
export const largest = 200_000_000;
/** A workbook is held in memory while it is read (`crm_sheets::limits::WORKBOOK_MAX`). */
export const largestWorkbook = 48 * 1024 * 1024;
export const accepted = ".csv,.tsv,.txt,.xlsx";

const types: Record<string, MessageDescriptor> = {
  csv: msg`CSV`,
  tsv: msg`CSV`,
  txt: msg`CSV`,
  xlsx: msg`Excel workbook`,
};

export interface Looked {
  /** What kind of file it is; undefined for one that cannot be taken. */
  type?: MessageDescriptor;
  /** Why it cannot be taken, and what to do instead. */
  problem?: MessageDescriptor;
}

/** Looks at a file's name and size, before it is sent. */
export function lookAt({ name, size }: { name: string; size: number }): Looked {
  const ending = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
  const type = name.includes(".") ? types[ending] : undefined;
  if (ending === "xls" || ending === "xlsm" || ending === "xlsb" || ending === "ods" || ending === "numbers")
    return { problem: msg`This kind of spreadsheet is not read. Save it as CSV or as an Excel workbook (.xlsx).` };
  if (ending === "zip" || ending === "gz" || ending === "rar" || ending === "7z")
    return { problem: msg`This is a packed file. Unpack it and drop the list that is inside.` };
  if (type === undefined)
    return {
      problem: msg`This is not a list of clients. Save the list as CSV (.csv) or as an Excel workbook (.xlsx).`,
    };
  if (size === 0) return { type, problem: msg`The file is empty. Export the list again.` };
  if (ending === "xlsx" && size > largestWorkbook)
    return { type, problem: msg`The workbook is larger than 50 MB. Save the list as CSV: that may have 200 MB.` };
  if (size > largest)
    return {
      type,
      problem: msg`The file is larger than 200 MB. Split it into parts and import them one after another.`,
    };
  return { type };
}

/** A table that was copied from a spreadsheet, as the file that it would have been; undefined for other texts. */
export function pastedTable(text: string): File | undefined {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const cells = (line: string | undefined) => (line ?? "").split(/[\t;,]/).length;
  if (lines.length < 2 || cells(lines[0]) < 2) return undefined;
  return new File([text], "pasted rows.csv", { type: "text/csv" });
}

/** The file that was dropped or pasted, if there is one. */
export function fileIn(data: DataTransfer | null): File | undefined {
  return data?.files[0] ?? pastedTable(data?.getData("text/plain") ?? "");
}
