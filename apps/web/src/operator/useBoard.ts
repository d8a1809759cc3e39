import { problems } from "@farthing/core";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { CallError, type Failure } from "../kit/call.ts";
import { type Board, getBoard, type Span } from "./api.ts";

/** What the page knows. While it asks anew, and when that fails, what it knew before stays. */
export interface BoardState {
  readonly board: Board | null;
  readonly span: Span;
  readonly isLoading: boolean;
  readonly failure: Failure | null;
}

export interface BoardView extends BoardState {
  readonly load: (span: Span) => void;
  /** A report or a recovery was decided: it leaves its list, and the figures are asked for anew. */
  readonly decided: (id: string) => void;
}

/** The figures and reports that `bearer` may see; `refuse` is called when the server does not know that key. */
export function useBoard(bearer: string, refuse: () => void): BoardView {
  const [state, setState] = useState<BoardState>({
    board: null,
    span: 30,
    isLoading: true,
    failure: null,
  });
  // Answers can overtake each other: only the last question's counts.
  const askedRef = useRef(0);
  const load = useCallback(
    (span: Span) => {
      askedRef.current += 1;
      const mine = askedRef.current;
      const settle = (change: Partial<BoardState>) => {
        if (mine === askedRef.current) setState((now) => ({ ...now, isLoading: false, ...change }));
      };
      setState((now) => ({ ...now, span, isLoading: true }));
      getBoard(bearer, span).then(
        (board) => settle({ board, failure: null }),
        (error: unknown) => {
          if (isRefused(error)) refuse();
          else settle({ failure: failureOf(error) });
        },
      );
    },
    [bearer, refuse],
  );
  useEffect(() => load(30), [load]);
  const { span, failure } = state;
  const isOffline = failure?.kind === "offline";
  useEffect(() => {
    if (!isOffline) return undefined;
    const back = () => load(span);
    addEventListener("online", back);
    return () => removeEventListener("online", back);
  }, [isOffline, load, span]);
  const decided = (id: string) => {
    setState((now) => ({ ...now, board: without(now.board, id) }));
    load(span);
  };
  return { ...state, load, decided };
}

function without(board: Board | null, id: string): Board | null {
  if (board === null) return null;
  return {
    ...board,
    reports: board.reports.filter((report) => report.payment !== id),
    recoveries: board.recoveries.filter((recovery) => recovery.id !== id),
  };
}

/** Whether the server does not know the key. */
export function isRefused(error: unknown): boolean {
  return error instanceof CallError && error.is("operator-key-invalid");
}

/** Why a call failed; an answer that is none of ours is a fault of the server. */
export function failureOf(error: unknown): Failure {
  if (error instanceof CallError) return error.failure;
  const { title, hint } = problems.internal;
  return { kind: "problem", code: "internal", title, hint };
}
