import { EventPage, eventsMax, eventsWaitSecondsMax } from "@farthing/protocol";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import { newRoutes, type Routes } from "../http/context.ts";
import { merchantOf } from "../http/merchantOf.ts";
import { readFields } from "../http/readJson.ts";
import { route } from "../http/route.ts";
import { eventPage } from "./eventPage.ts";
import { newWaitingRoom } from "./waitingRoom.ts";

function wholeNumber(min: number, max: number) {
  const words = `a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^[0-9]{1,15}$/, words)
    .refine((text) => Number(text) >= min && Number(text) <= max, words);
}

/** `after`: the last `next`; `wait`: seconds that an empty page may take. */
const EventQuery = z.strictObject({
  after: wholeNumber(0, 999_999_999_999_999).default("0"),
  limit: wholeNumber(1, eventsMax).default("100"),
  wait: wholeNumber(0, eventsWaitSecondsMax).default("0"),
});

/** What a merchant must hear, for programs that ask. Deliveries to an address of the merchant's are not there yet. */
export function eventRoutes(deps: Deps): Routes {
  const routes = newRoutes();
  const room = newWaitingRoom();
  route(
    routes,
    {
      method: "get",
      path: "/v1/events",
      summary: "What happened to the merchant's payments, oldest first",
      caller: "merchant",
      query: EventQuery,
      answer: EventPage,
      problems: ["invalid-request", "cursor-unknown", "unavailable"],
    },
    async (c) => {
      const merchant = await merchantOf(deps, c);
      const { after, limit, wait } = readFields(c.req.query(), EventQuery);
      return c.json(
        await eventPage(deps, room, {
          merchant: merchant.id,
          after: Number(after),
          limit: Number(limit),
          waitSeconds: Number(wait),
          signal: c.req.raw.signal,
        }),
      );
    },
  );
  return routes;
}
