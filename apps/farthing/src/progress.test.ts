import { expect, test } from "vitest";
import { bytesInWords } from "./bytesInWords.ts";
import { newProgress } from "./progress.ts";

function told(isTTY: boolean): string[] {
  const written: string[] = [];
  let now = 0;
  const stream = { isTTY, write: (text: string) => written.push(text) };
  const progress = newProgress(
    stream,
    (amount) => `${amount} entries`,
    () => now,
  );
  for (let second = 0; second <= 10; second += 1) {
    now = second * 1_000;
    progress.tell("replaying", second * 100, 1_000);
  }
  progress.tell("comparing", 0, 0);
  progress.end();
  return written;
}

test("a line every three seconds where nobody watches, with speed and time left", () => {
  expect(told(false)).toEqual([
    "replaying: 0 % of 1000 entries\n",
    "replaying: 30 % of 1000 entries, 100 entries a second, 7 s left\n",
    "replaying: 60 % of 1000 entries, 100 entries a second, 4 s left\n",
    "replaying: 90 % of 1000 entries, 100 entries a second, 1 s left\n",
    "comparing: 100 % of 0 entries\n",
  ]);
});

test("on a terminal a bar that moves and is taken away", () => {
  const written = told(true);
  expect(written.length).toBe(13);
  expect(written[5]).toBe(
    "\r\u001b[K[############------------] replaying: 50 % of 1000 entries, 100 entries a second, 5 s left",
  );
  expect(written.at(-1)).toBe("\r\u001b[K");
});

test.each([
  [0, "0 bytes"],
  [1_023, "1023 bytes"],
  [1_536, "1.5 KiB"],
  [5_368_709_120, "5.0 GiB"],
])("%d is %s", (bytes, words) => {
  expect(bytesInWords(bytes)).toBe(words);
});
