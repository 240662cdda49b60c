import { useRef } from "react";

/**
 * The newest answer that there was for `key`. A question that is put again and fails once leaves the page, and the form
 * that somebody fills in on it, as they are: ages say how old its figures are.
 */
export function useKept<Answer>(answer: Answer | undefined, key = ""): Answer | undefined {
  const kept = useRef<{ key: string; answer: Answer | undefined }>({ key, answer });
  if (answer !== undefined || kept.current.key !== key) kept.current = { key, answer };
  return kept.current.answer;
}
