import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Abi, Hex } from "viem";
import { z } from "zod";

const require = createRequire(import.meta.url);
/** The folder that names such as `@openzeppelin/contracts/…` count from. */
const libraries = join(dirname(require.resolve("@openzeppelin/contracts/package.json")), "../..");

const Output = z.object({
  errors: z.array(z.object({ formattedMessage: z.string() })).optional(),
  contracts: z.object({
    "Anchor.sol": z.object({
      Anchor: z.object({
        abi: z.custom<Abi>(Array.isArray),
        evm: z.object({ bytecode: z.object({ object: z.string().regex(/^[0-9a-f]+$/) }) }),
      }),
    }),
  }),
});

/** Compiles contracts/Anchor.sol for every EVM since 2022, without a trace of comments or paths. Throws with the first warning. */
export async function compileAnchor(): Promise<{ readonly abi: Abi; readonly bytecode: Hex }> {
  // Ten megabytes of WebAssembly: loaded where something is compiled only.
  const { default: solc } = await import("solc");
  const content = readFileSync(
    new URL("../../../../contracts/Anchor.sol", import.meta.url),
    "utf8",
  );
  const input = {
    language: "Solidity",
    sources: { "Anchor.sol": { content } },
    settings: {
      evmVersion: "paris",
      optimizer: { enabled: true, runs: 10_000 },
      metadata: { appendCBOR: false, bytecodeHash: "none" },
      outputSelection: { "Anchor.sol": { Anchor: ["abi", "evm.bytecode.object"] } },
    },
  };
  const found = (path: string) => ({ contents: readFileSync(join(libraries, path), "utf8") });
  const text: string = solc.compile(JSON.stringify(input), { import: found });
  const { errors = [], contracts } = Output.parse(JSON.parse(text));
  const [first] = errors;
  if (first !== undefined) throw new Error(first.formattedMessage);
  const { abi, evm } = contracts["Anchor.sol"].Anchor;
  return { abi, bytecode: `0x${evm.bytecode.object}` };
}
