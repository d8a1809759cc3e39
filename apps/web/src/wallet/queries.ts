import {
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import type { WireMoney } from "@farthing/core";
import { getMe, getPayment, getPayments, revokeAllowance, signOut, topUp } from "./api.ts";

const meQuery = queryOptions({ queryKey: ["me"], queryFn: getMe });

/** Who is signed in. */
export function useMe() {
  return useQuery(meQuery);
}

/** What was paid, page by page. */
export function useActivity() {
  return useInfiniteQuery({
    queryKey: ["payments"],
    queryFn: ({ pageParam }) => getPayments(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
}

export function usePayment(id: string) {
  return useQuery({ queryKey: ["payment", id], queryFn: () => getPayment(id) });
}

/** Adds play money and shows the new balance. */
export function useTopUp() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ money, key }: { money: WireMoney; key: string }) => topUp(money, key),
    onSuccess: () => client.invalidateQueries(),
  });
}

export function useRevoke() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: revokeAllowance,
    onSuccess: () => client.invalidateQueries({ queryKey: ["me"] }),
  });
}

/** Ends the session, and forgets what it showed. */
export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: signOut,
    onSuccess: () => {
      client.setQueryData(meQuery.queryKey, null);
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "me" });
    },
  });
}
