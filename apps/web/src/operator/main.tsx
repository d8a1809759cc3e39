/** @jsxImportSource preact */
import { assert } from "@farthing/core";
import { render } from "preact";
import { pageLanguage } from "../kit/language.ts";
import { OperatorPage } from "./OperatorPage.tsx";
import { de } from "./text/de.ts";
import { en } from "./text/en.ts";
import "./operator.css";

const language = pageLanguage();
const root = document.querySelector("#root");
assert(root !== null, "operator.html holds its place");
render(<OperatorPage words={{ text: language === "de" ? de : en, language }} />, root);
