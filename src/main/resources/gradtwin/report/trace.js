"use strict";
(() => {
  const steps = [...document.querySelectorAll("section.step")];
  const stops = [...document.querySelectorAll(".stops a")];
  const parts = [...document.querySelectorAll("[data-stages]")];
  const flow = document.getElementById("flow");
  const now = document.getElementById("now");
  const back = document.getElementById("back");
  const next = document.getElementById("next");
  const phases = ["start", "forward", "loss", "backward", "update"];
  let current = 0;

  const numbers = (part) => part.dataset.stages.split(" ").filter(Boolean).map(Number);

  /* The head of an arrow takes no colour from its line: each state needs one of its own. */
  const markers = [...document.querySelectorAll(".flow marker")];
  for (const marker of markers) {
    for (const state of ["done", "lit"]) {
      const copy = marker.cloneNode(true);
      copy.id = `${marker.id}-${state}`;
      const kind = marker.id.replace("head-", "");
      const colour = state === "done" ? "var(--soft)" : `var(--${kind})`;
      copy.firstElementChild.style.fill = colour;
      marker.parentNode.append(copy);
    }
  }

  function show(index, { focus = true } = {}) {
    current = Math.max(0, Math.min(steps.length - 1, index));
    const step = steps[current];
    const phase = phases.find((name) => step.classList.contains(name));
    steps.forEach((other, i) => other.classList.toggle("shown", i === current));
    stops.forEach((stop, i) => {
      if (i === current) {
        stop.setAttribute("aria-current", "step");
      } else {
        stop.removeAttribute("aria-current");
      }
    });
    for (const part of parts) {
      const lit = numbers(part).includes(current + 1);
      const done = numbers(part).some((number) => number > 0 && number < current + 1);
      part.classList.toggle("lit", lit);
      part.classList.toggle("done", !lit && done);
      if (part.classList.contains("box")) {
        phases.forEach((name) => part.classList.toggle(name, lit && name === phase));
        if (lit) {
          const box = part.firstElementChild;
          const middle = Number(box.getAttribute("x")) + Number(box.getAttribute("width")) / 2;
          flow.scrollTo({ left: middle - flow.clientWidth / 2 });
        }
      } else {
        const kind = phases.find((name) => part.classList.contains(name));
        const state = lit ? "-lit" : done ? "-done" : "";
        part.setAttribute("marker-end", `url(#head-${kind}${state})`);
      }
    }
    now.textContent = `${current + 1} of ${steps.length}: ${step.dataset.what}`;
    back.disabled = current === 0;
    next.disabled = current === steps.length - 1;
    history.replaceState(null, "", `#${current + 1}`);
    if (focus) {
      window.scrollTo({ top: Math.min(window.scrollY, document.getElementById("player").offsetTop) });
      step.querySelector("h2").focus({ preventScroll: true });
    }
  }

  function choose(button) {
    const chosen = document.getElementById(button.dataset.worked);
    for (const other of document.querySelectorAll(".worked")) {
      if (other.dataset.group === chosen.dataset.group) {
        other.classList.toggle("other", other !== chosen);
      }
    }
    press();
    chosen.scrollIntoView({ block: "nearest" });
  }

  /** A number whose arithmetic is shown is pressed. */
  function press() {
    for (const button of document.querySelectorAll("[data-worked]")) {
      const worked = document.getElementById(button.dataset.worked);
      button.setAttribute("aria-pressed", String(!worked.classList.contains("other")));
    }
  }

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    const to = { ArrowRight: current + 1, ArrowLeft: current - 1, Home: 0, End: steps.length - 1 };
    if (event.key in to) {
      event.preventDefault();
      show(to[event.key]);
    }
  });
  back.addEventListener("click", () => show(current - 1));
  next.addEventListener("click", () => show(current + 1));
  stops.forEach((stop, i) =>
    stop.addEventListener("click", (event) => {
      event.preventDefault();
      show(i);
    }));
  for (const button of document.querySelectorAll("[data-worked]")) {
    button.addEventListener("click", () => choose(button));
  }

  document.body.classList.add("playing");
  press();
  const asked = /^#(?:step-)?(\d+)$/.exec(location.hash);
  show(asked ? Number(asked[1]) - 1 : 0, { focus: false });
})();
