// A program that buys by itself: node program.ts KEY ADDRESS …
import { readFileSync } from "node:fs";
import { createPayingAgent } from "@farthing/sdk";

const [file = "", ...addresses] = process.argv.slice(2);
const say = (line: string) => process.stdout.write(`${line}\n`);
const agent = createPayingAgent({ key: readFileSync(file, "utf8") });

/** Asks for what is at `address`, pays if that is what it takes, and asks again with the receipt. */
async function buy(address: string): Promise<string> {
  const first = await fetch(address);
  if (first.status !== 402) return first.text();
  const { offer } = (await first.json()) as { offer: string };
  const outcome = await agent.pay(offer, {
    onAsk: ({ ask, reason }) => say(`Waiting for a yes (${reason}) at ${ask}`),
  });
  if (outcome.kind === "captured" || outcome.kind === "owned") {
    return (await fetch(address, { headers: { "x-receipt": outcome.receipt } })).text();
  }
  // Nothing was charged, or (`unknown`) the wallet could not say: its activity shows it.
  throw new Error("reason" in outcome ? `${outcome.kind}: ${outcome.reason}` : outcome.kind);
}

for (const address of addresses) {
  try {
    say(await buy(address));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : "failed"}\n`);
    process.exitCode = 1;
  }
}
