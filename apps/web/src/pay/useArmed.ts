import { useEffect, useState } from "preact/hooks";

/** A press sooner than this after the page came into view was meant for something else (rule 11). */
const armMs = 500;

/**
 * Whether a press counts: the page has been visible, focused and in the same `phase` for 500 ms.
 * A page that has no focus yet arms too; the press that brings focus then disarms it.
 */
export function useArmed(phase: string): boolean {
  const [armed, setArmed] = useState(false);
  useEffect(() => {
    let timer = 0;
    const restart = () => {
      window.clearTimeout(timer);
      setArmed(false);
      if (document.visibilityState === "visible") {
        timer = window.setTimeout(() => setArmed(true), armMs);
      }
    };
    restart();
    window.addEventListener("focus", restart);
    document.addEventListener("visibilitychange", restart);
    return () => {
      window.clearTimeout(timer);
      window.removeEventListener("focus", restart);
      document.removeEventListener("visibilitychange", restart);
    };
  }, [phase]);
  return armed;
}
