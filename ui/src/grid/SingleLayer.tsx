// Keeps WebKitGTK from giving the scrolled rows, the header and every pinned cell a layer of its own.
import type { ReactNode } from "react";

import styles from "./grid.module.css";

/**
 * WebKitGTK without a graphics card spends three times as long on joining layers as on painting rows anew.
 * Inside an SVG foreignObject WebKit makes no layers; scrolling, sticky cells and scroll bars stay its own.
 * Old engines paint positioned content in there elsewhere, and the agent's version never changes: asked for is
 * what came with WebKitGTK 2.50, where it was seen to be right.
 */
export function layersAreSlow(agent: string, supports: (declaration: string) => boolean): boolean {
  return (
    /Linux.* AppleWebKit\/605/.test(agent) &&
    !/Chrome|Android/.test(agent) &&
    supports("anchor-name: --a")
  );
}

const slow = layersAreSlow(navigator.userAgent, (declaration) =>
  typeof CSS === "undefined" ? false : CSS.supports(declaration),
);

/** Draws `children`, which fill the frame, in as few layers as the engine allows. */
export function SingleLayer({ children }: { children: ReactNode }) {
  if (!slow) {
    return children;
  }
  return (
    <svg className={styles.singleLayer} role="presentation">
      <foreignObject width="100%" height="100%">
        {children}
      </foreignObject>
    </svg>
  );
}
