/** Why money moved: `TransferInput.code` of every transfer that a money word writes. One number each, for ever. */
export const transferCodes = {
  payment: 1,
  fee: 2,
  topUp: 3,
  welcome: 4,
  split: 5,
  exchange: 6,
  spread: 7,
  maturity: 8,
  payout: 9,
  closing: 10,
  settlement: 11,
  agedOut: 12,
  madeWhole: 13,
} as const;
