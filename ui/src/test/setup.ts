// What every UI test needs: the page is emptied after each, and happy-dom gets what Mantine asks for.
import { cleanup, configure } from "@testing-library/react";
import { afterEach } from "vitest";

// How long something may take to appear: see testTimeout in vite.config.ts.
configure({ asyncUtilTimeout: 20_000 });

afterEach(() => {
  cleanup();
  localStorage.clear();
});
