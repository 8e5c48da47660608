/** The page as a whole: type, columns, the way through it. */
export const layoutRules = `*,*::before,*::after{box-sizing:border-box}
html{font-size:100%;scroll-padding-top:4.25rem;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--text);font:1rem/1.6 ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans","DejaVu Sans",sans-serif;overflow-wrap:anywhere}
[hidden]{display:none!important}
h1,h2,h3,h4,h5{line-height:1.2;margin:0;text-wrap:balance;overflow-wrap:anywhere}
h1{font-size:clamp(2.25rem,1.6rem + 3vw,3.5rem);font-weight:750;letter-spacing:-.03em}
h2{font-size:clamp(1.5rem,1.3rem + .9vw,1.95rem);font-weight:700;letter-spacing:-.02em;margin-bottom:1.25rem}
h3{font-size:1.25rem;font-weight:650;letter-spacing:-.01em;margin:2.25rem 0 .6rem}
h4{font-size:1rem;font-weight:650;margin:1.9rem 0 .65rem}
h5{font-size:.8rem;font-weight:650;letter-spacing:.04em;text-transform:uppercase;color:var(--quiet);margin:1.25rem 0 .5rem}
p,ul,ol,dl,figure,blockquote{margin:0 0 .75rem}
p:last-child,ul:last-child,ol:last-child,dl:last-child{margin-bottom:0}
ul,ol{padding-left:1.3rem}
a{color:var(--accent);text-decoration-thickness:1px;text-underline-offset:.18em}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:4px}
main:focus{outline:none}
code,pre{font-family:ui-monospace,SFMono-Regular,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.875em;overflow-wrap:anywhere}
:not(pre)>code{background:var(--sunken);border-radius:4px;padding:.1em .32em}
pre{background:var(--sunken);border:1px solid var(--line);border-radius:8px;padding:.85rem 1rem;overflow:auto;line-height:1.5;margin:0 0 .75rem;max-height:32rem}
pre code{overflow-wrap:normal;font-size:.85rem}
pre[data-language]::before{content:attr(data-language);display:block;color:var(--quiet);font-size:.75rem;margin-bottom:.4rem}
img{max-width:100%;height:auto;border-radius:8px}
hr{border:0;border-top:1px solid var(--line);margin:1.5rem 0}
blockquote{border-left:3px solid var(--line);padding-left:1rem;color:var(--quiet)}
.quiet,.k{color:var(--quiet);font-size:.875rem}
.k{margin:.75rem 0 .25rem;font-weight:600}
.bad{color:var(--bad)}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:1rem;top:-4rem;background:var(--surface);border:1px solid var(--line);border-radius:8px;padding:.6rem 1rem;z-index:3}
.skip:focus{top:1rem}
.layout{display:grid;grid-template-columns:16rem minmax(0,1fr);gap:clamp(2rem,4vw,4.5rem);max-width:82rem;margin:0 auto;padding:0 clamp(1rem,3vw,2.5rem)}
.side{position:sticky;top:0;align-self:start;max-height:100vh;overflow:auto;padding:2.25rem .75rem 2rem .25rem;font-size:.9rem}
.brand{font-weight:650;margin-bottom:1.25rem;overflow-wrap:anywhere}
.brand a{color:var(--text);text-decoration:none}
nav ul{list-style:none;margin:0;padding:0}
nav ul ul{margin:.1rem 0 .35rem .8rem;border-left:1px solid var(--line)}
nav li>a{display:block;padding:.28rem .7rem;border-radius:6px;color:var(--quiet);text-decoration:none;overflow-wrap:anywhere}
nav li>a:hover{color:var(--text);background:var(--sunken)}
nav a[aria-current]{color:var(--accent);background:var(--accent-soft);font-weight:600}
.filter{position:sticky;top:0;z-index:1;display:flex;align-items:center;gap:.75rem;background:var(--ground);padding:.6rem 0;margin:-.6rem 0 .5rem}
.filter label{font-size:.9rem;color:var(--quiet)}
.filter input{flex:1;min-width:0;max-width:26rem;font:inherit;color:inherit;background:var(--surface);border:1px solid var(--quiet);border-radius:8px;padding:.45rem .65rem}
.filter input::placeholder{color:var(--quiet);opacity:1}
.filter .count{white-space:nowrap}
main{min-width:0;max-width:58rem;padding:3.5rem 0 4rem;container-type:inline-size}
.part{margin-top:4rem;padding-top:2.5rem;border-top:1px solid var(--line)}
.bar-top{position:absolute;right:clamp(1rem,3vw,2.5rem);top:1rem;z-index:2}
.theme{font:inherit;font-size:.85rem;color:var(--text);background:var(--surface);border:1px solid var(--quiet);border-radius:99px;padding:.35rem .9rem .35rem .75rem;cursor:pointer}
.theme::before{content:"";display:inline-block;width:.75em;height:.75em;margin-right:.5em;border:1px solid currentColor;border-radius:50%;background:linear-gradient(90deg,currentColor 50%,transparent 50%);vertical-align:-.03em}
.toast{position:fixed;left:50%;bottom:1.5rem;translate:-50% 0;margin:0;padding:.55rem 1.1rem;border-radius:99px;background:var(--text);color:var(--ground);font-size:.9rem}
.toast:empty{display:none}
.away{position:fixed;inset:auto 0 0;z-index:3;margin:0;padding:.7rem clamp(1rem,3vw,2.5rem);background:var(--warn-soft);border-top:2px solid var(--warn);font-size:.9rem;text-align:center}
footer{max-width:82rem;margin:0 auto;padding:1.5rem clamp(1rem,3vw,2.5rem) 3rem;color:var(--quiet);font-size:.85rem}
.failure{margin:0 auto;padding:3.5rem 1.25rem}
@media (max-width:60rem){
.layout{display:block}
.side{position:static;max-height:none;padding:1.1rem 8.5rem 0 0}
.brand{margin-bottom:.75rem}
.contents{margin-right:-8.5rem!important}
nav>.contents{display:flex;flex-wrap:wrap;gap:.35rem}
nav>.contents>li>a{padding:.3rem .75rem;border:1px solid var(--line);border-radius:99px;color:var(--text)}
nav ul ul{display:none}
main{padding-top:2.5rem;max-width:none}
.part{margin-top:2.75rem;padding-top:2rem}
}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
@media (forced-colors:active){.method,.status,.chips li{border:1px solid}}`;
