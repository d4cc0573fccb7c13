/** GitHub's own colors, light and dark. The picture has a ground of its own, so it reads on a page of either kind. */
export const svgStyle = `    .ground { fill: #ffffff; stroke: #d1d9e0; }
    .weekend { fill: #f6f8fa; }
    .row, .day, .hour { stroke: #d1d9e0; fill: none; }
    .row, .hour { stroke-opacity: .6; }
    .hour { stroke-dasharray: 1 3; }
    text { fill: #59636e; font-size: 12px; }
    .title { fill: #1f2328; font-size: 17px; font-weight: 600; }
    .name { fill: #1f2328; font-size: 13px; font-weight: 600; }
    .words { font-size: 11.5px; }
    .date { fill: #1f2328; font-weight: 600; text-anchor: middle; }
    .clock { font-size: 10px; text-anchor: middle; }
    .run, .meeting, .link, .tick { fill: none; stroke-linecap: round; }
    .run { stroke: #0969da; stroke-width: 4; }
    .meeting { stroke: #d1570a; stroke-width: 4; }
    .tick { stroke: #d1570a; stroke-width: 1.2; stroke-linecap: butt; }
    .link { stroke: #d1570a; stroke-opacity: .35; }
    .band { fill: #ddf4ff; stroke: #0969da; stroke-opacity: .55; }
    .count { fill: #0550ae; font-weight: 600; text-anchor: middle; paint-order: stroke; stroke: #ddf4ff; stroke-width: 3px; stroke-linejoin: round; }
    .moved { fill: #8250df; font-size: 11px; font-weight: 700; text-anchor: middle; }
    @media (prefers-color-scheme: dark) {
      .ground { fill: #0d1117; stroke: #3d444d; }
      .weekend { fill: #151b23; }
      .row, .day, .hour { stroke: #3d444d; }
      text { fill: #9198a1; }
      .title, .name, .date { fill: #f0f6fc; }
      .run { stroke: #4493f8; }
      .meeting, .tick, .link { stroke: #f0883e; }
      .band { fill: #0c2d4d; stroke: #4493f8; }
      .count { fill: #a5d6ff; stroke: #0c2d4d; }
      .moved { fill: #bc8cff; }
    }`;
