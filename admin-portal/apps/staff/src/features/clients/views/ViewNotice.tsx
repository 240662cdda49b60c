import type { FieldClass } from "@brokerdesk/api";
import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconEyeOff, IconUnlink } from "@tabler/icons-react";
import type { ListView } from "./useListView.ts";
import classes from "./Views.module.css";

const fields: Record<FieldClass, MessageDescriptor> = {
  EMAIL: msg`e-mail`,
  PHONE: msg`phone`,
  ADDRESS: msg`address`,
  DATE_OF_BIRTH: msg`date of birth`,
};

/** What of a view could not be opened, and why. */
export default function ViewNotice({ list, onPlain }: { list: ListView; onPlain: () => void }) {
  const { i18n } = useLingui();
  if (list.missing) {
    return (
      <div className={classes.notice} role="status">
        <IconUnlink size={16} aria-hidden />
        <Trans>This view was removed, or it is not shared with you. All clients are shown.</Trans>
        <Button variant="subtle" onClick={onPlain}>
          <Trans>Forget it</Trans>
        </Button>
      </div>
    );
  }
  const names = (list.saved?.dropped ?? []).map((field) => i18n._(fields[field])).join(", ");
  return (
    <div className={classes.notice} role="status">
      <IconEyeOff size={16} aria-hidden />
      <Trans>This view also asks for what your role does not show ({names}). Those conditions are left out.</Trans>
    </div>
  );
}
