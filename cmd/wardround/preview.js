// Loads the page anew when a template has changed.
const shown = document.currentScript.dataset.version;
setInterval(async () => {
  try {
    const answer = await fetch("/version", { cache: "no-store" });
    if (answer.ok && (await answer.text()) !== shown) location.reload();
  } catch {
    document.title = "Preview has ended";
  }
}, 1000);
