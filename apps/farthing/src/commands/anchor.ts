import { ConfigError, type Settings } from "../config.ts";
import { asHex } from "../anchors/asHex.ts";
import { readText } from "../readTrustPolicy.ts";
import { readWords } from "../readWords.ts";
import type { Command } from "./command.ts";

const usage = "anchor deploy [--rpc URL] [--key-file FILE]";

/** Puts the contract on a chain, once, before heads are anchored there. */
export const anchor: Command = {
  usage,
  does: "puts the anchor contract on an EVM chain, owned by the key in FILE, and tells its address",
  async run({ settings, speech, words: [verb, ...words] }) {
    if (verb !== "deploy") throw new ConfigError(`Say \`farthing ${usage}\`.`);
    const read = readWords(words, { usage, flags: [], values: ["rpc", "key-file"], placeCount: 0 });
    const rpc = read.value("rpc") ?? settings.anchorRpc;
    if (rpc === undefined || !/^https?:$/.test(URL.parse(rpc)?.protocol ?? "")) {
      throw new ConfigError(
        "Which chain is missing: name its JSON-RPC with --rpc or FARTHING_ANCHOR_RPC, an http or https address.",
      );
    }
    // Large, and needed here only.
    const { deployAnchor } = await import("../anchors/deployAnchor.ts");
    const { contract, chain, owner, gas } = await deployAnchor({
      rpc,
      key: requireKey(read.value("key-file"), settings),
    });
    speech.say(
      [
        `Anchor contract ${contract} is on chain ${chain}, owned by ${owner} (${gas} gas).`,
        `Set FARTHING_ANCHOR_CONTRACT=${contract}, with FARTHING_ANCHOR_RPC and FARTHING_ANCHOR_KEY_FILE, and start Farthing.`,
      ].join("\n"),
    );
    return 0;
  },
};

function requireKey(file: string | undefined, settings: Settings): `0x${string}` {
  const text = file === undefined ? settings.anchorKey : readText(file, 1_000).trim();
  if (text !== undefined && /^(0x)?[0-9a-fA-F]{64}$/.test(text)) return asHex(text);
  const what = file ?? "FARTHING_ANCHOR_KEY_FILE";
  throw new ConfigError(
    `${what} names no key: 32 bytes as 64 hexadecimal digits in a file, as \`openssl rand -hex 32\` makes them; say which with --key-file.`,
  );
}
