export type {
  FarthingOwnedDetail,
  FarthingPaidDetail,
  FarthingReturnedDetail,
  FarthingUndoneDetail,
  FrameMessage,
  InitMessage,
  Theme,
} from "./messages.ts";
