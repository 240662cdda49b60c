import { Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, Checkbox, Group, Stack } from "@mantine/core";
import { IconDownload, IconPrinter } from "@tabler/icons-react";
import { useState } from "react";
import { broker } from "../../app/broker.ts";
import { day } from "../../app/format.ts";
import { useViewer } from "../../app/viewer.tsx";
import { CopyButton } from "../common/CopyButton.tsx";
import classes from "./Account.module.css";
import { recoveryFile } from "./totpForm.ts";

/** Recovery codes, this one time. */
export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const { t } = useLingui();
  const { viewer } = useViewer();
  const [kept, setKept] = useState(false);
  const made = day(new Date().toISOString());
  const file = recoveryFile(codes, {
    broker: broker.name,
    origin: window.location.host,
    email: viewer.email,
    day: made,
  });
  const download = () => {
    const url = URL.createObjectURL(new Blob([file], { type: "text/plain" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = `recovery-codes-${broker.slug}.txt`;
    link.click();
    URL.revokeObjectURL(url);
    setKept(true);
  };
  return (
    <Stack gap="md" data-print-codes>
      <Alert variant="light" color="yellow" className={classes.noPrint ?? ""}>
        <Trans>
          If your phone is lost, one of these codes lets you in. Each works once. They are shown only now: keep them
          where your password is not.
        </Trans>
      </Alert>
      <p className={classes.printHead}>
        <Trans>
          Recovery codes: {broker.name}, {viewer.email}, {made}. Each works once.
        </Trans>
      </p>
      <ul className={classes.codes} dir="ltr" aria-label={t`Recovery codes`}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Group gap="xs" className={classes.noPrint ?? ""}>
        <Button variant="default" leftSection={<IconDownload size={14} aria-hidden />} onClick={download}>
          <Trans>Download</Trans>
        </Button>
        <CopyButton text={codes.join("\n")} onCopied={() => setKept(true)} />
        <Button
          variant="default"
          leftSection={<IconPrinter size={14} aria-hidden />}
          onClick={() => {
            window.print();
            setKept(true);
          }}
        >
          <Trans>Print</Trans>
        </Button>
      </Group>
      <Group justify="space-between" gap="xs" className={classes.noPrint ?? ""}>
        <Checkbox
          size="sm"
          label={t`I have kept the codes`}
          checked={kept}
          onChange={(event) => setKept(event.currentTarget.checked)}
        />
        <Button disabled={!kept} onClick={onDone}>
          <Trans>Done</Trans>
        </Button>
      </Group>
    </Stack>
  );
}
