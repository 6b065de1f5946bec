// Draws a component as the real page does, with a carrier that the test chose.
import { MantineProvider } from "@mantine/core";
import { render } from "@testing-library/react";
import type { ReactElement } from "react";

import { setTransport } from "../api/transport";
import { type MockAnswer, mockTransport } from "../api/transport/mock";
import { theme } from "../theme";

/** Draws `element`; commands are answered from `answers`. */
export function draw(element: ReactElement, answers: Record<string, MockAnswer>) {
  setTransport(mockTransport(answers));
  return render(
    <MantineProvider theme={theme} env="test">
      {element}
    </MantineProvider>,
  );
}
