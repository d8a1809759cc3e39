import {
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useMutationState,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import type { WireMoney } from "@farthing/core";
import type {
  EditedLines,
  MailSettings,
  PaymentDetail,
  PresetName,
  ReportReason,
} from "@farthing/protocol";
import {
  askAddress,
  cancelHold,
  cancelRaise,
  seeAlert,
  changeSettings,
  choosePreset,
  editLines,
  freezeWallet,
  getLinesOptions,
  getMe,
  getPaidSites,
  getPayment,
  getPayments,
  getPresetOptions,
  getStatement,
  getStatementCsv,
  getUnfreezeOptions,
  giveEvidence,
  pauseAllowance,
  removeAddress,
  reportPayment,
  revokeAllowance,
  revokeDevice,
  signOut,
  topUp,
  unfreezeWallet,
  type PaymentFilter,
} from "./api.ts";
import { askPasskey } from "./askPasskey.ts";

/** How often an open page asks what became of the wallet elsewhere: a raise, a freeze, a site that was stopped. */
const mePollMs = 20_000;

/** How often while something of it may change any moment by itself. */
const soonMs = 5_000;

const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: getMe,
  refetchInterval: ({ state }) => {
    const isHeld = state.data?.notices.some(({ heldUntil }) => heldUntil !== null) === true;
    return isHeld ? soonMs : mePollMs;
  },
});

/** Who is signed in. */
export function useMe() {
  return useQuery(meQuery);
}

/** What was paid, page by page. */
/** What was paid and added, page by page. While another filter is asked for, what was found before stays. */
export function useActivity(filter: PaymentFilter) {
  return useInfiniteQuery({
    queryKey: ["payments", filter],
    queryFn: ({ pageParam }) => getPayments(filter, pageParam),
    placeholderData: keepPreviousData,
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
}

export function usePaidSites() {
  return useQuery({ queryKey: ["paid-sites"], queryFn: getPaidSites });
}

export function usePayment(id: string) {
  return useQuery({
    queryKey: ["payment", id],
    queryFn: () => getPayment(id),
    // Held, or reported and not decided: the next step may come any moment.
    refetchInterval: ({ state }) => {
      const isOpen = state.data?.report?.dueAt || state.data?.status === "held";
      return isOpen ? soonMs : false;
    },
  });
}

/** The statement of a month (`null`: this one), page by page. */
export function useStatement(month: string | null) {
  return useInfiniteQuery({
    queryKey: ["statement", month],
    queryFn: ({ pageParam }) => getStatement({ month, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
}

/** Fetches a month's statement as CSV. */
export function useStatementCsv(save: (csv: string, month: string) => void) {
  return useMutation({
    mutationFn: getStatementCsv,
    onSuccess: (csv, month) => save(csv, month),
  });
}

/** Adds play money and shows the new balance. */
export function useTopUp() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ money, key }: { money: WireMoney; key: string }) => topUp(money, key),
    onSuccess: () => client.invalidateQueries(),
  });
}

/** What changes what the wallet says of itself. */
function useOwnChange<Ask = void>(change: (ask: Ask) => Promise<void>, name = "change") {
  const client = useQueryClient();
  return useMutation({
    mutationKey: [name],
    mutationFn: change,
    onSuccess: () => client.invalidateQueries({ queryKey: meQuery.queryKey }),
  });
}

export function useRevoke() {
  return useOwnChange(revokeAllowance);
}

export function useRevokeDevice() {
  return useOwnChange(revokeDevice);
}

export function useFreeze() {
  return useOwnChange(freezeWallet, "freeze");
}

/** Whether it was this page that froze the wallet. */
export function useWasFreezePressed(): boolean {
  return useMutationState({ filters: { mutationKey: ["freeze"] } }).length > 0;
}

/** Asks for the passkey and unfreezes with it. */
export function useUnfreeze() {
  return useOwnChange(async () => unfreezeWallet(await askPasskey(await getUnfreezeOptions())));
}

/** Chooses a preset; asks for the passkey first where it is higher. */
export function useChoosePreset() {
  return useOwnChange(async ({ preset, isRaise }: { preset: PresetName; isRaise: boolean }) =>
    isRaise
      ? choosePreset(preset, await askPasskey(await getPresetOptions(preset)))
      : choosePreset(preset),
  );
}

export function useCancelRaise() {
  return useOwnChange(cancelRaise);
}

export function useSeeAlert() {
  return useOwnChange(seeAlert);
}

/** Changes what a site may charge by a click; asks for the passkey first where any of it is higher. */
export function useEditLines(id: string) {
  return useOwnChange(async ({ lines, isRaise }: { lines: EditedLines; isRaise: boolean }) =>
    isRaise
      ? editLines(id, lines, await askPasskey(await getLinesOptions(id, lines)))
      : editLines(id, lines),
  );
}

export function usePause() {
  return useOwnChange(({ id, paused }: { id: string; paused: boolean }) =>
    pauseAllowance(id, paused),
  );
}

/** Changes a setting for every site. */
export function useChangeSettings() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: changeSettings,
    // One after the other: the last choice is the one that stays.
    scope: { id: "settings" },
    onSuccess: async (settings) => {
      const { queryKey } = meQuery;
      // An older answer that is still under way must not bring the old choice back.
      await client.cancelQueries({ queryKey });
      client.setQueryData(queryKey, (me) => me && { ...me, settings });
      // Its months begin where the settings say.
      await client.invalidateQueries({ queryKey: ["statement"] });
    },
  });
}

/** Changes where alerts go, and shows it. */
function useMailChange<Ask = void>(change: (ask: Ask) => Promise<MailSettings>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    scope: { id: "mail" },
    onSuccess: async (mail) => {
      const { queryKey } = meQuery;
      await client.cancelQueries({ queryKey });
      client.setQueryData(queryKey, (me) => me && { ...me, mail });
    },
  });
}

/** Asks that alerts go to an address, once its link was used. */
export function useAskAddress() {
  return useMailChange(askAddress);
}

export function useRemoveAddress() {
  return useMailChange(removeAddress);
}

/** Reports a payment, and shows what came of it. A site that it stops is stopped in the wallet's list too. */
export function useReport(id: string) {
  return usePaymentChange(id, (reason: ReportReason) => reportPayment(id, reason));
}

/** Cancels a held payment. What became of it is asked anew also when that failed: its hold may be over. */
export function useCancelHold(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => cancelHold(id),
    onSettled: () => client.invalidateQueries(),
  });
}

/** Tells more about a reported payment. */
export function useEvidence(id: string) {
  return usePaymentChange(id, (text: string) => giveEvidence(id, text));
}

function usePaymentChange<Ask>(id: string, change: (ask: Ask) => Promise<PaymentDetail>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async (payment) => {
      client.setQueryData(["payment", id], payment);
      await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "payment" });
    },
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
