import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Radio, Stack } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useState } from "react";
import { useClient } from "urql";
import { ErrorState, Loading } from "../../app/states.tsx";
import { toast } from "../../app/toasts.tsx";
import { useAction } from "../../app/useAction.ts";
import { FormDialog } from "../common/FormDialog.tsx";
import { tableClasses } from "../common/Table.tsx";
import { useVersioned } from "../common/useVersioned.tsx";
import { AccountPasswordRuleDocument, SetAccountPasswordRuleDocument } from "./documents.ts";
import classes from "./TradingAccounts.module.css";
import { usePasswordRule } from "./usePasswordRule.ts";
import "./styles.ts";

/** Whether staff see trading passwords, or clients alone by a one-time link. */
export function PasswordRule() {
  const { rule, error, reload } = usePasswordRule();
  const [open, setOpen] = useState(false);
  return (
    <section className={classes.rule} aria-labelledby="password-rule">
      <div className={tableClasses.toolbar}>
        <h2 id="password-rule">
          <Trans>Trading passwords</Trans>
        </h2>
        <span className={tableClasses.spacer} />
        {rule && (
          <Button variant="default" leftSection={<IconPencil size={14} aria-hidden />} onClick={() => setOpen(true)}>
            <Trans>Edit the rule of passwords</Trans>
          </Button>
        )}
      </div>
      {rule ? (
        <p>
          {rule.onlyByLink ? (
            <Trans>Clients take them by a one-time link. Nobody of the staff sees one.</Trans>
          ) : (
            <Trans>Whoever may set one sees it once, or sends the client a one-time link.</Trans>
          )}
        </p>
      ) : error ? (
        <ErrorState error={error} onRetry={reload} />
      ) : (
        <Loading />
      )}
      {open && rule && <RuleDialog rule={rule} onDone={reload} onClose={() => setOpen(false)} />}
    </section>
  );
}

interface RuleDialogProps {
  rule: { onlyByLink: boolean; version: number };
  onDone: () => void;
  onClose: () => void;
}

const versioned = ({ onlyByLink, version }: RuleDialogProps["rule"]) => ({ version, values: { onlyByLink } });

function RuleDialog({ rule, onDone, onClose }: RuleDialogProps) {
  const { t } = useLingui();
  const urql = useClient();
  const [who, setWho] = useState(rule.onlyByLink ? "client" : "staff");
  const { run } = useAction(SetAccountPasswordRuleDocument, (data) => data.setAccountPasswordRule);
  const { errors, busy, save } = useVersioned<{ onlyByLink: boolean }>({
    start: versioned(rule),
    send: ({ version }, mine) => run({ input: { ...mine, version } }),
    latest: async () => {
      const again = urql.query(AccountPasswordRuleDocument, {}, { requestPolicy: "network-only" });
      const now = (await again.toPromise()).data?.accountPasswordRule;
      return now && versioned(now);
    },
    onSaved: (payload) => {
      if (payload) toast.done(t`Saved`);
      onDone();
      onClose();
    },
    labels: { onlyByLink: t`Who sees a new password` },
  });
  return (
    <FormDialog
      title={t`Trading passwords`}
      verb={<Trans>Save</Trans>}
      busy={busy}
      ready
      errors={errors}
      fields={[]}
      onSubmit={() => save({ onlyByLink: who === "client" })}
      onClose={onClose}
    >
      <Radio.Group label={t`Who sees a new password`} value={who} onChange={setWho}>
        <Stack gap="xs" mt="xs">
          <Radio
            value="staff"
            label={t`Whoever sets it, once`}
            description={t`They pass it on, or send the client a one-time link instead.`}
          />
          <Radio
            value="client"
            label={t`The client alone`}
            description={t`By a link to their e-mail address that works once, for 30 minutes.`}
          />
        </Stack>
      </Radio.Group>
    </FormDialog>
  );
}
