'use strict';
/* 两个页面共用：表单、网址、结果三者一致。网址里有全部条件，所以能后退、能转发。 */
(() => {
  const { open, find, texts, words, facets, names, filter, element } = budgetTargets;
  const COLLATOR = new Intl.Collator('zh');
  const PAUSE = 250;

  /* settings：base 先挑哪些条目，allWithoutWords 没有词时列出全部，size 一次显示几条，
     nameFirst 名称里有这些词的在前，list 放结果的元素，draw(index, shown, words) 画一条，
     order 各筛选里选项的次序。 */
  function finder(form, settings) {
    const status = document.getElementById('found');
    const more = document.getElementById('more');
    const none = document.getElementById('none');
    const single = document.getElementById('single');
    const selects = [...form.querySelectorAll('select')];
    /* 网站里没有示例数据，或者只有示例数据，就没有这一项。 */
    const { sample } = form.elements;
    let index = null;
    let of = null;
    let told = null;
    let turn = 0;
    let kept = [];
    let sought = [];

    function fromAddress() {
      const wanted = new URLSearchParams(location.search);
      form.elements.q.value = wanted.get('q') ?? '';
      for (const select of selects) choose(select, wanted.get(select.name) ?? '');
      if (sample) sample.checked = wanted.has(sample.name);
    }

    /* 网址里的类可能已经没有了：照样列出，让人看见并能取消。 */
    function choose(select, value) {
      if (value && ![...select.options].some((option) => option.value === value)) {
        select.append(element('option', { value }, told?.[select.name]?.get(value) ?? value));
      }
      select.value = value;
    }

    function toAddress(isNew) {
      const wanted = new URLSearchParams();
      for (const field of [form.elements.q, ...selects]) {
        if (field.value.trim()) wanted.set(field.name, field.value.trim());
      }
      if (sample?.checked) wanted.set(sample.name, sample.value);
      const query = wanted.toString();
      const address = `${location.pathname}${query ? `?${query}` : ''}`;
      if (address === location.pathname + location.search) return;
      history[isNew ? 'pushState' : 'replaceState'](null, '', address);
    }

    async function run() {
      const mine = ++turn;
      sought = words(form.elements.q.value);
      if (!sought.length && !settings.allWithoutWords) return clear();
      if (!index) status.textContent = '正在查找……';
      try {
        index = index ?? await open();
        of = of ?? facets(index);
        told = told ?? names(index);
        const rows = await candidates(sought);
        if (mine !== turn) return undefined;
        return await show(rows, mine);
      } catch (error) {
        if (mine === turn) fail(error);
        return undefined;
      }
    }

    /* 有这些词的条目，还没有按各项筛选挑。 */
    async function candidates(wanted) {
      const isLeftOut = (row) => sample && !sample.checked && of.isSample(row);
      const rows = await find(index, wanted, settings.nameFirst);
      return rows.filter((row) => settings.base(of, row) && !isLeftOut(row));
    }

    function clear() {
      kept = [];
      settings.list.replaceChildren();
      status.textContent = '';
      more.hidden = true;
      none.hidden = true;
      document.body.dataset.found = 'none';
    }

    async function show(rows, mine) {
      const wanted = Object.fromEntries(selects.map((select) => [select.name, select.value]));
      const found = filter(rows, of, wanted);
      kept = found.kept;
      for (const select of selects) fill(select, found.counts[select.name]);
      const first = await drawn(0);
      const singles = kept.length || sought.length < 2 ? [] : await singleWords();
      if (mine !== turn) return;
      settings.list.replaceChildren(...first);
      single.replaceChildren(...singles);
      single.parentElement.hidden = !singles.length;
      report();
    }

    /* 同时有的没有：每个词单独有多少条，点一下就查。 */
    async function singleWords() {
      const found = await Promise.all(sought.map((word) => candidates([word])));
      return found.map((rows, i) => {
        const wanted = new URLSearchParams({ q: sought[i] });
        if (sample?.checked) wanted.set(sample.name, sample.value);
        const word = rows.length ? element('a', { href: `?${wanted}` }, sought[i]) : sought[i];
        return element('li', {}, word, `（${rows.length} 条）`);
      });
    }

    async function drawn(from) {
      const shown = await texts(index, kept.slice(from, from + settings.size));
      return shown.map((row) => settings.draw(index, row, sought));
    }

    function report() {
      const shown = settings.list.childElementCount;
      const rest = shown < kept.length ? `，已显示 ${shown} 条` : '';
      status.textContent = kept.length ? `找到 ${kept.length} 条${rest}` : '没有找到';
      status.append(...chosen());
      more.hidden = shown >= kept.length;
      none.hidden = kept.length > 0;
      document.body.dataset.found = String(kept.length);
      performance.mark('found');
    }

    /* 有哪些条件：读屏时跟在条数后面，打印时另起一行。 */
    function chosen() {
      const filters = selects.filter((select) => select.value).map((select) => {
        const name = select.name === 'class' ? select.value.split('/').pop() : optionName(select);
        return `${select.labels[0].firstElementChild.textContent}＝${name}`;
      });
      if (sample?.checked) filters.push('包括示例数据');
      const parts = [];
      if (sought.length) parts.push(`字词：${sought.join('、')}`);
      if (filters.length) parts.push(`筛选：${filters.join('，')}`);
      return parts.length ? [' ', element('span', { class: 'chosen' }, parts.join('；'))] : [];
    }

    const optionName = (select) => told[select.name]?.get(select.value) ?? select.value;

    function fail(error) {
      clear();
      document.body.dataset.found = 'failed';
      status.textContent = error.message === 'version'
        ? '网站的数据刚刚更新过，请刷新本页再查。'
        : '查找要用的文件没有取到。请检查网络，再刷新本页。';
      if (!['version', 'missing'].includes(error.message)) throw error;
    }

    function fill(select, counts) {
      const value = select.value;
      const options = [...counts].map(([key, count]) => option(select.name, key, count));
      const order = settings.order[select.name];
      options.sort((a, b) => order(a, b));
      select.replaceChildren(select.options[0], ...options.map((one) => one.element));
      choose(select, value);
    }

    function option(facet, key, count) {
      const name = told[facet]?.get(key) ?? key;
      const isBelow = facet === 'class' && key.includes('/');
      const label = isBelow ? `　${key.split('/')[1]}` : name;
      const made = element('option', { value: key }, `${label}（${count}）`);
      return { key, name, count, element: made };
    }

    form.addEventListener('submit', (event) => {
      event.preventDefault();
      toAddress(true);
      run();
    });
    for (const field of sample ? [...selects, sample] : selects) {
      field.addEventListener('change', () => {
        toAddress(true);
        run();
      });
    }
    let waiting = 0;
    form.elements.q.addEventListener('input', (event) => {
      clearTimeout(waiting);
      if (event.isComposing) return;
      waiting = setTimeout(() => {
        toAddress(false);
        run();
      }, PAUSE);
    });
    form.elements.q.addEventListener('compositionend', (event) => {
      event.target.dispatchEvent(new Event('input'));
    });
    form.addEventListener('reset', (event) => {
      event.preventDefault();
      for (const select of selects) select.value = '';
      if (sample) sample.checked = false;
      toAddress(true);
      run();
    });
    more.addEventListener('click', async () => {
      const mine = turn;
      const added = await drawn(settings.list.childElementCount).catch(fail);
      if (!added || mine !== turn) return;
      settings.list.append(...added);
      report();
      added[0].querySelector('a').focus();
    });
    window.addEventListener('popstate', () => {
      fromAddress();
      run();
    });
    for (const part of document.querySelectorAll('[data-needs-script]')) part.hidden = false;
    fromAddress();
    run();
  }

  const byName = (a, b) => COLLATOR.compare(a.name, b.name);
  const byNumber = (a, b) => Number(b.key) - Number(a.key);
  const byCount = (a, b) => b.count - a.count || byName(a, b);

  /* 按给定的次序，没有列出的在后。 */
  function listed(keys) {
    const at = (key) => (keys.includes(key) ? keys.indexOf(key) : keys.length);
    return (a, b) => at(a.key) - at(b.key) || byName(a, b);
  }

  Object.assign(budgetTargets, { finder, byName, byNumber, byCount, listed });
})();
