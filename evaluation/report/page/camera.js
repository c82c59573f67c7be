"use strict";

// From where the motions of a viewer are seen, and all that turns or zooms: arrow keys,
// + and -, the mouse, one finger or two, the wheel with ctrl.

const FROM_THE_SIDE = { yaw: -0.9, pitch: 0.12, zoom: 1 }; // radians

class Camera {
  // `element`: what is looked at; `changed`: called after every move.
  constructor(element, changed) {
    Object.assign(this, FROM_THE_SIDE);
    this.changed = changed;
    this.turns = true; // flat motions can only be zoomed
    this.pointers = new Map();
    element.addEventListener("keydown", (event) => this.key(event));
    element.addEventListener("pointerdown", (event) => {
      if (event.target.tagName !== "CANVAS") return;
      event.target.setPointerCapture(event.pointerId);
      this.pointers.set(event.pointerId, event);
    });
    element.addEventListener("pointermove", (event) => this.drag(event));
    for (const end of ["pointerup", "pointercancel"]) {
      element.addEventListener(end, (event) => this.pointers.delete(event.pointerId));
    }
    element.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return; // without it, the page is scrolled
      event.preventDefault();
      this.closer(Math.exp(-0.003 * event.deltaY));
    }, { passive: false });
  }

  reset() {
    Object.assign(this, FROM_THE_SIDE);
    this.changed();
  }

  turn(yaw, pitch) {
    if (!this.turns) return;
    this.yaw += yaw;
    this.pitch = Math.max(-1.4, Math.min(1.4, this.pitch + pitch));
    this.changed();
  }

  closer(factor) {
    this.zoom = Math.max(0.4, Math.min(6, this.zoom * factor));
    this.changed();
  }

  key(event) {
    const moves = {
      ArrowLeft: () => this.turn(-0.15, 0),
      ArrowRight: () => this.turn(0.15, 0),
      ArrowUp: () => this.turn(0, 0.1),
      ArrowDown: () => this.turn(0, -0.1),
      "+": () => this.closer(1.2),
      "=": () => this.closer(1.2),
      "-": () => this.closer(1 / 1.2),
    };
    if (!(event.key in moves) || (event.key.startsWith("Arrow") && !this.turns)) return;
    event.preventDefault();
    moves[event.key]();
  }

  drag(event) {
    const before = this.pointers.get(event.pointerId);
    if (!before) return;
    const apart = this.apart();
    this.pointers.set(event.pointerId, event);
    if (this.pointers.size > 1) this.closer(this.apart() / apart);
    else {
      const [x, y] = [event.clientX - before.clientX, event.clientY - before.clientY];
      this.turn(0.01 * x, 0.01 * y);
    }
  }

  // How far two fingers are apart.
  apart() {
    const [one, other] = this.pointers.values();
    if (!other) return 1;
    return Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY) || 1;
  }
}
