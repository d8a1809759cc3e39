import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { uniformInt } from "pure-rand/distribution/uniformInt";

/** Chance that a seed repeats: the one source of randomness of everything that is simulated. */
export interface Chance {
  /** A whole number from `from` to `to`, both included. */
  whole(from: number, to: number): number;
  /** True in `percent` of a hundred cases. */
  happens(percent: number): boolean;
  /** One of the list, which is not empty. */
  one<Item>(list: readonly Item[]): Item;
  /** A source of its own, so that what happens elsewhere does not shift its numbers. */
  fork(): Chance;
}

/** The same numbers for the same seed. */
export function seeded(seed: number): Chance {
  const source = xoroshiro128plus(seed);
  const whole = (from: number, to: number) => uniformInt(source, from, to);
  return {
    whole,
    happens: (percent) => whole(1, 100) <= percent,
    one(list) {
      const item = list[whole(0, list.length - 1)];
      if (item === undefined) throw new Error("there is something to choose from");
      return item;
    },
    fork: () => seeded(whole(-0x80000000, 0x7fffffff)),
  };
}
