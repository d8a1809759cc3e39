import type { Article } from "./article.ts";

export const farthing: Article = {
  slug: "the-smallest-coin",
  kicker: "Money",
  title: "The coin that was too small to refuse",
  teaser:
    "For seven centuries the smallest thing you could say with money in England was a farthing. A quarter of a penny bought a candle end, a glass of something thin, a button. Nobody grew rich on it, and hardly anybody could do without it.",
  crosshead: "A quarter of a penny",
  rest: [
    "The name says how it began. A farthing is a “fourthing”: people cut silver pennies into quarters along the arms of the cross that was stamped on them, and paid with the pieces. Edward I struck it as a round coin of its own around 1279, so small that it was easier to lose than to spend.",
    "What made it useful was not its value but the gap it closed. A shop that can only charge whole pennies must sell candles by the bundle, thread by the reel and ale by the quart. A shop that can charge a farthing may sell one candle. The poor paid for that in the quality of the coin, which was forged, clipped and, for long stretches, simply missing.",
    "When the mint struck too few, towns made their own. In the seventeenth century thousands of tradesmen issued tokens with a name, a street and a picture of a loaf or a boot. They were money as far as the next parish. A token was a promise by somebody whose door you knew, which is a fair description of most money since.",
    "The last farthings were struck in 1956, with a wren on the back, the smallest bird on the smallest coin. By then the metal and the handling cost more than the coin would buy, and from the first day of 1961 it bought nothing at all. Prices were rounded up, as they always are.",
    "Small prices did not vanish because nobody wanted to charge them. They vanished because counting, carrying and checking a small coin took as long as a large one. Make that cheap again and the farthing comes back by itself, without the wren.",
  ],
  cents: 1n,
  minutes: 2,
  drawing:
    "M32 6a26 26 0 1 0 .1 0zM32 12a20 20 0 1 0 .1 0zM20 36c6-2 8-12 16-12 5 0 6 4 10 4-2 3-4 3-5 7-1 5-6 8-12 7l-4 6M30 42l-1 6M44 27l6-2M20 36l-6-4",
};
