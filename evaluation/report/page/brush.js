"use strict";

const HEAD_METRES = 0.095;

// Draws one frame onto one canvas.
class Brush {
  constructor(canvas, viewer) {
    this.viewer = viewer;
    this.styles = getComputedStyle(viewer.figure);
    const ratio = window.devicePixelRatio || 1;
    [this.width, this.height] = [canvas.clientWidth, canvas.clientHeight];
    canvas.width = Math.round(this.width * ratio);
    canvas.height = Math.round(this.height * ratio);
    this.context = canvas.getContext("2d");
    this.context.scale(ratio, ratio);
    this.context.lineCap = this.context.lineJoin = "round";
    const room = [this.width / viewer.across, this.height / viewer.up];
    this.scale = 0.4 * Math.min(...room) * viewer.camera.zoom;
  }

  // Joint position to place on the canvas and depth.
  place(point) {
    const { centre, camera, radius, turns } = this.viewer;
    if (!turns) {
      const x = this.width / 2 + (point[0] - centre[0]) * this.scale;
      return [x, this.height / 2 + (point[1] - centre[1]) * this.scale, 0];
    }
    const [x, y, z] = point.map((value, d) => value - centre[d]);
    const [cos, sin] = [Math.cos(camera.yaw), Math.sin(camera.yaw)];
    const [across, ahead] = [cos * x + sin * z, cos * z - sin * x];
    const [up, down] = [Math.cos(camera.pitch), Math.sin(camera.pitch)];
    const depth = up * ahead + down * y;
    const near = (6 * radius) / (6 * radius - depth); // a little perspective
    return [
      this.width / 2 + across * near * this.scale,
      this.height / 2 - (up * y - down * ahead) * near * this.scale,
      depth,
    ];
  }

  line(from, to) {
    this.context.beginPath();
    this.context.moveTo(from[0], from[1]);
    this.context.lineTo(to[0], to[1]);
    this.context.stroke();
  }

  colour(name) {
    return this.styles.getPropertyValue(name);
  }

  floor() {
    const { centre, floor, radius, turns } = this.viewer;
    if (!turns) return;
    this.context.strokeStyle = this.colour("--floor");
    this.context.lineWidth = 1;
    const reach = 0.75 * radius;
    for (let i = -2; i <= 2; i += 1) {
      const [x, z] = [centre[0] + (i * reach) / 2, centre[2] + (i * reach) / 2];
      this.line(this.place([x, floor, centre[2] - reach]), this.place([x, floor, centre[2] + reach]));
      this.line(this.place([centre[0] - reach, floor, z]), this.place([centre[0] + reach, floor, z]));
    }
  }

  pose(points, colour, strength) {
    const { bones, sides, head } = this.viewer.window;
    const placed = points.map((point) => this.place(point));
    const known = (joint) => Number.isFinite(placed[joint][0]);
    const context = this.context;
    context.strokeStyle = context.fillStyle = this.colour(colour);
    context.lineWidth = Math.max(2.2, this.width / 75);
    bones
      .map(([from, to], i) => ({ from, to, side: sides[i] }))
      .filter(({ from, to }) => known(from) && known(to))
      .sort((a, b) => placed[a.from][2] + placed[a.to][2] - placed[b.from][2] - placed[b.to][2])
      .forEach(({ from, to, side }) => {
        context.globalAlpha = strength * (side === "right" ? 0.5 : 1);
        this.line(placed[from], placed[to]);
        if (to === head) this.ring(points[from], points[to]);
      });
    if (!this.viewer.turns) this.dots(placed.filter((_, joint) => known(joint)), strength);
    context.globalAlpha = 1;
  }

  // The truth behind a prediction.
  ghost(points) {
    this.pose(points, "--truth", Number(this.colour("--ghost")));
  }

  // A head beyond the end of the spine.
  ring(neck, head) {
    const middle = this.place(head.map((value, d) => value + 0.7 * (value - neck[d])));
    this.context.beginPath();
    this.context.arc(middle[0], middle[1], HEAD_METRES * this.scale, 0, 2 * Math.PI);
    this.context.stroke();
  }

  dots(placed, strength) {
    this.context.globalAlpha = strength;
    for (const [x, y] of placed) {
      this.context.beginPath();
      this.context.arc(x, y, Math.max(2, this.width / 90), 0, 2 * Math.PI);
      this.context.fill();
    }
  }
}
