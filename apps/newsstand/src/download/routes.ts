import { type Context, Hono } from "hono";
import { z } from "zod";
import type { Desk } from "../desk.ts";
import type { Delivery } from "../store/deliveries.ts";
import { purchaseOf } from "../unlock.ts";
import { visitorOf } from "../visitor.ts";
import { prints } from "../wares/ware.ts";
import { deliveryAnswer, nothingToDeliver } from "./deliveryAnswer.ts";
import { confirm, sendPrints } from "./sendPrints.ts";

const PaymentBody = z.strictObject({ payment: z.string().max(40) });
const DeliveredBody = z.strictObject({
  payment: z.string().max(40),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
const BreakBody = z.strictObject({ isOn: z.boolean() });

/** The download: its bytes, its confirmation, where it stands, and the demo's switch that breaks it. */
export function deliveryRoutes(desk: Desk): Hono {
  const routes = new Hono();
  routes.get(`/prints/${desk.printsFile.name}`, async (c) => {
    const delivery = await openDelivery(desk, c);
    if (delivery === null) return c.json(nothingToDeliver, 403);
    return sendPrints(desk, c, delivery);
  });
  routes.post("/delivered", async (c) => {
    const body = DeliveredBody.safeParse(await c.req.json().catch(() => null));
    const delivery = body.success ? ownDelivery(desk, c, body.data.payment) : null;
    if (!body.success || delivery === null) return c.json(nothingToDeliver, 403);
    if (body.data.sha256 !== desk.printsFile.sha256) return c.json({ kind: "damaged" }, 409);
    confirm(desk, delivery.payment);
    return c.json(deliveryAnswer(desk, delivery.payment));
  });
  routes.post("/delivery", async (c) => {
    const body = PaymentBody.safeParse(await c.req.json().catch(() => null));
    const delivery = body.success ? ownDelivery(desk, c, body.data.payment) : null;
    return c.json(delivery ? deliveryAnswer(desk, delivery.payment) : nothingToDeliver);
  });
  routes.post("/break", async (c) => {
    const body = BreakBody.safeParse(await c.req.json().catch(() => null));
    const visitor = visitorOf(desk, c);
    if (!body.success || visitor === null) return c.json({ kind: "refused" }, 400);
    desk.deliveries.setBreak(visitor, body.data.isOn);
    return c.json({ kind: "noted" });
  });
  return routes;
}

/** The delivery whose bytes this visitor may have now. */
async function openDelivery(desk: Desk, c: Context): Promise<Delivery | null> {
  const visitor = visitorOf(desk, c);
  const purchase = visitor === null ? null : await purchaseOf(desk, { ware: prints, visitor });
  const delivery = purchase && desk.deliveries.find(purchase.payment);
  return delivery && /^(due|confirmed)$/.test(delivery.state) ? delivery : null;
}

/** A delivery that this visitor began, or whose purchase is open here. */
function ownDelivery(desk: Desk, c: Context, payment: string): Delivery | null {
  const visitor = visitorOf(desk, c);
  const delivery = visitor === null ? null : desk.deliveries.find(payment);
  if (visitor === null || delivery === null || delivery.visitor === visitor) return delivery;
  const isOpenHere = desk.purchases.of(visitor, prints.id).some((one) => one.payment === payment);
  return isOpenHere ? delivery : null;
}
