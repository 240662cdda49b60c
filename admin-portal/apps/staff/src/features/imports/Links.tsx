import { Trans } from "@lingui/react/macro";
import { Button } from "@mantine/core";
import { IconDownload, IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";

export function AllImports() {
  return (
    <Button variant="default" renderRoot={(props: object) => <Link to="/imports" {...props} />}>
      <Trans>All imports</Trans>
    </Button>
  );
}

export function NewImport() {
  return (
    <Button
      leftSection={<IconPlus size={15} aria-hidden />}
      renderRoot={(props: object) => <Link to="/imports/new" {...props} />}
    >
      <Trans>New import</Trans>
    </Button>
  );
}

/** A list with mistakes in it, to try the import with. */
export function ExampleFile() {
  return (
    <Button
      component="a"
      href="/imports/example.csv"
      download
      variant="default"
      leftSection={<IconDownload size={15} aria-hidden />}
    >
      <Trans>Download an example file</Trans>
    </Button>
  );
}
