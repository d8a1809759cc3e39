// Each name translates to itself: whoever shows a judgement has words of their own for it.

/** Why a password is easy to guess, by zxcvbn's names. */
export const passwordReasons = {
  straightRow: "straightRow",
  keyPattern: "keyPattern",
  simpleRepeat: "simpleRepeat",
  extendedRepeat: "extendedRepeat",
  sequences: "sequences",
  recentYears: "recentYears",
  dates: "dates",
  topTen: "topTen",
  topHundred: "topHundred",
  common: "common",
  similarToCommon: "similarToCommon",
  wordByItself: "wordByItself",
  namesByThemselves: "namesByThemselves",
  commonNames: "commonNames",
  userInputs: "userInputs",
  pwned: "pwned",
} as const;

/** What to do better, by zxcvbn's names. */
export const passwordHabits = {
  l33t: "l33t",
  reverseWords: "reverseWords",
  allUppercase: "allUppercase",
  capitalization: "capitalization",
  dates: "dates",
  recentYears: "recentYears",
  associatedYears: "associatedYears",
  sequences: "sequences",
  repeated: "repeated",
  longerKeyboardPattern: "longerKeyboardPattern",
  anotherWord: "anotherWord",
  useWords: "useWords",
  noNeed: "noNeed",
  pwned: "pwned",
} as const;
