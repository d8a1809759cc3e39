// Preloaded into a program started by run.mjs: when the process that started it is gone for any reason, kill -9
// included, it is asked to stop as Ctrl-C would ask it. Otherwise it would keep its ports, unseen.
import { isMainThread } from "node:worker_threads";

if (isMainThread && process.channel) {
  process.channel.unref();
  process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));
}
