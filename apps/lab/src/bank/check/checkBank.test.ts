import { deriveEntryId } from "@farthing/ledger";
import { idFromUint, idToUint, idTime, fromHex, instant, newId } from "@farthing/core";
import { expect, test } from "vitest";
import type { Call, Heard, History, Line, Op, Seen } from "../history.ts";
import type { BankRules } from "./bankModel.ts";
import { checkBank } from "./checkBank.ts";

const rules: BankRules = {
  welcome: 1_000n,
  per24h: 500n,
  per30d: 5_000n,
  sinceCheck: 500n,
  perMerchant24h: 10n ** 12n,
  topUp24h: 2_000n,
  feeBasisPoints: 500,
  undosMax: 3,
};
const payer = newId("payer", instant(1_700_000_000_000));
const limits = { perClick: 100n, per24h: 250n, total: 1_000n };
const [rail, purse, shop, fees] = [1n, 2n, 3n, 4n];
const key = "018bcfe56800700080000000000000aa";
const topUpId = idFromUint(
  "payment",
  deriveEntryId({
    time: idTime(fromHex(key)!),
    payer: idToUint("payer", payer),
    key: fromHex(key)!,
    leg: 0,
  }),
);

/** What happens, one line each: the call, what it heard, its entry. Call `n` runs from 10 n to 10 n + 5. */
interface Event {
  readonly op: Op | null;
  readonly heard: Heard | null;
  readonly line: Omit<Line, "timestamp"> | null;
}

const hear = (word: string, payment: string | null = null): Heard => ({ word, payment });
const made = (kind: string, id: string, memo: Record<string, string>) => ({
  id,
  kind,
  created: true,
  memo: { kind, payer, ...memo },
  facts: null as string | null,
  transfers: [] as { debit: bigint; credit: bigint; amount: bigint }[],
});
const paying = (price: bigint, fee: bigint) => [
  { debit: purse, credit: shop, amount: price },
  ...(fee === 0n ? [] : [{ debit: shop, credit: fees, amount: fee }]),
];

function click(id: string, price: bigint, word: string, owns: string | null = null): Event {
  const facts = `facts of ${id}`;
  const created = word === "captured";
  const heard = hear(word, created ? id : word === "owned" ? "pay_b" : null);
  return {
    op: { kind: "click", payer: 0, merchant: "m", allowance: "alw", facts, price, owns },
    heard,
    line: {
      ...made("payment", id, { merchant: "m", allowance: "alw" }),
      created,
      facts,
      transfers: created ? paying(price, (price * 5n) / 100n) : [],
    },
  };
}

/** A short day at the bank, as it should be. */
function day(): Event[] {
  const grant = "grt";
  const undo: Op = { kind: "undo", payment: "pay_a", facts: "undo of a" };
  const refund: Op = { kind: "refund", merchant: "m", payment: "pay_b", reason: "goodwill" };
  return [
    {
      op: null,
      heard: null,
      line: {
        ...made("top-up", "pay_w", { welcome: "true" }),
        transfers: [{ debit: rail, credit: purse, amount: 1_000n }],
      },
    },
    {
      op: { kind: "approve", payer: 0, merchant: "m", grant, price: 20n, limits },
      heard: hear("captured", "pay_g"),
      line: {
        ...made("payment", "pay_g", { merchant: "m", grant, allowance: "alw" }),
        transfers: paying(20n, 1n),
      },
    },
    click("pay_a", 100n, "captured"),
    click("pay_b", 100n, "captured", "page"),
    click("pay_c", 100n, "owned", "page"),
    click("pay_d", 101n, "step-up:over-per-click"),
    click("pay_e", 60n, "step-up:over-24h"),
    {
      op: undo,
      heard: hear("reversed", "pay_a"),
      line: {
        ...made("undo", "pay_u", { payment: "pay_a", merchant: "m" }),
        facts: "undo of a",
        transfers: paying(100n, 5n).map(({ debit, credit, amount }) => ({
          debit: credit,
          credit: debit,
          amount,
        })),
      },
    },
    click("pay_f", 60n, "captured"),
    {
      op: refund,
      heard: hear("refunded", "pay_b"),
      line: {
        ...made("refund", "pay_r", { payment: "pay_b", merchant: "m", reason: "goodwill" }),
        transfers: paying(100n, 5n).map(({ debit, credit, amount }) => ({
          debit: credit,
          credit: debit,
          amount,
        })),
      },
    },
    {
      op: { kind: "top-up", payer: 0, key, amount: 500n },
      heard: hear("topped-up", topUpId),
      line: {
        ...made("top-up", topUpId, { welcome: "false" }),
        transfers: [{ debit: rail, credit: purse, amount: 500n }],
      },
    },
    {
      op: { kind: "revoke", payer: 0, allowance: "alw" },
      heard: hear("revoked"),
      line: made("revoke", "pay_x", { allowance: "alw" }),
    },
    click("pay_h", 1n, "declined:device-revoked"),
  ];
}

/** The numbers that were looked at in between, 7 after the start of the call before them. */
const looks: [after: number, register: string, value: string][] = [
  [1, "balance/0", "980"],
  [3, "balance/0", "780"],
  [3, "left24h/alw", "50"],
  [7, "balance/0", "880"],
  [7, "left24h/alw", "150"],
  [9, "leftTotal/alw", "840"],
  [10, "balance/0", "1420"],
  [12, "left24h/alw", "0"],
];

/** A history to doctor: everything in it may be changed. */
interface Draft {
  calls: Call[];
  seen: Seen[];
  lines: Line[];
}

function draftOf(events: readonly Event[]): Draft {
  return {
    calls: events.flatMap(({ op, heard }, n) =>
      op === null ? [] : [{ op, start: 10 * n, end: 10 * n + 5, heard, again: [] }],
    ),
    seen: looks.map(([after, register, value]) => ({
      register,
      value,
      start: 10 * after + 7,
      end: 10 * after + 9,
      includes: null,
    })),
    lines: events.flatMap(({ line }, n) =>
      line === null ? [] : [{ ...line, timestamp: BigInt(n + 1) * 1_000n }],
    ),
  };
}

/** The first words of each fault in a doctored day. */
function faultsOf(doctor: (draft: Draft) => void): string[] {
  const draft = draftOf(day());
  doctor(draft);
  return checkBank(historyOf(draft), rules);
}

function historyOf({ calls, seen, lines }: Draft): History {
  const ids = [rail, purse, shop, fees];
  const accounts = ids.map((id) => {
    const all = lines.filter(({ created }) => created).flatMap(({ transfers }) => transfers);
    const sum = (side: "debit" | "credit") =>
      all.reduce((total, one) => total + (one[side] === id ? one.amount : 0n), 0n);
    return { id, debits: sum("debit"), credits: sum("credit") };
  });
  return { calls, seen, lines, accounts };
}

const call = (draft: Draft, facts: string): Call =>
  draft.calls.find(({ op }) => "facts" in op && op.facts === facts)!;
const line = (draft: Draft, id: string): number => draft.lines.findIndex((one) => one.id === id);

test("a day as it should be has no fault", () => {
  expect(faultsOf(() => {})).toEqual([]);
});

test("a lost write is named", () => {
  const faults = faultsOf((draft) => draft.lines.splice(line(draft, "pay_f"), 1));
  expect(faults[0]).toBe("lost: click was answered captured (pay_f), and is not in the journal");
});

test("a declined click that was paid all the same is named", () => {
  const faults = faultsOf((draft) => {
    const at = line(draft, "pay_e");
    draft.lines[at] = { ...draft.lines[at]!, created: true, transfers: paying(60n, 3n) };
  });
  expect(faults[0]).toBe("payment pay_e happened, and should not: step-up:over-24h");
});

test("a limit that was passed is named though caller and journal agree", () => {
  const faults = faultsOf((draft) => {
    const at = line(draft, "pay_e");
    draft.lines[at] = { ...draft.lines[at]!, created: true, transfers: paying(60n, 3n) };
    call(draft, "facts of pay_e").heard = hear("captured", "pay_e");
  });
  expect(faults).toContain("payment pay_e happened, and should not: step-up:over-24h");
  expect(faults).toContain(
    "wrong answer: click was answered captured (pay_e), and the journal says step-up:over-24h ",
  );
});

test("a captured click that was in truth refused is named", () => {
  const faults = faultsOf((draft) => {
    const at = line(draft, "pay_f");
    draft.lines[at] = { ...draft.lines[at]!, created: false, transfers: [] };
  });
  expect(faults[0]).toBe("payment pay_f was refused, and should happen: captured");
});

test("a stale read is named", () => {
  const faults = faultsOf(({ seen }) => {
    seen[3] = { ...seen[3]!, value: "780" };
  });
  expect(faults).toEqual(["stale read: balance/0 was shown as 780, and was 880"]);
});

test("a read of what nobody had asked for yet is named", () => {
  const faults = faultsOf(({ seen }) => {
    seen[1] = { ...seen[1]!, value: "1420" };
  });
  expect(faults).toEqual(["wrong number: balance/0 was shown as 1420, and was 780"]);
});

test("a read that goes back behind another one is named", () => {
  const faults = faultsOf((draft) => {
    const undo = call(draft, "undo of a");
    undo.end = 1_000;
    const first = { ...draft.seen[3]!, start: 71, end: 72, value: "880" };
    draft.seen.push(first, { ...first, start: 73, end: 74, value: "780" });
  });
  expect(faults).toEqual(["stale read: balance/0 was shown as 780, and was 880"]);
});

test("while a write is under way, its old and its new number may be seen, in that order", () => {
  const faults = faultsOf(({ seen }) => {
    seen.push({ ...seen[3]!, start: 71, end: 72, value: "780" });
    seen.push({ ...seen[3]!, start: 73, end: 74, value: "880" });
  });
  expect(faults).toEqual([]);
});

test("a number that comes with an answer must know of it", () => {
  const own = { register: "left24h/alw", start: 30, end: 35, includes: "pay_b" };
  expect(faultsOf(({ seen }) => seen.push({ ...own, value: "50" }))).toEqual([]);
  expect(faultsOf(({ seen }) => seen.push({ ...own, value: "150" }))).toEqual([
    "stale read: left24h/alw was shown as 150, and was 50",
  ]);
});

test("a payment that is in the journal twice is named", () => {
  const faults = faultsOf((draft) => {
    const paid = draft.lines[line(draft, "pay_f")]!;
    draft.lines.push({ ...paid, id: "pay_z", timestamp: 99_000n });
  });
  expect(faults).toContain("duplicate: click pay_z is there twice");
});

test("one payment that answers two clicks is named", () => {
  const faults = faultsOf((draft) => {
    call(draft, "facts of pay_f").heard = hear("captured", "pay_a");
  });
  expect(faults).toContain("duplicate: pay_a answers two payments");
});

test("a payment that nobody asked for is named", () => {
  const faults = faultsOf((draft) => {
    const paid = draft.lines[line(draft, "pay_f")]!;
    draft.lines.push({ ...paid, id: "pay_z", facts: "of nobody", timestamp: 99_000n });
  });
  expect(faults[0]).toBe("nobody asked for payment pay_z");
});

test("a reordered pair is named", () => {
  const faults = faultsOf((draft) => {
    const [a, b] = [line(draft, "pay_a"), line(draft, "pay_b")];
    const [first, second] = [draft.lines[a]!, draft.lines[b]!];
    draft.lines[a] = { ...second, timestamp: first.timestamp };
    draft.lines[b] = { ...first, timestamp: second.timestamp };
  });
  expect(faults[0]).toBe(
    "reordered: click pay_a was answered before click pay_b was asked, and comes after it in the journal",
  );
});

test("timestamps that do not rise are named", () => {
  const faults = faultsOf((draft) => {
    const at = line(draft, "pay_b");
    draft.lines[at] = { ...draft.lines[at]!, timestamp: 1n };
  });
  expect(faults).toContain("reordered: pay_b is not later than pay_a before it");
});

test("a wrong balance is named, of the transfers and of what is stored", () => {
  const short = faultsOf((draft) => {
    const at = line(draft, "pay_f");
    draft.lines[at] = { ...draft.lines[at]!, transfers: paying(59n, 3n) };
  });
  expect(short).toEqual([
    "wrong balance: payer 0 has 1421, and should have 1420",
    "wrong balance: merchant m has 75, and should have 76",
  ]);
  const history = historyOf(draftOf(day()));
  const accounts = history.accounts.map((one) =>
    one.id === purse ? { ...one, credits: one.credits + 1n } : one,
  );
  expect(checkBank({ ...history, accounts }, rules)).toEqual([
    "wrong balance: payer 0 is stored as 1421, and its transfers sum up to 1420",
    "unbalanced: all credits are 1 more than all debits",
  ]);
});

test("a payer below zero is named", () => {
  const faults = faultsOf((draft) => {
    const at = line(draft, "pay_a");
    draft.lines[at] = { ...draft.lines[at]!, transfers: paying(10_000n, 5n) };
  });
  expect(faults).toContain("below zero: payer 0 has -9020 after pay_a");
});

test("another answer to the same bytes is named, and so is none", () => {
  const other = faultsOf((draft) => {
    call(draft, "facts of pay_f").again.push(hear("captured", "pay_f"));
    call(draft, "facts of pay_f").again.push(hear("declined:insufficient-balance"));
  });
  expect(other).toEqual([
    "asked again, wrong answer: click was answered declined:insufficient-balance, and the journal says captured pay_f",
  ]);
  const none = faultsOf((draft) => {
    call(draft, "facts of pay_f").heard = null;
  });
  expect(none).toEqual(["unresolved: click was asked and never answered"]);
});

test("an untrue 'already refunded' is named", () => {
  const op: Op = { kind: "undo", payment: "pay_f", facts: "undo of f" };
  const faults = faultsOf(({ calls }) => {
    const heard = hear("problem:already-refunded");
    calls.push({ op, start: 200, end: 201, heard, again: [] });
  });
  expect(faults).toEqual([
    "wrong answer: undo was answered problem:already-refunded, and that is not so",
  ]);
});

test("who may undo no more hears that the merchant gave it back, and only when that is so", () => {
  const undo: Op = { kind: "undo", payment: "pay_f", facts: "undo of f" };
  const said = (word: string, isRefunded: boolean) =>
    checkBank(
      historyOf(
        draftOf([
          ...day(),
          { op: undo, heard: hear(word), line: { ...refusedUndo, facts: undo.facts } },
          ...(isRefunded ? [refundOf("pay_f")] : []),
        ]),
      ),
      { ...rules, undosMax: 1 },
    );
  expect(said("problem:undo-limit-reached", false)).toEqual([]);
  expect(said("problem:already-refunded", true)).toEqual([]);
  expect(said("problem:already-refunded", false)).toEqual([
    "wrong answer: undo was answered problem:already-refunded, and the journal says problem:undo-limit-reached ",
  ]);
  expect(said("problem:already-undone", true)).toHaveLength(1);
});

const refusedUndo = {
  ...made("undo", "pay_v", { payment: "pay_f", merchant: "m" }),
  created: false,
};

function refundOf(payment: string): Event {
  return {
    op: { kind: "refund", merchant: "m", payment, reason: "charged-twice" },
    heard: hear("refunded", payment),
    line: {
      ...made("refund", "pay_s", { payment, merchant: "m", reason: "charged-twice" }),
      transfers: [
        { debit: shop, credit: purse, amount: 60n },
        { debit: fees, credit: shop, amount: 3n },
      ],
    },
  };
}
