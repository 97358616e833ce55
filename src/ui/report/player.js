// The player of an answer: its takes, one after another, on one line of time. Every place to seek to
// is a button with the time in `data-at`, so that whatever can be clicked can be reached by a key.
"use strict";
document.documentElement.className = "js";
(() => {
  const STEP = 5000;
  const LEAP = 30000;
  const clock = (ms) => {
    const s = Math.floor(ms / 1000);
    const two = (n) => String(n).padStart(2, "0");
    const minutes = two(Math.floor(s / 60) % 60) + ":" + two(s % 60);
    return s >= 3600 ? Math.floor(s / 3600) + ":" + minutes : minutes;
  };

  const player = (root) => {
    const length = Number(root.dataset.length);
    const tracks = [...root.querySelectorAll("audio")].map((sound) => ({
      sound,
      at: Number(sound.dataset.at),
      end: Number(sound.dataset.at) + Number(sound.dataset.ms),
      part: sound.dataset.part,
    }));
    const wave = root.querySelector(".wave");
    const button = root.querySelector(".play");
    const speed = root.querySelector(".speed");
    const status = root.querySelector(".status");
    const needle = root.querySelector(".needle");
    const clip = root.querySelector(".clip");
    let current = null;
    let at = 0;
    let playing = false;

    const show = () => {
      const share = length > 0 ? Math.min(1, at / length) : 0;
      root.querySelector(".now").textContent = clock(at);
      root.querySelector(".part").textContent = current ? current.part : "";
      button.textContent = playing ? "Pause" : "Play";
      needle.setAttribute("x1", share * 100 + "%");
      needle.setAttribute("x2", share * 100 + "%");
      if (clip) clip.setAttribute("width", share * 1000);
      wave.setAttribute("aria-valuenow", Math.round(at / 1000));
      wave.setAttribute("aria-valuetext", clock(at) + (current ? ", " + current.part : ""));
    };
    const failed = (track) => {
      playing = false;
      status.textContent = track.sound.dataset.name + " cannot be played: is it still beside this page?";
      show();
    };
    const sounds = () => {
      playing = true;
      status.textContent = "";
      current.sound.playbackRate = Number(speed.value);
      current.sound.play().catch((error) => {
        if (error.name !== "AbortError") failed(current);
      });
      show();
    };
    const stop = () => {
      playing = false;
      if (current) current.sound.pause();
      show();
    };
    // Goes on where there is sound: what was not recorded, or is missing, is passed over.
    const place = (ms) => {
      at = Math.max(0, Math.min(length, ms));
      const next = tracks.find((track) => at < track.end) || tracks[tracks.length - 1];
      if (current && current !== next) current.sound.pause();
      current = next;
      if (!next) return show();
      at = Math.max(at, next.at);
      const seconds = Math.min(at, next.end) / 1000 - next.at / 1000;
      const go = () => { next.sound.currentTime = seconds; };
      if (next.sound.readyState > 0) return go(), show();
      next.sound.addEventListener("loadedmetadata", go, { once: true });
      next.sound.preload = "metadata";
      next.sound.load();
      show();
    };
    const seek = (ms) => {
      place(ms);
      if (playing && current) sounds();
    };
    const toggle = () => {
      if (playing) return stop();
      others.forEach((other) => other.stop());
      if (!current || at >= length) place(at >= length ? 0 : at);
      if (current) sounds();
    };

    tracks.forEach((track, index) => {
      track.sound.preservesPitch = true;
      track.sound.addEventListener("timeupdate", () => {
        if (track !== current || track.sound.seeking) return;
        at = Math.min(track.end, track.at + track.sound.currentTime * 1000);
        const next = tracks[index + 1];
        if (next && track.end - at < 5000) next.sound.preload = "auto";
        show();
      });
      track.sound.addEventListener("ended", () => {
        if (track !== current) return;
        at = track.end;
        if (index + 1 < tracks.length) return seek(tracks[index + 1].at);
        stop();
      });
      track.sound.addEventListener("error", () => failed(track));
    });
    const move = (ms) => seek(at + ms);
    const keys = {
      ArrowLeft: () => move(-STEP),
      ArrowRight: () => move(STEP),
      PageDown: () => move(-LEAP),
      PageUp: () => move(LEAP),
      Home: () => seek(0),
      End: () => seek(length),
    };
    const all = { toggle, move, stop, seek, root };
    const used = () => { latest = all; };
    root.addEventListener("pointerdown", used);
    root.addEventListener("focusin", used);
    button.addEventListener("click", toggle);
    speed.addEventListener("change", () => {
      tracks.forEach((track) => { track.sound.playbackRate = Number(speed.value); });
    });
    wave.addEventListener("click", (event) => {
      const box = wave.getBoundingClientRect();
      seek(((event.clientX - box.left) / box.width) * length);
    });
    wave.addEventListener("keydown", (event) => {
      const act = keys[event.key];
      if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      act();
    });
    show();
    return all;
  };

  let latest = null;
  let others = [];
  others = [...document.querySelectorAll(".player")].map(player);
  latest = others[0] || null;
  document.querySelectorAll("[data-at][data-player]").forEach((button) => {
    button.addEventListener("click", () => {
      const one = others.find((other) => other.root.id === button.dataset.player);
      if (!one) return;
      latest = one;
      one.seek(Number(button.dataset.at));
    });
  });
  document.addEventListener("keydown", (event) => {
    const own = event.target.closest("button, select, input, textarea, a, summary, audio");
    if (!latest || own || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.key === " ") latest.toggle();
    else if (event.key === "ArrowLeft") latest.move(-STEP);
    else if (event.key === "ArrowRight") latest.move(STEP);
    else return;
    event.preventDefault();
  });
})();
