import { useEffect } from "react";

const scheme = "data-mantine-color-scheme";

/** Paper is light: what is printed takes the light colours, and the screen has its own again afterwards. */
export function useLightPrint(): void {
  useEffect(() => {
    const root = document.documentElement;
    let kept: string | null = null;
    const before = () => {
      kept = root.getAttribute(scheme);
      root.setAttribute(scheme, "light");
    };
    const after = () => {
      if (kept !== null) root.setAttribute(scheme, kept);
      kept = null;
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
