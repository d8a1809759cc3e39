import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { day } from "@farthing/core";
import {
  checkLiabilitiesFile,
  formatProofFile,
  isLiabilitiesFile,
  type LiabilityFault,
  parseProofFile,
  type TrueLiability,
  type TrustPolicy,
} from "@farthing/log";
import { afterAll, beforeAll, expect, test } from "vitest";
import { signCheckpoint } from "../log/checkpoints.ts";
import { verifiers } from "../log/verifiers.ts";
import { accountId } from "../payments/keys.ts";
import { newTurnedClock } from "../grants/grantStage.testing.ts";
import {
  clickBody,
  cookie,
  newOffer,
  newPerson,
  ownHeaders,
  payOnPage,
  type Person,
  send,
} from "../payments/person.testing.ts";
import { openTestServer, type TestServer } from "../server.testing.ts";
import { sha256 } from "../sha256.ts";
import { balanceOf } from "../wallets/balance.ts";
import { dayStart, sealedTotal } from "./liabilitiesKey.ts";
import { keptDays, sealLiabilities } from "./sealLiabilities.ts";

const clock = newTurnedClock();
let stage: TestServer;
let anna: Person;
beforeAll(async () => {
  stage = await openTestServer({ clock, config: { liabilitiesHour: 0 } });
  anna = newPerson();
  await payOnPage(stage, anna, { offer: await newOffer(stage) });
  await send(stage, clickBody(stage, anna, { offer: await newOffer(stage, { path: "/b" }) }));
  await sealLiabilities(stage.deps);
  await signCheckpoint(stage.deps);
});
afterAll(() => stage.close());

const policy = (): TrustPolicy => ({
  logs: stage.deps.keys.log.map((key) => ({ key, url: null })),
  witnesses: new Map(),
  quorum: null,
});

const check = (file: string): Promise<TrueLiability | LiabilityFault> =>
  checkLiabilitiesFile(sha256, file, policy(), verifiers);

const ask = (person: Person) =>
  stage.fetch("/v1/wallet/liabilities-file", {
    headers: { ...ownHeaders, ...cookie(person.session) },
  });

const payerId = async () =>
  (await stage.deps.store.selectFrom("payers").select("id").executeTakeFirstOrThrow()).id;

const today = () => sealedTotal(stage.deps, dayStart(clock.now()));

test("a payer's balance is in the day's total, and the total in the log, by nothing but the file", async () => {
  const response = await ask(anna);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-disposition")).toMatch(
    /filename="liabilities-\d{4}-\d\d-\d\d\.tlog-proof"/,
  );
  const payer = await payerId();
  const found = await check(await response.text());
  expect(found).toMatchObject({
    account: accountId("payer", payer),
    balance: BigInt(balanceOf(stage.deps, payer).amount),
    asset: "PLAY/6",
    size: 16,
  });
});

test("the total is what the ledger owes: payers and merchants, and nothing else", () => {
  const accounts = [accountId("operator:fees", ""), accountId("rail:sandbox", "")];
  const [fees, rail] = stage.deps.ledger
    .lookupAccounts(accounts)
    .map((account) => (account ? account.creditsPosted - account.debitsPosted : 0n));
  expect(BigInt(today()?.memo.sum ?? "0")).toBe(-(rail ?? 0n) - (fees ?? 0n));
  expect(today()?.memo).toMatchObject({ receivable: "0", size: "16" });
});

test("again, twice at once, or after a crash that lost the answer: one entry a day", async () => {
  const { seq } = stage.deps.ledger.head();
  await Promise.all([sealLiabilities(stage.deps), sealLiabilities(stage.deps)]);
  expect(stage.deps.ledger.head().seq).toBe(seq);
  clock.turned += day;
  await Promise.all([sealLiabilities(stage.deps), sealLiabilities(stage.deps)]);
  expect(stage.deps.ledger.head().seq).toBe(seq + 1n);
  // A tree that was kept and never sealed, as a crash between the two leaves it, is told by its root and goes.
  const name = today()?.memo.day ?? "";
  writeFileSync(join(stage.deps.liabilitiesFolder, `${name}-0011223344556677.sums`), "");
  clock.turned += day;
  await sealLiabilities(stage.deps);
  expect(stage.deps.ledger.head().seq).toBe(seq + 2n);
  await signCheckpoint(stage.deps);
  expect(await check(await (await ask(anna)).text())).toMatchObject({ day: today()?.memo.day });
});

/** `change` to the JSON of the file's extra. */
function changed(file: string, change: (text: string) => string): string {
  const parts = parseProofFile(file);
  if (parts?.extra === null || parts === null) throw new Error("a proof file");
  const text = change(Buffer.from(parts.extra).toString());
  return formatProofFile({ ...parts, extra: Buffer.from(text) });
}

test("each lie names the check that it fails", async () => {
  const file = await (await ask(anna)).text();
  const lies: [LiabilityFault, string][] = [
    ["not-a-proof-file", file.slice(1)],
    ["not-a-liability", changed(file, () => "{}")],
    ["not-a-liability", changed(file, (text) => text.replace('"index":', '"place":'))],
    ["not-in-the-total", changed(file, (text) => text.replace(/("balance":")(\d+)/, "$19$2"))],
    [
      "not-in-the-total",
      changed(file, (text) => text.replace(/("account":"..)../, "$1zz").replace("zz", "00")),
    ],
    [
      "not-in-the-total",
      changed(file, (text) => text.replace(/("fields".*"sum":")(\d+)/, "$18$2")),
    ],
    ["not-included", changed(file, (text) => text.replace(/("day":"20)\d\d/, "$199"))],
    ["not-signed", file.replace(/\n— .*\n$/, "\n")],
  ];
  for (const [fault, lie] of lies) expect([await check(lie), lie === file]).toEqual([fault, false]);
  expect(isLiabilitiesFile(file)).toBe(true);
  expect(isLiabilitiesFile(lies[1]?.[1] ?? "")).toBe(false);
});

test("whoever is not signed in, or has no wallet in a total yet, is told so", async () => {
  const nobody = await stage.fetch("/v1/wallet/liabilities-file", { headers: ownHeaders });
  expect(nobody.status).toBe(401);
  const bob = newPerson();
  await payOnPage(stage, bob, { offer: await newOffer(stage) });
  expect((await ask(bob)).status).toBe(404);
  rmSync(stage.deps.liabilitiesFolder, { recursive: true });
  expect((await ask(anna)).status).toBe(404);
});

test("days that are too old have no tree any more; the newest with one is told", async () => {
  clock.turned += (keptDays + 1) * day;
  await sealLiabilities(stage.deps);
  await signCheckpoint(stage.deps);
  const name = today()?.memo.day ?? "";
  const files = readdirSync(stage.deps.liabilitiesFolder);
  expect(files).toEqual([expect.stringMatching(new RegExp(`^${name}-[0-9a-f]{16}\\.sums$`))]);
});
