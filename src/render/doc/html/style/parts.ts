/** What the parts of a page look like. */
export const partRules = `.eyebrow{color:var(--accent);font-size:.8rem;font-weight:650;letter-spacing:.09em;text-transform:uppercase;margin-bottom:.6rem}
.lead{font-size:1.125rem;max-width:46rem;color:var(--text)}
.hero h1{margin-bottom:1rem}
.hero .lead{font-size:clamp(1.125rem,1rem + .5vw,1.3rem);line-height:1.5;margin:1.25rem 0}
.prose{max-width:46rem}
.prose+.list,.prose+.servers,.prose+.item,.servers+.item{margin-top:.75rem}
h5 code{text-transform:none;letter-spacing:0}
.body>h5:first-child{margin-top:0}
.prose .said{font-weight:650}
.chips{display:flex;flex-wrap:wrap;gap:.4rem;list-style:none;padding:0;margin:0 0 .9rem}
.chips li{border-radius:.9rem;padding:.15rem .75rem;font-size:.85rem;background:var(--sunken);overflow-wrap:anywhere}
.chips code{background:none;padding:0}
.chips .version,.chips .public{background:var(--accent-soft);color:var(--accent);font-weight:600}
.chips .good{background:var(--good-soft);color:var(--good);font-weight:600}
.chips .bad{background:var(--bad-soft);color:var(--bad);font-weight:600}
.meta{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,16rem),1fr));gap:1rem 2.25rem;margin-top:1.75rem;font-size:.925rem}
.meta dt{color:var(--quiet);font-size:.8rem}
.meta dd{margin:0;overflow-wrap:anywhere}
.meta ul{list-style:none;padding:0}
.notice{background:var(--warn-soft);border-left:4px solid var(--warn);border-radius:6px;padding:.8rem 1.1rem;margin:1rem 0}
.notice.bad{background:var(--bad-soft);border-color:var(--bad);color:var(--text)}
.notice .quiet{color:var(--text)}
.notice summary{font-weight:600}
.notice ul{margin-top:.5rem}
.notice>:first-child{margin-top:0}
.error{color:var(--bad)}
.warning{color:var(--warn)}
.notice :not(pre)>code{background:none;padding:0}
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,16.5rem),1fr));gap:.9rem}
.facts>div{background:var(--surface);border:1px solid var(--line);border-radius:12px;padding:1rem 1.15rem 1.1rem}
.facts dt{font-size:.8rem;color:var(--quiet)}
.facts dd{margin:0}
.facts strong{display:block;font-size:1.15rem;font-weight:650;letter-spacing:-.01em;overflow-wrap:anywhere}
.facts .meaning{display:block;font-size:.925rem;line-height:1.45;margin-top:.35rem}
.facts code{display:block;background:none;padding:0;margin-top:.6rem;font-size:.75rem}
.scroll{--shade:color-mix(in srgb,var(--text) 28%,transparent);overflow:auto;max-width:100%;overflow-wrap:break-word;background:linear-gradient(to right,var(--under,var(--ground)) 40%,transparent) left/3rem 100% local,linear-gradient(to left,var(--under,var(--ground)) 40%,transparent) right/3rem 100% local,linear-gradient(to right,var(--shade),transparent) left/.8rem 100% scroll,linear-gradient(to left,var(--shade),transparent) right/.8rem 100% scroll;background-repeat:no-repeat}
.picture{--under:var(--surface);background-color:var(--surface);border:1px solid var(--line);border-radius:12px}
.picture svg{display:block;margin:0 auto}
.picture svg .ground{fill:none}
.words>li{margin-bottom:.35rem}
summary{cursor:pointer}
.item>summary{list-style:none;position:relative}
.item>summary::-webkit-details-marker{display:none}
.item>summary::before{content:"";position:absolute;left:1rem;top:1.3rem;width:.45rem;height:.45rem;border:solid var(--quiet);border-width:0 2px 2px 0;rotate:-45deg;translate:0 -50%}
.item[open]>summary::before{rotate:45deg;translate:0 -65%}
.list{display:grid;grid-template-columns:minmax(0,1fr);gap:.45rem}
.item{background:var(--surface);border:1px solid var(--line);border-radius:10px}
.item[open]{border-color:var(--quiet)}
.item:target{border-color:var(--accent);box-shadow:0 0 0 1px var(--accent)}
.item>summary{padding:.55rem .9rem .55rem 2.2rem;border-radius:10px;overflow-wrap:anywhere}
.item>summary:hover .path,.item>summary:hover>code:first-child{color:var(--accent)}
.item>.body{padding:.35rem 1.15rem 1.15rem;border-top:1px solid var(--line);margin-top:.1rem;padding-top:.9rem}
.item>summary>code{background:none;padding:0;font-size:.9rem}
.method{display:inline-block;min-width:4.4rem;text-align:center;font:700 .72rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;letter-spacing:.03em;border-radius:5px;padding:.14rem .5rem;background:var(--sunken);color:var(--text)}
.method.get,.method.head{background:var(--blue-soft);color:var(--blue)}
.method.post,.method.send{background:var(--good-soft);color:var(--good)}
.method.put{background:var(--warn-soft);color:var(--warn)}
.method.patch,.method.receive,.method.rpc{background:var(--violet-soft);color:var(--violet)}
.method.delete{background:var(--bad-soft);color:var(--bad)}
.path{font-weight:600}
.about{color:var(--quiet);font-size:.9rem;margin-left:.35rem}
.kind{font-size:.75rem;font-weight:650;letter-spacing:.04em;vertical-align:.18em;border-radius:5px;padding:.15rem .5rem;background:var(--accent-soft);color:var(--accent);margin-right:.35rem}
.interface+.interface{margin-top:3rem}
.servers{list-style:none;padding:0;font-size:.9rem;color:var(--quiet)}
.servers p,.servers ul{margin-bottom:.25rem}
.servers>li+li{margin-top:.35rem}
.type{color:var(--accent);font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.85rem}
span.type{color:var(--quiet)}
.req,.old,.where{font-size:.75rem;border-radius:4px;padding:.05rem .4rem;white-space:nowrap}
.req{background:var(--bad-soft);color:var(--bad)}
.old{background:var(--warn-soft);color:var(--warn)}
.where{background:var(--sunken);color:var(--quiet)}
h5 .req{text-transform:none;letter-spacing:0}
.fields{margin:0}
.fields>div{padding:.5rem 0;border-top:1px solid var(--line)}
.fields>div:first-child{border-top:0;padding-top:.1rem}
.fields dt>code:first-child{font-weight:600}
.fields dd{margin:.15rem 0 0;font-size:.925rem}
.fields dd:empty{display:none}
.fields p,.message p,.responses p{margin-bottom:.25rem}
.fields .fields,.in{border-left:2px solid var(--line);padding-left:.85rem;margin-top:.35rem}
.in:empty{display:none}
.choice{padding-left:1.1rem}
.responses{list-style:none;padding:0}
.responses>li{display:grid;grid-template-columns:4.4rem minmax(0,1fr);gap:.8rem;padding:.5rem 0;border-top:1px solid var(--line)}
.responses>li:first-child{border-top:0}
.status{justify-self:start;align-self:start;font:700 .8rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;border-radius:5px;padding:.1rem .5rem;background:var(--sunken)}
.status.s2{background:var(--good-soft);color:var(--good)}
.status.s3{background:var(--blue-soft);color:var(--blue)}
.status.s4{background:var(--warn-soft);color:var(--warn)}
.status.s5{background:var(--bad-soft);color:var(--bad)}
.message{border:1px solid var(--line);border-radius:8px;padding:.75rem .95rem;margin-bottom:.6rem}
.example{margin:.4rem 0}
.example summary{color:var(--quiet);font-size:.875rem}
.example pre{margin-top:.4rem}
.anchor{margin-left:.45rem;color:var(--quiet);text-decoration:none;font-weight:400;opacity:0}
.head{display:flex;align-items:baseline}
.head:hover .anchor,.anchor:focus{opacity:1}
table{border-collapse:collapse;width:100%;font-size:.925rem;margin:1rem 0}
th,td{text-align:left;vertical-align:top;padding:.6rem .9rem .6rem 0;border-top:1px solid var(--line)}
thead th{color:var(--quiet);font-size:.8rem;font-weight:600;border-top:0;padding-top:0}
tbody th{font-weight:400}
.cards{table-layout:fixed}
.cards th,.cards td{overflow-wrap:anywhere}
.cards thead th{overflow-wrap:normal}
.cards .wide{width:30%}
.cards thead th:first-child{width:20%}
.cards.two .wide{width:auto}
.cards.two thead th:first-child{width:16rem}
td p{margin-bottom:.25rem}
.cards .scroll,.cards pre,.cards pre code{white-space:pre-wrap;overflow-wrap:anywhere}
.long{font-size:.78rem}
.bar{display:flex;align-items:center;gap:.75rem}
.bar svg{flex:1;height:.45rem;border-radius:99px;min-width:4rem;max-width:18rem}
.bar .all{fill:var(--sunken)}
.bar .part{fill:var(--accent)}
.page{padding-top:.5rem}
.page+.page{margin-top:2.5rem;border-top:1px solid var(--line)}
.box{color:var(--accent)}
@media screen{@container (max-width:52rem){
.cards thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.cards,.cards tbody,.cards tr,.cards th,.cards td{display:block}
.cards tr{background:var(--surface);border:1px solid var(--line);border-radius:10px;padding:.75rem .95rem;margin-bottom:.6rem}
.cards tbody th{border:0;padding:0 0 .35rem}
.cards td{display:grid;grid-template-columns:6.5rem minmax(0,1fr);gap:.75rem;border:0;padding:.22rem 0}
.cards td::before{content:attr(data-label);color:var(--quiet);font-size:.8rem;padding-top:.1rem}
}}
@media (max-width:44rem){
.about{display:block;margin:.15rem 0 0}
.item>.body{padding-left:.9rem;padding-right:.9rem}
.responses>li{grid-template-columns:3.2rem minmax(0,1fr)}
}`;
