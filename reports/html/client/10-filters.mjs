// Narrows the list of verdicts. The filters stand in the address (#verdicts?target=…), so that a view can be sent to somebody.

const form = document.querySelector("#filters");
const rows = [...document.querySelectorAll("details.verdict")].map((element) => ({ element, data: element.dataset, text: undefined }));
const groups = [...document.querySelectorAll("[data-group]")];
const attention = new Set(form.dataset.attention.split(" "));
const FIELDS = ["target", "role", "area", "level"];

function matches(row, wanted) {
  if (wanted.verdict === "attention" ? !attention.has(row.data.verdict) : wanted.verdict !== "all" && row.data.verdict !== wanted.verdict) return false;
  if (FIELDS.some((field) => wanted[field] !== "" && row.data[field] !== wanted[field])) return false;
  if (wanted.words.length === 0) return true;
  // Read only once somebody searches: most readers never do.
  row.text ??= [row.data.target, ...[...row.element.querySelectorAll(":scope > summary, :scope > .detail")].map((part) => part.textContent)].join(" ").toLowerCase();
  return wanted.words.every((word) => row.text.includes(word));
}

function wantedNow() {
  const values = Object.fromEntries(new FormData(form));
  return { ...values, words: values.text.toLowerCase().split(/\s+/).filter((word) => word !== "") };
}

function apply() {
  const wanted = wantedNow();
  let shown = 0;
  for (const row of rows) {
    const match = matches(row, wanted);
    row.element.hidden = !match;
    if (match) shown += 1;
  }
  for (const group of groups) {
    const own = rows.filter((row) => row.data.target === group.dataset.group);
    const visible = own.filter((row) => !row.element.hidden).length;
    group.hidden = visible === 0;
    group.querySelector(".shown").textContent = `${visible} of ${own.length}`;
  }
  document.querySelector("#filter-count").textContent = `${shown} of ${rows.length}`;
  document.querySelector("#no-verdicts").hidden = shown > 0;
}

function set(values) {
  form.reset();
  for (const [name, value] of Object.entries(values)) {
    const control = form.elements.namedItem(name);
    if (control !== null) control.value = value;
  }
  apply();
}

function remember() {
  const query = new URLSearchParams([...new FormData(form)].filter(([name, value]) => value !== "" && !(name === "verdict" && value === form.dataset.start)));
  history.replaceState(null, "", query.size === 0 ? "#verdicts" : `#verdicts?${query}`);
}

function fromAddress() {
  const [place, query] = location.hash.split("?");
  if (place === "#verdicts" && query !== undefined) {
    set({ verdict: "all", ...Object.fromEntries(new URLSearchParams(query)) });
    document.querySelector("#verdicts").scrollIntoView();
    return true;
  }
  return false;
}

form.addEventListener("input", () => {
  apply();
  remember();
});
form.addEventListener("submit", (event) => event.preventDefault());
for (const button of document.querySelectorAll("[data-reset]")) {
  button.addEventListener("click", () => {
    set({ verdict: "all" });
    remember();
  });
}
// A link to one verdict shows it whatever the filters say.
document.addEventListener("report:reveal", (event) => {
  if (event.target.hidden) set({ verdict: "all" });
});
addEventListener("hashchange", fromAddress);
if (!fromAddress()) set({ verdict: form.dataset.start });
