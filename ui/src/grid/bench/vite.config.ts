// Builds the bench page by itself: `npx vite build --config src/grid/bench/vite.config.ts --outDir FOLDER`.
import { fileURLToPath } from "node:url";

import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const here = fileURLToPath(new URL(".", import.meta.url));

export default defineConfig({
  root: here,
  base: "./",
  plugins: [react()],
  build: {
    target: ["safari16", "chrome111"],
    assetsInlineLimit: 0,
    rolldownOptions: { input: `${here}grid-bench.html` },
  },
});
