// The frame without anything in it, for the moments before the program has answered. The same stands in
// index.html, for the moments before this page's scripts have run.
import mark from "../../../icons/patchbay.svg";
import { places } from "./places";

/** The surfaces of the frame (first.css). Assistive technology hears that Patchbay is being opened. */
export function FirstFrame() {
  return (
    <main className="first" aria-busy="true" aria-label="Patchbay is being opened">
      <div className="first-rail">
        <img src={mark} alt="" width={24} height={24} />
        {places.map(({ to }) => (
          <i key={to} />
        ))}
      </div>
      <div className="first-body">
        <div className="first-bar">
          <i />
        </div>
      </div>
    </main>
  );
}
