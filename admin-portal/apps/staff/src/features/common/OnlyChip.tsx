import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";

interface OnlyChipProps {
  account: string | undefined;
  client: string | undefined;
  onRemove: () => void;
}

/** Says that a list shows one account or one client only, and takes that away. */
export function OnlyChip({ account, client, onRemove }: OnlyChipProps) {
  const { t } = useLingui();
  if (!account && !client) return null;
  return (
    <Button
      variant="light"
      rightSection={<IconX size={13} aria-hidden />}
      onClick={onRemove}
      aria-label={account ? t`Remove the filter: one account only` : t`Remove the filter: one client only`}
    >
      {account ? <Trans>One account only</Trans> : <Trans>One client only</Trans>}
    </Button>
  );
}
