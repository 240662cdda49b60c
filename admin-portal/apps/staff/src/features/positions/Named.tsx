import type { MessageDescriptor } from "@lingui/core";
import { useLingui } from "@lingui/react/macro";

/** A name of the labels, in the reader's language. */
export function Named({ name }: { name: MessageDescriptor }) {
  const { i18n } = useLingui();
  return <span>{i18n._(name)}</span>;
}
