// What the page shows in a plain browser, where no program answers.
import type { About } from "./bindings";
import type { MockAnswer } from "./transport/mock";

const about: About = { version: "0.0.0-browser", dataFolder: "/nowhere/patchbay" };

/** One answer for every command of the bindings. */
export const mockAnswers: Record<string, MockAnswer> = {
  about: () => about,
};
