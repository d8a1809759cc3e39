import type { Article } from "./article.ts";

export const post: Article = {
  slug: "a-penny-to-anywhere",
  kicker: "Postage",
  title: "A penny to anywhere",
  teaser:
    "Before 1840 the person who received a letter paid for it, by the mile and by the sheet. Clerks held envelopes to a candle to count the pages inside. Then a schoolmaster did a sum about what a letter really costs, and the answer was almost nothing.",
  crosshead: "The sum that changed the post",
  rest: [
    "Rowland Hill had no connection with the Post Office, which may be why he asked. He took the yearly cost of carrying the mails from London to Edinburgh and divided it by the letters in the bag. Moving one letter four hundred miles cost about a thirty-sixth of a penny. Readers were charged more than a shilling.",
    "Where did the rest go? Into finding out what to charge. Every letter was weighed, counted, entered in a book, and entered again; a postman had to knock, wait, and collect, and if the door was shut he had to carry the letter back. The price was not the price of carriage. It was the price of the bill.",
    "So Hill proposed to stop billing. One price, whatever the distance; paid in advance; shown by a bit of gummed paper. The Penny Black went on sale in May 1840. There was nothing left to work out, and nobody to wait for.",
    "In the year before, the British post had carried about seventy-six million letters. In the first year of the penny it carried a hundred and sixty-nine million. Income fell at first and took decades to recover, which Hill’s enemies mentioned often. The letters never fell again.",
    "People had not been silent because they had nothing to say. They had been silent because saying a little cost as much trouble as saying a lot. When the trouble went, out came the valentines, the seed catalogues, the weekly reports home from a first job, and eventually the junk mail. Cheap is never only good. But nobody asked for the candle back.",
  ],
  cents: 5n,
  minutes: 3,
  drawing:
    "M14 8h36v48H14zM19 13h26v38H19zM32 20c6 0 8 5 7 10-1 4-3 5-3 8l7 4v5H21v-5l7-4c0-3-2-4-3-8-1-5 1-10 7-10z",
};
