// Starts reveal.js: wide slides on a desktop, tall ones on a phone held upright.
const isTall = window.innerHeight > window.innerWidth;
Reveal.initialize({
  width: isTall ? 540 : 1120,
  height: isTall ? 960 : 700,
  margin: 0.03,
  maxScale: 2.5,
  center: false,
  hash: true,
  slideNumber: "c/t",
  transition: "none",
  backgroundTransition: "none",
  scrollActivationWidth: 0,
});
