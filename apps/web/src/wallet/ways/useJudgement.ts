import type { PasswordJudgement } from "@farthing/protocol/passwords";
import { useEffect, useState } from "react";

/** After so long without a key press a password is judged, in milliseconds. */
const restMs = 250;

interface Judged {
  readonly password: string;
  /** Null: the dictionaries could not be loaded. */
  readonly judgement: PasswordJudgement | null;
}

/**
 * What is to be said of a password while it is typed, by the code that the server runs. Its dictionaries are loaded with the
 * first letter; where that fails the server says it.
 */
export function useJudgement(password: string, own: readonly string[]) {
  const [judged, setJudged] = useState<Judged | null>(null);
  const words = own.join("\n");
  useEffect(() => {
    if (password === "") return undefined;
    const timer = setTimeout(() => {
      import("@farthing/protocol/passwords").then(
        ({ judgePassword }) => {
          setJudged({ password, judgement: judgePassword(password, words.split("\n")) });
        },
        () => setJudged({ password, judgement: null }),
      );
    }, restMs);
    return () => clearTimeout(timer);
  }, [password, words]);
  const isCurrent = judged?.password === password && password !== "";
  return {
    judgement: isCurrent ? judged.judgement : null,
    isLoading: password !== "" && !isCurrent,
    hasFailed: isCurrent && judged.judgement === null,
  };
}
