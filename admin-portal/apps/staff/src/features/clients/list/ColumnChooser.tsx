import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Popover } from "@mantine/core";
import { IconColumns3 } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { Loading } from "../../../app/states.tsx";
import type { ColumnListProps } from "./ColumnList.tsx";

const ColumnList = lazy(() => import("./ColumnList.tsx"));

/** The columns of the list, behind a button. */
export function ColumnChooser(props: ColumnListProps) {
  const { t } = useLingui();
  return (
    <Popover position="bottom-end" shadow="md" width={360} trapFocus returnFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconColumns3 size={15} stroke={1.7} />}>
          <Trans>Columns</Trans>
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="xs" aria-label={t`Columns`}>
        <Suspense fallback={<Loading />}>
          <ColumnList {...props} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
