// Trusted Types are required here: text becomes nodes by textContent, and never by innerHTML.
const rest = document.getElementById("rest");
const news = document.getElementById("news");
const { path } = document.documentElement.dataset;

async function post(address, body) {
  const headers = { "content-type": "application/json" };
  const init = { method: "POST", headers, body: JSON.stringify({ path, ...body }) };
  return (await fetch(address, init)).json();
}

async function open({ detail: { receipt, nonce } }) {
  const { story, hint } = await post("/unlock", { receipt, nonce });
  news.textContent = hint ?? "";
  if (!story) return;
  const heading = document.createElement("h2");
  heading.textContent = story.heading;
  const paragraph = document.createElement("p");
  paragraph.textContent = story.text;
  rest.replaceChildren(heading, paragraph);
}

document.addEventListener("farthing-paid", open);
document.addEventListener("farthing-owned", open);
document.addEventListener("farthing-returned", open);
document.addEventListener("farthing-undone", async () => {
  if ((await post("/relock", {})).isOpen) return;
  rest.replaceChildren();
  news.textContent = "You took the payment back. The page is closed again.";
});
