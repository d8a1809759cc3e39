export { NaiveLedger } from "./naiveLedger.ts";
export { shapeCases, wellFormed } from "./shapeCases.ts";
export { stories } from "./stories/stories.ts";
export { runStory, type Stage } from "./story.ts";
