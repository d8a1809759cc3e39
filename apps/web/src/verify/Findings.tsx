/** @jsxImportSource preact */
import {
  type Field,
  type Group,
  paidWords,
  timeWords,
  type TrueReceipt,
  type TrustPolicy,
} from "@farthing/log";
import { hour } from "@farthing/core";
import type { ComponentChildren } from "preact";
import { exactMoment } from "../kit/dates.ts";
import type { Words } from "./VerifyPage.tsx";

const groups = ["shared", "payer", "merchant"] as const satisfies readonly Group[];
const keyNames = {
  ed25519: "Ed25519",
  "ed25519-cosignature": "Ed25519",
  "ml-dsa-44": "ML-DSA-44",
} as const;

interface Input {
  readonly words: Words;
  readonly receipt: TrueReceipt;
  readonly policy: TrustPolicy;
}

/** All that a true receipt tells: its facts, what it keeps back, and who signed the tree that it stands in. */
export function Findings(input: Input) {
  return (
    <>
      <Facts {...input} />
      <Stands {...input} />
    </>
  );
}

function Facts({ words, receipt }: Input) {
  const { text } = words;
  const { groups: shown } = receipt.disclosure;
  const closed = groups.filter((group) => "commitment" in shown[group]);
  return (
    <section class="verify-card" aria-labelledby="facts">
      <h2 id="facts">{text.factsTitle}</h2>
      {groups.map((group) => {
        const { [group]: it } = shown;
        if (!("fields" in it) || it.fields.length === 0) return null;
        return (
          <div key={group}>
            <h3>{text[group]}</h3>
            <dl class="verify-facts">
              {it.fields.map((field) => (
                <Fact key={field[0]} name={text.names[field[0]] ?? field[0]}>
                  {valueWords(field, it.fields, words)}
                </Fact>
              ))}
            </dl>
          </div>
        );
      })}
      <h3>{text.notDisclosed}</h3>
      {closed.length === 0 && <p>{text.allDisclosed}</p>}
      <ul class="verify-closed">
        {closed.map((group) => (
          <li key={group}>{text.closed[group]}</li>
        ))}
      </ul>
    </section>
  );
}

/** A fact as it was committed to, and beside a sum or a time what that is for a person. */
function valueWords([name, value]: Field, fields: readonly Field[], { language }: Words): string {
  const money = name === "amount" ? paidWords(new Map(fields), language) : undefined;
  if (money !== undefined) return `${money} (${value})`;
  if (name === "time" && /^[0-9]{1,15}$/.test(value)) {
    return `${exactMoment(Number(value), language)} (${value})`;
  }
  if (name === "held" && /^[0-9]{1,15}$/.test(value)) {
    return `${hoursWords(Number(value), language)} (${value})`;
  }
  return value;
}

function hoursWords(ms: number, language: Words["language"]): string {
  const style = { style: "unit", unit: "hour", unitDisplay: "long" } as const;
  return new Intl.NumberFormat(language, style).format(ms / hour);
}

function Stands({ words, receipt, policy }: Input) {
  const { text, language } = words;
  const { index, checkpoint } = receipt;
  const shown = (count: number) => new Intl.NumberFormat(language).format(count);
  const nameOf = (key: TrustPolicy["logs"][number]["key"]) =>
    [...policy.witnesses].find(([, witness]) => witness.key === key)?.[0] ?? null;
  const isWitnessed = checkpoint.signed.some(({ key }) => nameOf(key) !== null);
  return (
    <section class="verify-card" aria-labelledby="stands">
      <h2 id="stands">{text.standsTitle}</h2>
      <dl class="verify-facts">
        <Fact name={text.log}>{checkpoint.origin}</Fact>
        <Fact name={text.leaf}>{shown(index)}</Fact>
        <Fact name={text.head}>{text.leaves(shown(checkpoint.size), checkpoint.size)}</Fact>
        <Fact name={text.recorded}>{timeWords(receipt)}</Fact>
        <Fact name={text.signedBy}>
          <ul class="verify-signers">
            {checkpoint.signed.map(({ key, time }) => {
              const witness = nameOf(key);
              const who = witness === null ? text.byLog : text.byWitness(witness);
              const when = time === null ? "" : `, ${exactMoment(time * 1_000, language)}`;
              return <li key={key.publicKey}>{`${who} (${keyNames[key.type]}${when})`}</li>;
            })}
          </ul>
        </Fact>
      </dl>
      {!isWitnessed && <p class="verify-soft">{text.noWitness}</p>}
    </section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
