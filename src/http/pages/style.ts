import { createHash } from 'node:crypto';

/** One sheet for every page; system fonts, light and dark, from 320 px on. All text keeps a contrast of 4.5 : 1. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf7; --card: #ffffff; --ink: #1d1b16; --quiet: #5b564b; --line: #dcd7ca; --accent: #8a2b06;
  --good: #14602f; --bad: #9c1c1c; --soft: #f1ede3;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #171612; --card: #211f1a; --ink: #f2efe6; --quiet: #b9b2a2; --line: #3d392f; --accent: #ffb38f;
    --good: #7fd69b; --bad: #ff9d9d; --soft: #2b2822;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
}
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--card); padding: .5rem 1rem; }
header.top, main, footer { max-width: 60rem; margin: 0 auto; padding: 0 1rem; }
header.top { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: baseline; padding-top: 1.25rem; }
.mark { font-weight: 700; font-size: 1.25rem; letter-spacing: -.01em; color: var(--ink); text-decoration: none; }
.languages { margin-left: auto; font-size: .9375rem; }
.languages a, .languages span { padding: .5rem .375rem; display: inline-block; }
h1 { font-size: clamp(1.6rem, 1.2rem + 2.2vw, 2.3rem); line-height: 1.2; letter-spacing: -.02em; margin: 1.5rem 0 .5rem; }
h2 { font-size: 1.3rem; line-height: 1.3; margin: 2.25rem 0 .75rem; }
h3 { font-size: 1.0625rem; margin: 0 0 .25rem; }
p { margin: .5rem 0 1rem; max-width: 42rem; }
a { color: var(--accent); text-underline-offset: .15em; }
a:focus-visible, button:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.lead { font-size: 1.125rem; color: var(--quiet); }
.quiet { color: var(--quiet); }
.cards { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); padding: 0; margin: 0; list-style: none; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1rem 1.125rem; min-width: 0; }
.card p { margin: .25rem 0; }
.links { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: .5rem 0 0; padding: 0; list-style: none; }
.links a { display: inline-block; padding: .375rem 0; }
code, pre, kbd { font: .9375rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
code { overflow-wrap: anywhere; background: var(--soft); border-radius: .25rem; padding: .05rem .25rem; }
pre { background: var(--soft); border: 1px solid var(--line); border-radius: .5rem; padding: .75rem 1rem; margin: .375rem 0 1.25rem; }
pre code { background: none; padding: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
dl.pairs { display: grid; grid-template-columns: minmax(0, auto) minmax(0, 1fr); gap: .25rem 1rem; margin: .5rem 0 0; }
dl.pairs dt { color: var(--quiet); }
dl.pairs dd { margin: 0; overflow-wrap: anywhere; }
.notice { border-left: .25rem solid var(--accent); background: var(--card); padding: .75rem 1rem; margin: 1rem 0; border-radius: 0 .5rem .5rem 0; }
.notice p { margin: 0; }
.state { display: inline-block; font-weight: 600; }
.state.good { color: var(--good); }
.state.bad { color: var(--bad); }
.button {
  display: inline-block; background: var(--accent); color: var(--paper); text-decoration: none; font-weight: 600;
  border: 0; border-radius: .5rem; padding: .625rem 1.125rem; font-size: inherit; font-family: inherit; line-height: inherit; cursor: pointer;
}
.button.danger { background: var(--bad); }
.fields { max-width: 26rem; }
.field { display: grid; gap: .25rem; margin: 0 0 1rem; }
.field label, .field legend { font-weight: 600; padding: 0; }
fieldset.field { border: 0; padding: 0; min-width: 0; }
.field label.option { font-weight: 400; display: flex; gap: .625rem; align-items: center; padding: .375rem 0; }
.field label.option input { width: 1.25rem; height: 1.25rem; flex: none; accent-color: var(--accent); }
.field input, .field textarea, .field select { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--quiet); border-radius: .5rem; padding: .5rem .75rem; width: 100%; }
.field :is(input, textarea, select):focus-visible { outline: 3px solid var(--accent); outline-offset: 1px; }
.field :is(input, textarea, select)[aria-invalid] { border-color: var(--bad); border-width: 2px; }
.actions { display: flex; flex-wrap: wrap; gap: .5rem 1.25rem; align-items: center; margin: 1rem 0; max-width: none; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .5rem .75rem .5rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { font-weight: 400; }
td.number, th.number { text-align: right; padding-right: 0; font-variant-numeric: tabular-nums; white-space: nowrap; }
tr.sum th, tr.sum td { border-bottom: 0; font-weight: 700; }
.tickets { list-style: none; padding: 0; margin: 1rem 0; display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 26rem), 1fr)); }
.ticket { display: flex; flex-wrap: wrap; gap: 1rem; }
.ticket .words { flex: 1 1 11rem; min-width: 0; }
.ticket figure { margin: 0; flex: 0 0 10rem; }
.ticket figure svg { display: block; width: 10rem; height: 10rem; background: #fff; border-radius: .375rem; }
.ticket figcaption { font: .9375rem/1.5 ui-monospace, Menlo, Consolas, monospace; text-align: center; margin-top: .25rem; overflow-wrap: anywhere; }
@media (max-width: 30rem) {
  .ticket figure { flex: 1 1 100%; order: -1; }
  .ticket figure svg { width: min(100%, 17rem); height: auto; margin: 0 auto; }
}
.ticket:target { outline: 2px solid var(--accent); }
.ticket.void { border-style: dashed; }
.ticket.void h3 { text-decoration: line-through; }
footer { margin-top: 3rem; padding-bottom: 2rem; color: var(--quiet); font-size: .9375rem; border-top: 1px solid var(--line); padding-top: 1rem; }
.shown { --paper: #fff; --card: #fff; --ink: #000; --quiet: #3d3d3d; --line: #ccc; --accent: #7a2504; --good: #14602f; --bad: #9c1c1c; color-scheme: light; }
.shown main { max-width: none; min-height: 100svh; display: flex; flex-direction: column; padding: 0; }
.shown header { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: baseline; justify-content: space-between; padding: .5rem 1rem 0; }
.shown h1 { font-size: 1.0625rem; margin: 0; letter-spacing: 0; }
.shown .hint { margin: .25rem 1rem 0; font-size: .9375rem; color: var(--quiet); }
.screens { flex: 1; list-style: none; margin: 0; padding: 0; display: flex; overflow-x: auto; scroll-snap-type: x mandatory; overscroll-behavior-x: contain; }
.screen { flex: 0 0 100%; min-width: 0; scroll-snap-align: center; scroll-snap-stop: always; display: flex; flex-direction: column; align-items: center; gap: .25rem; padding: 0 0 .75rem; text-align: center; }
.screen .words, .screen .steps { padding: 0 1rem; }
.screen figure { margin: 0; width: min(100%, 58svh, 30rem); }
.screen figure svg { display: block; width: 100%; height: auto; background: #fff; }
.screen figcaption { font: 1.0625rem/1.3 ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.screen h2 { margin: .25rem 0 0; font-size: 1.25rem; }
.screen p { margin: .125rem 0; }
.screen .steps { margin-top: auto; width: 100%; max-width: 30rem; display: grid; grid-template-columns: 1fr auto 1fr; align-items: center; }
.screen .steps :first-child { text-align: left; }
.screen .steps :last-child { text-align: right; }
.screen .steps a { padding: .625rem 0; }
@media print { .screens { display: block; overflow: visible; } .screen { break-after: page; } .screen figure { width: 9cm; } }
@media print { .no-print, footer, .languages { display: none; } .card { break-inside: avoid; } }
`;

/** The name changes with the contents, so that browsers may keep it for ever. */
export const style_path = `/assets/page-${createHash('sha256').update(style).digest('hex').slice(0, 12)}.css`;
