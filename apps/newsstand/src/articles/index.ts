import type { Article } from "./article.ts";
import { bells } from "./bells.ts";
import { bread } from "./bread.ts";
import { farthing } from "./farthing.ts";
import { metre } from "./metre.ts";
import { post } from "./post.ts";
import { printing } from "./printing.ts";

/** Today's paper, the lead first. */
export const articles: readonly Article[] = [post, farthing, bread, metre, printing, bells];

/** The article at `/articles/<slug>`, if there is one. */
export function findArticle(slug: string): Article | undefined {
  return articles.find((article) => article.slug === slug);
}
