import "./frame.css";
import { boot } from "./boot.ts";

if (document.body) void boot();
else document.addEventListener("DOMContentLoaded", () => void boot(), { once: true });
