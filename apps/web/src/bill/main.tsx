/** @jsxImportSource preact */
import { render } from "preact";
import { assert } from "@farthing/core";
import { pageLanguage } from "../kit/language.ts";
import { BillPage } from "./BillPage.tsx";
import { de } from "./text/de.ts";
import { en } from "./text/en.ts";
import "../pay/pay.css";
import "./bill.css";

const language = pageLanguage();
const root = document.querySelector("#root");
assert(root !== null, "bill.html holds its place");
const words = { text: language === "de" ? de : en, language };
document.title = `${words.text.title} · Farthing`;
render(<BillPage words={words} />, root);
