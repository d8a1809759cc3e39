import { day, hour, type Instant, instant, minute, newId, second } from "@farthing/core";
import type { Decided, PaymentOutcome } from "@farthing/protocol";
import { defaultPolicy, type Preset } from "@farthing/risk";
import { expect } from "vitest";
import type { Program } from "../agents/agentStage.testing.ts";
import { applyRaises } from "../limits/applyRaise.ts";
import { forgetRaises, newLimitsDesk } from "../limits/limitsStage.testing.ts";
import { registerMerchant, newApiKey } from "../merchants/registerMerchant.ts";
import { type AuditedServer, openAudited } from "../payments/books.testing.ts";
import {
  clickBody,
  cookie,
  newFrameKey,
  newOffer,
  newPerson,
  payOnPage,
  type Person,
  post,
  send,
  sendUndo,
} from "../payments/person.testing.ts";
import { sendRefund } from "../refunds/refundStage.testing.ts";
import type { Guest } from "../tabs/tabStage.testing.ts";
import { measureBrake } from "./measureBrake.ts";
import { policyVerbs } from "./policyVerbs.testing.ts";

/*
 * Follows the tables of `policyTable.test.ts`, line by line.
 */

/** `0.05` in the smallest unit. */
export const money = (text: string): bigint => BigInt(Math.round(Number(text) * 1_000_000));

const wide = ({ perMerchantDay: siteDay, per30Days }: Preset) => {
  const line = siteDay < 5_000_000n ? siteDay : 5_000_000n;
  return { perClick: line.toString(), per24h: siteDay.toString(), total: per30Days.toString() };
};

/** A clock that stands still until a line of a table moves it. */
const clock = { at: instant(Date.parse("2026-11-24T12:00:00Z")), now: (): Instant => clock.at };
let audited: AuditedServer;
let sites: { id: string; apiKey: string; origin: string }[];
const desk = newLimitsDesk(() => audited.stage);
let pages = 0;

type PresetName = "careful" | "balanced" | "convenient";

/** A wallet of that preset with an allowance at each site, as wide as the preset lets it be, agreed to long ago. */
export async function newReader(preset: PresetName) {
  const { deps } = audited.stage;
  const one = newPerson();
  await payOnPage(audited.stage, one, { offer: await offerOf(0, "0.01") });
  const raised = preset === "convenient" ? await desk.presetAnswer(one, preset) : undefined;
  if (preset !== "balanced") await desk.choose(one, preset, raised);
  move(3 * day);
  await applyRaises(deps);
  await forgetRaises(deps);
  const limits = { ...wide(defaultPolicy.presets[preset]), expiresAt: 0 };
  const people: Person[] = [];
  for (const [at, site] of sites.entries()) {
    const there = { ...one, key: at === 0 ? one.key : newFrameKey(), session: one.session };
    const agreed = { ...limits, expiresAt: clock.now() + 300 * day };
    const parent = site.origin;
    await payOnPage(audited.stage, there, {
      offer: await offerOf(at, "0.01"),
      way: "get",
      limits: agreed,
      parent,
    });
    one.session = there.session;
    people.push(there);
  }
  move(60 * day);
  await forgetRaises(deps);
  const owned = await offerOf(0, "0.01");
  await payOnPage(audited.stage, people[0]!, { offer: owned, way: "get" });
  move(60 * day);
  return {
    preset,
    people,
    owned,
    last: new Map<number, string>(),
    phone: null as Person | null,
    late: "",
    guests: new Map<number, Guest>(),
    program: null as Program | null,
  };
}

export type Reader = Awaited<ReturnType<typeof newReader>>;

function move(ms: number): void {
  clock.at = instant(clock.at + ms);
}

function offerOf(site: number, price: string): Promise<string> {
  const { apiKey, origin } = sites[site]!;
  return newOffer(audited.stage, {
    amount: money(price),
    apiKey,
    origin,
    path: `/p${(pages += 1)}`,
  });
}

function said(outcome: PaymentOutcome & { decided?: Decided | undefined }): string {
  if (!("reason" in outcome)) return outcome.kind;
  const counter = outcome.decided?.counter;
  return `${outcome.kind} ${outcome.reason}${counter ? ` by ${counter}` : ""}`;
}

async function clickAt(
  reader: Reader,
  site: number,
  person: Person,
  price: string,
): Promise<string> {
  const parent = sites[site]!.origin;
  const body = clickBody(audited.stage, person, { offer: await offerOf(site, price), parent });
  const { body: outcome, code } = await send(audited.stage, body);
  if (code !== null) return code;
  if (outcome.kind === "captured") reader.last.set(site, outcome.payment);
  return said(outcome);
}

async function undoLast(reader: Reader, site: number): Promise<string> {
  const payment = reader.last.get(site) ?? "";
  const { body, code } = await sendUndo(audited.stage, reader.people[site]!, payment);
  return code ?? body.kind;
}

/** What can stand in a line of a table, and what is heard of it. */
export type Verb = (reader: Reader, site: number, word: string) => Promise<string>;

const verbs: Record<string, Verb> = {
  ...policyVerbs(() => ({
    stage: audited.stage,
    clickAt,
    undoLast,
    offerOf,
    originOf: (site) => sites[site]!.origin,
  })),
  click: (reader, site, price) => clickAt(reader, site, reader.people[site]!, price),
  once: async (reader, site, price) => {
    const person = { ...reader.people[site]!, key: newFrameKey() };
    const of = { choice: "once", way: "get", parent: sites[site]!.origin } as const;
    return said(
      (await payOnPage(audited.stage, person, { offer: await offerOf(site, price), ...of }))
        .outcome,
    );
  },
  check: async (reader, site) => {
    const of = { way: "get", parent: sites[site]!.origin } as const;
    return said(
      (
        await payOnPage(audited.stage, reader.people[site]!, {
          offer: await ownedAgain(reader),
          ...of,
        })
      ).outcome,
    );
  },
  phone: async (reader, site, price) => {
    if (reader.phone === null) {
      reader.phone = { ...reader.people[site]!, key: newFrameKey() };
      await payOnPage(audited.stage, reader.phone, { offer: await ownedAgain(reader), way: "get" });
    }
    return clickAt(reader, site, reader.phone, price);
  },
  asks: (_, site, price) => setLine(site, { askAbove: wire(price) }),
  sells: (_, site, price) => setLine(site, { neverAbove: wire(price) }),
  priced: async (reader, site, price) => {
    const { apiKey, origin } = sites[site]!;
    const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };
    const resource = `${origin}/late${(pages += 1)}`;
    const body = JSON.stringify({ resource, title: "Late", price: wire(price), access: "own" });
    const answer = await audited.stage.fetch("/v1/offers", { method: "POST", headers, body });
    const { offer, code } = (await answer.json()) as { offer?: string; code?: string };
    reader.late = offer ?? reader.late;
    return code ?? "offered";
  },
  late: async (reader, site) => {
    const parent = sites[site]!.origin;
    const of = { offer: reader.late, parent };
    return said(
      (await send(audited.stage, clickBody(audited.stage, reader.people[site]!, of))).body,
    );
  },
  "late-once": async (reader, site) => {
    const person = { ...reader.people[site]!, key: newFrameKey() };
    const of = { choice: "once", way: "get", parent: sites[site]!.origin } as const;
    return said((await payOnPage(audited.stage, person, { offer: reader.late, ...of })).outcome);
  },
  undo: (reader, site) => undoLast(reader, site),
  refund: async (reader, site) => {
    const { status } = await sendRefund(audited.stage, { payment: reader.last.get(site) ?? "" });
    return status === 200 ? "refunded" : `refund ${status}`;
  },
  "top-up": async (reader, site, price) => {
    const hex = clock.now().toString(16).padStart(12, "0");
    const key = `${hex.slice(0, 8)}-${hex.slice(8)}-7${crypto.randomUUID().slice(15)}`;
    const headers = { ...cookie(reader.people[site]!.session), "idempotency-key": key };
    const body = { money: { amount: money(price).toString(), asset: "PLAY/6" } };
    const { status, code } = await post(audited.stage, "/v1/wallet/top-ups", body, headers);
    return code ?? (status === 200 ? "added" : String(status));
  },
};

const wire = (price: string) => ({ amount: money(price).toString(), asset: "PLAY/6" });

export async function setLine(site: number, change: object): Promise<string> {
  const { apiKey } = sites[site]!;
  const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };
  const patch = { method: "PATCH", headers, body: JSON.stringify(change) };
  const answer = await audited.stage.fetch("/v1/merchant/settings", patch);
  return answer.status === 200 ? "set" : String(answer.status);
}

/** A fresh offer for what the reader owns: an approval of it checks the passkey and pays nothing. */
async function ownedAgain(reader: Reader): Promise<string> {
  const claims = JSON.parse(Buffer.from(reader.owned.split(".")[1] ?? "", "base64url").toString());
  const path = new URL(claims.resource).pathname;
  return newOffer(audited.stage, { amount: 10_000n, path });
}

const shape =
  /^d(\d+) (\d\d):(\d\d)\s+([A-E]+) ([a-z-]+)(?: ([a-z\d.-]+))?(?: ×(\d+)(?: every (\d+)s)?)?\s{2,}(.+)$/;

export async function follow(reader: Reader, table: string): Promise<void> {
  // On the full hour: the windows of the ledger are whole hours.
  const start = Math.ceil(clock.now() / day) * day;
  for (const text of table.split("\n").filter((line) => line.trim() !== "")) {
    const found = shape.exec(text.trim());
    if (found === null) throw new Error(`What is ${text}?`);
    const [, d, h, m, places = "", verb = "", price = "", times = "1", every = "30", expected] =
      found;
    const time = start + Number(d) * day + Number(h) * hour + Number(m) * minute;
    clock.at = instant(Math.max(clock.at, time));
    await measureBrake(audited.stage.deps);
    let count = 0;
    for (const place of [...places].flatMap((one) => Array<string>(Number(times)).fill(one))) {
      if (count > 0) move(Number(every) * second);
      count += 1;
      const heard = await verbs[verb]!(reader, place.charCodeAt(0) - 65, price);
      expect(`${text.trim()} · ${count}: ${heard}`).toBe(`${text.trim()} · ${count}: ${expected}`);
    }
  }
}

/** A server with five sites, whose wallets begin with so much. */
export async function open(welcome: bigint): Promise<void> {
  const rate = { addressPerMinute: 0, payerPerMinute: 1_000_000, merchantPerMinute: 0 };
  audited = await openAudited({
    clock,
    config: { welcome, rate, confirmAbove: 10n ** 12n, trustProxy: true },
  });
  const { deps, merchant } = audited.stage;
  sites = [merchant];
  for (const name of ["B", "C", "D", "E"]) {
    const origin = `https://${name.toLowerCase()}.example`;
    const site = { id: newId("merchant", clock.now()), apiKey: newApiKey(), origin };
    await registerMerchant(deps, { ...site, name, origins: [origin] });
    sites.push(site);
  }
}

/** Replays the journal from nothing; answers with its faults, none in a good run. */
export function close(): Promise<string[]> {
  return audited.close();
}
