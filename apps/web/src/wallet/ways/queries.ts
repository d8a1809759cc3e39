import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { WaysIn } from "@farthing/protocol";
import { makePasskey } from "../askPasskey.ts";
import {
  askRecoveryMail,
  beginRecovery,
  beginTotp,
  cancelRecoveries,
  confirmTotp,
  finishRecovery,
  getFinishOptions,
  getWaysIn,
  lookAtRecovery,
  makeCodes,
  recoverByMail,
  removePassword,
  removeTotp,
  setPassword,
  signInByPassword,
} from "./api.ts";

const waysQuery = queryOptions({ queryKey: ["ways-in"], queryFn: getWaysIn });

export function useWaysIn() {
  return useQuery(waysQuery);
}

/** Changes a way in and shows what holds then, on this page and in the banner above it. */
function useWaysChange<Ask = void>(change: (ask: Ask) => Promise<WaysIn>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async (ways) => {
      client.setQueryData(waysQuery.queryKey, ways);
      // The check-up looks at these ways too.
      await Promise.all(
        [["me"], ["checkup"]].map((queryKey) => client.invalidateQueries({ queryKey })),
      );
    },
  });
}

export function useMakeCodes() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: makeCodes,
    onSuccess: () =>
      Promise.all(
        [waysQuery.queryKey, ["checkup"]].map((queryKey) => client.invalidateQueries({ queryKey })),
      ),
  });
}

export function useRecoverByMail() {
  return useWaysChange(recoverByMail);
}

export function useSetPassword() {
  return useWaysChange(setPassword);
}

export function useRemovePassword() {
  return useWaysChange(removePassword);
}

export function useBeginTotp() {
  return useMutation({ mutationFn: beginTotp });
}

export function useConfirmTotp() {
  return useWaysChange(confirmTotp);
}

export function useRemoveTotp() {
  return useWaysChange(removeTotp);
}

export function useCancelRecoveries() {
  return useWaysChange(cancelRecoveries);
}

/** Signs in and shows the wallet. */
export function usePasswordSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: signInByPassword,
    onSuccess: () => client.invalidateQueries(),
  });
}

export function useAskRecoveryMail() {
  return useMutation({ mutationFn: askRecoveryMail });
}

export function useLookAtRecovery() {
  return useMutation({ mutationFn: lookAtRecovery });
}

export function useBeginRecovery() {
  return useMutation({ mutationFn: beginRecovery });
}

/** Makes the new passkey and signs in with it. */
export function useFinishRecovery() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ secret, lost }: { secret: string; lost: boolean }) => {
      const credential = await makePasskey(await getFinishOptions(secret));
      await finishRecovery({ secret, credential, lost });
    },
    onSuccess: () => client.invalidateQueries(),
  });
}
