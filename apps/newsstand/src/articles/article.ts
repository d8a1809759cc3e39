/** One article: the teaser is free, the rest is for sale. */
export interface Article {
  /** Its place in the address: `/articles/<slug>`. */
  readonly slug: string;
  readonly kicker: string;
  readonly title: string;
  /** Free paragraph, also on the front page. */
  readonly teaser: string;
  /** Heading of the paid part: where the reader's focus goes once it is open. */
  readonly crosshead: string;
  readonly rest: readonly string[];
  /** Price in cents of play money, 1 to 25. */
  readonly cents: bigint;
  readonly minutes: number;
  /** Path data of a 64 × 64 line drawing. */
  readonly drawing: string;
}

/** The sandbox's play money: amounts count millionths of a play dollar. */
export const asset = "PLAY/6";
