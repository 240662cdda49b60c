import { useCallback, useEffect, useRef } from "react";

/**
 * What the keyboard moves to has the focus: the chosen row, or the client's panel where the list is not in sight. Rows
 * that are chosen by a click or come with the address leave the focus where it is.
 */
export function useFocusOnChosen(chosen: string | undefined) {
  const layout = useRef<HTMLDivElement>(null);
  const wanted = useRef<string>(undefined);
  const give = useCallback(() => {
    wanted.current = undefined;
    const row = layout.current?.querySelector<HTMLElement>('[aria-current="true"]');
    const inSight = row != null && row.offsetParent !== null;
    (inSight ? row : layout.current?.querySelector<HTMLElement>("aside"))?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    if (chosen !== undefined && chosen === wanted.current) give();
  }, [chosen, give]);
  const follow = useCallback(
    (key: string | undefined) => {
      wanted.current = key;
      // at the end of the list one moves to where one is
      if (key !== undefined && key === chosen) give();
    },
    [chosen, give],
  );
  return { layout, follow };
}
