import type { GrantResult, OpenGrantResponse } from "@farthing/protocol";
import { minute } from "@farthing/core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AuditedServer, openAudited } from "../payments/books.testing.ts";
import {
  agree,
  approve,
  arrive,
  askGrant,
  cookie,
  grantOutcome,
  newFrameKey,
  newOffer,
  newPerson,
  openPage,
  type Person,
  post,
  prove,
} from "../payments/person.testing.ts";
import {
  addNeighbour,
  claimReceipt,
  create,
  newPages,
  newTurnedClock,
  nonceOf,
  readyGrant,
} from "./grantStage.testing.ts";
import type { TestServer } from "../server.testing.ts";

let audited: AuditedServer;
let stage: TestServer;
const clock = newTurnedClock();
let neighbour: Awaited<ReturnType<typeof addNeighbour>>;

beforeAll(async () => {
  audited = await openAudited({ clock });
  stage = audited.stage;
  neighbour = await addNeighbour(stage);
});
afterAll(async () => expect(await audited.close()).toEqual([]));

const fresh = newPages(() => stage);
const claim = (nonce: string, apiKey?: string) => claimReceipt(stage, nonce, apiKey);
const ready = async (person: Person, terms?: Parameters<typeof readyGrant>[2]["terms"]) =>
  readyGrant(stage, person, { offer: await fresh(), ...(terms === undefined ? {} : { terms }) });

describe("rule 4: a grant cannot be phished", () => {
  test.each(["cross-site", "same-site", "none", ""])(
    "reached with Sec-Fetch-Site %j it is burnt",
    async (site) => {
      const person = newPerson();
      const { grant } = await askGrant(stage, person, { offer: await fresh() });
      expect((await openPage(stage, person, grant, site)).code).toBe("grant-not-from-button");
      expect((await openPage(stage, person, grant)).code).toBe("grant-used");
      expect((await grantOutcome(stage, person, grant)).body.status).toBe("closed");
    },
  );

  test("the arrival of another request, an altered one and one from long ago burn it too", async () => {
    const person = newPerson();
    const other = await askGrant(stage, person, { offer: await fresh() });
    const elsewhere = await arrive(stage, `/pay?grant=${other.grant}`);
    for (const change of [() => elsewhere, (text: string) => text.replace(/.$/, "!"), () => "x"]) {
      const { grant } = await askGrant(stage, person, { offer: await fresh() });
      const arrival = change(await arrive(stage, `/pay?grant=${grant}`));
      const { code } = await post(stage, `/v1/wallet/grants/${grant}/open`, { arrival });
      expect(code).toBe("grant-not-from-button");
    }
  });

  test("only the key that asked, with the cookie it had, hears the result", async () => {
    const anna = {
      ...newPerson(),
      partition: `__Host-farthing-part-${stage.merchant.id.slice(-8)}=${"A".repeat(43)}`,
    };
    const { grant, credential } = await ready(anna);
    await approve(stage, anna, { grant, credential });
    expect((await grantOutcome(stage, anna, grant)).body.status).toBe("approved");
    expect((await grantOutcome(stage, { ...anna, partition: "" }, grant)).code).toBe(
      "grant-not-found",
    );
    expect((await grantOutcome(stage, { ...anna, key: newFrameKey() }, grant)).code).toBe(
      "grant-not-found",
    );
    const proof = prove(stage, anna.key, { purpose: "grant-events", subject: grant });
    const events = await post(stage, `/v1/frame/grants/${grant}/events`, { proof });
    expect(events.code).toBe("grant-not-found");
    const old = prove(stage, anna.key, {
      purpose: "grant-result",
      subject: grant,
      time: clock.now() - 61_000,
    });
    const late = await post(
      stage,
      `/v1/frame/grants/${grant}/result`,
      { proof: old },
      cookie(anna.partition),
    );
    expect(late.code).toBe("authorization-expired");
  });

  test("a request is one: the same again is a retry, another under its id is refused", async () => {
    const person = newPerson();
    const offer = await fresh();
    const { grant } = await askGrant(stage, person, { offer });
    expect((await askGrant(stage, person, { offer, grant })).body.status).toBe("waiting");
    expect((await askGrant(stage, newPerson(), { offer, grant })).code).toBe("grant-used");
    expect((await askGrant(stage, person, { offer: await fresh(), grant })).code).toBe(
      "grant-used",
    );
  });

  test("a proof for another request or by another key opens none", async () => {
    const person = newPerson();
    const offer = await fresh();
    const wrong = {
      offer,
      parent: stage.merchant.origin,
      returnTo: `${stage.merchant.origin}/`,
      keyStorage: "kept",
    };
    const proof = prove(stage, person.key, { purpose: "grant", subject: "something else" });
    const grant = "grt_00000000000000000000000001";
    expect((await post(stage, "/v1/frame/grants", { ...wrong, grant, proof })).code).toBe(
      "signature-invalid",
    );
  });
});

describe("the page", () => {
  test("shows merchant, price, preset and who is signed in, also after a reload", async () => {
    const person = newPerson();
    const { grant } = await askGrant(stage, person, { offer: await fresh() });
    const first = await openPage(stage, person, grant);
    expect(first.body).toMatchObject({
      merchant: { name: "The Newsstand", origin: "https://news.example" },
      price: { amount: "50000", asset: "PLAY/6" },
      wallet: null,
      standing: null,
      kind: "article",
      preset: { perClick: "50000", per24h: "500000", total: "2000000" },
      ceiling: { perClick: "5000000" },
      mayEnrol: true,
      keyKept: true,
    });
    expect((await openPage(stage, person, grant)).status).toBe(200);
  });

  test.each([
    [{ access: "own" }, "article"],
    [{ access: "use" }, "other"],
    [{ access: "own", kind: "other" }, "other"],
    [{ access: "use", kind: "article" }, "article"],
  ] as const)("an offer of %j is spoken of as %s", async (of, kind) => {
    const person = newPerson();
    const offer = await newOffer(stage, { ...of, path: `/sold-as-${kind}` });
    const { grant } = await askGrant(stage, person, { offer });
    expect((await openPage(stage, person, grant)).body).toMatchObject({ kind });
  });

  test("terms and approval before the page was opened are refused", async () => {
    const person = newPerson();
    const { grant } = await askGrant(stage, person, { offer: await fresh() });
    expect((await agree(stage, person, { grant, terms: create })).code).toBe(
      "grant-not-from-button",
    );
    expect((await approve(stage, person, { grant, credential: {} })).code).toBe("grant-used");
  });

  test("left without an answer the request is over; after the approval leaving changes nothing", async () => {
    const person = newPerson();
    const { grant, credential } = await ready(person);
    expect((await post(stage, `/v1/wallet/grants/${grant}/leave`, {})).status).toBe(200);
    expect((await approve(stage, person, { grant, credential })).code).toBe("grant-used");
    const paid = await ready(person);
    await approve(stage, person, paid);
    await post(stage, `/v1/wallet/grants/${paid.grant}/leave`, {});
    expect((await grantOutcome(stage, person, paid.grant)).body.status).toBe("approved");
  });

  test("five minutes later it is expired, for the page and for the frame", async () => {
    const person = newPerson();
    const { grant, credential } = await ready(person);
    clock.turned += 5 * minute;
    expect((await openPage(stage, person, grant)).code).toBe("grant-expired");
    expect((await approve(stage, person, { grant, credential })).code).toBe("grant-expired");
    expect((await grantOutcome(stage, person, grant)).body.status).toBe("expired");
  });
});

describe("frames blocked: a page reached with an offer", () => {
  const offerGrant = async (offer: string, site: string) => {
    const arrival = await arrive(stage, `/pay?offer=${offer}`, site);
    return {
      arrival,
      ...(await post<{ grant: string }>(stage, "/v1/wallet/grants", { offer, arrival })),
    };
  };

  test("from a page it pays once, enrols nothing, and the merchant's server claims the receipt", async () => {
    const person = newPerson();
    const { arrival, body } = await offerGrant(await fresh(), "cross-site");
    const { grant } = body;
    const open = await post<OpenGrantResponse>(stage, `/v1/wallet/grants/${grant}/open`, {
      arrival,
    });
    expect(open.body.mayEnrol).toBe(false);
    expect((await agree(stage, person, { grant, terms: create })).code).toBe("invalid-request");
    const { credential } = await agree(stage, person, {
      grant,
      terms: { ...create, choice: "once" },
    });
    const { body: paid } = await approve(stage, person, { grant, credential });
    expect(paid.outcome.kind).toBe("captured");
    const nonce = nonceOf(paid.returnTo);
    expect((await claim(nonce, neighbour.apiKey)).code).toBe("grant-not-found");
    expect((await claim("A".repeat(22))).code).toBe("grant-not-found");
    expect((await claim(nonce, "wrong")).code).toBe("api-key-invalid");
    const outcome = paid.outcome as { receipt: string; payment: string };
    expect((await claim(nonce)).body).toEqual({
      receipt: outcome.receipt,
      payment: outcome.payment,
    });
  });

  test.each(["none", ""])("typed or mailed (%j) it opens nothing", async (site) => {
    expect((await offerGrant(await fresh(), site)).code).toBe("grant-not-from-button");
  });

  test("an arrival with a grant is not one with an offer", async () => {
    const offer = await fresh();
    const { grant } = await askGrant(stage, newPerson(), { offer });
    const arrival = await arrive(stage, `/pay?grant=${grant}`);
    expect((await post(stage, "/v1/wallet/grants", { offer, arrival })).code).toBe(
      "grant-not-from-button",
    );
  });
});

describe("rule 5: the status stream", () => {
  const listen = async (person: Person, grant: string): Promise<ReadableStream<Uint8Array>> => {
    const proof = prove(stage, person.key, { purpose: "grant-events", subject: grant });
    const response = await stage.fetch(`/v1/frame/grants/${grant}/events`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "sec-fetch-site": "same-origin",
        origin: stage.deps.config.origin,
      },
      body: JSON.stringify({ proof }),
    });
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    if (response.body === null) throw new Error("a stream");
    return response.body;
  };
  const heard = async (stream: ReadableStream<Uint8Array>) =>
    [...(await new Response(stream).text()).matchAll(/^data: (\w+)$/gm)].map(
      ([, status]) => status,
    );

  test("tells each status once, ends with the last, and holds nothing after", async () => {
    const person = newPerson();
    const { grant } = await askGrant(stage, person, { offer: await fresh() });
    const stream = heard(await listen(person, grant));
    await openPage(stage, person, grant);
    const { credential } = await agree(stage, person, { grant, terms: create });
    await approve(stage, person, { grant, credential });
    expect(await stream).toEqual(["waiting", "opened", "approved"]);
    expect(await heard(await listen(person, grant))).toEqual(["approved"]);
    expect(stage.deps.grantHub.size()).toBe(0);
  });

  test("one stream a grant: a new one ends the old, and one that is dropped is forgotten", async () => {
    const person = newPerson();
    const { grant } = await askGrant(stage, person, { offer: await fresh() });
    const old = heard(await listen(person, grant));
    const young = await listen(person, grant);
    expect(await old).toEqual(["waiting"]);
    await young.cancel();
    expect(stage.deps.grantHub.size()).toBe(0);
  });

  test("it says nothing but a status: no payment, no key", async () => {
    const person = newPerson();
    const { grant } = await askGrant(stage, person, { offer: await fresh() });
    const text = new Response(await listen(person, grant)).text();
    await post(stage, `/v1/wallet/grants/${grant}/leave`, {});
    expect(await text).toBe("event: status\ndata: waiting\n\nevent: status\ndata: closed\n\n");
    const { body } = await grantOutcome(stage, person, grant);
    expect(body).toEqual({
      status: "closed",
      outcome: null,
      allowance: null,
    } satisfies GrantResult);
  });
});
