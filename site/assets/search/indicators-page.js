'use strict';
/* 指标总览页。 */
(() => {
  const { finder, element, marked, link, place, sampleTag } = budgetTargets;
  const { byName, byNumber, byCount } = budgetTargets;
  const BLANK = '（空白）';
  const QUIET = ['没有变', '只改写法', '没有以前年度的数据', '新增'];

  function draw(index, shown, words) {
    const here = place(index, shown.row);
    const [, level1, level2, , change] = index.sorts[index.sort[shown.row]];
    const [name, description, written] = shown.fields.map((field) => field.text);
    const title = name || description || level2;
    const cell = (label, ...children) => element('td', { role: 'cell', 'data-label': label },
      element('div', {}, ...children));
    return element('tr', { role: 'row' },
      element('th', { role: 'rowheader', scope: 'row', 'data-label': '三级指标' }, element('div', {},
        element('a', { href: link(here.folder, shown.anchor) }, marked(title, words)),
        quiet(`${level1} › ${level2}`))),
      cell('指标值', ...value(written, shown.understood, words)),
      cell('与上年相比', ...became(change, written, shown.before)),
      cell('项目', element('a', { href: link(`${here.department}/${shown.slug}`) }, marked(shown.project, words))),
      cell('部门、年度', element('a', { href: link(here.department) }, here.name), ` ${here.year} 年`,
        quiet(here.region), sampleTag(here)));
  }

  const quiet = (text) => element('span', { class: 'below' }, text);

  /* “≥97% → ≥95%　放宽（比 2025 年）”。 */
  function became(change, written, before) {
    const told = element('span', { class: QUIET.includes(change) ? 'blank' : 'change' }, change);
    if (!before) return [told];
    const values = `${before.value || BLANK} → ${written || BLANK}`;
    return [element('span', { class: 'values' }, values), '　', told,
      element('span', { class: 'blank' }, `（比 ${before.year} 年）`)];
  }

  function value(written, understood, words) {
    if (!written) return [element('span', { class: 'blank' }, BLANK)];
    return [element('strong', {}, marked(written, words)), quiet(understood)];
  }

  /* 一级指标在前，它的二级指标跟在后面。 */
  const byClass = (a, b) => {
    const [one, other] = [a.key.split('/')[0], b.key.split('/')[0]];
    return one === other ? a.key.length - b.key.length || byCount(a, b) : one.localeCompare(other, 'zh');
  };

  finder(document.getElementById('finder'), {
    base: (of, row) => of.type(row)[0] === '指标',
    nameFirst: false,
    allWithoutWords: true,
    size: 50,
    list: document.querySelector('#hits tbody'),
    draw,
    order: {
      region: byName, department: byName, year: byNumber, class: byClass, kind: byCount, change: byCount,
    },
  });
})();
