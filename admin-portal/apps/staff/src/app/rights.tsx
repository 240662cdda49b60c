import { Trans } from "@lingui/react/macro";
import { Tooltip } from "@mantine/core";
import type { ReactElement, ReactNode } from "react";
import { EmptyState } from "./states.tsx";
import { useViewer } from "./viewer.tsx";

interface AllowedProps {
  permission: string;
  /** Nothing around it has a heading. */
  whole?: boolean;
  children: ReactNode;
}

/** A page for those who hold the permission; the others are told so. The server decides in any case. */
export function Allowed({ permission, whole, children }: AllowedProps) {
  const { can } = useViewer();
  if (can(permission)) return children;
  return (
    <EmptyState level={whole ? 1 : 2} title={<Trans>This page is not part of your role</Trans>}>
      <Trans>If your work needs it, ask the person who manages roles at your company.</Trans>
    </EmptyState>
  );
}

/** Says why the control inside cannot be used. Without a reason it is only the control. */
export function ReasonTooltip({ reason, children }: { reason: ReactNode | null | undefined; children: ReactElement }) {
  if (reason === null || reason === undefined) return children;
  return (
    <Tooltip label={reason} openDelay={100} events={{ hover: true, focus: true, touch: true }}>
      {children}
    </Tooltip>
  );
}
