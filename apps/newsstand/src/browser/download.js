// Fetches the file that was paid for, goes on from where it broke off, compares its fingerprint, and says so.

const retryMs = [0, 500, 1000, 2000, 4000, 8000];
/** How often to ask whether the money is back, a second apart. */
const asksMax = 30;

/** @typedef {{ kind: string, sentence: string }} Standing */

/** @param {number} ms */
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Fills `box` (a progress bar, a sentence and a link, as the server drew them) and keeps it true. What has arrived
 * before is fetched again only when the link is pressed.
 * @param {HTMLElement} box
 */
export function beginDownload(box) {
  const link = box.querySelector("a");
  let isRunning = false;
  const run = async () => {
    if (isRunning) return;
    isRunning = true;
    link?.classList.add("busy");
    await download(box);
    link?.classList.remove("busy");
    isRunning = false;
  };
  link?.addEventListener("click", (event) => {
    event.preventDefault();
    void run();
  });
  if (box.dataset.state === "due") void run();
}

/** @param {HTMLElement} box */
async function download(box) {
  const file = new Arriving(box);
  for (const ms of retryMs) {
    await wait(ms);
    try {
      if (!(await file.fetchRest())) return await waitForMoney(box);
    } catch {
      // Offline or cut off: what is here is kept, and the next round asks for the rest.
      say(box, "The line broke. Going on from where it was …");
      continue;
    }
    if (await confirm(box, file)) return;
    file.forget();
  }
  await waitForMoney(box);
}

/** What has arrived of the file. */
class Arriving {
  /** @type {Uint8Array<ArrayBuffer>[]} */
  pieces = [];
  size = 0;
  etag = "";

  /** @param {HTMLElement} box */
  constructor(box) {
    this.box = box;
    this.path = box.dataset.file ?? "";
    this.bytes = Number(box.dataset.bytes);
  }

  forget() {
    this.pieces = [];
    this.size = 0;
  }

  /** Answers `false` if the server will not send it; throws when the line breaks. */
  async fetchRest() {
    /** @type {Record<string, string>} */
    const headers = this.size > 0 ? { range: `bytes=${this.size}-`, "if-range": this.etag } : {};
    if (this.size === this.bytes) return true;
    const response = await fetch(`${this.path}?by=page`, { headers });
    if (response.status === 403) return false;
    if (!response.ok || response.body === null) throw new Error(`${response.status}`);
    // Another file by now: from the beginning.
    if (response.status !== 206) this.forget();
    this.etag = response.headers.get("etag") ?? "";
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      this.pieces.push(value);
      this.size += value.length;
      show(this.box, this.size, this.bytes);
    }
    if (this.size < this.bytes) throw new Error("too short");
    return true;
  }
}

/**
 * @param {HTMLElement} box
 * @param {Arriving} file
 */
async function confirm(box, file) {
  const blob = new Blob(file.pieces, { type: "application/zip" });
  const digest = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
  const sha256 = [...new Uint8Array(digest)]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
  const standing = await ask(box, "/delivered", { sha256 });
  if (standing?.kind === "damaged") return false;
  if (standing?.kind === "confirmed") save(box, blob);
  draw(box, standing);
  return true;
}

/**
 * @param {HTMLElement} box
 * @param {Blob} blob
 */
function save(box, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = box.dataset.name ?? "";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/**
 * It will not come: asks until the money is back, or this page has asked long enough.
 * @param {HTMLElement} box
 */
async function waitForMoney(box) {
  for (let asks = 0; asks < asksMax; asks += 1) {
    const standing = await ask(box, "/delivery", {});
    draw(box, standing);
    if (standing && standing.kind !== "due" && standing.kind !== "failed") return;
    if (standing?.kind === "due") {
      say(
        box,
        "It has not arrived yet. Press Download to go on; your money comes back by itself if it never does.",
      );
      return;
    }
    await wait(1000);
  }
}

/**
 * @param {HTMLElement} box
 * @param {string} path
 * @param {Record<string, string>} body
 * @returns {Promise<Standing | null>}
 */
async function ask(box, path, body) {
  for (const ms of retryMs) {
    await wait(ms);
    try {
      const response = await fetch(path, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ payment: box.dataset.payment, ...body }),
      });
      if (response.status < 500) return /** @type {Standing} */ (await response.json());
    } catch {
      // Offline: asked again.
    }
  }
  return null;
}

/**
 * @param {HTMLElement} box
 * @param {number} value
 * @param {number} max
 */
function show(box, value, max) {
  const bar = box.querySelector("progress");
  if (bar) bar.value = value;
  say(
    box,
    value < max
      ? `${Math.round((100 * value) / max)} % is here.`
      : "All of it is here. Comparing …",
  );
}

/**
 * @param {HTMLElement} box
 * @param {string} sentence
 */
function say(box, sentence) {
  const news = box.querySelector(".delivery-news");
  if (news && news.textContent !== sentence) news.textContent = sentence;
}

/**
 * @param {HTMLElement} box
 * @param {Standing | null} standing
 */
function draw(box, standing) {
  if (standing === null) {
    say(box, "This page is offline. Your money comes back by itself if the file never arrives.");
    return;
  }
  box.dataset.state = standing.kind;
  if (standing.kind !== "due") box.querySelector(".fine")?.remove();
  if (standing.sentence) say(box, standing.sentence);
  const heading = box.parentElement?.querySelector("h2");
  const titles = {
    confirmed: "Your prints",
    refunded: "Your money is back",
    failed: "Not delivered",
  };
  const title = titles[/** @type {keyof typeof titles} */ (standing.kind)];
  if (heading && title) heading.textContent = title;
  const link = box.querySelector("a");
  if (link && standing.kind === "confirmed") link.textContent = "Download again";
  if (!/^(refunded|failed|by-hand|nothing)$/.test(standing.kind)) return;
  box.querySelector("progress")?.remove();
  // The button above says "Paid" still, of money that is back: a fresh page sells anew.
  if (standing.kind === "refunded") document.querySelector(".till")?.remove();
  if (link) {
    const anew = document.createElement("a");
    anew.className = "press";
    anew.href = "";
    anew.textContent = standing.kind === "refunded" ? "Buy it again" : "Look again";
    link.replaceWith(anew);
  }
}
