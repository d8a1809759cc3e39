import type { Article } from "./article.ts";

export const bells: Article = {
  slug: "eighteen-hours-of-bells",
  kicker: "Bells",
  title: "Eighteen hours of bells, and not one repeated",
  teaser:
    "On a summer weekend in 1963 eight people in Loughborough rang eight bells in every order there is. It took them just under eighteen hours. Nobody sat down, nobody ate, and nobody was allowed to write anything down.",
  crosshead: "Every order there is",
  rest: [
    "An English church bell hangs on a full wheel. It swings through a whole circle and comes to rest mouth upward, and the person on the rope can hold it there for a moment, or let it go a moment early. That is all the freedom there is: a bell may change places with its neighbour. You cannot play a tune like that. You can only play permutations.",
    "Seven bells can sound in 5,040 orders, and ringing them all once takes about three hours. That is called a peal. Eight bells have 40,320 orders. Nine would take a week without sleep. The sums were printed in the 1660s, in a book for ringers that may be the first popular work on what mathematicians now call group theory, about a century before they did.",
    "The rules are strict. No row may come twice. No bell moves more than one place at a time. The conductor calls out at certain points to shift the pattern, but nobody reads from paper: each ringer carries the method in mind as a path, a blue line weaving through the others, and follows it by rhythm and by sight.",
    "It is of no use whatever, and it cannot be done alone. A missed stroke by one spoils it for all, and after seventeen hours there is no prize but having finished. Ringers who meet as strangers climb a tower, agree on a name such as Plain Bob or Stedman, and are at once in the middle of a difficult thing together.",
    "The sound outside, to those who do not know, is a tumbling scale that never settles. A neighbour may be forgiven for thinking that it repeats. What it does is stranger: it is making sure, one order at a time, that nothing has been left out.",
  ],
  cents: 25n,
  minutes: 3,
  drawing:
    "M32 6v6M18 44c0-6 3-8 3-16 0-10 4-16 11-16s11 6 11 16c0 8 3 10 3 16zM12 44h40v5H12zM28 49c0 6 8 6 8 0M20 36h24",
};
