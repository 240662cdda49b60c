import { useMemo, useRef, useState, useSyncExternalStore } from "react";
import type { ActionErrors } from "../../../app/useAction.ts";
import { FixImportCellsDocument } from "../documents.ts";
import type { RowPages } from "../rowPages.ts";
import type { ImportSender } from "../sender.ts";
import { type CellFix, CellFixes } from "./cellFixes.ts";

export function useCellFixes(id: string, sender: ImportSender, pages: RowPages) {
  const [errors, setErrors] = useState<ActionErrors>([]);
  // another kind of mistake shows other pages; what was mended before goes on being saved
  const shown = useRef(pages);
  shown.current = pages;
  const fixes = useMemo(() => {
    const send = async (cells: readonly CellFix[]) => {
      const outcome = await sender.send(
        FixImportCellsDocument,
        (version) => ({ input: { id, version, cells: [...cells] } }),
        (data) => data.fixImportCells,
        { overtake: true },
      );
      setErrors(outcome.done ? [] : outcome.errors);
      if (outcome.done) return outcome.payload.rows;
      return outcome.errors.some(({ code }) => code !== "conflict") ? "refused" : undefined;
    };
    return new CellFixes(send, (rows) => shown.current.replace(rows));
  }, [id, sender]);
  const snapshot = useSyncExternalStore(fixes.subscribe, fixes.snapshot);
  return { fixes, snapshot, errors };
}
