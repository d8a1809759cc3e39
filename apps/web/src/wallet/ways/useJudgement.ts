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
 * first letter; where that fails the server says it. `hasTotp`: codes are asked for with it, so that it may be shorter.
 */
export function useJudgement(
  password: string,
  { own, hasTotp }: { own: readonly string[]; hasTotp: boolean },
) {
  const [judged, setJudged] = useState<Judged | null>(null);
  const words = own.join("\n");
  useEffect(() => {
    if (password === "") return undefined;
    const timer = setTimeout(() => {
      import("@farthing/protocol/passwords").then(
        ({ judgePassword, passwordLengthMin, passwordLengthMinBeside }) => {
          const lengthMin = hasTotp ? passwordLengthMinBeside : passwordLengthMin;
          const judgement = judgePassword(password, words.split("\n"), lengthMin);
          setJudged({ password, judgement });
        },
        () => setJudged({ password, judgement: null }),
      );
    }, restMs);
    return () => clearTimeout(timer);
  }, [password, words, hasTotp]);
  const isCurrent = judged?.password === password && password !== "";
  return {
    judgement: isCurrent ? judged.judgement : null,
    isLoading: password !== "" && !isCurrent,
    hasFailed: isCurrent && judged.judgement === null,
  };
}
