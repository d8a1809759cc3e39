import { bytesEqual } from "@farthing/core";
import type { Hash } from "./hash.ts";
import type { NoteKey } from "./note.ts";
import type { Signed } from "./openNote.ts";
import type { PolicyMistake } from "./policyFaultWords.ts";
import { parseVerifierKey } from "./verifierKey.ts";

/** Which heads of a log somebody believes (c2sp.org/tlog-policy). */
export interface TrustPolicy {
  readonly logs: readonly Party[];
  /** By the name that the policy gives them. */
  readonly witnesses: ReadonlyMap<string, Party>;
  /** Who must have cosigned; `null` for nobody. */
  readonly quorum: Quorum | null;
}

/** A log or a witness. The URL is where it is reached, if the policy says so. */
export interface Party {
  readonly key: NoteKey;
  readonly url: string | null;
}

/** One witness by its name, or at least `threshold` of several. */
export type Quorum = string | { readonly threshold: number; readonly of: readonly Quorum[] };

/** What is wrong with a policy, and where. Lines count from 1. */
export interface PolicyFault {
  readonly line: number;
  readonly fault: PolicyMistake;
  /** The word of the line that it is about; empty for none. */
  readonly about: string;
}

type Mistake = Omit<PolicyFault, "line">;

/** Longest policy read, in UTF-16 units, and most parties and groups in it. */
export const trustPolicyLimits = { length: 1_000_000, names: 256 } as const;

/** Reads a policy (c2sp.org/tlog-policy), or says what is wrong with it. Never throws. */
export function parseTrustPolicy(hash: Hash, text: string): TrustPolicy | PolicyFault {
  if (text.length > trustPolicyLimits.length) return { line: 1, ...wrong("too-long") };
  const reader = new PolicyReader(hash);
  for (const [at, line] of text.split("\n").entries()) {
    const mistake = reader.read(line);
    if (mistake !== null) return { line: at + 1, ...mistake };
  }
  return reader.finish() ?? { line: text.split("\n").length, ...wrong("no-quorum") };
}

/** Whether a policy was read. */
export function isPolicy(read: TrustPolicy | PolicyFault): read is TrustPolicy {
  return "logs" in read;
}

/** Whether those who signed make up the quorum. Each witness counts once, however often it signed. */
export function isWitnessed(policy: TrustPolicy, signed: readonly Pick<Signed, "key">[]): boolean {
  const isThere = (quorum: Quorum): boolean => {
    if (typeof quorum !== "string") {
      return quorum.of.filter(isThere).length >= quorum.threshold;
    }
    const key = policy.witnesses.get(quorum)?.key;
    return key !== undefined && signed.some((each) => each.key === key);
  };
  return policy.quorum === null || isThere(policy.quorum);
}

class PolicyReader {
  readonly #hash: Hash;
  readonly #logs: Party[] = [];
  readonly #witnesses = new Map<string, Party>();
  readonly #groups = new Map<string, Quorum>();
  /** Each name may be a member once, so that a witness counts in one way only. */
  readonly #members = new Set<string>();
  #quorum: Quorum | null | undefined;

  constructor(hash: Hash) {
    this.#hash = hash;
  }

  /** Takes one line in, or says what is wrong with it. */
  read(line: string): Mistake | null {
    // Tab is the only control character that may stand in a line.
    // oxlint-disable-next-line no-control-regex -- that is what is looked for
    if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(line)) return wrong("control-character");
    const [keyword = "", ...words] = line.split(/[ \t]+/).filter((word) => word !== "");
    if (keyword === "" || keyword.startsWith("#")) return null;
    switch (keyword) {
      case "log":
        return this.#log(words);
      case "witness":
        return this.#witness(words);
      case "group":
        return this.#group(words);
      case "quorum":
        return this.#setQuorum(words);
      default:
        return wrong("unknown-word", keyword);
    }
  }

  finish(): TrustPolicy | null {
    if (this.#quorum === undefined) return null;
    return { logs: this.#logs, witnesses: this.#witnesses, quorum: this.#quorum };
  }

  #log([vkey, url, ...more]: string[]): Mistake | null {
    const key = this.#key(vkey);
    if (key === null || more.length > 0) return wrong("log-line");
    if (key.type === "ed25519-cosignature") return wrong("log-by-witness-key");
    if (this.#logs.some((log) => isSameKey(log.key, key))) return wrong("log-twice");
    if (this.#logs.length === trustPolicyLimits.names) return wrong("too-many-logs");
    this.#logs.push({ key, url: url ?? null });
    return null;
  }

  #witness([name, vkey, url, ...more]: string[]): Mistake | null {
    const key = this.#key(vkey);
    if (name === undefined || key === null || more.length > 0) {
      return wrong("witness-line");
    }
    if (key.type === "ed25519") return wrong("witness-by-log-key");
    const isTaken = this.#isTaken(name);
    if (isTaken !== null) return isTaken;
    const others = [...this.#witnesses.values()];
    if (others.some((witness) => isSameKey(witness.key, key))) {
      return wrong("witness-twice");
    }
    this.#witnesses.set(name, { key, url: url ?? null });
    return null;
  }

  #group([name, amount = "", ...members]: string[]): Mistake | null {
    if (name === undefined || members.length === 0) {
      return wrong("group-line");
    }
    const isTaken = this.#isTaken(name);
    if (isTaken !== null) return isTaken;
    const threshold = thresholdOf(amount, members.length);
    if (threshold === null) return wrong("group-count", amount);
    const of: Quorum[] = [];
    for (const member of members) {
      const found = this.#named(member);
      if (found === undefined) return wrong("not-named", member);
      if (this.#members.has(member)) return wrong("member-twice", member);
      this.#members.add(member);
      of.push(found);
    }
    this.#groups.set(name, { threshold, of });
    return null;
  }

  #setQuorum([name, ...more]: string[]): Mistake | null {
    if (name === undefined || more.length > 0) return wrong("quorum-line");
    if (this.#quorum !== undefined) return wrong("quorum-twice");
    this.#quorum = name === "none" ? null : this.#named(name);
    return this.#quorum === undefined ? wrong("not-named", name) : null;
  }

  #named(name: string): Quorum | undefined {
    return this.#witnesses.has(name) ? name : this.#groups.get(name);
  }

  #isTaken(name: string): Mistake | null {
    if (name === "none") return wrong("name-none");
    if (this.#named(name) !== undefined) return wrong("name-taken", name);
    const isFull = this.#witnesses.size + this.#groups.size >= trustPolicyLimits.names;
    return isFull ? wrong("too-many-names") : null;
  }

  #key(vkey = ""): NoteKey | null {
    return parseVerifierKey(this.#hash, vkey);
  }
}

function wrong(fault: PolicyMistake, about = ""): Mistake {
  return { fault, about };
}

function thresholdOf(amount: string, members: number): number | null {
  if (amount === "all") return members;
  if (amount === "any") return 1;
  const count = /^[1-9][0-9]{0,3}$/.test(amount) ? Number(amount) : 0;
  return count >= 1 && count <= members ? count : null;
}

/** Two texts that wrap one key, whatever its name and use. */
function isSameKey(one: NoteKey, other: NoteKey): boolean {
  return bytesEqual(one.publicKey, other.publicKey);
}
