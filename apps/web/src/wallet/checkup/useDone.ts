import { useState } from "react";

/** What the last press did, said where the focus goes: the card that was pressed may be gone. `place`: a selector. */
export function useDone(place: string) {
  const [said, say] = useState("");
  return {
    said,
    done: (words: string) => {
      say(words);
      document.querySelector<HTMLElement>(place)?.focus();
    },
  };
}
