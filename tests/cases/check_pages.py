#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Pages as a browser sees them: renders files with headless Chromium, and says what is wrong with them.

    check_pages.py FOLDER FILE.html[:PAGES] ...

For each file: no console message, no request but for the file itself, tables with captions and heads, headings in order,
a description for every picture, contrast of at least 4.5, no text that sticks out of its picture, no word taken apart and
no column too narrow to read in a window as wide as a phone or a screen, at most PAGES sheets of A4, the Chinese glyphs there. Screenshots and PDFs are left in FOLDER. First of all it proves on a bad page of its own
that it sees such faults."""
import base64, html as markup, json, os, re, select, subprocess, sys, tempfile

PATIENCE = 60 # seconds until the browser must have said something

LOOK = """(() => {
  const found = [], luminance = c => { const v = c.map(x => { x /= 255; return x <= .03928 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4 });
    return .2126 * v[0] + .7152 * v[1] + .0722 * v[2] }
  const rgb = s => { const m = s.match(/[\\d.]+/g).map(Number); return m.length > 3 && m[3] === 0 ? null : m.slice(0, 3) }
  const behind = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c) return c } return [255, 255, 255] }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let n; n = walker.nextNode();) {
    if (!n.data.trim() || n.parentElement.closest('svg title, svg desc, style')) continue
    const s = getComputedStyle(n.parentElement), a = luminance(rgb(n.parentElement.closest('svg') ? s.fill : s.color)), b = luminance(behind(n.parentElement))
    const contrast = (Math.max(a, b) + .05) / (Math.min(a, b) + .05)
    if (contrast < 4.5) found.push('contrast ' + contrast.toFixed(1) + ': ' + n.data.slice(0, 40))
  }
  let level = 0
  for (const e of document.querySelectorAll('h1,h2,h3,h4,h5,h6')) {
    const now = +e.tagName[1]
    if (now > level + 1) found.push('heading jumps to ' + e.tagName)
    level = now
  }
  if (document.querySelectorAll('h1').length !== 1) found.push('not one h1')
  for (const t of document.querySelectorAll('table'))
    if (!t.caption || !t.caption.textContent.trim() || !t.querySelector('thead th[scope=col]') || !t.querySelector('tbody th[scope=row]')) found.push('table without caption or heads')
  for (const s of document.querySelectorAll('svg')) {
    if (s.getAttribute('role') !== 'img' || !s.querySelector(':scope > title')?.textContent.trim() || !s.querySelector(':scope > desc')?.textContent.trim()) found.push('picture without text')
    const box = s.getBoundingClientRect()
    for (const t of s.querySelectorAll('text, rect')) {
      const r = t.getBoundingClientRect()
      if (r.left < box.left - 1 || r.right > box.right + 1 || r.top < box.top - 1 || r.bottom > box.bottom + 1) found.push('sticks out: ' + t.textContent.slice(0, 40))
    }
  }
  const ids = [...document.querySelectorAll('[id]')].map(e => e.id)
  if (new Set(ids).size !== ids.length) found.push('an id twice')
  if (document.querySelector('script, iframe, object, embed, form, link, img, [style]')) found.push('an element that no page has')
  for (const a of document.querySelectorAll('a[href]')) {
    const h = a.getAttribute('href')
    if (!(h[0] === '#' ? document.getElementById(h.slice(1)) : /^https?:/.test(h))) found.push('link to ' + h.slice(0, 40))
  }
  for (const e of document.querySelectorAll('*')) for (const a of e.attributes) if (a.name.startsWith('on')) found.push('attribute ' + a.name)
  if (document.documentElement.scrollWidth > window.innerWidth) found.push('wider than the window')
  return found
})()"""


WIDTHS = [400, 900, 1100, 1280]
# What no column could hold, links and what is made of digits too are taken apart where they must be.
WORDS = """(() => {
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const lines = (n, from, to) => { const r = document.createRange(); r.setStart(n, from); r.setEnd(n, to)
    return new Set([...r.getClientRects()].map(b => Math.round(b.top))).size }
  for (let n; n = walker.nextNode();) {
    if (n.parentElement.closest('svg, style, a')) continue
    for (const piece of n.data.matchAll(/[!-~\\p{Script=Latin}]{2,24}/gu)) {
      if (/[!-~]/.test(n.data[piece.index - 1] || ' ') || /[!-~]/.test(n.data[piece.index + piece[0].length] || ' ')) continue
      for (const m of piece[0].matchAll(/(?<![\\p{L}\\p{N}])\\p{Script=Latin}{2,}(?![\\p{L}\\p{N}])/gu))
        if (lines(n, piece.index + m.index, piece.index + m.index + m[0].length) > 1) found.push(m[0])
    }
  }
  for (const c of document.querySelectorAll('td, dd, .beside > div')) {
    const s = getComputedStyle(c), room = (c.clientWidth - parseFloat(s.paddingLeft) - parseFloat(s.paddingRight)) / parseFloat(s.fontSize)
    if (room < 4 && c.textContent.trim().length > 12) found.push('column of ' + room.toFixed(1) + ' em: ' + c.textContent.trim().slice(0, 20))
  }
  if (document.documentElement.scrollWidth > window.innerWidth) found.push('wider than the window')
  return found
})()"""


class Browser:
    """Chromium over its pipe: JSON messages that end with NUL, on file descriptors 3 and 4."""

    def __init__(self, program):
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        to_read, self.to = os.pipe()
        self.back, from_write = os.pipe()
        command = [program, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                   "--disable-background-networking", "--disable-component-update", "--hide-scrollbars",
                   "--user-data-dir=" + self.folder.name, "--remote-debugging-pipe", "about:blank"]
        self.process = subprocess.Popen(["sh", "-c", 'exec "$@" 3<&%d 4>&%d' % (to_read, from_write), "sh"] + command,
                                        pass_fds=(to_read, from_write), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_read)
        os.close(from_write)
        self.last, self.rest, self.session, self.events = 0, b"", None, []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for name in "Page Log Runtime Network DOM CSS Accessibility".split():
            self.call(name + ".enable")

    def read(self):
        while b"\0" not in self.rest:
            more = os.read(self.back, 1 << 16) if select.select([self.back], [], [], PATIENCE)[0] else b""
            if not more:
                raise RuntimeError("the browser went away, or says nothing any more")
            self.rest += more
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, **params):
        self.last += 1
        message = dict(id=self.last, method=method, params=params)
        if self.session:
            message["sessionId"] = self.session
        os.write(self.to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.read()
            if answer.get("id") == self.last:
                if "error" in answer:
                    raise RuntimeError(method + ": " + answer["error"]["message"])
                return answer["result"]
            self.events.append(answer)

    def is_loaded(self, url):
        """Whether this page, and no page before it, was loaded."""
        methods = [e.get("method") for e in self.events]
        here = [i for i, e in enumerate(self.events) if methods[i] == "Page.frameNavigated" and e["params"]["frame"]["url"] == url]
        return bool(here) and "Page.loadEventFired" in methods[here[0]:]

    def fonts(self):
        """How many glyphs each font of the machine gave."""
        root = self.call("DOM.getDocument", depth=0)["root"]["nodeId"]
        count = {}
        for node in self.call("DOM.querySelectorAll", nodeId=root, selector="body *")["nodeIds"]:
            for font in self.call("CSS.getPlatformFontsForNode", nodeId=node)["fonts"]:
                count[font["familyName"]] = count.get(font["familyName"], 0) + font["glyphCount"]
        return count

    def pictures(self):
        """Name and description of each picture, as it is told to those who can't see it."""
        nodes = self.call("Accessibility.getFullAXTree")["nodes"]
        return [(n.get("name", {}).get("value", ""), n.get("description", {}).get("value", "")) for n in nodes
                if not n["ignored"] and n["role"]["value"] in ("image", "img", "SvgRoot")]

    def load(self, url):
        self.events = []
        self.call("Page.navigate", url=url)
        while not self.is_loaded(url):
            self.events.append(self.read())

    def open(self, url):
        """What the browser itself says against the page."""
        self.load(url)
        found = self.call("Runtime.evaluate", expression=LOOK, returnByValue=True)
        if "exceptionDetails" in found:
            raise RuntimeError(found["exceptionDetails"]["exception"]["description"])
        wrong = list(found["result"]["value"])
        for e in self.events:
            p = e.get("params", {})
            if e.get("method") == "Log.entryAdded":
                wrong.append("log: " + p["entry"]["text"])
            elif e.get("method") == "Runtime.consoleAPICalled":
                wrong.append("console: " + p["type"])
            elif e.get("method") == "Network.requestWillBeSent" and p["request"]["url"] != url:
                wrong.append("request: " + p["request"]["url"])
        return wrong

    def look_in_windows(self):
        """What is hard to read of the page that is open, by how wide the window is."""
        wrong = []
        for width in WIDTHS:
            self.call("Emulation.setDeviceMetricsOverride", width=width, height=1200, deviceScaleFactor=1, mobile=False)
            found = self.call("Runtime.evaluate", expression=WORDS, returnByValue=True)
            if "exceptionDetails" in found:
                raise RuntimeError(found["exceptionDetails"]["exception"]["description"])
            words = found["result"]["value"]
            wrong += [f"window of {width}: {len(words)} taken apart or too narrow: " + ", ".join(words[:5])] if words else []
        return wrong

    def keep(self, method, path, **params):
        with open(path, "wb") as file:
            file.write(base64.b64decode(self.call(method, **params)["data"]))

    def end(self):
        os.close(self.to) # the browser ends when nobody can ask it any more
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


BAD = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>x</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"></head><body>
<h1>x</h1><h3>x</h3><table><tbody><tr><td>x</td></tr></tbody></table><svg><text x="900" y="9">x</text></svg>
<img src="http://127.0.0.1:9/x.png" alt="x"><script>1</script><p><font color="#aaaaaa">x</font></p>
<a href="javascript:alert(1)">x</a>
<p style="width:3em;overflow-wrap:anywhere">requirements</p><table><tr><td style="display:block;width:2em">一二三四五六七八九十一二三</td></tr></table></body></html>"""
SEEN = ["log: ", "heading jumps", "table without", "picture without", "sticks out", "an element that no", "contrast", "link to javascript", "requirements", "column of 2.0 em"]


def prove(browser, folder):
    path = os.path.join(folder, "bad.html")
    with open(path, "w") as file:
        file.write(BAD)
    wrong = browser.open("file://" + path)
    wrong += [f for line in browser.look_in_windows() for f in line.split(": ", 2)[2].split(", ")]
    return ["not seen on the bad page: " + s for s in SEEN if not any(w.startswith(s) for w in wrong)]


def sheets(pdf):
    said = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True, check=True).stdout
    return int(re.search(r"^Pages:\s+(\d+)", said, re.M).group(1)), re.search(r"^Page size:.*", said, re.M).group(0)


def check_glyphs(browser, html):
    """Whether the Chinese on the page comes from fonts that have Chinese."""
    shown = re.sub("<(style|title|desc).*?</\\1>", "", open(html, encoding="utf-8").read(), flags=re.S)
    chinese = len(re.findall("[\u4e00-\u9fff]", shown))
    able = subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True, text=True, check=True).stdout
    glyphs = sum(n for family, n in browser.fonts().items() if family in able)
    return [f"{chinese} Chinese characters, {glyphs} glyphs of a Chinese font"] if glyphs < chinese else []


def check_pictures(browser, html):
    drawn = open(html, encoding="utf-8").read().count("<svg")
    told = [p for p in browser.pictures() if all(p)]
    return [f"{drawn} pictures, {len(told)} told with name and description"] if len(told) != drawn else []


def check_paper(html, pdf, most):
    wrong = []
    count, size = sheets(pdf)
    if "A4" not in size:
        wrong.append("not A4: " + size)
    if most and count > most:
        wrong.append(f"{count} sheets, not {most}")
    text = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True).stdout
    heading = re.search("<h1>.*?</h1>", open(html, encoding="utf-8").read(), re.S).group(0)
    heading = markup.unescape(re.sub("<[^>]*>|\\s", "", heading))
    if heading[:8] not in re.sub(r"\s", "", text):
        wrong.append("the heading is not on the paper: " + heading)
    return wrong, count


def main():
    folder, failed = os.path.realpath(sys.argv[1]), 0
    browser = Browser(os.environ.get("CHROMIUM", "chromium"))
    try:
        wrong = prove(browser, folder)
        failed += len(wrong)
        print("\n".join(wrong) or "every fault of the bad page is seen")
        for argument in sys.argv[2:]:
            html, _, most = argument.partition(":")
            name = os.path.join(folder, os.path.basename(html)[:-5])
            browser.call("Emulation.setDeviceMetricsOverride", width=900, height=1200, deviceScaleFactor=1, mobile=False)
            wrong = browser.open("file://" + os.path.realpath(html))
            wrong += check_glyphs(browser, html) + check_pictures(browser, html)
            browser.keep("Page.captureScreenshot", name + ".png", captureBeyondViewport=True)
            wrong += browser.look_in_windows()
            browser.keep("Page.printToPDF", name + ".pdf", preferCSSPageSize=True)
            more, count = check_paper(html, name + ".pdf", int(most or 0))
            failed += len(wrong + more)
            print(f"{os.path.basename(html)}: {count} sheets" + "".join("\n  " + w for w in wrong + more), flush=True)
    finally:
        browser.end()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
