import { Trans } from "@lingui/react/macro";
import { Anchor } from "@mantine/core";
import { type ErrorComponentProps, Link, useRouter } from "@tanstack/react-router";
import { EmptyState, ErrorState } from "./states.tsx";

export function NotFound() {
  return (
    <EmptyState
      title={<Trans>There is no such page</Trans>}
      action={
        <Anchor component={Link} to="/" size="sm">
          <Trans>Go to the start page</Trans>
        </Anchor>
      }
    >
      <Trans>The address may be mistyped, or what it named is gone.</Trans>
    </EmptyState>
  );
}

export function RouteError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <ErrorState
      page
      error={error instanceof Error ? error : new Error(String(error))}
      onRetry={() => {
        reset();
        void router.invalidate();
      }}
    />
  );
}
