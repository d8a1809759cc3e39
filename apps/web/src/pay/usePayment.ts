import type { TermsRequest } from "@farthing/protocol";
import { useCallback, useEffect, useReducer, useRef } from "preact/hooks";
import { CallError } from "../kit/call.ts";
import { askPasskey, hasPasskeys } from "./passkey.ts";
import { approve, type Asked, fixTerms, leave, open, type Opened, signOut } from "./request.ts";
import { type Choice, firstState, type PayEvent, type PayState, reduce } from "./state.ts";

type Dispatch = (event: PayEvent) => void;

/** What the views may ask for. */
export interface Payment {
  readonly state: PayState;
  readonly dispatch: Dispatch;
  readonly pay: (choice: Choice) => void;
  readonly askAgain: () => void;
  readonly cancel: () => void;
  readonly notMe: () => void;
  readonly reopen: () => void;
}

/** Runs one payment: opens the request, asks for the passkey, approves, and says when the page is left. */
export function usePayment(asked: Asked, arrival: string): Payment {
  const [state, dispatch] = useReducer(reduce, firstState);
  const openedRef = useRef<Opened | null>(null);
  const credentialRef = useRef<unknown>(null);
  const settledRef = useRef(false);

  const run = useCallback((work: () => Promise<void>) => {
    work().catch((error: unknown) => dispatch({ name: "failed", failure: failureOf(error) }));
  }, []);
  const reopen = useCallback(
    () =>
      run(async () => {
        if (!hasPasskeys()) return dispatch({ name: "no-passkeys" });
        openedRef.current = await open(asked, arrival);
        dispatch({ name: "opened", view: openedRef.current.view });
      }),
    [asked, arrival, run],
  );
  const askAgain = () =>
    run(async () => {
      if (openedRef.current === null) return;
      dispatch({ name: "approving" });
      settledRef.current = true;
      const response = await approve(openedRef.current.grant, credentialRef.current);
      dispatch({ name: "answered", response });
    });
  const pay = (choice: Choice) =>
    run(async () => {
      if (openedRef.current === null) return;
      dispatch({ name: "asking" });
      const options = await fixTerms(openedRef.current.grant, termsOf(state, choice));
      credentialRef.current = await askPasskey(state.way, options);
      if (credentialRef.current === null) dispatch({ name: "passkey-cancelled" });
      else askAgain();
    });
  const cancel = () => {
    if (openedRef.current !== null) leave(openedRef.current.grant);
    settledRef.current = true;
    dispatch({ name: "cancel" });
    window.close();
  };
  const notMe = () =>
    run(async () => {
      await signOut();
      reopen();
    });

  useEffect(reopen, [reopen]);
  useEffect(() => {
    // After the approval was sent the server may be paying: only before it does leaving mean "no".
    const onLeave = () => {
      if (openedRef.current !== null && !settledRef.current) leave(openedRef.current.grant);
    };
    window.addEventListener("pagehide", onLeave);
    return () => window.removeEventListener("pagehide", onLeave);
  }, []);
  return { state, dispatch, pay, askAgain, cancel, notMe, reopen };
}

function termsOf({ view, way, chosen }: PayState, choice: Choice): TermsRequest {
  if (choice === "once" || view === null) return { choice: "once", limits: null, way };
  // A standing allowance keeps its limits unless the payer changed them here (rule 2).
  return { choice, limits: chosen ?? (view.standing === null ? view.preset : null), way };
}

function failureOf(error: unknown): CallError["failure"] {
  if (error instanceof CallError) return error.failure;
  // Anything else is the browser's own refusal of a passkey, in its own words.
  const title = error instanceof Error ? error.message : String(error);
  return { kind: "problem", code: "passkey-failed", title, hint: "" };
}
