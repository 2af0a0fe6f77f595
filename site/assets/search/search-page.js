'use strict';
/* 搜索页。 */
(() => {
  const { finder, element, marked, snippet, link, place, sampleTag } = budgetTargets;
  const { byName, byNumber, listed } = budgetTargets;
  const TYPES = ['项目', '指标', '部门年度'];
  const SNIPPETS = 3;

  function draw(index, shown, words) {
    const here = place(index, shown.row);
    const [type, , level2] = index.sorts[index.sort[shown.row]];
    const [name, ...others] = shown.fields;
    const title = type === '部门年度' ? `${name.text} ${here.year} 年` : name.text || others[0].text || level2;
    const hits = others.map((field) => [field, snippet(field.text, words)]).filter(([, told]) => told);
    const anchor = !snippet(name.text, words) && hits.length ? hits[0][0].anchor : shown.anchor;
    const way = [here.region, here.name, `${here.year} 年`, shown.project, level2].filter(Boolean);
    return element('li', { class: 'hit' },
      element('p', { class: 'hit-title' },
        element('span', { class: 'hit-type' }, type),
        element('a', { href: link(here.folder, anchor) }, marked(title, words)),
        sampleTag(here)),
      element('p', { class: 'hit-place' }, way.join(' › ')),
      ...value(type, shown, words),
      ...hits.filter(([field]) => field.label !== '指标值' && field.text !== title)
        .slice(0, SNIPPETS).map(([field, told]) => line(field.label, told)));
  }

  function line(label, ...told) {
    return element('p', { class: 'hit-line' }, element('span', { class: 'hit-label' }, label), ...told);
  }

  /* 指标总要写出指标值和怎样理解，项目写出预算数。 */
  function value(type, shown, words) {
    if (type === '项目' && shown.understood) return [line('预算数', shown.understood)];
    if (type !== '指标') return [];
    const written = shown.fields.find((field) => field.label === '指标值').text;
    if (!written) return [line('指标值', element('span', { class: 'blank' }, '（空白）'))];
    return [line('指标值', element('strong', {}, marked(written, words)),
      element('span', { class: 'blank' }, `（${shown.understood}）`))];
  }

  finder(document.getElementById('finder'), {
    base: () => true,
    nameFirst: true,
    allWithoutWords: false,
    size: 20,
    list: document.getElementById('hits'),
    draw,
    order: { type: listed(TYPES), region: byName, year: byNumber },
  });
})();
