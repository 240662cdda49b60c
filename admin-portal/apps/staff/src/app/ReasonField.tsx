import { useLingui } from "@lingui/react/macro";
import { Textarea, TextInput } from "@mantine/core";

export const shortestReason = 10;
export const longestReason = 500;

export function isReason(text: string): boolean {
  const length = [...text.trim()].length;
  return length >= shortestReason && length <= longestReason;
}

interface ReasonFieldProps {
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
  autoFocus?: boolean;
  /** One line, so that Enter sends the form. */
  line?: boolean;
  /** It may stay empty. */
  optional?: boolean;
}

/** The reason that an audited action asks for. */
export function ReasonField({ value, onChange, error, autoFocus, line, optional }: ReasonFieldProps) {
  const { t } = useLingui();
  const field = {
    label: optional ? t`Reason, if there is one` : t`Reason`,
    description: t`At least ${shortestReason} characters. Kept in the audit log with your name and the time.`,
    value,
    error,
    maxLength: longestReason,
    required: !optional,
    withAsterisk: false,
    ...(autoFocus ? { "data-autofocus": true } : {}),
  };
  if (line)
    return <TextInput {...field} autoComplete="off" onChange={(event) => onChange(event.currentTarget.value)} />;
  return (
    <Textarea {...field} onChange={(event) => onChange(event.currentTarget.value)} autosize minRows={2} maxRows={6} />
  );
}
