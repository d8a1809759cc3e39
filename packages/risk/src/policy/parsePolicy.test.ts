import { expect, test } from "vitest";
import defaults from "./default.json" with { type: "json" };
import { defaultPolicy } from "./defaultPolicy.ts";
import { parsePolicy, parseTakenPolicy, policyLengthMax, policyLine } from "./parsePolicy.ts";

const text = JSON.stringify(defaults, null, 2);

function faultOf(given: string): string {
  const parsed = parsePolicy(given);
  if ("policy" in parsed) return "none";
  return `${parsed.fault.line}: ${parsed.fault.sentence}`;
}

/** Replaces what stands on one line of the file, and answers with its number. */
function changed(line: RegExp, to: string): { text: string; line: number } {
  const lines = text.split("\n");
  const at = lines.findIndex((one) => line.test(one));
  expect(at).toBeGreaterThan(-1);
  lines[at] = to;
  return { text: lines.join("\n"), line: at + 1 };
}

test("the policy that comes with Farthing is read as it stands", () => {
  expect(parsePolicy(text)).toEqual({ policy: defaultPolicy });
  expect(defaultPolicy.presets.balanced.sinceCheck).toBe(20_000_000n);
  expect(defaultPolicy.rows.map(({ name }) => name)).toEqual([
    "to-0.05",
    "to-1",
    "to-5",
    "to-30",
    "to-100",
    "to-500",
  ]);
});

test.each([
  [
    "an unknown key",
    /"brakeBasisPoints"/,
    `  "brakeBasisPoints": 13, "colour": 1,`,
    "`colour` is not a key of a policy.",
  ],
  ["a missing key", /"newDeviceHours"/, "", "`newDeviceHours`: missing."],
  [
    "a text for a number",
    /"newDeviceHours"/,
    `  "newDeviceHours": "1",`,
    "`newDeviceHours`: a number.",
  ],
  ["a half day", /"ageDays"/, `    "ageDays": 1.5,`, "`guestTabs.ageDays`: a whole number."],
  [
    "a price that is no amount",
    /"upTo": "50000"/,
    `      "upTo": "0.05",`,
    "`rows[0].upTo`: an amount in the smallest unit, as digits",
  ],
  [
    "a program that may pay more at once than in a session",
    /"perPayment": "20000"/,
    `        "perPayment": "600000",`,
    "`presets.careful.agent.perPayment`: not more than `perSession`",
  ],
  [
    "a program's day that is less than its session",
    /"perDay": "20000000"\s*$/,
    `        "perDay": "1"`,
    "`presets.convenient.agent.perSession`: not more than `perDay`",
  ],
  [
    "programs that may pay more under Balanced than under Convenient",
    /"perPayment": "100000"/,
    `        "perPayment": "600000",`,
    "`presets.convenient.agent.perPayment`: not less than under `balanced`",
  ],
  ["a negative amount", /"upTo": "50000"/, `      "upTo": "-1",`, "`rows[0].upTo`: an amount"],
  [
    "rows that do not ascend",
    /"upTo": "1000000"/,
    `      "upTo": "50000",`,
    "`rows[1].upTo`: more than the 50000 of the row before",
  ],
  [
    "two rows of one name",
    /"name": "to-1"/,
    `      "name": "to-0.05",`,
    "`rows[1].name`: a name that no row before has",
  ],
  [
    "an unknown gesture",
    /"trusted": "N"/,
    `          "trusted": "X",`,
    "`rows[0].gestures.low.trusted`: one of N, C, U",
  ],
  [
    "a row laxer than a cheaper one",
    /"trusted": "U\+notice"/,
    `          "trusted": "C",`,
    "`rows[4].gestures.raised.trusted`: at least U, as what is less risky",
  ],
  [
    "a day that does not exist",
    /"effectiveFrom"/,
    `  "effectiveFrom": "2026-13-01",`,
    "`effectiveFrom`: a day such as 2026-12-01",
  ],
  ["no asset", /"asset"/, `  "asset": "money",`, "`asset`: an asset"],
  [
    "a band that begins before the one below",
    /"highAt"/,
    `    "highAt": 50,`,
    "`scoring.highAt`: higher than `raisedAt`",
  ],
  ["a negative weight", /"velocity"/, `      "velocity": -1,`, "`scoring.weights.velocity`: "],
  [
    "a day that allows more than a month",
    /"per30Days": "50000000"/,
    `      "per30Days": "1",`,
    "`presets.careful.perDay`: not more than `per30Days`",
  ],
  [
    "a tab that is lower once it was settled",
    /"first": "250000"/,
    `        "first": "1250000",`,
    "`presets.balanced.guestTab.first`: not more than `settled`",
  ],
  [
    "a share of more than all",
    /"borneBasisPoints"/,
    `    "borneBasisPoints": 10001`,
    "`guestTabs.borneBasisPoints`: ",
  ],
  [
    "Careful laxer than Balanced",
    /"walletCeiling": "50000000"/,
    `      "walletCeiling": "900000000",`,
    "`presets.balanced.walletCeiling`: not less than under `careful`",
  ],
] as const)("refused with its line: %s", (_, line, to, sentence) => {
  const given = changed(line, to);
  const fault = faultOf(given.text);
  expect(fault).toContain(sentence);
  const at = Number(fault.split(":")[0]);
  // A missing key is told at the object that should have it, an order at the one that breaks it.
  if (to !== "" && !sentence.includes("not more than") && !sentence.includes("not less than")) {
    expect(Math.abs(at - given.line)).toBeLessThanOrEqual(1);
  }
});

test.each([
  ["nothing", "", "1: This is not JSON"],
  ["half a file", text.slice(0, 400), "This is not JSON"],
  ["a comment", `// hello\n${text}`, "1: This is not JSON"],
  ["a list", "[]", "1: ``: "],
  ["no rows", text.replace(/"rows": \[[\s\S]*?\n {2}\],/, '"rows": [],'), "`rows`: "],
  ["too long", " ".repeat(policyLengthMax + 1), "1: A policy has at most"],
  ["a preset missing", text.replace(/"careful"/, '"cautious"'), "presets"],
])("refused: %s", (_, given, sentence) => {
  expect(faultOf(given)).toContain(sentence);
});

test("a line is that of the path, not of the first words that look like it", () => {
  const given = text.replace('"version"', '"_": { "asset": 1 },\n  "version"');
  const at = (key: string) =>
    1 + given.split("\n").findIndex((one) => one.startsWith(`  "${key}"`));
  expect(policyLine(given, ["asset"])).toBe(at("asset"));
  expect(policyLine(given, ["rows", 0])).toBe(at("rows") + 1);
  expect([policyLine(given, ["nothing"]), policyLine("", ["asset"])]).toEqual([1, 1]);
});

/** What stands at a path of the document: `presets.careful.clicks.per10s`. */
function withFigure(path: string, value: unknown): string {
  const document: unknown = structuredClone(defaults);
  const steps = path.split("/");
  const last = steps.pop() ?? "";
  let at = document as Record<string, unknown>;
  for (const step of steps) at = at[step] as Record<string, unknown>;
  expect(at).toHaveProperty([last]);
  if (value === undefined) delete at[last];
  else at[last] = value;
  return JSON.stringify(document, null, 2);
}

// One line for each figure that contradicts another: where it stands, what it is, and what is said, of which figure.
test.each(
  `
  presets/careful/sinceCheck       "99000000"   presets.balanced.sinceCheck      not less than under \`careful\`
  presets/careful/perDay           "21000000"   presets.balanced.perDay          not less than under \`careful\`
  presets/careful/per30Days        "151000000"  presets.balanced.per30Days       not less than under \`careful\`
  presets/careful/perMerchantDay   "5000001"    presets.careful.perMerchantDay   not more than \`perDay\`
  presets/balanced/perMerchantDay  "1"          presets.balanced.perMerchantDay  not less than under \`careful\`
  presets/careful/walletCeiling    "900000000"  presets.balanced.walletCeiling   not less than under \`careful\`
  presets/careful/topUpPerDay      "100000001"  presets.balanced.topUpPerDay     not less than under \`careful\`
  presets/careful/checkAgeHours    8000         presets.balanced.checkAgeHours   not less than under \`careful\`
  presets/careful/clicks/per10s    6            presets.balanced.clicks.per10s   not less than under \`careful\`
  presets/careful/clicks/per10s    31           presets.careful.clicks.per10s    not more than \`per10min\`
  presets/careful/clicks/per10min  151          presets.careful.clicks.per10min  not more than \`perDay\`
  presets/careful/clicks/per10min  99           presets.balanced.clicks.per10min  not less than under \`careful\`
  presets/careful/clicks/perDay    9999         presets.balanced.clicks.perDay   not less than under \`careful\`
  presets/careful/newDeviceUpTo    "50001"      presets.balanced.newDeviceUpTo   not less than under \`careful\`
  presets/careful/raiseWaitHours   0            presets.balanced.raiseWaitHours  not more than under \`careful\`
  presets/convenient/raiseWaitHours  25         presets.convenient.raiseWaitHours  not more than under \`balanced\`
  presets/careful/agent/perSession  "2000001"   presets.careful.agent.perSession  not more than \`perDay\`
  presets/careful/guestTab/settled  "9000000"   presets.balanced.guestTab.settled  not less than under \`careful\`
  presets/balanced/clicks          7            presets.balanced.clicks          an object, in braces
  rows                             {}           rows                             a list, in brackets
  counters/sinceCheck/reset        "rolls"      counters.sinceCheck.reset        \`U\`: this Farthing keeps it so
  counters/perDay/owner            "merchant"   counters.perDay.owner            \`payer\`: this Farthing keeps it so
  counters/reports.count/window    "30d"        counters.reports.count.window    \`90d\`: this Farthing keeps it so`
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s{2,}/)),
)("refused: %s is %s", (path = "", value = "", named, sentence) => {
  expect(faultOf(withFigure(path, JSON.parse(value)))).toContain(`\`${named}\`: ${sentence}`);
});

test.each([
  "rows/0/upTo",
  "rows/3/gestures",
  "rows/3/gestures/high",
  "rows/3/gestures/raised/first",
  "presets/careful",
  "presets/balanced/clicks",
  "presets/balanced/clicks/per10min",
  "presets/convenient/raiseWaitHours",
  "scoring",
  "scoring/weights/velocity",
  "brake/volumeMin",
  "reports/count",
  "counters/perDay",
  "counters/perDay/window",
])("refused at the line of what should hold it: %s is missing", (path) => {
  const fault = faultOf(withFigure(path, undefined));
  expect(fault).toContain(`\`${path.replace(/\/(\d+)/g, "[$1]").replaceAll("/", ".")}\`: missing.`);
  const holder = path.split("/").slice(0, -1);
  const steps = holder.map((step) => (/^\d+$/.test(step) ? Number(step) : step));
  expect(fault).toMatch(new RegExp(`^${policyLine(withFigure(path, undefined), steps)}: `));
});

test("a row that is missing is no hole: what it asked for, the next dearer one asks for", () => {
  const rows = defaults.rows.filter(({ name }) => name !== "to-5");
  const parsed = parsePolicy(JSON.stringify({ ...defaults, rows }));
  if (!("policy" in parsed)) throw new Error(parsed.fault.sentence);
  const row = parsed.policy.rows.find(({ upTo }) => 5_000_000n <= upTo);
  expect(row?.name).toBe("to-30");
});

test.each(["high", "raised"] as const)("refused: a band %s that asks for nothing more", (band) => {
  const below = band === "high" ? "raised" : "low";
  const rows = defaults.rows.map((row) => ({
    ...row,
    gestures: { ...row.gestures, [band]: row.gestures[below] },
  }));
  expect(faultOf(JSON.stringify({ ...defaults, rows }))).toContain(
    `\`rows[0].gestures.${band}\`: more than \`${below}\` in some cell of some row`,
  );
});

test("what was taken by the rules of before is read by its shape, and by nothing less", () => {
  const old = withFigure("presets/careful/perMerchantDay", "5000001");
  expect(faultOf(old)).toContain("not more than `perDay`");
  const parsed = parseTakenPolicy(old);
  expect("policy" in parsed && parsed.policy.presets.careful.perMerchantDay).toBe(5_000_001n);
  const broken = parseTakenPolicy(withFigure("presets/careful/perDay", undefined));
  expect("fault" in broken && broken.fault.sentence).toBe("`presets.careful.perDay`: missing.");
});

test("a policy from before brake, reports, undos and counters were data means what held then", () => {
  const old: Record<string, unknown> = structuredClone(defaults);
  for (const key of ["brake", "reports", "undosPerSiteDay", "smallUpTo", "counters"])
    delete old[key];
  expect(parsePolicy(JSON.stringify(old))).toEqual({ policy: defaultPolicy });
});

test("a policy from before a day's top-ups were told apart bounds them by what the wallet may hold", () => {
  const old = structuredClone(defaults) as { presets: Record<string, { topUpPerDay?: unknown }> };
  for (const preset of Object.values(old.presets)) delete preset.topUpPerDay;
  const parsed = parsePolicy(JSON.stringify(old));
  if (!("policy" in parsed)) throw new Error(parsed.fault.sentence);
  expect(parsed.policy.presets.careful.topUpPerDay).toBe(50_000_000n);
});

test("a policy from before there were keys for programs lets none pay", () => {
  const old = structuredClone(defaults) as { presets: Record<string, { agent?: unknown }> };
  for (const preset of Object.values(old.presets)) delete preset.agent;
  const parsed = parsePolicy(JSON.stringify(old));
  if (!("policy" in parsed)) throw new Error(parsed.fault.sentence);
  const none = { perPayment: 0n, perSession: 0n, perDay: 0n };
  expect(Object.values(parsed.policy.presets).map(({ agent }) => agent)).toEqual([
    none,
    none,
    none,
  ]);
});
