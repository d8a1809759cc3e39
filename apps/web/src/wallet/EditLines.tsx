import { Button } from "@mantine/core";
import { type Asset, parseAmount, type WireMoney } from "@farthing/core";
import type { Me } from "@farthing/protocol";
import { useId, useState } from "react";
import { parseTypedAmount, readMoney, typedAmount } from "../kit/money.ts";
import { isRefusal } from "./askPasskey.ts";
import { FailureCard } from "./Cards.tsx";
import { useEditLines } from "./queries.ts";
import { useWords } from "./useWords.ts";

const names = ["perClick", "per24h", "total"] as const;
type Name = (typeof names)[number];
type Typed = Record<Name, string>;

/** Changes what a site may charge by a click: lower holds from the next click on, higher asks for the passkey. */
export function EditLines({ allowance }: { readonly allowance: Me["allowances"][number] }) {
  const { t } = useWords();
  return (
    <details className="wl-edit">
      <summary aria-label={`${t("lines.edit")}: ${allowance.merchant}`}>{t("lines.edit")}</summary>
      <Form allowance={allowance} />
    </details>
  );
}

function Form({ allowance }: { readonly allowance: Me["allowances"][number] }) {
  const { t, language } = useWords();
  const edit = useEditLines(allowance.id);
  const written = (money: WireMoney) => typedAmount(readMoney(money), language);
  const [typed, setTyped] = useState<Typed>({
    perClick: written(allowance.perClick),
    per24h: written(allowance.per24h),
    total: written(allowance.total),
  });
  const [isChecked, setChecked] = useState(false);
  const asset = readMoney(allowance.perClick).asset;
  const fault = isChecked ? faultOf(typed, asset) : null;
  const send = (event: React.FormEvent) => {
    event.preventDefault();
    setChecked(true);
    const lines = linesOf(typed, asset);
    if (lines === null || faultOf(typed, asset) !== null) return;
    edit.mutate({ lines, isRaise: names.some((name) => isHigher(lines[name], allowance[name])) });
  };
  return (
    <form className="wl-form" onSubmit={send} noValidate>
      {names.map((name) => (
        <Field
          key={name}
          label={t(`lines.${name}`)}
          value={typed[name]}
          isWrong={fault === name}
          change={(value) => setTyped({ ...typed, [name]: value })}
        />
      ))}
      {fault !== null && (
        <p role="alert" className="wl-soft">
          {t(`lines.faults.${fault}`)}
        </p>
      )}
      <Button type="submit" variant="default" className="wl-button" loading={edit.isPending}>
        {t("lines.save")}
      </Button>
      <p className="wl-status" role="status">
        {edit.isSuccess && t("lines.saved")}
        {edit.isError && isRefusal(edit.error) && t("limits.cancelled")}
      </p>
      {edit.isError && !isRefusal(edit.error) && <FailureCard error={edit.error} />}
    </form>
  );
}

function Field(of: {
  readonly label: string;
  readonly value: string;
  readonly isWrong: boolean;
  readonly change: (value: string) => void;
}) {
  const id = useId();
  return (
    <div className="wl-field">
      <label htmlFor={id}>{of.label}</label>
      <input
        id={id}
        className="wl-select"
        inputMode="decimal"
        autoComplete="off"
        value={of.value}
        aria-invalid={of.isWrong}
        onChange={(event) => of.change(event.currentTarget.value)}
      />
    </div>
  );
}

/** The first amount that is none, or that is above the next: a click is at most a day, a day at most all. */
function faultOf(typed: Typed, asset: Asset): Name | null {
  const amounts = names.map((name) => parseTypedAmount(typed[name], asset));
  const at = amounts.findIndex((amount, place) => {
    const next = amounts[place + 1];
    return amount === null || amount === 0n || (typeof next === "bigint" && amount > next);
  });
  return names[at] ?? null;
}

function linesOf(typed: Typed, asset: Asset): Record<Name, string> | null {
  const amount = (name: Name) => parseTypedAmount(typed[name], asset)?.toString() ?? "";
  const lines = {
    perClick: amount("perClick"),
    per24h: amount("per24h"),
    total: amount("total"),
  };
  return names.every((name) => lines[name] !== "") ? lines : null;
}

function isHigher(wanted: string, old: WireMoney): boolean {
  return (parseAmount(wanted) ?? 0n) > (parseAmount(old.amount) ?? 0n);
}
