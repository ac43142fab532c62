// Opens verdicts, also from a link. What is only looked at now and then is kept as text until then.

const recordings = new Map([...document.querySelectorAll("[data-recording]")].map((block) => [block.dataset.recording, block]));

/** Parses markup of the report's own, escaped when it was rendered. */
function parse(block) {
  return document.createRange().createContextualFragment(block.textContent);
}

function draw(verdict) {
  const detail = verdict.querySelector(":scope > script.deferred");
  detail?.replaceWith(parse(detail));
  for (const slot of verdict.querySelectorAll(".exchange-slot:empty")) {
    const recording = recordings.get(slot.dataset.case);
    if (recording === undefined) continue;
    slot.append(parse(recording));
    for (const seq of slot.dataset.at.split(" ")) slot.querySelector(`.message[data-seq="${CSS.escape(seq)}"]`)?.classList.add("pointed");
  }
}

function fromAddress() {
  if (!location.hash.startsWith("#verdict/")) return;
  const verdict = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (verdict === null) return;
  verdict.dispatchEvent(new CustomEvent("report:reveal", { bubbles: true }));
  verdict.open = true;
  draw(verdict);
  verdict.scrollIntoView({ block: "start" });
  verdict.querySelector("summary").focus({ preventScroll: true });
}

// "toggle" does not bubble, so it is caught on its way down.
document.addEventListener(
  "toggle",
  (event) => {
    if (!event.target.matches("details.verdict") || !event.target.open) return;
    draw(event.target);
    history.replaceState(null, "", `#${event.target.id.split("/").map(encodeURIComponent).join("/")}`);
  },
  true,
);
addEventListener("hashchange", fromAddress);
fromAddress();
