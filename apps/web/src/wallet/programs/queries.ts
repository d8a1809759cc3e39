import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { AgentEdit, AgentTerms } from "@farthing/protocol";
import { askPasskey } from "../askPasskey.ts";
import {
  allowAsk,
  editProgram,
  findSite,
  getAsk,
  getAskOptions,
  getEditOptions,
  getGoOnOptions,
  getProgramOptions,
  getPrograms,
  letGoOn,
  makeProgram,
  refuseAsk,
  stopProgram,
} from "./api.ts";

/** How often an open page asks what programs did and want meanwhile. */
const pollMs = 10_000;

export function usePrograms() {
  return useQuery({ queryKey: ["programs"], queryFn: getPrograms, refetchInterval: pollMs });
}

export function useAsk(id: string) {
  return useQuery({
    queryKey: ["program-ask", id],
    queryFn: () => getAsk(id),
    refetchInterval: ({ state }) => (state.data?.state === "waiting" ? pollMs : false),
  });
}

/** What changes programs, and with them what the wallet shows of itself. */
function useProgramChange<Ask, Answer>(change: (ask: Ask) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: change, onSuccess: () => client.invalidateQueries() });
}

/** Asks for the passkey and makes a key with these terms; answers with its id. */
export function useMakeProgram() {
  return useProgramChange(async (terms: AgentTerms) =>
    makeProgram(terms, await askPasskey(await getProgramOptions(terms))),
  );
}

export function useFindSite() {
  return useMutation({ mutationFn: findSite });
}

export function useStopProgram() {
  return useProgramChange(({ id, verb }: { id: string; verb: "pause" | "resume" | "revoke" }) =>
    stopProgram(id, verb),
  );
}

/** Asks for the passkey and lets a program go on. */
export function useGoOn(id: string) {
  return useProgramChange(async () => letGoOn(id, await askPasskey(await getGoOnOptions(id))));
}

/** Asks for the passkey and pays what a program asked for. */
export function useAllowAsk(id: string) {
  return useProgramChange(async () => allowAsk(id, await askPasskey(await getAskOptions(id))));
}

export function useRefuseAsk(id: string) {
  return useProgramChange(() => refuseAsk(id));
}

/** `isMore`: the passkey is asked for. */
export function useEditProgram(id: string) {
  return useProgramChange(async ({ edit, isMore }: { edit: AgentEdit; isMore: boolean }) => {
    const credential = isMore ? await askPasskey(await getEditOptions(id, edit)) : undefined;
    await editProgram(id, edit, credential);
  });
}
