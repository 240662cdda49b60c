import { Trans } from "@lingui/react/macro";
import { Anchor, Text, Title } from "@mantine/core";
import { type ErrorComponentProps, Link, useRouter } from "@tanstack/react-router";
import classes from "./states.module.css";
import { ErrorState } from "./states.tsx";

export function NotFound() {
  return (
    <main className={classes.state} data-page>
      <Title order={1} size="h4">
        <Trans>There is no such page</Trans>
      </Title>
      <Text c="dimmed" size="sm">
        <Trans>The address may be mistyped, or what it named is gone.</Trans>
      </Text>
      <Anchor component={Link} to="/" size="sm" mt="xs">
        <Trans>Go to the start page</Trans>
      </Anchor>
    </main>
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
