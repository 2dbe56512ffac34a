// Lines on a canvas: round pens, smooth curves, filled outlines.

/**
 * Draw strokes.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {object[]} strokes - Points as fractions of the side, width in percent of it,
 *   and whether what the line encloses is filled.
 * @param {number} side - Of the canvas, in pixels.
 * @param {string} color
 */
export function drawStrokes(context, strokes, side, color) {
  context.lineCap = context.lineJoin = "round";
  context.strokeStyle = context.fillStyle = color;
  for (const { points, width, isFilled } of strokes) {
    context.lineWidth = (width / 100) * side;
    const line = curve(points, side);
    if (isFilled && points.length > 2) context.fill(line);
    context.stroke(line);
  }
}

/** Where the pen of the keyboard is: a ring, filled while it is down. */
export function drawCursor(context, pen, width, side, color) {
  const radius = Math.max(6, ((width / 100) * side) / 2);
  context.beginPath();
  context.arc(pen.x * side, pen.y * side, radius, 0, 2 * Math.PI);
  context.lineWidth = Math.max(2, side / 140);
  context.strokeStyle = context.fillStyle = color;
  if (pen.isDown) context.fill();
  context.stroke();
}

/** Through the middles of neighbours, bent towards the points themselves. */
function curve(points, side) {
  const line = new Path2D();
  const [first, ...others] = points.map(([x, y]) => [x * side, y * side]);
  line.moveTo(...first);
  let last = first;
  for (const point of others) {
    const middle = [(last[0] + point[0]) / 2, (last[1] + point[1]) / 2];
    line.quadraticCurveTo(...last, ...middle);
    last = point;
  }
  line.lineTo(...last);
  return line;
}
