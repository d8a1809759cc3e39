import type { Advice, Checkup } from "@farthing/protocol";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getCheckup, putOff, review } from "./api.ts";

const queryKey = ["checkup"];

/** The check-up of whoever is signed in. */
export function useCheckup() {
  return useQuery({ queryKey, queryFn: getCheckup });
}

/** The advice about one site's price, if there is any. */
export function usePriceRise(allowance: string) {
  const { data } = useCheckup();
  const isIt = (advice: Advice) => advice.kind === "price-rise" && advice.allowance === allowance;
  return data?.advices.find((advice): advice is Extract<Advice, { kind: "price-rise" }> =>
    isIt(advice),
  );
}

export function usePutOff() {
  return useAnswer(putOff);
}

export function useReview() {
  return useAnswer(review);
}

function useAnswer(answer: (advice: string) => Promise<Checkup>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: answer,
    onSuccess: (checkup) => client.setQueryData(queryKey, checkup),
    // Gone meanwhile: what holds now is shown.
    onError: () => client.invalidateQueries({ queryKey }),
  });
}
