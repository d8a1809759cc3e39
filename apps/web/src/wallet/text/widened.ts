/** The same names with any words: what a translation must hold. */
export type Widened<Text> = Text extends string
  ? string
  : { [Name in keyof Text]: Widened<Text[Name]> };
