import { Trans } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { count } from "../../../app/format.ts";
import { useViewer } from "../../../app/viewer.tsx";
import { permissionOf } from "./act.ts";

export interface SelectAllProps {
  total: { value: number; capped: boolean } | undefined;
  onAll: () => void;
}

/** Chooses everything that the list finds, for who can do something to it. */
export function SelectAll({ total, onAll }: SelectAllProps) {
  const { can } = useViewer();
  if (!total || total.value < 2 || !Object.values(permissionOf).some(can)) return null;
  const everything = count(total.value, total.capped);
  return (
    <Button variant="subtle" onClick={onAll}>
      <Trans>Select all {everything}</Trans>
    </Button>
  );
}
