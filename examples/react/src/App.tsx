import { useEffect, useState } from "react";
import { type Answer, type Article, loadArticle, tell } from "./api.ts";

/** One article: its beginning, then the button or the rest. */
export function App() {
  const [article, setArticle] = useState<Article | null>(null);
  const [answer, setAnswer] = useState<Answer>({ story: null, hint: "" });
  useEffect(() => {
    void loadArticle().then((loaded) => {
      setArticle(loaded);
      setAnswer({ story: loaded.story, hint: "" });
    });
  }, []);

  const open = (detail: object) => void tell("unlock", detail).then(setAnswer);
  const close = () => void tell("relock", {}).then(setAnswer);

  return (
    <main>
      <h1>A colour that was a tax</h1>
      <p>For 124 years it cost more to hang a flower on your wall than to grow one.</p>
      {article?.offer && (
        <>
          {/* React puts it into the head, once. */}
          <script async src={`${article.wallet}/farthing.js`} />
          <farthing-button
            offer={article.offer}
            focus-to="rest"
            onfarthing-paid={(event) => open(event.detail)}
            onfarthing-owned={(event) => open(event.detail)}
            onfarthing-returned={(event) => open(event.detail)}
            onfarthing-undone={close}
          />
        </>
      )}
      <p role="status">{answer.hint}</p>
      <div id="rest" tabIndex={-1}>
        {answer.story && <h2>{answer.story.heading}</h2>}
        {answer.story?.paragraphs.map((text) => (
          <p key={text}>{text}</p>
        ))}
      </div>
    </main>
  );
}
