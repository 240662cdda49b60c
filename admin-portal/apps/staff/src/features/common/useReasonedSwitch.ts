import { useRef } from "react";
import type { Outcome } from "../../app/useAction.ts";
import { useVersioned, type Versioned } from "./useVersioned.tsx";

type Switch = Versioned<{ on: boolean }>;

interface SwitchForm {
  /** How it stood when the dialog was opened. */
  start: Switch;
  latest: () => Promise<Switch | undefined>;
  send: (version: number, on: boolean, reason: string) => Promise<Outcome<unknown>>;
  onDone: () => void;
  onClose: () => void;
  label: string;
}

/**
 * Turns a yes into a no, or back, with a reason. What else a colleague changed of the record stays as it is; where the colleague
 * turned the same, that is told and nothing is sent.
 */
export function useReasonedSwitch({ start, latest, send, onDone, onClose, label }: SwitchForm) {
  const given = useRef("");
  const { busy, errors, save } = useVersioned<{ on: boolean }>({
    start,
    latest,
    send: ({ version }, { on }) => send(version, on, given.current),
    onSaved: (payload) => {
      if (payload) onDone();
      onClose();
    },
    labels: { on: label },
  });
  const onSubmit = (reason: string) => {
    given.current = reason;
    save({ on: !start.values.on });
  };
  return { busy, errors, onSubmit };
}
