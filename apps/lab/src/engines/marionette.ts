import { once } from "node:events";
import { connect } from "node:net";
import { assert } from "@farthing/core";
import { commands, type ElementReference, elementKey, type Wire } from "./wire.ts";

/** Marionette's line, with the commands that only Firefox has. */
export interface Marionette extends Wire {
  sendNamed(name: string, parameters?: object): Promise<unknown>;
  end(): void;
}

type Reply = readonly [1, number, { error: string; message: string } | null, unknown];
type Waiter = (reply: Reply) => void;

const messageBytesMax = 16 * 1024 * 1024;

/**
 * Speaks to Firefox by its remote protocol Marionette: `<length>:<JSON>` over TCP, a command is `[0, id, name,
 * parameters]`, its answer `[1, id, error, result]`.
 */
export async function openMarionette(port: number): Promise<Marionette> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  const waiting = new Map<number, Waiter>();
  let received = Buffer.alloc(0);
  let lastId = 0;
  socket.on("data", (part) => {
    received = Buffer.concat([received, part]);
    assert(received.length < messageBytesMax, "an answer of the browser is short");
    for (let next = takeMessage(received); next !== null; next = takeMessage(received)) {
      received = Buffer.from(next.rest);
      const message: unknown = JSON.parse(next.text);
      // The first message is a greeting and no reply.
      if (isReply(message)) waiting.get(message[1])?.(message);
    }
  });
  const fail = () => {
    const error = { error: "disconnected", message: "the browser ended" };
    for (const [id, waiter] of waiting) waiter([1, id, error, null]);
  };
  socket.on("close", fail).on("error", fail);
  const sendNamed = (name: string, parameters: object = {}) =>
    new Promise<unknown>((resolve, reject) => {
      const id = (lastId += 1);
      waiting.set(id, ([, , error, result]) => {
        waiting.delete(id);
        if (error === null) resolve(valueOf(result));
        else reject(new Error(`${name}: ${error.error}: ${error.message}`));
      });
      const text = JSON.stringify([0, id, name, parameters]);
      socket.write(`${Buffer.byteLength(text)}:${text}`);
    });
  return {
    sendNamed,
    send: (command, parameters) => sendNamed(commands[command][2], own(command, parameters)),
    end: () => socket.destroy(),
  };
}

/** Where WebDriver takes `{id: element}`, Marionette takes the element's bare name. */
function own(command: string, parameters: object = {}): object {
  if (command !== "enterFrame" || !("id" in parameters)) return parameters;
  return { element: (parameters.id as ElementReference | null)?.[elementKey] ?? null };
}

/** Most results are wrapped in `{value}`, lists are not. */
function isReply(message: unknown): message is Reply {
  return Array.isArray(message) && message.length === 4;
}

function valueOf(result: unknown): unknown {
  return typeof result === "object" && result !== null && "value" in result ? result.value : result;
}

function takeMessage(received: Buffer): { text: string; rest: Buffer } | null {
  const colon = received.indexOf(":");
  if (colon < 0) return null;
  const end = colon + 1 + Number(received.toString("latin1", 0, colon));
  if (received.length < end) return null;
  return { text: received.toString("utf8", colon + 1, end), rest: received.subarray(end) };
}
