/** Why an anchor tells nothing. Each has its sentence in the page's texts. */
export type Trouble =
  | "node-address"
  | "contract-address"
  | "node-silent"
  | "node-odd"
  | "node-refuses"
  | "no-contract"
  | "other-contract"
  | "file-unreadable"
  | "file-empty"
  | "file-odd"
  | "tiles-address"
  | "tiles-missing"
  | "page-part";

/** Thrown where nothing can be said of a receipt. `detail` is what its sentence names. */
export class AnchorTrouble extends Error {
  override readonly name = "AnchorTrouble";
  readonly trouble: Trouble;
  readonly detail: string;

  constructor(trouble: Trouble, detail = "") {
    super(trouble);
    this.trouble = trouble;
    this.detail = detail;
  }
}
