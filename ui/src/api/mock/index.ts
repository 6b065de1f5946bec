// The made-up program: what the page speaks to in a plain browser and in tests of whole screens.
export { mockChanges, mockRuns } from "./activity";
export { mockAnswers } from "./answers";
export { mockConnectors, mockReference } from "./connector";
export { mockIntegration } from "./integration";
export { mockProgram, type MockStart } from "./program";
export { mockPage } from "./record-list";
export { mockRecord, mockTotals } from "./records";
export { worldOf, worlds } from "./worlds";
