import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";

interface OnlyChipProps {
  account: string | undefined;
  client: string | undefined;
  /** One row of the list. */
  row?: string | undefined;
  onRemove: () => void;
}

/** Says that a list shows one row, one account or one client only, and takes that away. */
export function OnlyChip({ account, client, onRemove, row }: OnlyChipProps) {
  const { t } = useLingui();
  if (!account && !client && !row) return null;
  const label = row
    ? t`Remove the filter: one row only`
    : account
      ? t`Remove the filter: one account only`
      : t`Remove the filter: one client only`;
  return (
    <Button variant="light" rightSection={<IconX size={13} aria-hidden />} onClick={onRemove} aria-label={label}>
      {row ? <Trans>One row only</Trans> : account ? <Trans>One account only</Trans> : <Trans>One client only</Trans>}
    </Button>
  );
}
