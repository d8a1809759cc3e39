/** The wallet's passkeys in English; German has the same names (de.ts). */
export const en = {
  title: "Your passkeys",
  what: "Each of them signs in and pays. With two, a lost device does not cost you your wallet.",
  made: "Made in {{browser}}",
  unnamed: "A passkey",
  added: "Added on {{moment}}.",
  used: "Last used {{moment}}.",
  never: "Never used.",
  synced: "Backed up: it outlives its device.",
  alone: "In one device only.",
  add: "Add a passkey",
  adding: "Follow your device …",
  addedNow: "Added. It signs in and pays from now on.",
  full: "That is as many as a wallet may have.",
  cancelled: "Nothing was changed: the passkey was not used.",
  madeBefore:
    "This device already holds a passkey of this wallet. Use another device, or a security key.",
  unsupported: "This browser cannot make passkeys. Use another one.",
  only: "The only one: it can be removed once there is another.",
  remove: "Remove",
  removeTitle: "Remove this passkey?",
  removeMore:
    "It signs in and pays no more, and every other browser is signed out of your wallet. This cannot be undone. Your device asks for a passkey. Browsers that pay by a click go on: take those back at each site.",
  removeYes: "Yes, remove it",
  removeNo: "Keep it",
  removing: "Follow your device …",
  removed: "Removed. Every other browser was signed out.",
};
