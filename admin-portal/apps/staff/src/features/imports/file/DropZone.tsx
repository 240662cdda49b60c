import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconFileUpload } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import classes from "../Imports.module.css";
import { accepted, fileIn } from "./file.ts";
import { isTyping } from "./isTyping.ts";

/**
 * Where a file is dropped, pasted or chosen. The whole window takes it, so that nobody who misses the frame leaves the
 * page for the file itself.
 */
export function DropZone({ onFile }: { onFile: (file: File) => void }) {
  const { t } = useLingui();
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const latest = useRef(onFile);
  latest.current = onFile;
  useEffect(() => {
    const take = (data: DataTransfer | null) => {
      const file = fileIn(data);
      if (file) latest.current(file);
    };
    const onDragOver = (event: DragEvent) => {
      event.preventDefault();
      setOver(true);
    };
    const onDragLeave = (event: DragEvent) => {
      // only when it leaves the window, not when it crosses what is inside
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      take(event.dataTransfer);
    };
    const onPaste = (event: ClipboardEvent) => {
      if (!isTyping(event.target)) take(event.clipboardData);
    };
    window.addEventListener("dragover", onDragOver);
    window.addEventListener("dragleave", onDragLeave);
    window.addEventListener("drop", onDrop);
    window.addEventListener("paste", onPaste);
    return () => {
      window.removeEventListener("dragover", onDragOver);
      window.removeEventListener("dragleave", onDragLeave);
      window.removeEventListener("drop", onDrop);
      window.removeEventListener("paste", onPaste);
    };
  }, []);
  return (
    <section className={classes.drop} data-over={over || undefined} aria-label={t`File to import`}>
      <IconFileUpload size={34} stroke={1.3} aria-hidden />
      <p className={classes.dropTitle}>
        {over ? <Trans>Let go to take this file</Trans> : <Trans>Drop a list of clients here</Trans>}
      </p>
      <Button data-autofocus onClick={() => input.current?.click()}>
        <Trans>Choose file</Trans>
      </Button>
      <input
        ref={input}
        type="file"
        className="visually-hidden"
        tabIndex={-1}
        aria-label={t`File to import`}
        accept={accepted}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          // the same file may be chosen again after it was mended
          event.currentTarget.value = "";
          if (file) onFile(file);
        }}
      />
      <p className={classes.about}>
        <Trans>Or paste a file, or rows copied from a spreadsheet, with Ctrl + V.</Trans>
      </p>
      <p className={classes.about}>
        <Trans>
          CSV up to 200 MB and 1,000,000 rows, or Excel (.xlsx) up to 50 MB and 2,000,000 cells. Delimiter and encoding
          are found by themselves.
        </Trans>
      </p>
    </section>
  );
}
