// Before anything is drawn: the theme that was chosen here, so that no page flashes.
try {
  const theme = localStorage.getItem("gluon-course-theme");
  if (theme) document.documentElement.dataset.theme = theme;
} catch {
  // storage is switched off: the system's theme it is
}
