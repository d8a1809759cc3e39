import type { HelloResponse } from "@farthing/protocol";
import { expect, test } from "vitest";
import { ready } from "./frame.testing.ts";
import { step } from "./step.ts";

const hello: HelloResponse = { ...ready, state: "owned" };
const grant = "grt_00000000000000000000000001";

test("rule 1: Open signs that it only opens; given back meanwhile, the price is asked for and shown", () => {
  const press = { on: "press", grant, gesture: "hold", covered: false } as const;
  const opening = step({ at: "owned", hello, note: "you-own-this" }, press);
  expect(opening).toMatchObject({ state: { at: "paying", gesture: "open" }, effects: ["pay"] });
  const outcome = { kind: "declined", reason: "not-owned" } as const;
  const declined = step(opening.state, { on: "outcome", outcome, asked: false });
  expect(declined).toEqual({
    state: { at: "starting", hello, note: "not-owned" },
    effects: ["hello"],
  });
});
