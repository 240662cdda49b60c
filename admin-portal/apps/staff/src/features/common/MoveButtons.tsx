import { ActionIcon } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";

interface MoveButtonsProps {
  /** What the buttons say: towards the beginning, towards the end. */
  labels: readonly [string, string];
  /** What they do; one that is missing stands at its end. */
  onUp: (() => void) | undefined;
  onDown: (() => void) | undefined;
  size?: number;
}

/** Moves a row of an ordered list by one place. */
export function MoveButtons({ labels: [up, down], onUp, onDown, size = 24 }: MoveButtonsProps) {
  const icon = size > 24 ? 15 : 14;
  return (
    <>
      <ActionIcon variant="subtle" color="gray" size={size} aria-label={up} disabled={!onUp} onClick={onUp}>
        <IconArrowUp size={icon} />
      </ActionIcon>
      <ActionIcon variant="subtle" color="gray" size={size} aria-label={down} disabled={!onDown} onClick={onDown}>
        <IconArrowDown size={icon} />
      </ActionIcon>
    </>
  );
}
