/** @jsxImportSource preact */
import { laterChoice } from "./PayLater.tsx";
import { Press, type PressChoice } from "./Press.tsx";
import type { ReadyInput } from "./ReadyView.tsx";
import { isOverLine } from "./whyAsked.ts";

/** The honest choices of rule 24, equal in size; above the line of one click those of rule 3. */
export function Choices(input: ReadyInput) {
  const { payment, view, words } = input;
  const { text } = words;
  const { state, pay, dispatch } = payment;
  const main = { isStrong: true, describedBy: "next-time" };
  const onlyThis: PressChoice = {
    label: text.once[view.kind],
    act: () => pay("once"),
    hasFocus: payment.intent === "once",
  };
  const choices = (): readonly PressChoice[] => {
    // Reached by a link: this once is all there is (rule 4).
    if (!view.mayEnrol) {
      return [{ ...main, label: text.allow, act: () => pay("once") }];
    }
    if (!isOverLine(view, state)) {
      return [
        { ...main, label: text.allow, act: () => pay("allow") },
        ...laterChoice(input),
        onlyThis,
      ];
    }
    return [
      {
        ...main,
        label: text.payOnce,
        act: () => pay("allow"),
        hasFocus: payment.intent === "once",
      },
      { label: text.raise, act: () => dispatch({ name: "edit", raise: true }) },
    ];
  };
  return <Press payment={payment} words={words} choices={choices()} />;
}
