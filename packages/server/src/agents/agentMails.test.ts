import { hour } from "@farthing/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { confirmAddress, linkIn, outboxOf, pressLink } from "../mail/mail.testing.ts";
import { type AuditedServer, openAudited } from "../payments/books.testing.ts";
import { newPerson, payOnPage } from "../payments/person.testing.ts";
import { newAgentDesk, told } from "./agentStage.testing.ts";

const clock = newTurnedClock();
let audited: AuditedServer;
beforeAll(async () => {
  audited = await openAudited({ clock, config: { demo: true } });
});
afterAll(async () => expect(await audited.close()).toEqual([]));

const stage = () => audited.stage;
const desk = newAgentDesk(stage);
const offer = newPages(stage);

const mailsAbout = async (kind: string) =>
  (await outboxOf(stage())).filter((mail) => mail.kind === kind);

test("a new key is told with a link that freezes; a session that is used up is told once, and again after it went on", async () => {
  const anna = newPerson();
  await payOnPage(stage(), anna, { offer: await offer({ amount: 10_000n }) });
  clock.turned += hour;
  const untold = await desk.newProgram(anna, { name: "Before" });
  expect(untold.id).toMatch(/^alw_/);
  expect(await mailsAbout("new-program")).toEqual([]);

  await confirmAddress(stage(), anna, "anna@example.org");
  const lines = { perPayment: "10000", perSession: "20000" };
  const program = await desk.newProgram(anna, { name: "Weather reader", ...lines });
  const [made, ...more] = await mailsAbout("new-program");
  expect(more).toEqual([]);
  expect(made?.to).toBe("anna@example.org");
  expect(made?.text).toContain("Program: Weather reader\n");

  const pay = async () =>
    told(await desk.send(desk.body(program, await offer({ amount: 10_000n }))));
  const round = async () => {
    expect([await pay(), await pay(), await pay(), await pay()]).toEqual([
      "captured",
      "captured",
      "step-up over-total",
      "step-up over-total",
    ]);
  };
  await round();
  expect((await mailsAbout("program-used-up")).map(({ subject }) => subject)).toEqual([
    "Your program Weather reader has used its $0.02",
  ]);
  const path = `/${program.id}/go-on`;
  await desk.ask(anna, path, { credential: await desk.answerTo(anna, path) });
  await round();
  const told2 = await mailsAbout("program-used-up");
  expect(told2).toHaveLength(2);
  expect(told2[0]?.text).toContain("http://localhost:4020/programs\n");

  // The link in the first mail freezes, and programs stand still too.
  expect((await pressLink(stage(), linkIn(made?.text ?? "", "freeze"))).status).toBe(200);
  clock.turned += hour;
  await desk.ask(anna, path, { credential: await desk.answerTo(anna, path) });
  expect(await pay()).toBe("declined wallet-frozen");
});
