import type { Article } from "./article.ts";

export const printing: Article = {
  slug: "what-a-page-cost",
  kicker: "Printing",
  title: "What a page once cost",
  teaser:
    "The printing press did not make books cheap. It made the second copy cheap. The first was dearer than ever, and working out who should pay for it has been the whole history of publishing since.",
  crosshead: "The expensive first copy",
  rest: [
    "A scribe’s tenth copy of a book costs what the first did: so many days at so much a day. There is no risk in it, because a scribe starts when somebody orders. Gutenberg’s Bible, of which about a hundred and eighty were made in the 1450s, had to be set, proofed, inked and printed, and the paper and vellum bought, before anybody could be asked for a coin.",
    "He borrowed to do it, and lost his workshop to his lender at about the moment the books were finished. Within a generation printing had reached most large towns of Europe, and bankrupt printers along with it. They had learned to make copies. They had not learned how many.",
    "The first who did was perhaps Aldus Manutius in Venice. From 1501 he printed the classics small enough to carry, without commentary, in long runs. He did not ask what a scholar would pay for a Virgil. He asked how many people would have one in their saddlebag if it were light.",
    "Later the risk was spread before the press turned. Subscribers paid in advance and found their names in the front. Novels came out in shilling parts, so that a reader could stop, and so that the author found out in time. Then advertisers bought the whole page and gave it away, and for a century and a half it seemed that the question had been answered for good.",
    "A copy now costs nothing, not even paper, and the first copy costs what it always did: somebody’s week. The old arithmetic is back with its two hard numbers, the cost of one and the number of many. Divide the first by the second and you get a price. It is often a good deal less than a cup of coffee, and a good deal more than nothing.",
  ],
  cents: 10n,
  minutes: 3,
  drawing:
    "M10 56h44M16 56V14h32v42M12 8h40v6H12zM32 14v16M24 30h16v6H24zM20 44h24v6H20zM32 22h14l6-4",
};
