import { systemClock } from "@farthing/core";
import { lockFolder } from "@farthing/ledger";
import { type Signer, verifierKey } from "@farthing/log";
import { sha256 } from "@farthing/server";
import { checkWritable } from "../checkWritable.ts";
import { ConfigError } from "../config.ts";
import { listen } from "../listen.ts";
import { readTrustPolicy } from "../readTrustPolicy.ts";
import { readWords } from "../readWords.ts";
import { newWitness } from "../witness/witness.ts";
import { witnessSigners } from "../witness/witnessKeys.ts";
import type { Command } from "./command.ts";

const usage = "witness POLICY";

/** Vouches that other people's logs only grow. */
export const witness: Command = {
  usage,
  does: "cosigns the heads of the logs that POLICY names, as long as each only grows (C2SP tlog-witness)",
  async run({ settings, words }) {
    const { places } = readWords(words, { usage, flags: [], placeCount: 1 });
    const { data, host, port } = settings;
    const policy = readTrustPolicy(places[0] ?? "");
    if (policy.logs.length === 0) {
      throw new ConfigError(`${places[0]} names no log: add a line \`log KEY\` for each.`);
    }
    checkWritable(data);
    // Two over one folder could each cosign a head of another history.
    const lock = lockFolder(data, "witness");
    try {
      const listening = await listen({ host, port });
      const origin = settings.origin ?? `http://localhost:${listening.port}`;
      const signers = witnessSigners(data, `${new URL(origin).host}/witness`);
      const answer = newWitness({ folder: data, policy, signers, clock: systemClock });
      listening.answerWith((request) => answer(request));
      return {
        greeting: greeting(origin, signers, policy.logs.length),
        async close() {
          await listening.close();
          lock.letGo();
        },
      };
    } catch (error) {
      lock.letGo();
      throw error;
    }
  },
};

/** What to give to those who run the logs: lines for their own policy. */
function greeting(origin: string, signers: readonly Signer[], logs: number): string {
  const lines = signers.map(
    (signer, at) => `witness w${at + 1} ${verifierKey(sha256, signer)} ${origin}`,
  );
  return [
    `The witness answers at ${origin} and watches ${logs} ${logs === 1 ? "key" : "keys"} of logs.`,
    "Its lines for their policies:",
    ...lines,
  ].join("\n");
}
