import type { IncomingMessage } from "node:http";
import { openHttp, openPerson, type Person } from "@farthing/lab";
import type { Request, Response } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { countGrants, readBooks } from "../books.ts";
import { openSite, type Site } from "../openSite.ts";
import { frameAt, payFirst, readPayments, walletFrame } from "../reader.ts";
import { buttonOf, openArticle, openStage, type Stage } from "../stage.ts";

let stage: Stage;
let reader: Person;
/** The merchant's own page, without any policy that would hold it back. */
let merchant: Site;
/** Answers on localhost as the wallet does, and keeps what it was sent. */
let recorder: Site;
let hear: (request: IncomingMessage) => void = () => {};
let payment: string;

type Headers = Record<string, string>;

beforeAll(async () => {
  stage = await openStage();
  merchant = await openSite(() => "<p>A merchant's page</p>");
  recorder = await openSite((request) => {
    hear(request);
    return "";
  });
  // Nothing is kept: where it is, a click that was held back is sent again by the next page.
  reader = await openPerson({ storage: "refused" });
  await payFirst(stage, reader, { slug: "the-smallest-coin" });
  payment = (await readPayments(stage, reader, 1))[0]?.id ?? "";
});
afterAll(async () => {
  await reader.close();
  await merchant.close();
  await recorder.close();
  await stage.close();
});

/** Every address of the frame, and those of the wallet that change something. */
const posts = () => [
  "/v1/frame/hello",
  "/v1/frame/payments",
  `/v1/frame/payments/${payment}/undo`,
  "/v1/frame/grants",
  "/v1/frame/grants/grt_00000000000000000000000001/events",
  "/v1/frame/grants/grt_00000000000000000000000001/result",
  "/v1/wallet/grants",
  "/v1/wallet/top-ups",
  "/v1/wallet/sign-out",
];

/** A click that the payer really made: signed by the frame, and held back before it reached the server. */
let signedClick = "";
beforeEach(async () => {
  const pattern = "**/v1/frame/payments";
  await openArticle(stage, reader, "the-loaf-that-shrank");
  await frameAt(reader, "ready");
  const asked = reader.page.waitForRequest(pattern);
  await reader.context.setOffline(true);
  await reader.press(buttonOf(reader, /^Read for/));
  signedClick = (await asked).postData() ?? "";
  await reader.context.setOffline(false);
  await reader.page.goto(merchant.origin);
});

/** What the server answered to the requests that `act` makes the page send, in any order. */
async function answersTo(act: () => Promise<unknown>): Promise<Response[]> {
  const answers: Response[] = [];
  const listen = (response: Response) => {
    if (response.url().startsWith(stage.wallet)) answers.push(response);
  };
  reader.page.on("response", listen);
  await act();
  await reader.page.waitForTimeout(100);
  reader.page.off("response", listen);
  return answers;
}

/** The headers that a browser sends with `act` to any server on localhost: cookies do not know ports. */
async function headersOf(act: (address: string) => Promise<unknown>): Promise<Headers> {
  const came = new Promise<Headers>((resolve) => {
    hear = (request) => {
      const kept = ["origin", "sec-fetch-site", "cookie", "content-type"];
      const pairs = kept.map((name): [string, string] => [name, String(request.headers[name])]);
      resolve(Object.fromEntries(pairs));
    };
  });
  await act(recorder.origin.replace("127.0.0.1", "localhost"));
  return came;
}

/** The problem that the server names: a page of another site cannot read it. */
async function problemOf(path: string, headers: Headers): Promise<string> {
  const http = openHttp(stage.wallet, 1);
  try {
    const answer = await http.send("POST", path, headers, signedClick);
    expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
    return (JSON.parse(answer.text) as { code: string }).code;
  } finally {
    await http.close();
  }
}

/** How many requests the server has answered with 403 so far. */
async function countRefused(): Promise<number> {
  const text = await (await fetch(`${stage.wallet}/metrics`)).text();
  const counts = text.matchAll(/^farthing_http_seconds_count\{.*status="403".*\} (\d+)$/gm);
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
}

test("rule 7: a merchant page's own fetch carries the frame's cookie, and is refused", async () => {
  const before = readBooks(stage);
  const grants = countGrants(stage);
  const send = (address: string) =>
    reader.page.evaluate(
      ({ url, body }) => {
        const headers = { "content-type": "text/plain" };
        const post = { method: "POST", mode: "no-cors", credentials: "include" } as const;
        return fetch(url, { ...post, headers, body }).then(({ type }) => type);
      },
      { url: address, body: signedClick },
    );
  const headers = await headersOf(send);
  expect(headers).toMatchObject({ origin: merchant.origin, "sec-fetch-site": "cross-site" });
  expect(headers["cookie"]).toMatch(/__Host-farthing-part-/);
  expect(headers["cookie"]).not.toContain("farthing-dev");
  for (const path of posts()) {
    const answers = await answersTo(() => send(stage.wallet + path));
    expect(answers.map((answer) => answer.status())).toEqual([403]);
    expect(await problemOf(path, headers)).toBe("cross-site-request");
  }
  expect(readBooks(stage)).toEqual(before);
  expect(countGrants(stage)).toBe(grants);
});

test("rule 7: as JSON it does not even leave the browser: no credentialed CORS", async () => {
  const before = readBooks(stage);
  let failed = 0;
  const answers = await answersTo(async () => {
    failed = await reader.page.evaluate(
      async ({ addresses, body }) => {
        const headers = { "content-type": "application/json" };
        const post = { method: "POST", credentials: "include", headers, body } as const;
        const asked = await Promise.allSettled(addresses.map((each) => fetch(each, post)));
        return asked.filter(({ status }) => status === "rejected").length;
      },
      { addresses: posts().map((path) => stage.wallet + path), body: signedClick },
    );
  });
  expect(failed).toBe(posts().length);
  expect(answers.filter((answer) => answer.request().method() === "POST")).toEqual([]);
  expect(readBooks(stage)).toEqual(before);
});

test("rule 7: a form in a sandboxed frame sends Origin null, and is refused", async () => {
  const before = readBooks(stage);
  const send = (address: string) =>
    reader.page.evaluate(
      ({ action, body }) => {
        const frame = document.createElement("iframe");
        frame.sandbox.add("allow-forms", "allow-scripts");
        const [name, value] = [body.slice(0, 5), body.slice(5)];
        frame.srcdoc = `<form method=post enctype=text/plain action="${action}"><input></form>
          <script>const field = document.querySelector("input");
          field.name = ${JSON.stringify(name)}; field.value = ${JSON.stringify(value)};
          document.querySelector("form").submit();</script>`;
        document.body.replaceChildren(frame);
      },
      { action: address, body: signedClick },
    );
  const headers = await headersOf(send);
  expect(headers).toMatchObject({ origin: "null", "content-type": "text/plain" });
  for (const path of ["/v1/frame/payments", `/v1/frame/payments/${payment}/undo`]) {
    const refused = await countRefused();
    await send(stage.wallet + path);
    await expect.poll(countRefused).toBe(refused + 1);
    expect(await problemOf(path, headers)).toBe("cross-site-request");
  }
  // Without any Origin, and with the right one from elsewhere, it is the same.
  const { origin: _, ...without } = headers;
  const right = { ...headers, origin: stage.wallet };
  for (const sent of [without, right]) {
    expect(await problemOf("/v1/frame/payments", sent)).toBe("cross-site-request");
  }
  expect(readBooks(stage)).toEqual(before);
});

test("rule 7: an image and a script change nothing", async () => {
  const before = readBooks(stage);
  // A browser keeps such answers from the page: what counts is that the requests were sent.
  const sent = new Set<string>();
  const listen = (request: Request) => void sent.add(request.url());
  reader.page.on("request", listen);
  const addresses = [...posts(), "/v1/wallet/me"].map((path) => stage.wallet + path);
  await reader.page.evaluate((sources) => {
    const ended = sources.flatMap((src) =>
      ["img", "script"].map((name) => {
        const element = document.createElement(name);
        element.setAttribute("src", src);
        document.body.append(element);
        return new Promise((resolve) => {
          element.addEventListener("load", resolve);
          element.addEventListener("error", resolve);
        });
      }),
    );
    return Promise.all(ended).then(() => "sent");
  }, addresses);
  reader.page.off("request", listen);
  expect([...sent].sort()).toEqual([...addresses].sort());
  expect(readBooks(stage)).toEqual(before);
});

test("rule 7: no GET changes anything, even from the wallet's own page with the payer's session", async () => {
  const api = await reader.context.request.get(`${stage.wallet}/v1/openapi.json`);
  const { paths } = (await api.json()) as { paths: Record<string, Record<string, unknown>> };
  const names = [
    ...Object.keys(paths),
    "/",
    "/pay",
    "/reference",
    "/operator",
    "/healthz",
    "/metrics",
  ];
  expect(names.length).toBeGreaterThan(20);
  const before = readBooks(stage);
  const grants = countGrants(stage);
  const odd: string[] = [];
  for (const name of names) {
    const path = name.replace("{id}", payment).replaceAll(/\{\w+\}/g, "0");
    const headers = { "sec-fetch-site": "same-origin", origin: stage.wallet };
    const answer = await reader.context.request.get(stage.wallet + path, { headers });
    const isRead = paths[name] === undefined || "get" in paths[name];
    const fits = isRead ? answer.status() < 500 : [404, 405].includes(answer.status());
    if (!fits) odd.push(`${path} answered ${answer.status()}`);
  }
  expect(odd).toEqual([]);
  expect(readBooks(stage)).toEqual(before);
  expect(countGrants(stage)).toBe(grants);
});

test("rule 7: the very same bytes pay when the frame itself sends them, and only as JSON", async () => {
  await openArticle(stage, reader, "the-loaf-that-shrank");
  await frameAt(reader, "ready");
  const frame = await walletFrame(reader);
  const send = (type: string) =>
    frame.evaluate(
      async ({ contentType, body }) => {
        const headers = { "content-type": contentType };
        const response = await fetch("/v1/frame/payments", { method: "POST", headers, body });
        return (await response.json()) as { kind?: string; code?: string };
      },
      { contentType: type, body: signedClick },
    );
  const before = readBooks(stage);
  expect(await send("text/plain")).toMatchObject({ code: "unsupported-media-type" });
  expect(readBooks(stage)).toEqual(before);
  expect(await send("application/json")).toMatchObject({ kind: "captured" });
  expect(readBooks(stage).entries - before.entries).toBe(1n);
});
