import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { saveFile } from "../saveFile.ts";
import { eraseWallet, exportWallet, getErasure, keepWallet } from "./api.ts";

const erasureQuery = queryOptions({ queryKey: ["erasure"], queryFn: getErasure });

/** Whether and when this wallet is erased, and what stands in the way. */
export function useErasure() {
  return useQuery(erasureQuery);
}

/** Asks for the passkey, then has the wallet erased. Erased at once, nothing is left to show. */
export function useErase() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: eraseWallet,
    onSuccess: async (erasure) => {
      if (erasure.erased) {
        client.setQueryData(["me"], null);
        client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "me" });
        return;
      }
      client.setQueryData(erasureQuery.queryKey, erasure);
      await client.invalidateQueries({ queryKey: ["me"] });
    },
    // What stands in the way may be new.
    onError: () => client.invalidateQueries({ queryKey: erasureQuery.queryKey }),
  });
}

export function useKeepWallet() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: keepWallet,
    onSuccess: async (erasure) => {
      client.setQueryData(erasureQuery.queryKey, erasure);
      await client.invalidateQueries({ queryKey: ["me"] });
    },
  });
}

/** Asks for the passkey, downloads everything and hands it over as a file. `bytes`: how much has come. */
export function useExport() {
  const [bytes, setBytes] = useState(0);
  const download = useMutation({
    mutationFn: () => {
      setBytes(0);
      return exportWallet(setBytes);
    },
    onSuccess: (archive) => saveFile("farthing-wallet.zip", archive.type, archive),
  });
  return { bytes, download };
}
