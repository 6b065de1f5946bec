// The window's first script: small, so that the first picture (index.html, first.css) is on the screen
// before the page itself is read.
import "./first.css";

void import("./start");
