import { useEffect } from "react";

const scheme = "data-mantine-color-scheme";

/**
 * Paper is light, and nothing can be opened on it: what is printed takes the light colours and has its tables open; the screen
 * is as it was afterwards.
 */
export function useLightPrint(): void {
  useEffect(() => {
    const root = document.documentElement;
    let kept: string | null = null;
    let shut: HTMLDetailsElement[] = [];
    const before = () => {
      kept = root.getAttribute(scheme);
      root.setAttribute(scheme, "light");
      // asked twice, it remembers what was shut the first time
      shut.push(...root.querySelectorAll<HTMLDetailsElement>("details:not([open])"));
      for (const details of shut) details.open = true;
    };
    const after = () => {
      if (kept !== null) root.setAttribute(scheme, kept);
      kept = null;
      for (const details of shut) details.open = false;
      shut = [];
    };
    window.addEventListener("beforeprint", before);
    window.addEventListener("afterprint", after);
    return () => {
      after();
      window.removeEventListener("beforeprint", before);
      window.removeEventListener("afterprint", after);
    };
  }, []);
}
