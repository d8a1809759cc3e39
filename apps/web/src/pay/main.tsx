/** @jsxImportSource preact */
import { render } from "preact";
import { assert } from "@farthing/core";
import { pageLanguage } from "../kit/language.ts";
import { PayPage } from "./PayPage.tsx";
import { readAsked } from "./request.ts";
import { de } from "./text/de.ts";
import { en } from "./text/en.ts";
import "./pay.css";

const language = pageLanguage();
const arrival = document.querySelector<HTMLMetaElement>('meta[name="farthing-arrival"]');
const root = document.querySelector("#root");
assert(arrival !== null && root !== null, "pay.html holds its places");

render(
  <PayPage
    asked={readAsked(location)}
    arrival={arrival.content}
    words={{ text: language === "de" ? de : en, language }}
  />,
  root,
);
