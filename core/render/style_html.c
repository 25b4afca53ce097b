/* SPDX-License-Identifier: MIT */
/* How pages look, on a screen and on A4 paper in black and white. The page allows this sheet and nothing else, by its
 * hash. All text is black or dark grey on white: what is said is never said by colour alone. */
#include "base/hash.h"
#include "render/html.h"

#include <string.h>

static const char anywhere[] =
    "\n*{box-sizing:border-box}\n"
    "html{color-scheme:light}\n"
    "body{margin:0 auto;padding:1rem;max-width:46rem;background:#fff;color:#000;"
    "font:1rem/1.4 \"Noto Sans\",\"Segoe UI\",Roboto,\"Helvetica Neue\",Arial,\"Noto Sans CJK SC\",\"Microsoft YaHei\",sans-serif;"
    "overflow-wrap:break-word}\n"
    ":lang(zh){font-family:\"Noto Sans CJK SC\",\"Noto Sans SC\",\"Source Han Sans SC\",\"Microsoft YaHei\",\"PingFang SC\",sans-serif}\n"
    "h1{font-size:1.5em;line-height:1.25;margin:0 0 .5rem}\n"
    "h1 span{display:block}\n"
    "h2{font-size:1.15em;line-height:1.25;margin:1.1rem 0 .3rem;padding-top:.4rem;border-top:1px solid #000}\n"
    "h3{font-size:1em;margin:.8rem 0 .2rem}\n"
    "p{margin:.25rem 0}\n"
    "ul,ol{margin:.25rem 0;padding-left:1.4rem}\n"
    "a{color:#000}\n"
    "small,.dim,caption{color:#444}\n"
    "small{font-weight:400}\n"
    ".strong,.bad{font-weight:700}\n"
    ".bad,.doubt,.good{padding-left:.5rem;border-left:3px solid #000}\n"
    ".doubt{border-left-style:dotted}\n"
    ".good{border-left:1px solid #888}\n"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem .7rem;margin:.3rem 0}\n"
    "dt{font-weight:700;max-width:9rem}\n"
    "dd{margin:0;min-width:0}\n"
    "table{border-collapse:collapse;width:100%;margin:.6em 0;font-size:.92em}\n"
    "caption{text-align:left;font-weight:700;padding:.2rem 0;color:#000}\n"
    "th,td{text-align:left;vertical-align:top;padding:.15rem .4rem;border:1px solid #999}\n"
    "thead th{background:#eee;overflow-wrap:normal}\n"
    "th,td,caption{overflow-wrap:anywhere}\n"
    "tbody th{font-weight:400;min-width:5em}\n"
    "td.short,p.short,.day{white-space:nowrap}\n"
    "td.number{text-align:right;white-space:nowrap}\n"
    "td p,dd p{margin:0 0 .15rem}\n"
    "figure{margin:.6rem 0}\n"
    "svg{display:block;max-width:100%;height:auto}\n"
    "svg text{font-size:12px;fill:#000;paint-order:stroke;stroke:#fff;stroke-width:3px;stroke-linejoin:round}\n"
    "svg .strong{font-weight:700}\n"
    "svg .note{font-size:11px;fill:#444}\n"
    "svg .full{fill:#444;stroke:#000}\n"
    "svg .total{fill:#000;stroke:#000}\n"
    "svg .empty{fill:#fff;stroke:#000}\n"
    "svg .maybe{fill:#fff;stroke:#000;stroke-dasharray:3 3}\n"
    "svg .rule{stroke:#bbb;stroke-width:1}\n"
    "svg .mark{stroke:#000;stroke-width:2;stroke-dasharray:5 3}\n"
    "svg .way{fill:none;stroke:#000;stroke-width:1.5}\n"
    "svg .tip{fill:#000}\n"
    "svg .paper{fill:#fff}\n"
    ".beside{display:grid;grid-template-columns:1fr 1fr;gap:0 1.2rem}\n"
    ".beside>div{min-width:0}\n"
    "th .beside,td .beside,caption .beside{grid-template-columns:repeat(auto-fit,minmax(min(8em,100%),1fr))}\n"
    ".wide{max-width:72rem}\n"
    ".ways svg{max-width:none}\n"
    ".jobs{table-layout:fixed}\n"
    "caption h2{margin:.6em 0 0;padding:0;border:0}\n"
    ".jobs th:nth-child(1){width:22%}\n"
    ".jobs th:nth-child(2){width:37%}\n"
    ".jobs th:nth-child(3){width:15%}\n"
    ".compare{table-layout:fixed}\n"
    ".compare thead th:first-child{width:14%}\n"
    ".compare thead th{font-weight:700;overflow-wrap:anywhere}\n"
    ".compare td ul{padding-left:.9em;margin:0;list-style-type:\"– \"}\n"
    "footer{margin-top:1rem;padding-top:.4rem;border-top:1px solid #000;font-size:.85em}\n"
    ".client{font-size:.95rem}\n"
    "@media screen{\n" /* no word is taken apart: what has no room for its words can be moved, or stands below */
    ".table,figure{overflow-x:auto}\n"
    "th,td,.compare thead th{overflow-wrap:break-word;max-width:24em}\n"
    "td a{overflow-wrap:anywhere}\n"
    "tbody th,td:not(.short):not(.number){min-width:6em}\n"
    ".compare{min-width:43rem}\n"
    ".jobs{min-width:32rem}\n"
    "svg{max-width:none}\n"
    "td svg{max-width:100%}\n"
    ".both{max-width:72rem}\n"
    "}\n"
    "@media screen and (max-width:70rem){.wide .beside,.both .beside{grid-template-columns:1fr;row-gap:.8rem}}\n";

static const char on_paper[] =
    "@page{size:A4;margin:12mm}\n"
    "@page wide{size:A4 landscape;margin:12mm}\n"
    "@media print{\n"
    "body{padding:0;max-width:none;font-size:9.5pt;line-height:1.3}\n"
    ".wide{page:wide;font-size:8pt}\n"
    ".client{font-size:9pt;line-height:1.25}\n"
    ".client .beside{font-size:8.2pt}\n"
    ".client h1{font-size:14pt;margin-bottom:1mm}\n"
    ".client h2{font-size:10.5pt;margin:1.6mm 0 .4mm;padding-top:.8mm}\n"
    ".client p,.client dl,.client ol,.client figure{margin:.4mm 0}\n"
    ".client dd p{margin:0}\n"
    ".client table{margin:.6mm 0;font-size:8pt;line-height:1.2}\n"
    ".client td,.client th{padding:.3mm 1mm}\n"
    ".client caption{padding:0}\n"
    ".client caption h2{margin:.4mm 0 0;padding:0}\n"
    ".client td figure{margin:0}\n"
    ".client .fine{font-size:8pt;line-height:1.2}\n"
    ".client dl{gap:0 2mm}\n"
    ".client footer{margin-top:1.5mm;padding-top:.8mm;font-size:7.5pt}\n"
    "h2,h3,caption,thead{break-after:avoid}\n"
    "tbody tr:first-child{break-before:avoid}\n"
    "tr,figure,li{break-inside:avoid}\n"
    ".compare tr,.client .beside tr{break-inside:auto}\n"
    ".client .role{break-inside:avoid}\n"
    ".client .sheet{break-before:page}\n"
    ".client .compare p,.client .compare figure{margin:0}\n"
    ".client .many{font-size:7.5pt;line-height:1.15}\n"
    "thead{display:table-header-group}\n"
    "}\n";

void rr__add_style(rr__buf *out)
{
    rr__buf_text(out, anywhere);
    rr__buf_text(out, on_paper);
}

void rr__style_hash(char out[45])
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    uint8_t hash[33] = {0}; /* one more, so that the last group is whole */
    char sheet[sizeof anywhere + sizeof on_paper];
    rr__sha256(strcat(strcpy(sheet, anywhere), on_paper), sizeof sheet - 2, hash);
    for (size_t i = 0; i < 11; i++) {
        uint32_t group = (uint32_t)hash[3 * i] << 16 | (uint32_t)hash[3 * i + 1] << 8 | hash[3 * i + 2];
        for (size_t k = 0; k < 4; k++)
            out[4 * i + k] = digits[group >> (18 - 6 * k) & 63];
    }
    out[43] = '=';
    out[44] = '\0';
}
