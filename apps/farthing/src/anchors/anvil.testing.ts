import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { once } from "node:events";
import { createInterface } from "node:readline";
import {
  createTestClient,
  createWalletClient,
  type Hex,
  http,
  publicActions,
  walletActions,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { foundry } from "viem/chains";

const require = createRequire(import.meta.url);

/** A chain of its own, on this machine: the EVM of Foundry's anvil. */
export interface Anvil {
  readonly url: string;
  readonly client: ReturnType<typeof connect>;
  stop(): Promise<void>;
}

/** Keys of accounts that anvil gives play ether: the ones of its well-known mnemonic, worth nothing anywhere. */
export const anvilKeys: readonly [Hex, Hex] = [
  "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80",
  "0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d",
];

/** Starts one at any free port; it mines a block for each payload, until it is told to wait. */
export async function startAnvil(): Promise<Anvil> {
  const child = spawn(binary(), ["--port", "0", "--host", "127.0.0.1"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const url = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on("line", (line) => {
      const address = /^Listening on (\S+)$/.exec(line)?.[1];
      if (address !== undefined) resolve(`http://${address}`);
    });
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`anvil ended with ${code} before it listened`)));
  });
  return {
    url,
    client: connect(url),
    async stop() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** The program inside its platform's package: npm installs it whole, and nothing is fetched. */
function binary(): string {
  const inner = createRequire(require.resolve("@foundry-rs/anvil/package.json"));
  const cpu = process.arch === "x64" ? "amd64" : process.arch;
  return inner.resolve(`@foundry-rs/anvil-${process.platform}-${cpu}/bin/anvil`);
}

function connect(url: string) {
  const transport = http(url, { retryCount: 0 });
  const account = privateKeyToAccount(anvilKeys[0]);
  return createTestClient({
    mode: "anvil",
    chain: foundry,
    transport,
    account,
    pollingInterval: 20,
  })
    .extend(publicActions)
    .extend(walletActions);
}

/** Whoever holds `key`, on that chain. */
export function walletOf(url: string, key: Hex) {
  const account = privateKeyToAccount(key);
  return createWalletClient({ account, chain: foundry, transport: http(url, { retryCount: 0 }) });
}
