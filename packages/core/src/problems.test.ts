import { expect, test } from "vitest";
import { problems } from "./problems.ts";
import { payingProblems } from "./problems/paying.ts";
import { requestProblems } from "./problems/request.ts";
import { returnProblems } from "./problems/returns.ts";
import { walletProblems } from "./problems/wallet.ts";
import { waysInProblems } from "./problems/waysIn.ts";

const rooms = [requestProblems, waysInProblems, payingProblems, walletProblems, returnProblems];

test("each code stands in one room: the table would keep the last one in silence", () => {
  const codes = rooms.flatMap((room) => Object.keys(room));
  expect(new Set(codes).size).toBe(codes.length);
  expect(Object.keys(problems)).toEqual(codes);
});

test("each problem has an HTTP error, and says what is wrong and what to do in whole sentences", () => {
  for (const [code, { status, title, hint }] of Object.entries(problems)) {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    for (const sentence of [title, hint]) expect(sentence).toMatch(/^[A-Z`].*\.$/);
  }
});
