import { useMemo, useState, useSyncExternalStore } from "react";
import type { ActionErrors } from "../../../app/useAction.ts";
import { FixImportCellsDocument } from "../documents.ts";
import type { RowPages } from "../rowPages.ts";
import type { ImportSender } from "../sender.ts";
import { type CellFix, CellFixes } from "./cellFixes.ts";

export function useCellFixes(id: string, sender: ImportSender, pages: RowPages) {
  const [errors, setErrors] = useState<ActionErrors>([]);
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
    return new CellFixes(send, (rows) => pages.replace(rows));
  }, [id, sender, pages]);
  const snapshot = useSyncExternalStore(fixes.subscribe, fixes.snapshot);
  return { fixes, snapshot, errors };
}
