import { useEffect, useMemo, useReducer } from "preact/hooks";
import type { WireMoney } from "@farthing/core";
import type { BillWay } from "../kit/bill.ts";
import { keepEveryTime, readEveryTime } from "./everyTime.ts";
import { Flow } from "./flow.ts";
import type { Asked } from "./request.ts";
import {
  type Choice,
  firstState,
  type Intent,
  type PayEvent,
  type PayState,
  reduce,
} from "./state.ts";

/** What the views may ask for. */
export interface Payment {
  readonly state: PayState;
  readonly intent: Intent;
  readonly dispatch: (event: PayEvent) => void;
  readonly pay: (choice: Choice) => void;
  readonly payLater: () => void;
  readonly payBill: (owed: WireMoney, way: BillWay) => void;
  readonly stopBill: () => void;
  readonly askAgain: () => void;
  readonly cancel: () => void;
  readonly cancelHold: (payment: string) => Promise<void>;
  readonly notMe: () => void;
  readonly reopen: () => void;
  readonly askEveryTime: (on: boolean) => void;
}

/** Runs one payment: opens the request, asks for the passkey, approves, and says when the page is left. */
export function usePayment(asked: Asked, arrival: string): Payment {
  const [state, dispatch] = useReducer(reduce, firstState, (first) => ({
    ...first,
    everyTime: readEveryTime(),
  }));
  const flow = useMemo(() => new Flow({ asked, arrival, dispatch }), [asked, arrival]);
  useEffect(() => {
    const onLeave = () => flow.leaving();
    window.addEventListener("pagehide", onLeave);
    flow.start();
    return () => window.removeEventListener("pagehide", onLeave);
  }, [flow]);
  return {
    state,
    intent: asked.intent,
    dispatch,
    pay: (choice) => flow.pay(state, choice),
    payLater: () => flow.payLater(state),
    payBill: (owed, way) => flow.payBill(owed, way),
    stopBill: () => flow.stopBill(),
    askAgain: () => flow.askAgain(state),
    cancel: () => flow.cancel(),
    cancelHold: (payment) => flow.cancelHold(payment),
    notMe: () => flow.notMe(),
    reopen: () => flow.reopen(),
    askEveryTime: (on) => {
      keepEveryTime(on);
      dispatch({ name: "every-time", on });
    },
  };
}
