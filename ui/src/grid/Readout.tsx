// The whole text of the focused cell, shown beside it where the column is too narrow for it.
import styles from "./grid.module.css";

export interface ReadoutText {
  text: string;
  top: number;
  left: number;
}

export function Readout({ text }: { text: ReadoutText | null }) {
  if (text === null) {
    return null;
  }
  return (
    // A screen reader already reads the cell whole.
    <div className={styles.readout} aria-hidden style={{ top: text.top, left: text.left }}>
      {text.text}
    </div>
  );
}
