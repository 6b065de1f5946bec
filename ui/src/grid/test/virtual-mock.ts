// happy-dom lays nothing out: the virtualizer is told that every scroller is 800 by 396 pixels (header and ten rows).
type Library = typeof import("@tanstack/react-virtual");

/** For `vi.mock("@tanstack/react-virtual", …)`. */
export async function withSizes(original: () => Promise<Library>): Promise<Library> {
  const library = await original();
  return {
    ...library,
    observeElementRect: (_virtualizer, report) => {
      report({ width: 800, height: 396 });
      return undefined;
    },
  };
}
