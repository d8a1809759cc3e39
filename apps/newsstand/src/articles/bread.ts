import type { Article } from "./article.ts";

export const bread: Article = {
  slug: "the-loaf-that-shrank",
  kicker: "Bread",
  title: "The loaf that shrank by law",
  teaser:
    "A medieval baker could not raise his prices. A penny loaf cost a penny in good years and in bad ones. What changed, by order of the king and with a table to look it up in, was the size of the loaf.",
  crosshead: "A price that never moves",
  rest: [
    "The Assize of Bread, set down in the thirteenth century, is one of the oldest consumer laws in English. It fixed the price and let the weight float. When wheat was dear the farthing loaf was a roll; when wheat was cheap it fed a family. Magistrates read the week’s price of grain off a table and announced the weight.",
    "It seems upside down until you think about the coins. There was nothing smaller to give as change. A loaf for a penny and a tenth cannot be sold to somebody who has a penny, so the tenth was taken out of the bread.",
    "Bakers found by inspectors to be short were fined, and for worse offences dragged through the dirtiest streets with the loaf hung from their necks. Ovens are uneven and dough loses water, so a careful baker who sold by the dozen put in an extra one to be safe. That is the usual story of the baker’s dozen, and the thirteenth loaf was cheaper than the pillory.",
    "The law lasted, with repairs, for more than five hundred years. It failed where every fixed price fails: the weight was easy to check, and the flour was not. Alum, chalk and beans went in. Adulteration is what a price turns into when it may not change.",
    "The habit is still with us. A chocolate bar that keeps its price and loses a few grams is obeying the Assize of Bread, without the table, and without anybody who reads the new weight out in the market square.",
  ],
  cents: 2n,
  minutes: 3,
  drawing:
    "M8 40c0-14 10-22 24-22s24 8 24 22c0 6-4 8-8 8H16c-4 0-8-2-8-8zM22 24l6 10M32 22l6 10M42 25l5 8M14 34l5 8",
};
