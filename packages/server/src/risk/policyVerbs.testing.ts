import type { PaymentOutcome, PresetName } from "@farthing/protocol";
import { defaultPolicy } from "@farthing/risk";
import { newAgentDesk, told } from "../agents/agentStage.testing.ts";
import { newLimitsDesk } from "../limits/limitsStage.testing.ts";
import { newFrameKey, type Person, post } from "../payments/person.testing.ts";
import { sendReport } from "../refunds/refundStage.testing.ts";
import type { TestServer } from "../server.testing.ts";
import {
  billOf,
  buyLater,
  click,
  type Guest,
  newGuestPerson,
  payByRail,
} from "../tabs/tabStage.testing.ts";
import { measureBrake } from "./measureBrake.ts";
import type { Reader, Verb } from "./policyStage.testing.ts";

/** What the verbs need of the table's stage, asked late: a test file opens it before all tests. */
interface Table {
  readonly stage: TestServer;
  readonly clickAt: (
    reader: Reader,
    site: number,
    person: Person,
    price: string,
  ) => Promise<string>;
  readonly undoLast: (reader: Reader, site: number) => Promise<string>;
  readonly offerOf: (site: number, price: string) => Promise<string>;
  readonly originOf: (site: number) => string;
}

/** Programs, guests, presets, reports, undos and the brake, as the tables name them. */
export function policyVerbs(table: () => Table): Record<string, Verb> {
  return {
    ...payingVerbs(table),
    ...presetVerbs(table),
    ...backVerbs(table),
    ...platformVerbs(table),
  };
}

function payingVerbs(table: () => Table): Record<string, Verb> {
  const desk = newAgentDesk(() => table().stage);
  const figures = ({ preset }: Reader) => {
    const { perPayment, perSession, perDay } = defaultPolicy.presets[preset].agent;
    return { perPayment: `${perPayment}`, perSession: `${perSession}`, per24h: `${perDay}` };
  };
  const programOf = async (reader: Reader, site: number) => {
    reader.program ??= await desk.newProgram(reader.people[site]!, figures(reader));
    return reader.program;
  };
  return {
    program: async (reader, site, price) => {
      const program = await programOf(reader, site);
      return told(await desk.send(desk.body(program, await table().offerOf(site, price))));
    },
    "go-on": async (reader, site) => {
      const person = reader.people[site]!;
      const path = `/${(await programOf(reader, site)).id}/go-on`;
      const credential = await desk.answerTo(person, path);
      return (await desk.ask(person, path, { credential })).code ?? "done";
    },
    guest: async ({ guests }, site, price) => {
      const [first] = guests.values();
      const before = guests.get(site);
      const guest = before ?? { ...(first ?? newGuestPerson(network)), key: newFrameKey() };
      const heard = await buy(table(), { guest, site, price, isFirst: before === undefined });
      // Where nothing was bought the key is not enrolled.
      if (heard === "captured") guests.set(site, guest);
      return heard;
    },
    "other-guest": async (_, site, price) =>
      buy(table(), { guest: newGuestPerson(network), site, price, isFirst: true }),
    settle: async ({ guests }) => {
      const [guest] = guests.values();
      const { bill } = await billOf(table().stage, guest!);
      const answer = await payByRail(table().stage, guest!, BigInt(bill.owed.amount));
      return answer.code ?? "settled";
    },
  };
}

/** Where all guests of the table are. */
const network = "10.77.0.7";

async function buy(
  { stage, offerOf, originOf }: Table,
  of: { guest: Guest; site: number; price: string; isFirst: boolean },
): Promise<string> {
  const { guest, site, price, isFirst } = of;
  const offer = await offerOf(site, price);
  const parent = originOf(site);
  if (!isFirst) return said(await click(stage, guest, offer, parent));
  const { body, code } = await buyLater(stage, guest, { offer, parent });
  return said({ body: body.outcome, code });
}

function said({ body, code }: { body: PaymentOutcome; code: string | null }): string {
  return code ?? ("reason" in body ? `${body.kind} ${body.reason}` : body.kind);
}

/** A check at A signs in. */
const signedIn = ({ people }: Reader): Person => people[0]!;

function presetVerbs(table: () => Table): Record<string, Verb> {
  const desk = newLimitsDesk(() => table().stage);
  const state = async (person: Person) => {
    const { preset, raise } = (await desk.me(person)).limits;
    return raise === null ? preset : `${preset}, ${raise.to} waits`;
  };
  return {
    preset: (reader) => state(signedIn(reader)),
    choose: async (reader, _, preset) => {
      const person = signedIn(reader);
      return (await desk.choose(person, preset as PresetName)).code ?? state(person);
    },
    raise: async (reader, _, preset) => {
      const person = signedIn(reader);
      const to = preset as PresetName;
      const answer = await desk.presetAnswer(person, to);
      return (await desk.choose(person, to, answer)).code ?? state(person);
    },
  };
}

function backVerbs(table: () => Table): Record<string, Verb> {
  const pay = async (reader: Reader, site: number, price: string) => {
    const heard = await table().clickAt(reader, site, reader.people[site]!, price);
    return heard === "captured" ? null : heard;
  };
  return {
    undone: async (reader, site, price) =>
      (await pay(reader, site, price)) ?? table().undoLast(reader, site),
    report: async (reader, site, price) => {
      const refused = await pay(reader, site, price);
      if (refused !== null) return refused;
      const of = { payment: reader.last.get(site) ?? "", reason: "not-received" };
      const { body, code } = await sendReport(table().stage, signedIn(reader), of);
      return code ?? body.report?.state ?? "nothing";
    },
  };
}

function platformVerbs(table: () => Table): Record<string, Verb> {
  return {
    brake: async (_, __, state) => {
      const { deps } = table().stage;
      if (state !== "dear-clicks" && state !== "all-clicks") throw new Error(`no brake: ${state}`);
      await deps.store.updateTable("brake").set({ state, below_since: null }).execute();
      await measureBrake(deps);
      return "set";
    },
    wrong: async () => {
      const body = { name: "ABCD-EFGH-JKMN", password: "not this one either" };
      return (await post(table().stage, "/v1/wallet/sign-in/password", body)).code ?? "signed in";
    },
  };
}
