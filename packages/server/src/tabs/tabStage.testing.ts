import type { Bill, PaymentOutcome } from "@farthing/protocol";
import {
  type Answer,
  arrive,
  askGrant,
  clickBody,
  cookie,
  get,
  grantOutcome,
  newPerson,
  type Person,
  post,
} from "../payments/person.testing.ts";
import { expect } from "vitest";
import type { TestServer } from "../server.testing.ts";

/** Somebody without a wallet: a person whose browser keeps a guest's cookie once there is a bill. */
export interface Guest extends Person {
  guest: string;
  /** Where the browser is: the stage believes its proxy. */
  address: string;
}

let networks = 0;

/** On a network of its own, unless another is named. */
export function newGuestPerson(address?: string): Guest {
  networks += 1;
  const own = `10.${Math.floor(networks / 250)}.${networks % 250}.7`;
  return { ...newPerson(), guest: "", address: address ?? own };
}

const sent = (guest: Guest) => ({
  ...cookie(guest.guest),
  "x-forwarded-for": guest.address,
});

/** Opens the payment page of a grant for `offer`; answers with the grant's id and what the page would show. */
export async function openFor(
  stage: TestServer,
  guest: Guest,
  of: { offer: string; parent?: string },
) {
  const { grant } = await askGrant(stage, guest, of);
  const arrival = await arrive(stage, `/pay?grant=${grant}`);
  const path = `/v1/wallet/grants/${grant}/open`;
  const { body } = await post<{ payLater: { state: string } | null }>(
    stage,
    path,
    { arrival },
    sent(guest),
  );
  return { grant, payLater: body.payLater };
}

/** Presses "Read now, pay later" on an open page. */
export async function pressLater(
  stage: TestServer,
  guest: Guest,
  grant: string,
): Promise<Answer<{ outcome: PaymentOutcome }>> {
  const path = `/v1/wallet/grants/${grant}/pay-later`;
  const answer = await post<{ outcome: PaymentOutcome }>(stage, path, {}, sent(guest));
  guest.guest = answer.cookies.find((one) => one.startsWith("farthing-guest")) ?? guest.guest;
  return answer;
}

/** The whole first purchase of a guest at a site. */
export async function buyLater(
  stage: TestServer,
  guest: Guest,
  of: { offer: string; parent?: string },
): Promise<Answer<{ outcome: PaymentOutcome }>> {
  const { grant } = await openFor(stage, guest, of);
  const answer = await pressLater(stage, guest, grant);
  const result = await grantOutcome(stage, guest, grant);
  guest.allowance = result.body.allowance?.id ?? guest.allowance;
  return answer;
}

export function click(stage: TestServer, guest: Guest, offer: string, parent?: string) {
  const body = clickBody(stage, guest, { offer, ...(parent ? { parent } : {}) });
  return post<PaymentOutcome>(stage, "/v1/frame/payments", body, sent(guest));
}

export async function billOf(stage: TestServer, guest: Guest): Promise<Bill> {
  return (await get<Bill>(stage, "/v1/wallet/bill", sent(guest))).body;
}

const money = (amount: bigint) => ({ amount: amount.toString(), asset: "PLAY/6" });

export function payByRail(stage: TestServer, guest: Guest, owed: bigint): Promise<Answer<Bill>> {
  const body = { by: "sandbox", owed: money(owed) };
  return post(stage, "/v1/wallet/bill/settle", body, sent(guest));
}

/** Opens a wallet, or uses the one that the person has, and pays the bill from it. */
export async function payByWallet(
  stage: TestServer,
  guest: Guest,
  {
    owed,
    way = "create",
    agreed = owed,
  }: { owed: bigint; way?: "create" | "get"; agreed?: bigint },
): Promise<Answer<Bill>> {
  const asked = await post<{ options: never; payer: string | null }>(
    stage,
    "/v1/wallet/bill/options",
    { way, owed: money(agreed) },
    sent(guest),
  );
  const { options, payer } = asked.body;
  const origin = stage.deps.config.origin;
  const credential =
    way === "create" ? guest.passkey.create(options, origin) : guest.passkey.get(options, origin);
  const body = { by: "wallet", owed: money(owed), payer, credential };
  const answer = await post<Bill>(stage, "/v1/wallet/bill/settle", body, sent(guest));
  guest.session = answer.cookies.find((one) => one.startsWith("farthing-dev")) ?? guest.session;
  return answer;
}

export function stopHere(stage: TestServer, guest: Guest): Promise<Answer<Bill>> {
  return post(stage, "/v1/wallet/bill/stop", {}, sent(guest));
}

export function reportLater(stage: TestServer, guest: Guest, payment: string, reason: string) {
  const path = `/v1/wallet/bill/payments/${payment}/report`;
  return post<Bill>(stage, path, { reason }, sent(guest));
}

/** What became of a first press. */
export const bought = (answer: { body: { outcome?: { kind: string; reason?: string } } }) =>
  answer.body.outcome?.reason ?? answer.body.outcome?.kind;

/** A guest who owes so many times 0.05: one of `offer`'s pages each. */
export async function owingGuest(
  stage: TestServer,
  of: { times: number; offer: () => Promise<string>; guest: Guest },
): Promise<Guest> {
  const { times, offer, guest } = of;
  expect(bought(await buyLater(stage, guest, { offer: await offer() }))).toBe("captured");
  for (let at = 1; at < times; at += 1) {
    expect((await click(stage, guest, await offer())).body).toMatchObject({ kind: "captured" });
  }
  return guest;
}
