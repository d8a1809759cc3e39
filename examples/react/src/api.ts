/** What was paid for; `null` while it is not. */
export interface Story {
  readonly heading: string;
  readonly paragraphs: readonly string[];
}

/** How the article stands for this visitor. */
export interface Article {
  readonly wallet: string;
  readonly story: Story | null;
  readonly offer: string | null;
}

/** What the server made of a receipt, a return or an undo. */
export interface Answer {
  readonly story: Story | null;
  readonly hint: string;
}

/** Asks this site's own server. */
export async function loadArticle(): Promise<Article> {
  return (await (await fetch("/api/article")).json()) as Article;
}

/** Tells this site's own server what the wallet's button said. */
export async function tell(path: "unlock" | "relock", body: object): Promise<Answer> {
  const headers = { "content-type": "application/json" };
  const init = { method: "POST", headers, body: JSON.stringify(body) };
  return (await (await fetch(`/api/${path}`, init)).json()) as Answer;
}
