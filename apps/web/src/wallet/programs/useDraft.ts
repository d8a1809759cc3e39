import type { AgentsPage } from "@farthing/protocol";
import { useRef, useState } from "react";
import { readMoney, typedAmount } from "../../kit/money.ts";
import { useWords } from "../useWords.ts";
import { type Draft, faultOf, termsOf } from "./draft.ts";
import { makeKey, type ProgramKeys } from "./makeKey.ts";
import { useMakeProgram } from "./queries.ts";

/** A key that is being described, and made: it begins with the most that the payer's limits allow, and with no site. */
export function useDraft(
  highest: AgentsPage["highest"],
  made: (made: { id: string; name: string; keys: ProgramKeys | null }) => void,
) {
  const { language } = useWords();
  const written = (money: typeof highest.perPayment) => typedAmount(readMoney(money), language);
  const [draft, setDraft] = useState<Draft>({
    name: "",
    sites: [],
    perPayment: written(highest.perPayment),
    perSession: written(highest.perSession),
    per24h: written(highest.per24h),
    days: "30",
    whose: "here",
    publicKey: "",
  });
  const [isChecked, setChecked] = useState(false);
  // Made once: pressed again after an answer that was lost, the same terms find the same program.
  const keys = useRef<ProgramKeys | null>(null);
  const make = useMakeProgram();
  const makeIt = async () => {
    setChecked(true);
    if (faultOf(draft, highest) !== null) return;
    if (draft.whose === "here") keys.current ??= await makeKey();
    const own = draft.whose === "here" ? keys.current : null;
    const terms = termsOf(draft, highest, own?.device ?? null);
    if (terms === null) return;
    made({ id: await make.mutateAsync(terms), name: terms.name, keys: own });
  };
  return {
    draft,
    change: (part: Partial<Draft>) => setDraft({ ...draft, ...part }),
    fault: isChecked ? faultOf(draft, highest) : null,
    make,
    send: (event: { preventDefault: () => void }) => {
      event.preventDefault();
      makeIt().catch(() => {
        // Said beside the button.
      });
    },
  };
}
