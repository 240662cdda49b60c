import { useLingui } from "@lingui/react/macro";
import { Button, Menu } from "@mantine/core";
import { IconBookmark, IconChevronDown } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { Loading } from "../../../app/states.tsx";
import type { ColumnChoice } from "../list/columnChoice.ts";
import type { ListView } from "./useListView.ts";
import classes from "./Views.module.css";

const ViewMenu = lazy(() => import("./ViewMenu.tsx"));
const ViewChanges = lazy(() => import("./ViewChanges.tsx"));
const ViewDialogs = lazy(() => import("./ViewDialogs.tsx"));

/** What is open besides the list. */
export type ViewDialog = "saveAs" | "settings" | "remove";

export interface ViewBarProps {
  list: ListView;
  choice: ColumnChoice;
  /** Opens a view, or the plain list, as it is kept. */
  onOpen: (view: string | undefined) => void;
}

/** Which view is on screen; what of it is not saved; all that can be done with views. */
export function ViewBar({ list, choice, onOpen }: ViewBarProps) {
  const { t } = useLingui();
  const [opened, setOpened] = useState(false);
  const [dialog, setDialog] = useState<ViewDialog>();
  const name = list.saved?.name ?? t`All clients`;
  return (
    <>
      <Menu opened={opened} onChange={setOpened} position="bottom-start" shadow="md" width={290}>
        <Menu.Target>
          <Button
            variant="default"
            className={classes.current ?? ""}
            leftSection={<IconBookmark size={15} stroke={1.7} aria-hidden />}
            rightSection={<IconChevronDown size={14} aria-hidden />}
            aria-label={list.changed ? t`View: ${name}, changed` : t`View: ${name}`}
          >
            <span className={classes.name} title={name}>
              {name}
            </span>
            {list.changed && <span className={classes.dot} aria-hidden />}
          </Button>
        </Menu.Target>
        <Menu.Dropdown className={classes.menu ?? ""}>
          {opened && (
            <Suspense fallback={<Loading />}>
              <ViewMenu list={list} onOpen={onOpen} onDialog={setDialog} />
            </Suspense>
          )}
        </Menu.Dropdown>
      </Menu>
      <Suspense>
        {list.changed && <ViewChanges list={list} onOpen={onOpen} onDialog={setDialog} />}
        {dialog && (
          <ViewDialogs
            dialog={dialog}
            list={list}
            choice={choice}
            onOpen={onOpen}
            onClose={() => setDialog(undefined)}
          />
        )}
      </Suspense>
    </>
  );
}
