import type { Passkeys } from "@farthing/protocol";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { askPasskey, makePasskey } from "../askPasskey.ts";
import {
  addPasskey,
  getNewPasskeyOptions,
  getPasskeys,
  getRemovalOptions,
  removePasskey,
} from "./api.ts";

const queryKey = ["passkeys"];

/** The passkeys of whoever is signed in. */
export function usePasskeys() {
  return useQuery({ queryKey, queryFn: getPasskeys });
}

/** Makes one more passkey; asks for one of those there are first, where the sign-in is some minutes old. */
export function useAddPasskey() {
  return usePasskeyChange(async () => {
    const asked = await getNewPasskeyOptions();
    const { options } =
      asked.way === "create" ? asked : await getNewPasskeyOptions(await askPasskey(asked.options));
    return addPasskey(await makePasskey(options));
  });
}

/** Asks for a passkey and removes one with it. */
export function useRemovePasskey() {
  return usePasskeyChange(async (passkey: string) =>
    removePasskey(passkey, await askPasskey(await getRemovalOptions(passkey))),
  );
}

function usePasskeyChange<Ask = void>(change: (ask: Ask) => Promise<Passkeys>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (passkeys) => client.setQueryData(queryKey, passkeys),
    // Changed elsewhere meanwhile: what holds now is shown.
    onError: () => client.invalidateQueries({ queryKey }),
  });
}
