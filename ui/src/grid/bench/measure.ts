// Frame times of a scripted scroll: the grid and the floor, one after the other in one run.

/** Milliseconds between frames while `step` pixels are scrolled in each. */
export interface FrameTimes {
  p50: number;
  p95: number;
  longest: number;
}

const FRAMES = 150;
const WARM_UP = 30;

const nextFrame = () =>
  new Promise<number>((resolve) => {
    requestAnimationFrame(resolve);
  });

/** Scrolls `element` by `step` a frame for 150 frames, after a warm-up of 30. */
export async function scrollTimes(element: Element, step: number): Promise<FrameTimes> {
  element.scrollTop = 0;
  for (let frame = 0; frame < WARM_UP; frame += 1) {
    element.scrollTop += step;
    // Frames come one after another.
    // oxlint-disable-next-line no-await-in-loop
    await nextFrame();
  }
  const times: number[] = [];
  let last = await nextFrame();
  for (let frame = 0; frame < FRAMES; frame += 1) {
    element.scrollTop += step;
    // oxlint-disable-next-line no-await-in-loop
    const now = await nextFrame();
    times.push(now - last);
    last = now;
  }
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round((sorted[Math.floor(share * (FRAMES - 1))] ?? 0) * 10) / 10;
  return { p50: at(0.5), p95: at(0.95), longest: at(1) };
}
