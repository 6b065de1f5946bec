// How the page is built, served in development and tested.
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  clearScreen: false,
  // The port that tauri.conf.json and the window's navigation rule name.
  server: { host: "127.0.0.1", port: 1420, strictPort: true },
  build: {
    // The oldest web views that the window may stand on: WebKitGTK and macOS 13, and WebView2.
    target: ["safari16", "chrome111"],
    // A data: address in place of a small file would need a wider content policy.
    assetsInlineLimit: 0,
  },
  test: {
    environment: "happy-dom",
    setupFiles: ["src/test/setup.ts"],
    restoreMocks: true,
    // A guard against what never ends, not a measure: machines that build beside are slow.
    testTimeout: 60_000,
  },
});
