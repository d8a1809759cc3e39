import { useState } from "preact/hooks";
import type { Failure } from "../kit/call.ts";
import { failureOf, isRefused } from "./useBoard.ts";

/** Something that a press does once, and how far it is. */
export interface Deed {
  readonly isRunning: boolean;
  readonly failure: Failure | null;
  /** A press while it runs does nothing. */
  readonly run: () => void;
}

/** `refuse`: the key is not the operator's any more. `done` is called after `act` went through. */
export function useDeed(of: {
  readonly act: () => Promise<unknown>;
  readonly done: () => void;
  readonly refuse: () => void;
}): Deed {
  const [isRunning, setRunning] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const run = () => {
    if (isRunning) return;
    setRunning(true);
    setFailure(null);
    of.act().then(
      () => {
        setRunning(false);
        of.done();
      },
      (error: unknown) => {
        if (isRefused(error)) return of.refuse();
        setRunning(false);
        setFailure(failureOf(error));
      },
    );
  };
  return { isRunning, failure, run };
}
