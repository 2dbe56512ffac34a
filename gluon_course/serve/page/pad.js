// A sheet of paper: strokes by pointer or by keys, kept as lines and not as pixels.

import { drawCursor, drawStrokes } from "./ink.js";

const SENT_PX = 280;
const STEP = 1 / 28; // one pixel of what the net sees
const STILL_MS = 350; // a pause after which a drawing counts as finished
const ARROWS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * The drawing on a canvas. Points are fractions of its side, so a drawing keeps its
 * place when the page is resized; pen widths are percentages of it.
 */
export class Pad {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {object} settings - `pen()` gives the width, `fills()` whether closed lines
   *   are filled; `changed()` is called at every change, `finished()` when the pen has
   *   rested, `told(key)` with the text to be spoken when keys lower or lift the pen.
   */
  constructor(canvas, settings) {
    this.canvas = canvas;
    this.settings = settings;
    this.strokes = [];
    this.pen = { x: 0.5, y: 0.5, isDown: false };
    this.stroke = null;
    this.timer = 0;
    this.listen();
    new ResizeObserver(() => this.paint()).observe(canvas);
  }

  get isEmpty() {
    return this.strokes.length === 0;
  }

  /** Replace the drawing, as by a ready one. */
  load(strokes) {
    this.lift();
    this.strokes = strokes;
    this.change();
  }

  undo() {
    this.lift();
    this.strokes = this.strokes.slice(0, -1);
    this.change();
  }

  clear() {
    this.load([]);
  }

  /** Dark on white as a PNG, whatever the theme: the net's reader inverts and trims. */
  async picture() {
    const sheet = document.createElement("canvas");
    sheet.width = sheet.height = SENT_PX;
    const context = sheet.getContext("2d");
    context.fillStyle = "#fff";
    context.fillRect(0, 0, SENT_PX, SENT_PX);
    drawStrokes(context, this.strokes, SENT_PX, "#000");
    return new Promise((resolve) => sheet.toBlob(resolve, "image/png"));
  }

  /** Draw what the visitor sees. */
  paint() {
    const { canvas } = this;
    const side = Math.round(canvas.clientWidth * devicePixelRatio);
    if (!side) return;
    if (canvas.width !== side) canvas.width = canvas.height = side;
    const context = canvas.getContext("2d");
    const style = getComputedStyle(canvas);
    context.clearRect(0, 0, side, side);
    drawStrokes(context, this.strokes, side, style.color);
    if (canvas.matches(":focus-visible")) {
      const width = this.settings.pen();
      drawCursor(context, this.pen, width, side, style.outlineColor);
    }
  }

  listen() {
    const { canvas } = this;
    canvas.addEventListener("pointerdown", (event) => this.touch(event));
    canvas.addEventListener("pointermove", (event) => this.drag(event));
    for (const name of ["pointerup", "pointercancel"]) {
      canvas.addEventListener(name, () => this.lift());
    }
    canvas.addEventListener("keydown", (event) => this.press(event));
    canvas.addEventListener("focus", () => this.paint());
    canvas.addEventListener("blur", () => {
      this.lift();
      this.paint();
    });
  }

  touch(event) {
    if (event.button !== 0 || this.stroke) return;
    this.canvas.setPointerCapture(event.pointerId);
    this.begin(this.place(event));
  }

  drag(event) {
    if (!this.stroke || this.pen.isDown) return;
    const events = event.getCoalescedEvents?.() ?? [];
    for (const each of events.length ? events : [event]) {
      this.stroke.points.push(this.place(each));
    }
    this.change(false);
  }

  press(event) {
    const { pen } = this;
    if (event.key in ARROWS) {
      const [right, down] = ARROWS[event.key];
      const step = event.shiftKey ? 4 * STEP : STEP;
      pen.x = Math.min(1, Math.max(0, pen.x + right * step));
      pen.y = Math.min(1, Math.max(0, pen.y + down * step));
      if (pen.isDown) this.stroke.points.push([pen.x, pen.y]);
      this.change(false);
    } else if (event.key === " " || event.key === "Enter") {
      const wasDown = pen.isDown;
      if (wasDown) this.lift();
      else this.begin([pen.x, pen.y]);
      pen.isDown = !wasDown;
      this.settings.told(wasDown ? "pen.up" : "pen.down");
    } else if (event.key === "Backspace" || (event.key === "z" && hasCommand(event))) {
      this.undo();
    } else if (event.key === "Delete") {
      this.clear();
    } else {
      return;
    }
    event.preventDefault();
  }

  begin(point) {
    this.stroke = {
      points: [point],
      width: this.settings.pen(),
      isFilled: this.settings.fills(),
    };
    this.strokes = [...this.strokes, this.stroke];
    this.change(false);
  }

  /** End the stroke, if there is one. */
  lift() {
    this.pen.isDown = false;
    if (!this.stroke) return;
    this.stroke = null;
    this.change();
  }

  change(isFinished = true) {
    this.paint();
    this.settings.changed();
    clearTimeout(this.timer);
    if (isFinished || this.pen.isDown) {
      this.timer = setTimeout(() => this.settings.finished(), STILL_MS);
    }
  }

  place(event) {
    const box = this.canvas.getBoundingClientRect();
    return [
      (event.clientX - box.left) / box.width,
      (event.clientY - box.top) / box.height,
    ];
  }
}

const hasCommand = (event) => event.ctrlKey || event.metaKey;
