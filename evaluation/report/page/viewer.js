"use strict";

// The motion viewer: past, truth and predictions of a test window side by side.
// A frame is counted from the last observed one, which is 0; a smoothed motion has no
// past and begins at 0. Positions come as base64 of int16, see viewer_data.py; the
// classes Camera and Brush are in camera.js and brush.js.

(() => {
  const UNKNOWN = -32768;
  const MOST_MODELS = 4;
  const HOLD_MS = 800; // at the last frame, before the motion begins again
  const GHOST = "Pale blue behind: the truth. Right limbs are paler.";

  function unpack(coded, { step, joints, dimensions }) {
    const bytes = Uint8Array.from(atob(coded), (letter) => letter.charCodeAt(0));
    const whole = new Int16Array(bytes.buffer);
    const values = Float32Array.from(whole, (n) => (n === UNKNOWN ? NaN : n * step));
    const size = joints * dimensions;
    const frames = [];
    for (let first = 0; first < values.length; first += size) {
      frames.push(
        Array.from({ length: joints }, (_, j) =>
          values.subarray(first + j * dimensions, first + (j + 1) * dimensions)),
      );
    }
    return frames;
  }

  function meanDistance(pose, truth) {
    const found = pose
      .map((point, j) => Math.hypot(...point.map((value, d) => value - truth[j][d])))
      .filter(Number.isFinite);
    return found.length ? found.reduce((sum, each) => sum + each) / found.length : NaN;
  }

  class Viewer {
    constructor(figure, windows) {
      this.figure = figure;
      this.windows = windows;
      this.find = (selector) => figure.querySelector(selector);
      this.panels = this.find(".panels");
      this.camera = new Camera(this.panels, () => this.draw());
      const choice = this.find(".window");
      choice.append(...windows.map((each, i) => new Option(each.name, i)));
      choice.addEventListener("change", () => this.show(Number(choice.value)));
      this.find(".play").addEventListener("click", () => this.toggle());
      this.find(".scrub").addEventListener("input", (event) => {
        this.pause();
        this.go(Number(event.target.value));
      });
      this.find(".closer").addEventListener("click", () => this.camera.closer(1.2));
      this.find(".farther").addEventListener("click", () => this.camera.closer(1 / 1.2));
      this.find(".reset").addEventListener("click", () => this.camera.reset());
      this.panels.addEventListener("keydown", (event) => {
        if (event.key !== " ") return;
        event.preventDefault();
        this.toggle();
      });
      this.sizes = new ResizeObserver(() => this.draw());
      matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
      this.show(0);
    }

    // The window of a number, with models chosen as before where it has them.
    show(number) {
      const shown = this.windows[number];
      const chosen = this.chosen?.filter((name) => shown.models.some((m) => m.name === name));
      this.window = shown;
      this.given = unpack(shown.given, shown);
      this.truth = unpack(shown.truth, shown);
      this.first = shown.forecast ? 1 - this.given.length : 0;
      this.last = shown.forecast ? this.truth.length : this.truth.length - 1;
      this.turns = this.camera.turns = shown.dimensions === 3;
      this.figure.classList.toggle("turns", this.turns);
      this.find(".help").textContent = this.turns
        ? `${GHOST} Drag, arrow keys: turn. Ctrl and wheel, + −: zoom.`
        : `${GHOST} Ctrl and wheel, + −: zoom.`;
      this.measure();
      this.offerModels(chosen?.length ? chosen : shown.usual);
      const scrub = this.find(".scrub");
      [scrub.min, scrub.max] = [this.first, this.last];
      this.go(shown.forecast ? this.last : Math.floor(this.last / 2)); // no edge
    }

    // Centre and size of all that is given and true, so that every window fills a panel.
    measure() {
      const points = [...this.given, ...this.truth].flat();
      const axes = Array.from({ length: this.window.dimensions }, (_, d) => {
        const values = points.map((point) => point[d]).filter(Number.isFinite);
        return [Math.min(...values), Math.max(...values)];
      });
      this.centre = axes.map(([low, high]) => (low + high) / 2);
      const reach = axes.map(([low, high]) => (high - low) / 2);
      this.radius = Math.hypot(...reach) || 1;
      this.across = this.turns ? Math.hypot(reach[0], reach[2]) : reach[0];
      this.up = reach[1];
      if (this.turns) { // room for the head, which is above all joints
        this.up += HEAD_METRES;
        this.centre[1] += HEAD_METRES;
      }
      this.floor = axes[1][0];
    }

    offerModels(chosen) {
      this.chosen = chosen;
      const boxes = this.window.models.map(({ name }) => {
        const box = Object.assign(document.createElement("input"), {
          type: "checkbox", value: name, checked: chosen.includes(name),
        });
        const label = document.createElement("label");
        const text = Object.assign(document.createElement("span"), {
          textContent: name,
        });
        label.append(box, text);
        return label;
      });
      const models = this.find(".models");
      models.replaceChildren(models.querySelector("legend"), ...boxes);
      models.onchange = () => {
        const found = [...models.querySelectorAll("input")];
        this.chosen = found.filter((box) => box.checked).map((box) => box.value);
        this.limit();
        this.layOut();
        this.draw();
      };
      this.limit();
      this.layOut();
    }

    limit() {
      for (const box of this.find(".models").querySelectorAll("input")) {
        box.disabled = !box.checked && this.chosen.length >= MOST_MODELS;
      }
    }

    // One panel for the truth (and the noisy input), one for each chosen model.
    layOut() {
      const models = this.window.models.filter(({ name }) => this.chosen.includes(name));
      const shown = [
        ["Truth", this.truth, "--truth"],
        ...(this.window.forecast ? [] : [["Noisy input", this.given, "--past"]]),
        ...models.map(({ name, prediction }, i) => [
          name, unpack(prediction, this.window), `--model-${i + 1}`,
        ]),
      ];
      this.tracks = shown.map(([name, frames, colour]) => {
        const panel = Object.assign(document.createElement("div"), { className: "panel" });
        const canvas = document.createElement("canvas");
        canvas.setAttribute("role", "img");
        canvas.setAttribute("aria-label", name);
        const title = Object.assign(document.createElement("p"), {
          className: "panel-name", textContent: name,
        });
        title.style.setProperty("--colour", `var(${colour})`);
        const error = Object.assign(document.createElement("p"), { className: "panel-error" });
        panel.append(canvas, title, error);
        return { frames, colour, panel, canvas, error, isTruth: frames === this.truth };
      });
      this.sizes.disconnect();
      this.panels.replaceChildren(...this.tracks.map((track) => track.panel));
      for (const track of this.tracks) this.sizes.observe(track.canvas);
    }

    go(frame) {
      this.frame = frame;
      this.figure.dataset.frame = frame;
      const scrub = this.find(".scrub");
      scrub.value = frame;
      const text = this.timeText();
      this.find(".time").textContent = text;
      scrub.setAttribute("aria-valuetext", text);
      this.draw();
    }

    timeText() {
      const { forecast, rate_hz: rate } = this.window;
      if (!rate) return `frame ${this.frame + 1} of ${this.truth.length}`;
      const time = `${Math.round((1000 * Math.abs(this.frame)) / rate)} ms`;
      if (!forecast) return `${time} after the first frame`;
      if (!this.frame) return "last observed frame";
      return `${time} ${this.frame > 0 ? "after" : "before"} the last observed frame`;
    }

    toggle() {
      if (this.playing) this.pause();
      else this.play();
    }

    play() {
      if (this.frame >= this.last) this.go(this.first);
      this.find(".play").textContent = "Pause";
      let before = performance.now();
      let since = 0;
      const advance = (now) => {
        since += now - before;
        before = now;
        const speed = Number(this.find(".speed").value);
        const step = 1000 / ((this.window.rate_hz || 25) * speed);
        if (this.frame < this.last && since >= step) {
          const frames = Math.floor(since / step);
          since -= frames * step;
          this.go(Math.min(this.last, this.frame + frames));
        } else if (this.frame >= this.last && since >= HOLD_MS) {
          since = 0;
          this.go(this.first);
        }
        this.playing = requestAnimationFrame(advance);
      };
      this.playing = requestAnimationFrame(advance);
    }

    pause() {
      cancelAnimationFrame(this.playing);
      this.playing = undefined;
      this.find(".play").textContent = "Play";
    }

    draw() {
      const { forecast, unit } = this.window;
      const observed = forecast && this.frame <= 0;
      const at = forecast ? this.frame - 1 : this.frame;
      for (const track of this.tracks) {
        const pose = observed ? this.given[this.frame - this.first] : track.frames[at];
        const brush = new Brush(track.canvas, this);
        brush.floor();
        if (!observed && !track.isTruth) brush.ghost(this.truth[at]);
        brush.pose(pose, observed ? "--past" : track.colour, 1);
        const distance = observed ? NaN : meanDistance(pose, this.truth[at]);
        const shown = unit === "m" ? `${Math.round(1000 * distance)} mm` : `${distance.toFixed(1)} px`;
        track.error.textContent = observed
          ? "observed"
          : track.isTruth ? "what really happened" : Number.isNaN(distance) ? "" : `${shown} off`;
      }
    }
  }

  const motions = JSON.parse(document.getElementById("motions").textContent);
  const seen = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      target.viewer = new Viewer(target, motions[target.dataset.family]);
    }
  }, { rootMargin: "600px" });
  for (const figure of document.querySelectorAll(".viewer")) seen.observe(figure);
})();
