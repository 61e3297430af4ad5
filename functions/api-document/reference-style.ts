/** How the reference looks: one column, light or dark as the reader's system is. */
export const REFERENCE_STYLE = `
:root { color-scheme: light dark; --line: color-mix(in srgb, CanvasText 18%, Canvas); --soft: color-mix(in srgb, CanvasText 65%, Canvas); }
body { font: 16px/1.55 system-ui, sans-serif; max-width: 62rem; margin: 0 auto; padding: 1rem 1.25rem 4rem; }
h1 { margin-bottom: .25rem; }
h2 { margin: 3rem 0 .5rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: 1.15rem; }
h3 { margin: 1.25rem 0 .25rem; font-size: .95rem; color: var(--soft); }
code { font: .92em ui-monospace, monospace; overflow-wrap: anywhere; }
nav a { text-decoration: none; }
nav ul { columns: 20rem; list-style: none; padding: 0; }
.method { display: inline-block; min-width: 4.2em; font: 700 .85em ui-monospace, monospace; }
table { border-collapse: collapse; width: 100%; }
td { padding: .3rem .75rem .3rem 0; border-top: 1px solid var(--line); vertical-align: top; }
td:first-child { width: 12rem; } td:nth-child(2) { width: 15rem; color: var(--soft); }
@media (max-width: 40rem) { td { display: block; width: auto !important; border: 0; padding: 0; } tr { display: block; padding: .4rem 0; border-top: 1px solid var(--line); } }
`
