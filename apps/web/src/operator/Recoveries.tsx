/** @jsxImportSource preact */
import type { ReviewRequest } from "@farthing/protocol";
import { useState } from "preact/hooks";
import { exactMoment } from "../kit/dates.ts";
import { type Board, decideRecovery } from "./api.ts";
import { Confirm } from "./Confirm.tsx";
import { useDeed } from "./useDeed.ts";
import type { Words } from "./words.ts";

type Outcome = ReviewRequest["outcome"];
type Recovery = Board["recoveries"][number];

const outcomes: readonly Outcome[] = ["allow", "refuse"];

interface Desk {
  readonly decided: (id: string) => void;
  readonly bearer: string;
  readonly refuse: () => void;
  readonly words: Words;
}

/** Recoveries of wallets that were frozen meanwhile, or that cancelled some before (rule 14). */
export function Recoveries({
  recoveries,
  ...desk
}: Desk & { readonly recoveries: readonly Recovery[] }) {
  const { recoveries: text } = desk.words.text;
  const leave = (id: string) => {
    desk.decided(id);
    // The button that was pressed is gone, and with the last one this list: the other list is above it.
    document.querySelector<HTMLElement>("#reports")?.focus();
  };
  return (
    <section class="op-card" aria-labelledby="recoveries">
      <h2 id="recoveries" class="op-title">
        {text.title}
      </h2>
      <p class="op-soft">{text.lead}</p>
      {recoveries.map((recovery) => (
        <Case key={recovery.id} recovery={recovery} {...desk} decided={leave} />
      ))}
    </section>
  );
}

function Case({ recovery, ...desk }: Desk & { readonly recovery: Recovery }) {
  const { text, language } = desk.words;
  const { id, wallet, way, beganAt, readyAt, frozen, cancelled } = recovery;
  const [wish, setWish] = useState<Outcome | null>(null);
  return (
    <article class="op-report" aria-labelledby={`recovery-${id}`}>
      <h3 id={`recovery-${id}`}>{wallet}</h3>
      <p>{text.recoveries.ways[way](exactMoment(beganAt, language))}</p>
      <p>{text.recoveries.ready(exactMoment(readyAt, language))}</p>
      {frozen && <p>{text.recoveries.frozen}</p>}
      {cancelled > 0 && <p>{text.recoveries.cancelled(cancelled)}</p>}
      {wish === null ? (
        <div class="op-buttons">
          {outcomes.map((outcome) => (
            <button key={outcome} type="button" class="ft-button" onClick={() => setWish(outcome)}>
              {text.recoveries.act[outcome]}
            </button>
          ))}
        </div>
      ) : (
        <Sure id={id} outcome={wish} reconsider={() => setWish(null)} {...desk} />
      )}
    </article>
  );
}

function Sure({
  id,
  outcome,
  reconsider,
  decided,
  bearer,
  refuse,
  words,
}: Desk & {
  readonly id: string;
  readonly outcome: Outcome;
  readonly reconsider: () => void;
}) {
  const { recoveries: text } = words.text;
  const deed = useDeed({
    act: () => decideRecovery(bearer, { id, outcome }),
    done: () => decided(id),
    refuse,
  });
  const says = { sure: text.sure[outcome], yes: text.yes[outcome] };
  return <Confirm deed={deed} {...says} reconsider={reconsider} words={words} />;
}
