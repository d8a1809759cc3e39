/** @jsxImportSource preact */
import { render } from "preact";
import { assert } from "@farthing/core";
import { pageLanguage } from "../kit/language.ts";
import { de } from "./text/de.ts";
import { en } from "./text/en.ts";
import { VerifyPage } from "./VerifyPage.tsx";
import "../kit/base.css";
import "./verify.css";

const language = pageLanguage();
const root = document.querySelector("#root");
assert(root !== null, "verify.html holds its place");
const words = { text: language === "de" ? de : en, language };
document.title = `${words.text.title} · Farthing`;
render(<VerifyPage words={words} />, root);
