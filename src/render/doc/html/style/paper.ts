/** On paper: light, everything open, nothing to press, links with their address. */
export const paperRules = `@media print{
:root,:root[data-theme]{color-scheme:light}
@page{margin:18mm 16mm}
html{font-size:10pt}
body{background:none}
.side,.bar-top,.skip,.toast,.away,.anchor,.copy,.filter{display:none!important}
.item>summary::before,.notice>summary::marker,.example>summary::marker{content:none;display:none}
.item>summary{padding-left:.9rem}
.chips li,.method,.status,.req,.old,.where,.kind{border:1px solid var(--line)}
.cards{table-layout:auto;font-size:.85rem}
.cards .quiet,.cards .req{font-size:.78rem}
.cards .wide{width:auto}
.cards thead th:first-child{width:24%}
.layout{display:block;max-width:none;padding:0}
main,.prose,.lead{max-width:none;padding:0}
h1{font-size:26pt}
h2{font-size:17pt}
h3{font-size:13pt}
.part{margin-top:1.5rem;padding-top:1.25rem}
h1,.head,h3,h4,h5,summary{break-after:avoid}
.facts>div,.message,tr,.fields>div,figure,pre{break-inside:avoid}
details::details-content{content-visibility:visible;display:block;height:auto}
.scroll{background:none}
.scroll,pre{overflow:visible;max-height:none;white-space:pre-wrap}
.picture svg{max-width:100%;height:auto}
.prose a[href^=http]:not(.bare)::after{content:" (" attr(href) ")";font-size:.85em;overflow-wrap:anywhere}
}`;
