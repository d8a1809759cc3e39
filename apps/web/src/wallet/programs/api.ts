import {
  AgentAskView,
  type AgentEdit,
  AgentResponse,
  AgentSite,
  AgentsPage,
  type AgentTerms,
  PasskeyOptions,
  PaymentOutcome,
} from "@farthing/protocol";
import { call } from "../../kit/call.ts";

const home = "/v1/wallet/programs";
const path = (id: string) => `${home}/${encodeURIComponent(id)}`;
const askPath = (id: string) => `${home}/asks/${encodeURIComponent(id)}`;

/** Programs that may pay, what they ask for, and what a new key may be given. */
export async function getPrograms(): Promise<AgentsPage> {
  return AgentsPage.parse(await call(home));
}

/** WebAuthn options for the passkey that makes a key with these terms, and with no others. */
export async function getProgramOptions(terms: AgentTerms): Promise<Record<string, unknown>> {
  return PasskeyOptions.parse(await call(`${home}/options`, { body: { terms } })).options;
}

/** Makes the key; answers with what the program calls its allowance. The same again makes no second one. */
export async function makeProgram(terms: AgentTerms, credential: unknown): Promise<string> {
  return AgentResponse.parse(await call(home, { body: { terms, credential } })).id;
}

/** The site at an address. Throws `not-found`. */
export async function findSite(origin: string): Promise<AgentSite> {
  return AgentSite.parse(await call(`${home}/sites`, { body: { origin } }));
}

/** Stops a program for now, lets it pay again, or takes its key back for good. */
export async function stopProgram(id: string, verb: "pause" | "resume" | "revoke"): Promise<void> {
  await call(`${path(id)}/${verb}`, { body: {} });
}

/** WebAuthn options for the passkey that lets a program pay more, or at a further site. */
export async function getEditOptions(
  id: string,
  edit: AgentEdit,
): Promise<Record<string, unknown>> {
  return PasskeyOptions.parse(await call(`${path(id)}/terms/options`, { body: { edit } })).options;
}

/** `credential`: where it may do more than before. */
export async function editProgram(
  id: string,
  edit: AgentEdit,
  credential?: unknown,
): Promise<void> {
  const proof = credential === undefined ? {} : { credential };
  await call(`${path(id)}/terms`, { body: { edit, ...proof } });
}

/** WebAuthn options for the passkey that lets a program go on. */
export async function getGoOnOptions(id: string): Promise<Record<string, unknown>> {
  return PasskeyOptions.parse(await call(`${path(id)}/go-on/options`, { body: {} })).options;
}

export async function letGoOn(id: string, credential: unknown): Promise<void> {
  await call(`${path(id)}/go-on`, { body: { credential } });
}

/** A request of a program. Throws `not-found`. */
export async function getAsk(id: string): Promise<AgentAskView> {
  return AgentAskView.parse(await call(askPath(id)));
}

/** WebAuthn options for the passkey that says yes to one payment. */
export async function getAskOptions(id: string): Promise<Record<string, unknown>> {
  return PasskeyOptions.parse(await call(`${askPath(id)}/payment/options`, { body: {} })).options;
}

/** Says yes: pays once. */
export async function allowAsk(id: string, credential: unknown): Promise<PaymentOutcome> {
  return PaymentOutcome.parse(await call(`${askPath(id)}/payment`, { body: { credential } }));
}

export async function refuseAsk(id: string): Promise<void> {
  await call(`${askPath(id)}/refuse`, { body: {} });
}
