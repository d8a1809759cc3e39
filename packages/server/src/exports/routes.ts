import { ActRequest } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { newRoutes, type Routes } from "../http/context.ts";
import { payerOf } from "../http/payerOf.ts";
import { readJson } from "../http/readJson.ts";
import { route } from "../http/route.ts";
import { checkAct } from "../waysIn/ownAct.ts";
import { exportFiles } from "./exportFiles.ts";
import { zipOf } from "./zipOf.ts";

/** Leaving with one's data. */
export function exportRoutes(deps: Deps): Routes {
  const routes = newRoutes();
  route(
    routes,
    {
      method: "post",
      caller: "payer",
      path: "/v1/wallet/export",
      summary: "Everything that is kept of this wallet, as a ZIP archive",
      body: ActRequest,
      answer: {
        type: "application/zip",
        description: "Wallet, payments, statement and a receipt file for each payment.",
      },
      problems: ["passkey-failed", "unavailable"],
    },
    async (c) => {
      const payer = await payerOf(deps, c);
      const { credential } = await readJson(c, ActRequest);
      await checkAct(deps, { payer, act: "export-wallet", credential });
      return new Response(streamOf(zipOf(await exportFiles(deps, payer))), {
        headers: {
          "content-type": "application/zip",
          "content-disposition": 'attachment; filename="farthing-wallet.zip"',
          "cache-control": "no-store",
        },
      });
    },
  );
  return routes;
}

/** Makes no more than is taken: an export whose reader went away ends there. */
function streamOf(parts: AsyncGenerator<Uint8Array, void, undefined>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await parts.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await parts.return(undefined);
    },
  });
}
