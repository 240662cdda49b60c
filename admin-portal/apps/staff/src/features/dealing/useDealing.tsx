import type { TradeCommandKind } from "@brokerdesk/api";
import { useLingui } from "@lingui/react/macro";
import { lazy, type ReactNode, Suspense, useCallback, useState } from "react";
import { useShortcut } from "../../app/shortcuts.tsx";
import { useViewer } from "../../app/viewer.tsx";
import type { LiveOrder, LivePosition } from "../positions/documents.ts";
import { permissionFor } from "./labels.ts";

const ClosePosition = lazy(() => import("./ClosePosition.tsx"));
const CloseByPosition = lazy(() => import("./CloseByPosition.tsx"));
const ModifyPosition = lazy(() => import("./ModifyPosition.tsx"));
const ModifyOrder = lazy(() => import("./ModifyOrder.tsx"));
const OrderStep = lazy(() => import("./OrderStep.tsx"));
const NewOrder = lazy(() => import("./NewOrder.tsx"));

type Asked =
  | { kind: "CLOSE" | "CLOSE_BY" | "MODIFY_POSITION"; position: LivePosition }
  | { kind: "MODIFY_ORDER" | "CANCEL_ORDER" | "ACTIVATE_ORDER"; order: LiveOrder }
  | { kind: "OPEN"; account: { id: string; login: string }; symbol?: string };

export interface Dealing {
  /** Opens the form of a command. */
  ask: (asked: Asked) => void;
  /** Why the role does not include a command; undefined where it does. */
  locked: (kind: TradeCommandKind) => string | undefined;
  dialogs: ReactNode;
}

/** The forms of dealing, one at a time, and who may open them. */
export function useDealing(): Dealing {
  const { t } = useLingui();
  const { can } = useViewer();
  const [asked, setAsked] = useState<Asked>();
  const close = useCallback(() => setAsked(undefined), []);
  const locked = (kind: TradeCommandKind) =>
    can(permissionFor[kind]) ? undefined : t`Your role does not include this.`;
  return {
    ask: setAsked,
    locked,
    dialogs: <Suspense>{asked && <Form asked={asked} onClose={close} />}</Suspense>,
  };
}

function Form({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  switch (asked.kind) {
    case "CLOSE":
      return <ClosePosition position={asked.position} onClose={onClose} />;
    case "CLOSE_BY":
      return <CloseByPosition position={asked.position} onClose={onClose} />;
    case "MODIFY_POSITION":
      return <ModifyPosition position={asked.position} onClose={onClose} />;
    case "MODIFY_ORDER":
      return <ModifyOrder order={asked.order} onClose={onClose} />;
    case "OPEN":
      return <NewOrder account={asked.account} {...(asked.symbol ? { symbol: asked.symbol } : {})} onClose={onClose} />;
    default:
      return <OrderStep order={asked.order} kind={asked.kind} onClose={onClose} />;
  }
}

/** Dealing with the marked position by keyboard. */
export function usePositionKeys({ ask, locked }: Dealing, position: LivePosition | undefined): void {
  const { t } = useLingui();
  const group = t`Dealing`;
  const asking = (kind: "CLOSE" | "CLOSE_BY" | "MODIFY_POSITION") =>
    position === undefined || locked(kind) !== undefined ? undefined : () => ask({ kind, position });
  useShortcut("c", { label: t`Close the position`, group }, asking("CLOSE"));
  useShortcut("m", { label: t`Modify the position`, group }, asking("MODIFY_POSITION"));
  useShortcut("b", { label: t`Close by another position`, group }, asking("CLOSE_BY"));
}

/** Dealing with the marked order by keyboard. */
export function useOrderKeys({ ask, locked }: Dealing, order: LiveOrder | undefined): void {
  const { t } = useLingui();
  const group = t`Dealing`;
  const asking = (kind: "MODIFY_ORDER" | "CANCEL_ORDER" | "ACTIVATE_ORDER") =>
    order === undefined || locked(kind) !== undefined ? undefined : () => ask({ kind, order });
  useShortcut("m", { label: t`Modify the order`, group }, asking("MODIFY_ORDER"));
  useShortcut("d", { label: t`Cancel the order`, group }, asking("CANCEL_ORDER"));
  useShortcut("t", { label: t`Activate the order`, group }, asking("ACTIVATE_ORDER"));
}
