import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Loader, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import type { CombinedError } from "urql";
import { errorText } from "./errors.ts";
import classes from "./states.module.css";

/** Says what could not be read, why, and offers to try again. */
export function ErrorState({
  error,
  onRetry,
  page,
}: {
  error: CombinedError | Error;
  onRetry?: (() => void) | undefined;
  page?: boolean;
}) {
  return (
    <div className={classes.state} data-page={page || undefined} role="alert">
      <Title order={2} size="h5">
        <Trans>This could not be loaded</Trans>
      </Title>
      <Text c="dimmed" size="sm">
        {errorText(error)}
      </Text>
      {onRetry && (
        <Button variant="default" onClick={onRetry} mt="xs">
          <Trans>Try again</Trans>
        </Button>
      )}
    </div>
  );
}

/** An empty place says what it is and offers one way on. */
export function EmptyState({
  title,
  level = 2,
  children,
  action,
}: {
  title: ReactNode;
  /** First on a page that has no other heading. */
  level?: 1 | 2;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={classes.state}>
      <Title order={level} size="h5">
        {title}
      </Title>
      {children && (
        <Text c="dimmed" size="sm">
          {children}
        </Text>
      )}
      {action && <div className={classes.action}>{action}</div>}
    </div>
  );
}

export function Loading({ page }: { page?: boolean }) {
  const { t } = useLingui();
  return (
    <div className={classes.state} data-page={page || undefined} role="status" aria-label={t`Loading`}>
      <Loader size="sm" type="dots" />
    </div>
  );
}
