import type { Article } from "./article.ts";

export const metre: Article = {
  slug: "a-metre-short",
  kicker: "Measure",
  title: "The metre is a fifth of a millimetre short",
  teaser:
    "In 1792 two astronomers left Paris in opposite directions to measure the world. It took them seven years, one revolution, several arrests and a mistake that one of them hid in his notebooks until he died.",
  crosshead: "Two men and a meridian",
  rest: [
    "France under the old kings had, by some counts, a quarter of a million different weights and measures. A pint in one village was not a pint in the next, and the difference was usually in favour of whoever owned the jug. The Revolution wanted a unit that belonged to nobody, and so it chose the planet: one ten-millionth of the way from the pole to the equator.",
    "To know that distance, Jean-Baptiste Delambre measured from Dunkirk southward, and Pierre Méchain from Barcelona northward. They climbed church towers and hills and took angles between them. Villagers took the instruments for weapons and the white signal flags for the colour of the king.",
    "Méchain, stuck in Barcelona by war, measured his latitude twice from two places close together, and the results did not agree. He could not find the error. He told nobody. He went on measuring for years, spoiled his health over it, and died of fever on an expedition meant to make it unnecessary. Delambre found the truth in his papers afterwards.",
    "The irony is that the small disagreement hardly mattered. The Earth is not as regular as they had been told, and that alone put the metre wrong by about a fifth of a millimetre. By then a platinum bar had been made and the laws had been printed. The bar won. For most of two centuries the metre was not a part of the world but a thing in a safe.",
    "Since 1983 it is the distance light travels in one part in 299,792,458 of a second. The figure is ugly on purpose: it was chosen so that nothing already measured had to change. A unit is a promise, and promises are kept by keeping them the same, not by having been right at the start.",
  ],
  cents: 3n,
  minutes: 3,
  drawing: "M6 44L44 6l14 14-38 38zM14 36l5 5M21 29l8 8M28 22l5 5M35 15l8 8M42 8l3 3",
};
