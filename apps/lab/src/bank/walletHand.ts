import { setTimeout as sleep } from "node:timers/promises";
import { assert, day, idToBytes, newId, toHex } from "@farthing/core";
import type { ApproveResponse, Me, TopUpResponse } from "@farthing/protocol";
import { askGrant, fixTerms } from "../payer/grantSteps.ts";
import { ownPageHeaders } from "../payer/http.ts";
import type { Hand, Seat, Wallet } from "./bank.ts";
import type { Lines } from "./history.ts";
import { type Ask, look, record, recordAgain } from "./record.ts";
import { understandMe, understandOutcome } from "./understand.ts";

const thinkMsMax = 250;
const cent = 10_000n;

/** Looks at the wallet, adds money, changes what a site may take, and takes it back while the buttons are pressed. */
export async function walletHand(hand: Hand, wallet: Wallet): Promise<void> {
  const { bank, chance } = hand;
  const revoked = new Set<Seat>();
  while (bank.isOpen) {
    await sleep(chance.whole(1, thinkMsMax));
    // A site that was stopped is allowed again soon: its button has something to do.
    const stopped = chance.happens(50) ? [...revoked] : [];
    const seat = chance.one(stopped.length > 0 ? stopped : wallet.seats);
    const draw = chance.whole(1, 100);
    if (draw <= 40 && stopped.length === 0) await lookAt(hand, wallet);
    else if (draw <= 50) await topUp(hand, wallet);
    else if (draw <= 94 || revoked.has(seat)) {
      if (await approve(hand, seat)) revoked.delete(seat);
    } else {
      await revoke(hand, seat);
      revoked.add(seat);
    }
  }
}

/** The wallet as it is. */
export async function lookAt({ bank }: Hand, wallet: Wallet): Promise<void> {
  const headers = { "sec-fetch-site": "same-origin", cookie: wallet.session };
  await look(bank, {
    send: () => bank.http.send("GET", "/v1/wallet/me", headers),
    understand: (json) => understandMe(wallet.number, json as Me),
  });
}

async function topUp({ bank, chance }: Hand, wallet: Wallet): Promise<void> {
  // Now and then more than anybody may add in a day.
  const amount = BigInt(chance.whole(1, 150)) * (chance.happens(5) ? 100n * cent : cent);
  const name = idToBytes("payment", newId("payment", bank.clock.now()));
  assert(name !== null, "a fresh id has bytes");
  const key = toHex(name);
  const uuid = key.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  const headers = {
    ...ownPageHeaders(bank.http.origin, wallet.session),
    "idempotency-key": uuid,
  };
  const body = JSON.stringify({ money: { amount: amount.toString(), asset: "PLAY/6" } });
  const ask: Ask = {
    send: () => bank.http.send("POST", "/v1/wallet/top-ups", headers, body),
    understand(json) {
      const { id, balance } = json as TopUpResponse;
      const shown = [[`balance/${wallet.number}`, balance.amount] as const];
      return { word: "topped-up", payment: id, shown };
    },
  };
  const call = await record(bank, { kind: "top-up", payer: wallet.number, key, amount }, ask);
  if (chance.happens(25)) await recordAgain(bank, call, ask);
}

async function revoke({ bank }: Hand, { payer, allowance }: Seat): Promise<void> {
  const path = `/v1/wallet/allowances/${allowance}/revoke`;
  const headers = ownPageHeaders(bank.http.origin, payer.session);
  await record(
    bank,
    { kind: "revoke", payer: payer.number, allowance },
    {
      send: () => bank.http.send("POST", path, headers, "{}"),
      understand: () => ({ word: "revoked", payment: null, shown: [] }),
    },
  );
}

/** Pays once by passkey and allows what chance says: edits what stands, or opens it anew. True when it stands now. */
export async function approve(hand: Hand, seat: Seat): Promise<boolean> {
  const { bank, chance } = hand;
  const { payer, stall } = seat;
  const offer = chance.one(stall.offers.filter(({ owns }) => owns === null));
  const limits = drawLines(hand);
  const prepared = await prepare(hand, { seat, offer: offer.text, limits }).catch(() => null);
  // The server stopped on the way; nothing was agreed to.
  if (prepared === null) return false;
  const { grant, credential } = prepared;
  const opened: string[] = [];
  const ask: Ask = {
    // Without the session: a new one would come with an answer that may be cut.
    send: () =>
      bank.http.send(
        "POST",
        `/v1/wallet/grants/${grant}/approve`,
        ownPageHeaders(bank.http.origin),
        JSON.stringify({ credential }),
      ),
    understand(json) {
      const { outcome } = json as ApproveResponse;
      if (outcome.kind === "captured" && outcome.allowance) opened.push(outcome.allowance.id);
      return understandOutcome(outcome);
    },
  };
  const { merchant } = stall.shop;
  const { price } = offer;
  await record(bank, { kind: "approve", payer: payer.number, merchant, grant, price, limits }, ask);
  seat.allowance = opened.at(-1) ?? seat.allowance;
  return opened.length > 0;
}

function drawLines({ chance }: Hand): Lines {
  return {
    perClick: BigInt(chance.one([2, 50, 50])) * cent,
    per24h: BigInt(chance.one([50, 400, 2_000])) * cent,
    total: BigInt(chance.one([100, 1_000, 5_000])) * cent,
  };
}

/** Everything of an approval that moves no money. */
async function prepare(
  { bank }: Hand,
  { seat, offer, limits }: { seat: Seat; offer: string; limits: Lines },
): Promise<{ grant: string; credential: unknown }> {
  const { direct: http, clock } = bank;
  const { device, payer, stall } = seat;
  const parent = stall.shop.origin;
  const grant = await askGrant({ http, clock, device, offer, parent, partition: "" });
  const { session, passkey } = payer;
  const options = await fixTerms(http, {
    grant,
    limits: {
      perClick: limits.perClick.toString(),
      per24h: limits.per24h.toString(),
      total: limits.total.toString(),
      expiresAt: clock.now() + 29 * day,
    },
    way: "get",
    session,
  });
  return { grant, credential: passkey.get(options as never, http.origin) };
}
