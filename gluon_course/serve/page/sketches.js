// Ready drawings, for whoever wants to see the net at work before drawing.

const PEN = { digit: 18, garment: 3 };

// Points in percent of the side; a corner is a point that stands twice.
const LINES = {
  digit: {
    0: ["50 14,36 20,29 38,29 62,36 80,50 86,64 80,71 62,71 38,64 20,50 14,44 15"],
    1: ["38 30,52 14,52 14,52 86"],
    2: ["30 32,34 18,50 13,66 20,69 34,60 50,44 66,30 85,30 85,72 85"],
    3: ["31 20,46 13,64 18,68 32,60 44,48 48,48 48,62 51,70 64,64 80,48 87,30 80"],
    4: ["58 14,58 14,28 62,28 62,76 62", "60 40,60 88"],
    5: ["68 15,68 15,36 15,36 15,33 46,33 46,48 41,64 48,69 64,62 81,46 87,30 80"],
    6: ["63 15,48 24,36 42,31 62,36 79,50 87,64 80,68 66,61 54,48 52,36 60,32 68"],
    7: ["30 16,30 16,70 16,70 16,56 48,44 86", "36 52,64 52"],
    8: [
      "50 48,36 40,34 26,42 15,56 14,66 24,64 38,50 48,35 58,31 74,40 86,58 87,69 76,66 60,50 48",
    ],
    9: ["66 34,60 19,46 14,34 24,34 40,46 48,60 44,67 30,67 30,67 56,60 86"],
  },
  garment: {
    shirt: [
      "38 14,38 14,22 20,22 20,10 44,10 44,24 50,24 50,28 42,28 42,28 88,28 88,72 88,72 88,72 42,72 42,76 50,76 50,90 44,90 44,78 20,78 20,62 14,62 14,50 19,38 14",
    ],
    trousers: [
      "34 10,34 10,66 10,66 10,71 90,71 90,56 90,56 90,50 34,50 34,44 90,44 90,29 90,29 90,34 10",
    ],
    sneaker: [
      "8 50,8 50,20 46,34 58,52 38,60 38,60 38,66 52,90 62,94 72,94 72,8 74,8 74,8 50",
    ],
    bag: [
      "14 40,14 40,86 40,86 40,90 86,90 86,10 86,10 86,14 40",
    ],
  },
};
const HANDLES = { bag: "34 40,36 20,50 14,64 20,66 40" };

/** Names of the drawings for a kind of ink; none for other kinds. */
export const sketchNames = (ink) => Object.keys(LINES[ink] ?? {});

/** The strokes of one, as the pad keeps them. */
export function sketch(ink, name) {
  const width = PEN[ink];
  const isFilled = ink === "garment";
  const strokes = LINES[ink][name].map((line) => ({
    points: points(line),
    width,
    isFilled,
  }));
  if (isFilled && HANDLES[name]) {
    strokes.push({ points: points(HANDLES[name]), width: 6, isFilled: false });
  }
  return strokes;
}

function points(line) {
  return line.split(",").map((pair) => pair.split(" ").map((value) => value / 100));
}
