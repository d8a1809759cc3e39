export { type Demo, type DemoOptions, startDemo } from "./demo.ts";
export { loadNewsstandAccount, type NewsstandAccount } from "./newsstandAccount.ts";
export { FolderNotWritable } from "./checkWritable.ts";
export { commands } from "./runCommand.ts";
export { loadBuiltAssets, type Wired, wire, type WireOptions } from "./wire.ts";
