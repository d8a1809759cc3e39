/** @jsxImportSource preact */
import { type Asset, systemClock } from "@farthing/core";
import type { AllowanceLimits } from "@farthing/protocol";
import { useEffect, useState } from "preact/hooks";
import { dayWords } from "../kit/dates.ts";
import { showMoney } from "../kit/money.ts";
import {
  type AmountName,
  amountNames,
  type CheckedLimits,
  checkLimits,
  expiryChoices,
  limitsForm,
} from "./limits.ts";
import type { ReadyInput } from "./ReadyView.tsx";
import { ScreenTitle } from "./ScreenTitle.tsx";
import { assetOf, highestLimits } from "./whyAsked.ts";
import type { PayText } from "./text/en.ts";
import { amountWords, type Words } from "./words.ts";

/** `raise`: the price is above the line of one click, so that field comes first. */
type EditorInput = ReadyInput & { readonly raise: boolean };

/** Three amounts and an end. Errors appear when the payer asks to use them, beside the field. */
export function LimitsEditor({ payment, view, words, raise }: EditorInput) {
  const { text, language } = words;
  const { editor } = text;
  const asset = assetOf(view);
  const ceiling = highestLimits(view, payment.state.way);
  const start = payment.state.chosen ?? standingLimits(view) ?? view.preset;
  const [form, setForm] = useState(limitsForm(start, asset, language));
  const [checked, setChecked] = useState<CheckedLimits | null>(null);
  useEffect(() => {
    if (raise) document.querySelector<HTMLInputElement>("#limit-perClick")?.select();
  }, [raise]);
  const save = (event: Event) => {
    event.preventDefault();
    const answer = checkLimits(form, { asset, ceiling });
    setChecked(answer);
    if (answer.ok) return payment.dispatch({ name: "edited", limits: answer.limits });
    const first = amountNames.find((name) => answer.faults[name] !== undefined);
    document.querySelector<HTMLElement>(`#limit-${first}`)?.focus();
  };
  return (
    <form class="pay-editor" onSubmit={save} noValidate>
      <ScreenTitle>{editor.title(view.merchant.name)}</ScreenTitle>
      <Intro payment={payment} view={view} words={words} raise={raise} />
      {amountNames.map((name) => (
        <AmountField
          key={name}
          name={name}
          label={editor[name]}
          currency={editor.currency}
          value={form[name]}
          fault={faultWords(checked, name, { words, asset })}
          change={(value) => setForm({ ...form, [name]: value })}
        />
      ))}
      <ExpiryField
        label={editor.until}
        words={words}
        choices={expiryChoices(systemClock.now(), {
          preset: start.expiresAt,
          ceiling: ceiling.expiresAt,
        })}
        value={form.expiresAt}
        change={(expiresAt) => setForm({ ...form, expiresAt })}
      />
      <button type="submit" class="ft-button ft-button-strong pay-choice">
        {editor.save}
      </button>
      <button
        type="button"
        class="ft-button pay-choice"
        onClick={() => payment.dispatch({ name: "edited", limits: null })}
      >
        {editor.back}
      </button>
    </form>
  );
}

function Intro({ payment, view, words, raise }: EditorInput) {
  const { editor } = words.text;
  const { standing, price } = view;
  const why =
    raise && standing !== null
      ? editor.introRaise(amountWords(price, words), amountWords(standing.perClick, words))
      : editor.intro;
  return (
    <p class="pay-sentence">
      {why} {payment.state.way === "create" && editor.introNew}
    </p>
  );
}

function standingLimits({ standing }: ReadyInput["view"]): AllowanceLimits | null {
  if (standing === null) return null;
  const { perClick, per24h, total, expiresAt } = standing;
  return {
    perClick: perClick.amount,
    per24h: per24h.amount,
    total: total.amount,
    expiresAt,
  };
}

function faultWords(
  checked: CheckedLimits | null,
  name: AmountName,
  { words, asset }: { words: Words; asset: Asset },
): string {
  const fault = checked === null || checked.ok ? undefined : checked.faults[name];
  if (fault === undefined) return "";
  const { editor } = words.text;
  switch (fault.kind) {
    case "above-next":
      return editor.fault["above-next"](editor[fault.next]);
    case "above-ceiling":
      return editor.fault["above-ceiling"](showMoney({ amount: fault.max, asset }, words.language));
    case "not-money":
    case "zero":
      return editor.fault[fault.kind]();
  }
}

function AmountField(field: {
  readonly name: AmountName;
  readonly label: string;
  readonly currency: PayText["editor"]["currency"];
  readonly value: string;
  readonly fault: string;
  readonly change: (value: string) => void;
}) {
  const { name, label, currency, value, fault, change } = field;
  const id = `limit-${name}`;
  return (
    <div class="pay-field">
      <label for={id}>{label}</label>
      <span class="pay-amount" data-sign={currency.isBefore ? "before" : "after"}>
        <span aria-hidden="true">{currency.sign}</span>
        <input
          id={id}
          inputMode="decimal"
          autocomplete="off"
          maxLength={14}
          value={value}
          aria-invalid={fault !== ""}
          aria-describedby={`${id}-fault`}
          onInput={(event) => change(event.currentTarget.value)}
        />
      </span>
      <p id={`${id}-fault`} class="pay-fault">
        {fault}
      </p>
    </div>
  );
}

function ExpiryField(field: {
  readonly label: string;
  readonly words: Words;
  readonly choices: readonly number[];
  readonly value: number;
  readonly change: (expiresAt: number) => void;
}) {
  const { label, words, choices, value, change } = field;
  return (
    <div class="pay-field">
      <label for="limit-until">{label}</label>
      <select
        id="limit-until"
        value={String(value)}
        onChange={(event) => change(Number(event.currentTarget.value))}
      >
        {choices.map((moment) => (
          <option key={moment} value={String(moment)}>
            {dayWords(moment, systemClock.now(), words.language)}
          </option>
        ))}
      </select>
    </div>
  );
}
