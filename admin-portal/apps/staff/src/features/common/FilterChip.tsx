import { useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";

/** Names a filter that has no field of its own, and takes it away. */
export function FilterChip({ label, onRemove }: { label: string; onRemove: () => void }) {
  const { t } = useLingui();
  return (
    <Button
      variant="light"
      rightSection={<IconX size={13} aria-hidden />}
      onClick={onRemove}
      aria-label={t`Remove the filter: ${label}`}
    >
      {label}
    </Button>
  );
}
