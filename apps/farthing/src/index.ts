export { type Demo, type DemoOptions, startDemo } from "./demo.ts";
export { loadNewsstandAccount, type NewsstandAccount } from "./newsstandAccount.ts";
export { FolderNotWritable, loadBuiltAssets, type Wired, wire, type WireOptions } from "./wire.ts";
