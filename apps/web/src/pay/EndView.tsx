/** @jsxImportSource preact */
import { ScreenTitle } from "./ScreenTitle.tsx";
import type { Words } from "./words.ts";

/** The one next step: something to do here, or a page to go to. */
export type Next =
  | { readonly label: string; readonly act: () => void }
  | { readonly label: string; readonly href: string };

/** A screen where nothing can be paid (any more): what happened, and one next step. */
export function EndView({
  words,
  title,
  sentence,
  next,
}: {
  readonly words: Words;
  readonly title: string;
  readonly sentence: string;
  readonly next?: Next;
}) {
  return (
    <div class="pay-end">
      <ScreenTitle>{title}</ScreenTitle>
      <p class="pay-sentence">{sentence}</p>
      <NextStep next={next ?? wayBack(words)} />
    </div>
  );
}

function NextStep({ next }: { readonly next: Next }) {
  if ("href" in next) {
    return (
      <a class="ft-button ft-button-strong pay-wide" href={next.href}>
        {next.label}
      </a>
    );
  }
  return (
    <button type="button" class="ft-button ft-button-strong pay-wide" onClick={next.act}>
      {next.label}
    </button>
  );
}

/** Where the page replaced the merchant's, the way back is the browser's own; a popup is closed. */
function wayBack({ text }: Words): Next {
  return history.length > 1
    ? { label: text.goBack, act: () => history.back() }
    : { label: text.closePage, act: () => window.close() };
}
