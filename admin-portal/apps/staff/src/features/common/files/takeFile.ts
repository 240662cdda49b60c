import { Problem, problemOf, unreachable } from "@brokerdesk/api";
import { line, Records } from "./records.ts";
import { toldCell } from "./words.ts";

/** What of a file the server itself says; everything else stays as it is. */
export interface OwnWords {
  /** Whether every head is the server's; else only the last one is, behind the columns of the broker's own file. */
  heads: "all" | "last";
  /** Columns with its words, from 0; -1 is the last. */
  columns: readonly number[];
}

export const ownWords = {
  importRows: { heads: "last", columns: [-1] },
  bulkRows: { heads: "all", columns: [4, 5] },
  trail: { heads: "all", columns: [3, 4] },
} as const satisfies Record<string, OwnWords>;

const mark = "\ufeff";

/** The pieces of a file with the server's words told in the language that is shown. */
export async function* toldPieces(pieces: AsyncIterable<string>, own: OwnWords): AsyncGenerator<string> {
  let reads: Records | undefined;
  let delimiter = ",";
  let begun = false;
  for await (const piece of pieces) {
    const text = reads === undefined && piece.startsWith(mark) ? piece.slice(1) : piece;
    if (reads === undefined) {
      // an import's file has the delimiter of the broker's own
      delimiter = own.heads === "last" ? (/([,;\t|])Reason\r?\n/.exec(text)?.[1] ?? ",") : ",";
      reads = new Records(delimiter);
      yield mark;
    }
    let out = "";
    for (const cells of reads.read(text)) {
      const last = cells.length - 1;
      const all = !begun && own.heads === "all";
      const told = own.columns.map((column) => (column < 0 ? last : column));
      out += line(
        cells.map((cell, at) => (all || told.includes(at) ? toldCell(cell) : cell)),
        delimiter,
      );
      begun = true;
    }
    yield out;
  }
}

async function* piecesOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  // without the option the mark at the beginning would be lost
  const reader = body.pipeThrough(new TextDecoderStream("utf-8", { ignoreBOM: true })).getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
}

/**
 * Downloads a file of the server with its words told in the language that is shown. Throws a `Problem` when it is
 * refused or breaks off.
 */
export async function takeFile(path: string, name: string, own: OwnWords): Promise<void> {
  const parts: Blob[] = [];
  try {
    const answer = await fetch(path, { credentials: "same-origin", cache: "no-store" });
    if (!answer.ok) throw await problemOf(answer);
    // pieces of a large file are the browser's to keep, not the page's
    if (answer.body) for await (const piece of toldPieces(piecesOf(answer.body), own)) parts.push(new Blob([piece]));
  } catch (cause) {
    throw cause instanceof Problem ? cause : unreachable(cause);
  }
  const url = URL.createObjectURL(new Blob(parts, { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
