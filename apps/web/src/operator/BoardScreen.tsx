/** @jsxImportSource preact */
import { systemClock } from "@farthing/core";
import { useEffect, useRef } from "preact/hooks";
import type { Failure } from "../kit/call.ts";
import { type Board, spans } from "./api.ts";
import { BrakeCard } from "./BrakeCard.tsx";
import { Blocks } from "./Blocks.tsx";
import { Delay } from "./Delay.tsx";
import { failureWords } from "./failureWords.ts";
import { isQuiet } from "./figures.ts";
import { Pair } from "./Pair.tsx";
import { Recoveries } from "./Recoveries.tsx";
import { Reports } from "./Reports.tsx";
import { Tables } from "./Tables.tsx";
import { type BoardView, useBoard } from "./useBoard.ts";
import type { Words } from "./words.ts";

/** All that the operator's key opens. */
export function BoardScreen({
  bearer,
  refuse,
  words,
}: {
  readonly bearer: string;
  readonly refuse: () => void;
  readonly words: Words;
}) {
  const view = useBoard(bearer, refuse);
  const { board, failure, isLoading } = view;
  const { text } = words;
  const title = useRef<HTMLHeadingElement>(null);
  // The form that had the focus is gone: a screen reader reads on from here.
  useEffect(() => title.current?.focus(), []);
  return (
    <>
      <div class="op-top">
        <h1 class="op-title" tabIndex={-1} ref={title}>
          {text.title}
        </h1>
        <LookBack view={view} words={words} />
      </div>
      <p class="op-status" role="status">
        {isLoading ? text.loading : board !== null && text.lastDays(board.span)}
      </p>
      {failure !== null && !isLoading && (
        <Failed
          failure={failure}
          hasOlder={board !== null}
          words={words}
          retry={() => view.load(view.span)}
        />
      )}
      {board === null && isLoading && (
        <div class="op-waiting">
          <div class="ft-spinner" aria-hidden="true" />
        </div>
      )}
      {board !== null && (
        <div class="op-board" aria-busy={isLoading}>
          <Shown board={board} view={view} bearer={bearer} refuse={refuse} words={words} />
        </div>
      )}
    </>
  );
}

function Shown({
  board,
  view,
  bearer,
  refuse,
  words,
}: {
  readonly board: Board;
  readonly view: BoardView;
  readonly bearer: string;
  readonly refuse: () => void;
  readonly words: Words;
}) {
  const { text } = words;
  const isEmpty = isQuiet(board.balance.all);
  return (
    <>
      {isEmpty ? (
        <section class="op-card" aria-labelledby="empty">
          <h2 id="empty">{text.emptyTitle}</h2>
          <p class="op-soft">{text.empty(board.span)}</p>
        </section>
      ) : (
        <Pair balance={board.balance} words={words} />
      )}
      <Reports
        reports={board.reports}
        decided={view.decided}
        bearer={bearer}
        refuse={refuse}
        words={words}
      />
      {board.recoveries.length > 0 && (
        <Recoveries
          recoveries={board.recoveries}
          decided={view.decided}
          bearer={bearer}
          refuse={refuse}
          words={words}
        />
      )}
      <BrakeCard brake={board.balance.brake} now={systemClock.now()} words={words} />
      <Delay balance={board.balance} words={words} />
      {!isEmpty && <Tables balance={board.balance} words={words} />}
      <Blocks
        merchants={board.balance.merchants}
        bearer={bearer}
        refuse={refuse}
        changed={() => view.load(board.span)}
        words={words}
      />
    </>
  );
}

function LookBack({ view, words }: { readonly view: BoardView; readonly words: Words }) {
  const { text } = words;
  return (
    <div class="op-look-back" role="group" aria-label={text.lookBack}>
      {spans.map((span) => (
        <button
          key={span}
          type="button"
          class="op-span"
          aria-pressed={span === view.span}
          onClick={() => view.load(span)}
        >
          {text.days(span)}
        </button>
      ))}
      <button type="button" class="ft-link" onClick={() => view.load(view.span)}>
        {text.refresh}
      </button>
    </div>
  );
}

function Failed({
  failure,
  hasOlder,
  words,
  retry,
}: {
  readonly failure: Failure;
  readonly hasOlder: boolean;
  readonly words: Words;
  readonly retry: () => void;
}) {
  const { text } = words;
  const isOffline = failure.kind === "offline";
  return (
    <section class="op-card op-failed" role="alert">
      <h2>{isOffline ? text.offlineTitle : text.failedTitle}</h2>
      <p>{failureWords(failure, words)}</p>
      {hasOlder && <p>{text.older}</p>}
      <button type="button" class="ft-button" onClick={retry}>
        {text.tryAgain}
      </button>
    </section>
  );
}
