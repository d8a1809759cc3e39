import { expect, test } from "vitest";
import { fullMinuteWords } from "./dates.ts";

test("a wait is said to be over when it is, and not a moment sooner", () => {
  const at = (time: string) => new Date(`2026-11-29T${time}`).getTime();
  expect(fullMinuteWords(at("14:20:01"), "en")).toBe("29 November 2026 at 14:21");
  expect(fullMinuteWords(at("14:20:00"), "en")).toBe("29 November 2026 at 14:20");
  expect(fullMinuteWords(at("23:59:59.999"), "de")).toBe("30. November 2026 um 00:00");
});
