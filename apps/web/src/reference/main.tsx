/** @jsxImportSource preact */
import { assert } from "@farthing/core";
import { render } from "preact";
import { ReferencePage } from "./ReferencePage.tsx";
import "./reference.css";

const root = document.querySelector("#root");
assert(root !== null, "reference.html holds its place");
render(<ReferencePage />, root);
