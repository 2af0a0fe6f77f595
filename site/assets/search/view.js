'use strict';
/* 写到网页上：一律用 textContent，数据里的任何符号都只是文字。 */
(() => {
  const { places } = budgetTargets;
  const root = document.currentScript.src.replace(/assets\/search\/[^/]*$/, '');
  const AROUND = 28;

  function element(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes ?? {})) made.setAttribute(name, value);
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  }

  /* 文字，其中的词加上标记。 */
  function marked(text, words) {
    const result = document.createDocumentFragment();
    let at = 0;
    for (const [start, end] of places(text, words)) {
      result.append(text.slice(at, start), element('mark', {}, text.slice(start, end)));
      at = end;
    }
    result.append(text.slice(at));
    return result;
  }

  /* 第一个词前后的一段；没有词就是 null。 */
  function snippet(text, words) {
    const found = places(text, words);
    if (!found.length) return null;
    const signs = Array.from(text);
    const first = Array.from(text.slice(0, found[0][0])).length;
    const last = Array.from(text.slice(0, found[0][1])).length;
    const [start, end] = [Math.max(0, first - AROUND), last + 2 * AROUND];
    const result = marked(signs.slice(start, end).join('').replace(/\n/g, ' '), words);
    if (start > 0) result.prepend('…');
    if (end < signs.length) result.append('…');
    return result;
  }

  /* 网站里一个地方的网址；从磁盘打开时由 offline.js 补上 index.html。 */
  const link = (folder, anchor) => `${root}${folder}/${anchor ? `#${encodeURIComponent(anchor)}` : ''}`;

  function place(index, row) {
    const [of, year] = index.years[index.year[row]];
    const [number, slug, name] = index.departments[of];
    const [region, regionName, sample] = index.regions[number];
    const department = `${region}/${slug}`;
    return { folder: `${department}/${year}`, department, region: regionName, name, year, sample };
  }

  const sampleTag = (here) => (here.sample ? element('span', { class: 'tag' }, '示例数据') : null);

  Object.assign(budgetTargets, { element, marked, snippet, link, place, sampleTag });
})();
