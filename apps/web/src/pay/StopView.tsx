/** @jsxImportSource preact */
import { EndView, type Next } from "./EndView.tsx";
import type { Stop } from "./state.ts";
import { stopWords } from "./stopWords.ts";
import type { Words } from "./words.ts";

/** Where the way on is the wallet: going back would bring the same question. */
const toWallet: readonly Stop[] = ["nothing-asked", "reloaded-late", "paid-before"];

/** Why nothing can be paid here any more, and the one next step. */
export function StopView({
  why,
  words,
  retry,
}: {
  readonly why: Stop;
  readonly words: Words;
  readonly retry?: () => void;
}) {
  const { text } = words;
  const next = (): Next | undefined => {
    if (toWallet.includes(why)) return { label: text.openWallet, href: "/" };
    return why === "unreached" && retry ? { label: text.tryAgain, act: retry } : undefined;
  };
  const step = next();
  return <EndView words={words} {...stopWords(why, words)} {...(step && { next: step })} />;
}
