// Scrolls the table, or a plain page of as many elements (the floor), and hands over the milliseconds from
// frame to frame. Given: "table" or "floor", pixels a frame, frames.
const [side, step, frames] = given;
const warmUp = 30;
const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));

function floor() {
  document.getElementById("root").style.display = "none";
  const page = document.createElement("div");
  page.id = "floor";
  for (let index = 0; index < 408; index += 1) {
    const line = document.createElement("p");
    line.style.cssText = "height: 190px; margin: 0; padding: 8px";
    line.textContent = `${index} The printer does not start at the office in the north`;
    page.append(line);
  }
  document.body.append(page);
  document.documentElement.style.overflow = document.body.style.overflow = "visible";
  document.documentElement.style.height = document.body.style.height = "auto";
  return document.scrollingElement;
}

function putBack() {
  document.getElementById("floor")?.remove();
  document.getElementById("root").style.display = "";
  for (const element of [document.documentElement, document.body]) {
    element.style.overflow = element.style.height = "";
  }
}

async function scroll() {
  const element = side === "floor" ? floor() : document.querySelector('[role="grid"]');
  element.scrollTop = 0;
  for (let frame = 0; frame < warmUp; frame += 1) {
    element.scrollTop += step;
    await nextFrame();
  }
  const begin = element.scrollTop;
  const times = [];
  let last = await nextFrame();
  for (let frame = 0; frame < frames; frame += 1) {
    element.scrollTop += step;
    const now = await nextFrame();
    times.push(now - last);
    last = now;
  }
  const moved = element.scrollTop - begin;
  putBack();
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.floor(share * (frames - 1))];
  return { p50: at(0.5), p95: at(0.95), longest: at(1), moved };
}
scroll().then(done, (error) => done({ error: String(error) }));
