import { readFileSync } from "node:fs";
import { parsePolicy } from "@farthing/risk";
import type { Me, OpenGrantResponse, PaymentOutcome, TermsRequest } from "@farthing/protocol";
import {
  agree,
  type Answer,
  approve,
  askGrant,
  cookie,
  get,
  grantOutcome,
  openPage,
  type Person,
} from "../payments/person.testing.ts";
import type { TestServer } from "../server.testing.ts";

const defaults = readFileSync(
  new URL("../../../risk/src/policy/default.json", import.meta.url),
  "utf8",
);

/**
 * From here on every payment at a site that the payer knows nothing of yet is held, or told of, as `gesture` says; or at
 * those that they know as `trusts` says.
 */
export function holdFirst(
  { deps }: TestServer,
  gesture: "H1" | "H24" | "U+notice",
  trusts: readonly string[] = ["first"],
): void {
  const policy = JSON.parse(defaults) as {
    version: string;
    rows: { gestures: Record<string, Record<string, string>> }[];
  };
  policy.version = `holds-${gesture.toLowerCase().replace("+", "-")}-${trusts.length}`;
  const order = ["N", "C", "U", "U+notice", "H1", "H24", "D"];
  for (const { gestures } of policy.rows) {
    for (const band of Object.values(gestures)) {
      for (const trust of trusts) {
        const asked = order.indexOf(band[trust] ?? "D");
        band[trust] = order[Math.max(asked, order.indexOf(gesture))] ?? "D";
      }
    }
  }
  const parsed = parsePolicy(JSON.stringify(policy));
  if ("fault" in parsed) throw new Error(parsed.fault.sentence);
  deps.policies.add(parsed.policy);
}

export interface HeldOn {
  readonly outcome: PaymentOutcome;
  readonly grant: string;
  readonly credential: unknown;
  readonly shown: OpenGrantResponse;
}

/** The whole payment on the wallet's page, by somebody who reads how long it is held. */
export async function payReading(
  stage: TestServer,
  person: Person,
  of: { offer: string; choice?: "allow" | "once"; way?: "create" | "get"; parent?: string },
): Promise<HeldOn> {
  const { choice = "allow", way = "create" } = of;
  const { grant } = await askGrant(stage, person, of);
  const { body: shown } = await openPage(stage, person, grant);
  const hold = shown.holdMs === null ? {} : { holdMs: shown.holdMs };
  const terms: TermsRequest = { choice, way, limits: null, ...hold };
  const { credential, code } = await agree(stage, person, { grant, terms });
  if (credential === null) throw new Error(`the terms were refused: ${code}`);
  const answer = await approve(stage, person, { grant, credential });
  if (answer.status !== 200) throw new Error(`the approval was refused: ${answer.code}`);
  const result = await grantOutcome(stage, person, grant);
  person.allowance = result.body.allowance?.id ?? person.allowance;
  return { outcome: answer.body.outcome, grant, credential, shown };
}

export async function meOf(stage: TestServer, person: Person): Promise<Me> {
  return (await get<Me>(stage, "/v1/wallet/me", cookie(person.session))).body;
}

/** Asks as the operator does. */
export async function asOperator<Body>(
  stage: TestServer,
  path: string,
  body: unknown,
): Promise<Answer<Body>> {
  const response = await stage.fetch(path, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: `Bearer ${stage.deps.keys.operatorKey}`,
    },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as Body & { code?: string };
  return { status: response.status, body: answer, code: answer.code ?? null, cookies: [] };
}
