// SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
// SPDX-License-Identifier: MIT
// Shows the pieces of this page one after the other. It reads the times that stand beside them and nothing else.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const pieces = [...document.querySelectorAll("[data-t]")];
  const times = pieces.map((piece) => Number(piece.dataset.t));
  const calls = [...document.querySelectorAll(".call")];
  const begins = calls.map((call) => pieces.indexOf(call.querySelector("[data-t]")) + 1);
  const tools = pieces.flatMap((piece, index) => ("tool" in piece.dataset ? [index + 1] : []));
  const scrubber = byId("scrubber"), play = byId("play"), speed = byId("speed");
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let shown = pieces.length, clock = 0, last = 0, timer = 0;

  const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;
  const timeOf = (count) => (count > 0 ? times[count - 1] : 0);

  function show(count) {
    const target = Math.max(0, Math.min(pieces.length, count));
    for (let index = Math.min(shown, target); index < Math.max(shown, target); index++) {
      pieces[index].hidden = index >= target;
    }
    shown = target;
    calls.forEach((call, index) => { call.hidden = begins[index] > Math.max(shown, 1); });
    const now = calls[begins.filter((begin) => begin <= Math.max(shown, 1)).length - 1];
    scrubber.value = String(shown);
    const words = `${shown} of ${pieces.length} pieces, ${seconds(timeOf(shown))} of ${seconds(timeOf(pieces.length))}`;
    byId("position").textContent = words;
    scrubber.setAttribute("aria-valuetext", words);
    byId("timing").textContent = now ? now.dataset.timing : "";
    if (shown > 0) pieces[shown - 1].scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  function seek(count) {
    show(count);
    clock = timeOf(shown);
  }

  function stop() {
    clearInterval(timer);
    timer = 0;
    play.textContent = "Play";
    play.setAttribute("aria-pressed", "false");
  }

  function tick() {
    const now = performance.now();
    clock += (now - last) * Number(speed.value);
    last = now;
    let count = shown;
    while (count < pieces.length && times[count] <= clock) count++;
    if (count !== shown) show(count);
    if (shown === pieces.length) stop();
  }

  function toggle() {
    if (timer) return stop();
    if (isStill) return;
    if (shown === pieces.length) seek(0);
    last = performance.now();
    timer = setInterval(tick, 33);
    play.textContent = "Pause";
    play.setAttribute("aria-pressed", "true");
  }

  const after = (places) => places.find((place) => place > shown) ?? pieces.length;
  const before = (places) => places.findLast((place) => place < shown) ?? 0;
  const faster = (by) => { speed.selectedIndex = Math.max(0, Math.min(speed.length - 1, speed.selectedIndex + by)); };

  const keys = {
    " ": toggle, k: toggle, K: toggle,
    ArrowRight: (event) => seek(event.shiftKey ? after(begins) : shown + 1),
    ArrowLeft: (event) => seek(event.shiftKey ? before(begins) : shown - 1),
    ".": () => seek(shown + 1), ",": () => seek(shown - 1),
    t: () => seek(after(tools)), T: () => seek(before(tools)),
    "<": () => faster(-1), ">": () => faster(1),
    Home: () => seek(0), End: () => seek(pieces.length),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target;
    if (target === speed || (event.key === " " && target !== scrubber && target.matches("button, summary"))) return;
    const tenth = /^[0-9]$/.test(event.key) ? Number(event.key) : -1;
    const act = tenth >= 0 ? () => seek(Math.round((pieces.length * tenth) / 10)) : keys[event.key];
    if (!act) return;
    event.preventDefault();
    act(event);
  });

  play.addEventListener("click", toggle);
  byId("back").addEventListener("click", () => seek(shown - 1));
  byId("forward").addEventListener("click", () => seek(shown + 1));
  scrubber.addEventListener("input", () => seek(Number(scrubber.value)));

  scrubber.max = String(pieces.length);
  play.hidden = isStill;
  byId("still").hidden = !isStill;
  byId("player").hidden = false;
  const go = () => {
    const at = /^#at=(\d{1,9})$/.exec(location.hash);
    seek(at ? Number(at[1]) : 1);
  };
  addEventListener("hashchange", go);
  go();
})();
