/** Path data of 64 × 64 line drawings for what is no article. */
export const drawings = {
  pass: "M6 20h52v8a4 4 0 0 0 0 8v8H6v-8a4 4 0 0 0 0-8zM42 20v4M42 28v4M42 36v4M42 42v2M14 28h18M14 35h12",
  prints: "M14 6h28l8 8v44H14zM42 6v8h8M22 50l8-14 6 8 4-5 5 11zM26 24a4 4 0 1 0 .1 0zM22 14h12",
  tip: "M12 26h34v18a10 10 0 0 1-10 10H22a10 10 0 0 1-10-10zM46 30h4a6 6 0 0 1 0 14h-4M22 20c-3-4 3-6 0-10M30 20c-3-4 3-6 0-10M38 20c-3-4 3-6 0-10M8 58h42",
} as const;
