import { idFromUint } from "@farthing/core";
import { expect, test } from "vitest";
import { newGrantHub } from "./grantHub.ts";

const grant = idFromUint("grant", 1n);
const other = idFromUint("grant", 2n);

test("every listener of a grant is told, in order, and nobody else", () => {
  const hub = newGrantHub();
  const heard: string[] = [];
  hub.subscribe(grant, (status) => heard.push(`a ${status}`));
  const leave = hub.subscribe(grant, (status) => heard.push(`b ${status}`));
  hub.subscribe(other, (status) => heard.push(`other ${status}`));
  hub.publish(grant, "opened");
  leave();
  hub.publish(grant, "approved");
  expect(heard).toEqual(["a opened", "b opened", "a approved"]);
  expect(hub.size()).toBe(2);
});

test("nothing is kept for grants that nobody waits for", () => {
  const hub = newGrantHub();
  const leave = [1, 2, 3].map(() => hub.subscribe(grant, () => undefined));
  hub.publish(other, "closed");
  expect(hub.size()).toBe(1);
  for (const each of leave) each();
  for (const each of leave) each();
  expect(hub.size()).toBe(0);
});
