import { ProblemError } from "@farthing/core";
import { secretHash } from "@farthing/identity";
import {
  NewPasskeyOptions,
  NewPasskeyOptionsRequest,
  NewPasskeyRequest,
  PasskeyOptions,
  Passkeys,
  RemovePasskeyOptionsRequest,
  RemovePasskeyRequest,
} from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { browserName } from "../http/browserName.ts";
import { newRoutes, type Routes } from "../http/context.ts";
import { sessionSecret } from "../http/cookies.ts";
import { payerOf } from "../http/payerOf.ts";
import { readJson } from "../http/readJson.ts";
import { route } from "../http/route.ts";
import { requireSameOrigin } from "../http/sameOrigin.ts";
import { requireSession } from "../http/session.ts";
import { addPasskey, newPasskeyOptions } from "./addPasskey.ts";
import { listPasskeys } from "./listPasskeys.ts";
import { removePasskey, removePasskeyOptions } from "./removePasskey.ts";

/** The passkeys of a wallet: seen, added and removed. */
export function passkeyRoutes(deps: Deps): Routes {
  const routes = newRoutes();
  addList(deps, routes);
  addOptions(deps, routes);
  addNew(deps, routes);
  addRemove(deps, routes);
  return routes;
}

const post = { method: "post", caller: "payer" } as const;
const path = "/v1/wallet/passkeys";

function addList(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      method: "get",
      path,
      summary: "The passkeys of this wallet",
      caller: "payer",
      answer: Passkeys,
      problems: [],
    },
    async (c) => c.json(await listPasskeys(deps, await payerOf(deps, c))),
  );
}

function addOptions(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      ...post,
      path: `${path}/options`,
      summary: "Ask to add a passkey; a sign-in older than five minutes is asked for one first",
      body: NewPasskeyOptionsRequest,
      answer: NewPasskeyOptions,
      problems: ["passkey-failed", "passkeys-full"],
    },
    async (c) => {
      requireSameOrigin(deps, c);
      const session = await requireSession(deps, c);
      const { credential = null } = await readJson(c, NewPasskeyOptionsRequest);
      return c.json(await newPasskeyOptions(deps, { session, credential }));
    },
  );
}

function addNew(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      ...post,
      path,
      summary: "The new passkey: it signs in and pays from now on",
      body: NewPasskeyRequest,
      answer: Passkeys,
      problems: ["passkey-failed", "passkeys-full"],
    },
    async (c) => {
      const payer = await payerOf(deps, c);
      const { credential } = await readJson(c, NewPasskeyRequest);
      const browser = browserName(c.req.header("user-agent"));
      await addPasskey(deps, { payer, credential, browser });
      return c.json(await listPasskeys(deps, payer));
    },
  );
}

function addRemove(deps: Deps, routes: Routes): void {
  route(
    routes,
    {
      ...post,
      path: `${path}/remove/options`,
      summary: "Ask for the passkey that removes one",
      body: RemovePasskeyOptionsRequest,
      answer: PasskeyOptions,
      problems: ["not-found", "last-passkey"],
    },
    async (c) => {
      const payer = await payerOf(deps, c);
      const { passkey } = await readJson(c, RemovePasskeyOptionsRequest);
      return c.json({ options: await removePasskeyOptions(deps, { payer, passkey }) });
    },
  );
  route(
    routes,
    {
      ...post,
      path: `${path}/remove`,
      summary: "Remove a passkey, and sign every other browser out",
      body: RemovePasskeyRequest,
      answer: Passkeys,
      problems: ["not-found", "last-passkey", "passkey-failed"],
    },
    async (c) => {
      const payer = await payerOf(deps, c);
      const { passkey, credential } = await readJson(c, RemovePasskeyRequest);
      const secret = sessionSecret(deps, c);
      if (secret === null) throw new ProblemError("signed-out");
      const session = secretHash(secret);
      const browser = browserName(c.req.header("user-agent"));
      await removePasskey(deps, { payer, passkey, credential, session, browser });
      return c.json(await listPasskeys(deps, payer));
    },
  );
}
