// How well a text is read on a ground, by the rules of WCAG 2, and the nearest colour that is read well.
import { darken, lighten, luminance, toRgba } from "@mantine/core";

/** The least contrast of any text on its ground. WCAG 2 AA asks for 4.5; the rest is for rounding. */
export const READABLE = 4.6;

/** The contrast of two opaque colours, from 1 (equal) to 21 (black on white). */
export function contrast(first: string, second: string): number {
  const [darker, lighter] = [luminance(first), luminance(second)].toSorted((a, b) => a - b);
  return ((lighter ?? 0) + 0.05) / ((darker ?? 0) + 0.05);
}

/** `ground` with a share of `color` in it, as an opaque colour. */
export function tinted(ground: string, color: string, share: number): string {
  const [below, above] = [toRgba(ground), toRgba(color)];
  const mix = (channel: "r" | "g" | "b") =>
    Math.round(below[channel] * (1 - share) + above[channel] * share)
      .toString(16)
      .padStart(2, "0");
  return `#${mix("r")}${mix("g")}${mix("b")}`;
}

/** `color`, made darker or lighter in small steps until it is read well on every one of `grounds`. */
export function readableOn(
  color: string,
  grounds: readonly string[],
  direction: "darker" | "lighter",
): string {
  for (let step = 0; step <= 1; step += 0.04) {
    const candidate = direction === "darker" ? darken(color, step) : lighten(color, step);
    if (grounds.every((ground) => contrast(candidate, ground) >= READABLE)) {
      return candidate;
    }
  }
  return direction === "darker" ? "#000000" : "#ffffff";
}
