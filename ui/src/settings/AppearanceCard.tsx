// Light, dark, or as the system is.
import { type MantineColorScheme, SegmentedControl, useMantineColorScheme } from "@mantine/core";

import { Section } from "./Section";

/** The card. */
export function AppearanceCard() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Section title="Appearance">
      <SegmentedControl
        aria-label="Appearance"
        value={colorScheme}
        onChange={(value) => setColorScheme(value as MantineColorScheme)}
        data={[
          { value: "auto", label: "As the system" },
          { value: "light", label: "Light" },
          { value: "dark", label: "Dark" },
        ]}
        w="fit-content"
      />
    </Section>
  );
}
