import { afterEach, expect, test, vi } from "vitest";
import { newSession } from "./frame.testing.ts";
import { openStepUp } from "./stepUp.ts";

afterEach(() => vi.unstubAllGlobals());

/** A browser with passkeys, whose dialog ends as `get` says, and a server that has a question. */
function stage(get: () => Promise<unknown>, { allowed = true, status = 200 } = {}) {
  const asked: string[] = [];
  const gets: unknown[] = [];
  const parse = (options: unknown) => ({ parsed: options });
  vi.stubGlobal("PublicKeyCredential", { parseRequestOptionsFromJSON: parse });
  vi.stubGlobal("document", { featurePolicy: { allowsFeature: () => allowed } });
  const credentials = {
    get: (options: unknown) => {
      gets.push(options);
      return get();
    },
  };
  vi.stubGlobal("navigator", { onLine: true, credentials });
  vi.stubGlobal("fetch", async (path: string) => {
    asked.push(path);
    const body =
      status === 200
        ? { ticket: `note ${asked.length}`, options: { challenge: "c" } }
        : { code: "step-up-elsewhere", retry: "same-key" };
    return Response.json(body, { status });
  });
  return { asked, gets };
}

const answered = () => Promise.resolve({ toJSON: () => ({ id: "passkey" }) });
const named = (name: string) => () => Promise.reject(new DOMException("no", name));

test("the question is asked for at the press, and the answer carries the server's own note", async () => {
  const { asked, gets } = stage(answered);
  const stepUp = openStepUp(await newSession());
  expect(stepUp.prepare()).toBe(true);
  expect(asked).toEqual([]);
  const checked = await stepUp.check();
  expect(asked).toEqual(["/v1/frame/step-ups"]);
  expect(gets).toEqual([{ publicKey: { parsed: { challenge: "c" } } }]);
  expect(checked).toMatchObject({
    path: "step-ups/payments",
    body: JSON.stringify({ ticket: "note 1", credential: { id: "passkey" } }),
  });
});

test("a cancelled dialog is no failure: the next press opens it again at once, with the same question", async () => {
  const { asked, gets } = stage(named("NotAllowedError"));
  const stepUp = openStepUp(await newSession());
  expect([await stepUp.check(), await stepUp.check()]).toEqual(["cancelled", "cancelled"]);
  expect([asked.length, gets.length]).toEqual([1, 2]);
});

test.each([
  ["the page forbids it to its frames", { allowed: false }],
  ["the server wants the wallet's page", { status: 403 }],
])("where %s, the wallet asks", async (_, options) => {
  const { gets } = stage(answered, options);
  expect(await openStepUp(await newSession()).check()).toBe("elsewhere");
  expect(gets).toEqual([]);
});

test("a browser that cannot read the question as JSON asks in the wallet", async () => {
  stage(answered);
  vi.stubGlobal("PublicKeyCredential", {});
  expect(openStepUp(await newSession()).prepare()).toBe(false);
  vi.stubGlobal("PublicKeyCredential", undefined);
  expect(await openStepUp(await newSession()).check()).toBe("elsewhere");
});

test("any other end of the dialog is the browser's: the wallet asks", async () => {
  stage(named("SecurityError"));
  expect(await openStepUp(await newSession()).check()).toBe("elsewhere");
});
