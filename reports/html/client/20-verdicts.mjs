// Opens verdicts: from a link, and draws the recorded exchange the first time one is opened.

const templates = new Map([...document.querySelectorAll("template[data-case]")].map((template) => [template.dataset.case, template]));

function draw(verdict) {
  for (const slot of verdict.querySelectorAll(".exchange-slot:empty")) {
    const template = templates.get(slot.dataset.case);
    if (template === undefined) continue;
    slot.append(template.content.cloneNode(true));
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
