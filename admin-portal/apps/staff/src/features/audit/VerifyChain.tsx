import type { VerifyAuditMutation } from "@brokerdesk/api";
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Alert, Button, Modal, Stack, Text } from "@mantine/core";
import { IconCircleCheck, IconLink, IconLinkOff } from "@tabler/icons-react";
import { useState } from "react";
import { useMutation } from "urql";
import { errorText } from "../../app/errors.ts";
import { count } from "../../app/format.ts";
import { toast } from "../../app/toasts.tsx";
import { VerifyAuditDocument } from "./documents.ts";

type Verification = VerifyAuditMutation["verifyAudit"];

/** Checks that no row of the trail was changed, removed or put in. */
export function VerifyChain({ onVerified }: { onVerified: () => void }) {
  const { t } = useLingui();
  const [{ fetching }, verify] = useMutation(VerifyAuditDocument);
  const [result, setResult] = useState<Verification>();
  const run = async () => {
    const { data, error } = await verify({});
    if (data) {
      setResult(data.verifyAudit);
      onVerified();
    } else if (error) toast.failed(errorText(error));
  };
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconLink size={14} aria-hidden />}
        loading={fetching}
        onClick={() => void run()}
      >
        <Trans>Verify the chain</Trans>
      </Button>
      <Modal opened={result !== undefined} onClose={() => setResult(undefined)} title={t`The audit chain`} size="md">
        {result && <Result result={result} />}
      </Modal>
    </>
  );
}

function Result({ result }: { result: Verification }) {
  const { t } = useLingui();
  const { anchoredSeq, firstBadSeq, headSeq } = result;
  return (
    <Stack gap="sm">
      {result.ok ? (
        <Alert
          variant="light"
          color="teal"
          icon={<IconCircleCheck size={20} aria-hidden />}
          title={t`Whole`}
          role="status"
        >
          <Plural
            value={result.checked}
            one="The one row fits."
            other={`All ${count(result.checked, false)} rows follow one another, and each says what it said when it was written.`}
          />
        </Alert>
      ) : (
        <Alert variant="light" color="red" icon={<IconLinkOff size={20} aria-hidden />} title={t`Broken`} role="alert">
          {firstBadSeq != null && (
            <Text size="sm" fw={600}>
              <Trans>First bad row: #{firstBadSeq}</Trans>
            </Text>
          )}
          <Text size="sm">{result.problem}</Text>
          <Text size="sm" mt="xs">
            <Trans>Leave the database as it is, and tell your administrator this row's number.</Trans>
          </Text>
        </Alert>
      )}
      <Text size="sm" c="dimmed">
        <Trans>Newest row: #{headSeq}.</Trans>{" "}
        {anchoredSeq == null ? (
          <Trans>No anchor outside the database yet: one is written every five minutes.</Trans>
        ) : (
          <Trans>Anchored outside the database up to #{anchoredSeq}: a cut tail would be found.</Trans>
        )}
      </Text>
    </Stack>
  );
}
