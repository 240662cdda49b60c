import type { ColumnChoice } from "../list/columnChoice.ts";
import { RemoveView } from "./RemoveView.tsx";
import { SaveView } from "./SaveView.tsx";
import type { ListView } from "./useListView.ts";
import type { ViewDialog } from "./ViewBar.tsx";

interface ViewDialogsProps {
  dialog: ViewDialog;
  list: ListView;
  choice: ColumnChoice;
  onOpen: (view: string | undefined) => void;
  onClose: () => void;
}

export default function ViewDialogs({ dialog, list, choice, onOpen, onClose }: ViewDialogsProps) {
  const { saved } = list;
  const open = (view: string | undefined) => {
    onClose();
    onOpen(view);
  };
  if (dialog === "saveAs") {
    return <SaveView parts={list.parts} choice={choice} onSaved={open} onClose={onClose} />;
  }
  if (saved === undefined) return null;
  switch (dialog) {
    case "settings":
      return <SaveView view={saved} parts={list.parts} choice={choice} onSaved={onClose} onClose={onClose} />;
    case "remove":
      return <RemoveView view={saved} onRemoved={() => open(undefined)} onClose={onClose} />;
  }
}
