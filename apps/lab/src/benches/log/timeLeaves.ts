import {
  appendLeaf,
  type CompactRange,
  emptyRange,
  entryCommitment,
  type Field,
  type Group,
  groupCommitment,
  groupSalt,
  leafData,
  leafHash,
} from "@farthing/log";
import { sha256 } from "@farthing/server";
import { percentile } from "../../probe/fsync.ts";

const rounds = 20;
const warmUpRounds = 2;
/** Enough for the kernel's clock of a thread, which may tick every four milliseconds. */
const perRound = 20_000;
const key = new Uint8Array(32).fill(7);

/** The facts of a payment by click, as long as real ones. */
const fields: Record<Group, readonly Field[]> = {
  shared: [
    ["payment", "pay_01m8cywc6k8ncm6vbb3kgvwf00"],
    ["amount", "50000"],
    ["asset", "PLAY/6"],
    ["offer", "kkiT-69y7I6zzEBIr_ys0GKQYP9G7IrGweEWeXCaI9M"],
    ["time", "1795731372123"],
  ],
  payer: [
    ["payer", "pyr_01m8cywc6k8ncm6vbb3kgvwf00"],
    ["allowance", "alw_01m8cywc6k8ncm6vbb3kgvwf00"],
    ["device", "dev_01m8cywc6k8ncm6vbb3kgvwf00"],
    ["gesture", "click"],
  ],
  merchant: [
    ["merchant", "mer_01m8cywc6k8ncm6vbb3kgvwf00"],
    ["resource", "https://news.example/articles/why-bridges-hum"],
    ["visitor", "kkiT-69y7I6zzEBIr_ys0GKQYP9G7IrGweEWeXCaI9M"],
  ],
};

/**
 * Processor microseconds of one leaf: the writer's part (leaf data, leaf hash, the tree's growth, as the ledger seals a
 * batch), and all of it, with the three groups' salts and commitments that the HTTP loop makes. In turn with as many bare
 * SHA-256 of a node's 65 bytes, so that a busy moment of the machine is a moment of all three. The median of the rounds,
 * and the quickest: what others do on the same processor's other thread only ever adds to it.
 */
export function timeLeaves() {
  const [commit, write, bare] = [[] as number[], [] as number[], [] as number[]];
  let range = emptyRange;
  for (let round = -warmUpRounds; round < rounds; round += 1) {
    const from = cpuMicrosHere();
    const commitments = commitAll(round);
    const committed = cpuMicrosHere();
    range = append(range, commitments);
    const written = cpuMicrosHere();
    hashBare();
    const end = cpuMicrosHere();
    if (round < 0) continue;
    commit.push((committed - from) / perRound);
    write.push((written - committed) / perRound);
    bare.push((end - written) / perRound);
  }
  const all = commit.map((micros, at) => micros + (write[at] ?? 0));
  const writer = percentile(write, 0.5);
  return {
    leavesPerSecond: 1_000_000 / writer,
    writerMicrosPerLeaf: writer,
    microsPerLeaf: percentile(all, 0.5),
    quickest: {
      writerMicrosPerLeaf: Math.min(...write),
      microsPerLeaf: Math.min(...all),
      yardstickMicros: Math.min(...bare),
    },
    yardstick: { name: "bare SHA-256 of 65 bytes", micros: percentile(bare, 0.5) },
    ratio: writer / percentile(bare, 0.5),
    ratioOfAll: percentile(all, 0.5) / percentile(bare, 0.5),
  };
}

/** Of this thread alone. */
function cpuMicrosHere(): number {
  const { user, system } = process.threadCpuUsage();
  return user + system;
}

function commitAll(round: number): Uint8Array[] {
  const payment = new Uint8Array(16).fill(round & 0xff);
  const view = new DataView(payment.buffer);
  return Array.from({ length: perRound }, (_, at) => {
    view.setUint32(0, at);
    const one = (group: Group) => {
      const salt = groupSalt(sha256, { group, key, payment });
      return groupCommitment(sha256, { group, salt, fields: fields[group] });
    };
    return entryCommitment(sha256, {
      shared: one("shared"),
      payer: one("payer"),
      merchant: one("merchant"),
    });
  });
}

function append(before: CompactRange, commitments: readonly Uint8Array[]): CompactRange {
  const kept: Uint8Array[] = [];
  let range = before;
  for (const commitment of commitments) {
    const data = leafData(sha256, { timestamp: BigInt(range.size + 1), commitment });
    range = appendLeaf(sha256, range, leafHash(sha256, data), (level, _, hash) => {
      if (level > 0 && level % 8 === 0) kept.push(hash);
    });
  }
  return range;
}

function hashBare(): void {
  const node = new Uint8Array(65);
  for (let at = 0; at < perRound; at += 1) {
    node[at % 65] = at;
    sha256(node);
  }
}
