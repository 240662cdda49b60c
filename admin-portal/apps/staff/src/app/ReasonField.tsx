import { useLingui } from "@lingui/react/macro";
import { Textarea } from "@mantine/core";

export const shortestReason = 10;
export const longestReason = 500;

export function isReason(text: string): boolean {
  const length = [...text.trim()].length;
  return length >= shortestReason && length <= longestReason;
}

/** The reason that an audited action asks for. */
export function ReasonField({
  value,
  onChange,
  error,
  autoFocus,
}: {
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
  autoFocus?: boolean;
}) {
  const { t } = useLingui();
  return (
    <Textarea
      label={t`Reason`}
      description={t`At least ${shortestReason} characters. Kept in the audit log with your name and the time.`}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
      maxLength={longestReason}
      autosize
      minRows={2}
      maxRows={6}
      required
      withAsterisk={false}
      {...(autoFocus ? { "data-autofocus": true } : {})}
    />
  );
}
