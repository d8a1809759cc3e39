export { type Newsstand, type NewsstandOptions, startNewsstand } from "./startNewsstand.ts";
