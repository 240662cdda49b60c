import { inBackground } from "@brokerdesk/api";
import { useEffect, useRef } from "react";
import { useMissedNews } from "../../app/live.tsx";

type Execute = (options: { requestPolicy: "network-only" } & typeof inBackground) => void;

/** Asks a query again every few seconds while the page is in sight, without keeping an idle session alive. */
export function useRefresh(execute: Execute, seconds: number): void {
  const latest = useRef(execute);
  latest.current = execute;
  useEffect(() => {
    const ask = () => {
      if (document.visibilityState === "visible") latest.current({ requestPolicy: "network-only", ...inBackground });
    };
    const timer = setInterval(ask, seconds * 1000);
    document.addEventListener("visibilitychange", ask);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", ask);
    };
  }, [seconds]);
  useMissedNews(() => latest.current({ requestPolicy: "network-only", ...inBackground }));
}
