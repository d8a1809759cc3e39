import {
  isPolicy,
  parseTrustPolicy,
  type PolicyFault,
  type TrustPolicy,
  trustPolicyLimits,
} from "@farthing/log";
import { sha256 } from "@noble/hashes/sha2.js";
import { useEffect, useState } from "preact/hooks";
import { callText } from "../kit/call.ts";
import { loadVerifiers, warmVerifiers } from "../kit/verifiers.ts";
import { readGiven } from "./readGiven.ts";

/** A policy and its text. `name`: the reader's own file; `null` for the server's. */
export interface Chosen {
  readonly policy: TrustPolicy;
  readonly text: string;
  readonly name: string | null;
}

/** What is wrong with a file that was offered as a policy; `null`: it cannot be read at all. */
export interface Refused {
  readonly name: string;
  readonly fault: PolicyFault | null;
}

export interface PolicyState {
  readonly chosen: Chosen | null;
  readonly server: "loading" | "failed" | Chosen;
  readonly refused: Refused | null;
  readonly choose: (file: File) => Promise<void>;
  readonly useServers: () => void;
  readonly reload: () => void;
}

/** Whom to believe: the server's own policy, or the reader's. */
export function usePolicy(): PolicyState {
  const [server, setServer] = useState<PolicyState["server"]>("loading");
  const [own, setOwn] = useState<Chosen | null>(null);
  const [refused, setRefused] = useState<Refused | null>(null);
  const load = () => {
    setServer("loading");
    void fetchPolicy().then(setServer, () => setServer("failed"));
  };
  useEffect(load, []);
  useEffect(() => {
    // What cannot be loaded is said by whoever needs it.
    void warmVerifiers().catch(() => undefined);
  }, []);
  return {
    chosen: own ?? (typeof server === "string" ? null : server),
    server,
    refused,
    async choose(file) {
      const read = await readGiven(file, trustPolicyLimits.length).catch(() => null);
      const policy = read === null ? null : parseTrustPolicy(sha256, read);
      if (read !== null && policy !== null && isPolicy(policy)) {
        setOwn({ policy, text: read, name: file.name });
        setRefused(null);
      } else
        setRefused({ name: file.name, fault: policy === null || isPolicy(policy) ? null : policy });
    },
    useServers() {
      setOwn(null);
      setRefused(null);
    },
    reload: load,
  };
}

async function fetchPolicy(): Promise<Chosen | "failed"> {
  const [text] = await Promise.all([callText("/log/policy", "text/plain"), loadVerifiers()]);
  const policy = parseTrustPolicy(sha256, text);
  return isPolicy(policy) ? { policy, text, name: null } : "failed";
}
