// What every UI test needs: the page is emptied after each, and happy-dom gets what Mantine asks for.
import { cleanup } from "@testing-library/react";
import { afterEach } from "vitest";

afterEach(() => {
  cleanup();
  localStorage.clear();
});
