import { listen } from "../listen.ts";

/** What a faulty RPC does with one call: as the chain does, or worse. */
export type Fault = "none" | "twice" | "swallow" | "accept-then-fail" | "fail" | "hang" | "garbage";

/** An RPC between a chain and whoever asks it, that does `faultOf` each method. */
export async function startFaultyRpc(
  chain: string,
  faultOf: (method: string) => Fault,
): Promise<{ url: string; close(): Promise<void> }> {
  const listening = await listen({ host: "127.0.0.1", port: 0 });
  listening.answerWith(async (request) => {
    const body = await request.text();
    const { method } = JSON.parse(body) as { method: string };
    const pass = () =>
      fetch(chain, { method: "POST", body, headers: { "content-type": "application/json" } });
    switch (faultOf(method)) {
      case "none":
        return pass();
      case "twice":
        await pass();
        return pass();
      case "swallow":
        return Response.json({ jsonrpc: "2.0", id: 1, result: `0x${"ab".repeat(32)}` });
      case "accept-then-fail":
        await pass();
        return new Response("bad gateway", { status: 502 });
      case "fail":
        return new Response("bad gateway", { status: 502 });
      case "hang":
        await pass();
        await new Promise((resolve) => setTimeout(resolve, 1_000));
        return new Response("too late", { status: 504 });
      case "garbage":
        return new Response("<html>", { headers: { "content-type": "text/html" } });
    }
  });
  return { url: `http://127.0.0.1:${listening.port}`, close: () => listening.close() };
}
