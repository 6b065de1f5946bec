// Asks the program once who it is, and keeps the three states of that question.
import { useCallback, useEffect, useState } from "react";

import { type About, type CommandError, commands } from "../api";

/** Where the question stands. */
export type AboutState =
  | { state: "asking" }
  | { state: "answered"; about: About }
  | { state: "failed"; error: CommandError };

async function ask(): Promise<AboutState> {
  try {
    const answer = await commands.about();
    return answer.status === "ok"
      ? { state: "answered", about: answer.data }
      : { state: "failed", error: answer.error };
  } catch {
    return {
      state: "failed",
      error: {
        say: "The window could not reach the program behind it.",
        hint: "Try again; if that does not help, close Patchbay and start it again.",
      },
    };
  }
}

/** The state of the question, and a way to ask again. */
export function useAbout(): { question: AboutState; askAgain: () => void } {
  const [question, setQuestion] = useState<AboutState>({ state: "asking" });

  useEffect(() => {
    void ask().then(setQuestion);
  }, []);

  const askAgain = useCallback(() => {
    setQuestion({ state: "asking" });
    void ask().then(setQuestion);
  }, []);
  return { question, askAgain };
}
