import { useLocation } from "@tanstack/react-router";
import { type RefObject, useEffect, useRef } from "react";

/** For the element that a link's `#hash` leads to: it takes the focus on arrival. */
export function useArrival<Target extends HTMLElement>(hash: string): RefObject<Target | null> {
  const target = useRef<Target>(null);
  const isWanted = useLocation().hash === hash;
  useEffect(() => {
    if (!isWanted) return;
    target.current?.focus();
    target.current?.scrollIntoView({ block: "nearest" });
  }, [isWanted]);
  return target;
}
