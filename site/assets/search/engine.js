'use strict';
/* 哪些条目里有这些词。结果是准的：一个词的每两个相邻的字都要在原文里照样相邻。 */
(() => {
  const { load, numbers, summed, fold } = budgetTargets;
  const [CONTEXT, OWN, NAME] = [1, 2, 3];
  const PROJECT = '项目';
  const INDICATOR = '指标';

  /* index.js 的内容，加上每个条目的年度文件、所属项目、在全文里的起点。 */
  async function open() {
    const head = await load('index');
    const index = { ...head, sort: numbers(head.sort), name: numbers(head.name) };
    const count = index.sort.length;
    index.start = new Uint32Array(count + 1);
    numbers(head.length).forEach((rest, row) => {
      index.start[row + 1] = index.start[row] + index.name[row] + rest;
    });
    index.year = new Uint32Array(count);
    let row = 0;
    head.years.forEach(([, , rows], year) => {
      index.year.fill(year, row, row + rows);
      row += rows;
    });
    index.text = Uint32Array.from([0, ...summed(numbers(head.texts))]);
    index.sample = head.years.map(([of]) => head.regions[head.departments[of][0]][2]);
    index.rank = ranks(head.years);
    return index;
  }

  /* 新的年度在前，同一年度按网站的次序。 */
  function ranks(years) {
    const order = years.map((_, year) => year).sort((a, b) => years[b][1] - years[a][1] || a - b);
    const result = new Uint32Array(years.length);
    order.forEach((year, rank) => { result[year] = rank; });
    return result;
  }

  const isType = (index, row, type) => index.sorts[index.sort[row]][0] === type;

  function compare(one, other) {
    const [a, b] = [one, other].map((pair) => Array.from(pair, (sign) => sign.codePointAt(0)));
    return a[0] - b[0] || (a[1] ?? -1) - (b[1] ?? -1);
  }

  /* 一对字在哪个文件里。 */
  function shard(index, pair) {
    let [low, high] = [0, index.pairs.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (compare(index.pairs[middle], pair) <= 0) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  async function pairPlaces(index, pair) {
    const found = (await load(`pairs/${shard(index, pair)}`))[pair];
    return found === undefined ? new Uint32Array(0) : summed(numbers(found));
  }

  /* 单个字：由它开头的每一对。 */
  async function signPlaces(index, sign) {
    const [first, last] = [shard(index, sign), shard(index, `${sign}\u{10ffff}`)];
    const files = [];
    for (let i = first; i <= last; i += 1) files.push(load(`pairs/${i}`));
    const found = [];
    for (const file of await Promise.all(files)) {
      for (const [pair, text] of Object.entries(file)) {
        if (pair.startsWith(sign)) found.push(summed(numbers(text)));
      }
    }
    const all = new Uint32Array(found.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of found) {
      all.set(part, at);
      at += part.length;
    }
    return all.sort();
  }

  /* 一个词在全文里的每个起点，从前到后。 */
  async function wordPlaces(index, word) {
    const signs = Array.from(word);
    if (!index.pairs.length) return new Uint32Array(0);
    if (signs.length === 1) return signPlaces(index, word);
    const offsets = [];
    for (let i = 0; i < signs.length - 1; i += 2) offsets.push(i);
    if (signs.length % 2) offsets.push(signs.length - 2);
    const lists = await Promise.all(offsets.map(async (offset) => {
      const places = await pairPlaces(index, signs[offset] + signs[offset + 1]);
      return { offset, places };
    }));
    lists.sort((a, b) => a.places.length - b.places.length);
    const [least, ...others] = lists;
    let starts = least.places.filter((at) => at >= least.offset).map((at) => at - least.offset);
    for (const { offset, places } of others) starts = common(starts, places, offset);
    return starts;
  }

  function common(starts, places, offset) {
    let i = 0;
    return starts.filter((start) => {
      while (i < places.length && places[i] < start + offset) i += 1;
      return places[i] === start + offset;
    });
  }

  /* 每个条目：名称里有这个词、别处有、只是它的项目或部门年度有、没有。 */
  async function standing(index, word, withContext) {
    const state = new Uint8Array(index.sort.length);
    let row = 0;
    for (const place of await wordPlaces(index, word)) {
      while (index.start[row + 1] <= place) row += 1;
      const here = place - index.start[row] < index.name[row] ? NAME : OWN;
      if (here > state[row]) state[row] = here;
    }
    if (withContext) addContext(index, word, state);
    return state;
  }

  function addContext(index, word, state) {
    const told = index.years.map((_, year) => label(index, year).includes(word));
    let inProject = false;
    for (let row = 0; row < state.length; row += 1) {
      const isIndicator = isType(index, row, INDICATOR);
      if (!isIndicator) inProject = state[row] === NAME && isType(index, row, PROJECT);
      if (!state[row] && (told[index.year[row]] || (isIndicator && inProject))) state[row] = CONTEXT;
    }
  }

  function label(index, year) {
    const [department, number] = index.years[year];
    const [region, , name] = index.departments[department];
    return fold(`${index.regions[region][1]}${name}${number}年度`);
  }

  /* 有全部词的条目：每个词在它自己、它的项目名称或部门年度里，至少一个在它自己里。
     没有词就是全部。示例数据在最后；nameFirst 时名称里有的在前；新的年度在前，其次按表里的次序。 */
  async function find(index, words, nameFirst) {
    const states = await Promise.all(words.map((word) => standing(index, word, words.length > 1)));
    const count = index.sort.length;
    const keys = [];
    for (let row = 0; row < count; row += 1) {
      let [least, most] = words.length ? [NAME, 0] : [OWN, OWN];
      for (const state of states) {
        least = Math.min(least, state[row]);
        most = Math.max(most, state[row]);
      }
      if (least && most >= OWN) {
        const year = index.year[row];
        const group = 2 * index.sample[year] + (nameFirst && most === NAME ? 0 : 1);
        keys.push((group * index.years.length + index.rank[year]) * count + row);
      }
    }
    return Array.from(Float64Array.from(keys).sort(), (key) => key % count);
  }

  /* 条目的内容：锚点、项目、指标值的理解（项目是预算数）、各栏、项目网页的文件夹、原来的年度和指标值。 */
  async function texts(index, rows) {
    const chunks = rows.map((row) => {
      let [low, high] = [0, index.text.length - 1];
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (index.text[middle] <= row) low = middle;
        else high = middle - 1;
      }
      return low;
    });
    const files = await Promise.all(chunks.map((chunk) => load(`texts/${chunk}`)));
    return files.map((file, i) => {
      const [anchor, project, understood, fields, slug, year, value] = file[rows[i] - index.text[chunks[i]]];
      const told = fields.map(([number, text, place]) => ({
        label: index.labels[number], text, anchor: place ?? anchor,
      }));
      const before = year === undefined ? null : { year, value };
      return { row: rows[i], anchor, project, understood, slug, before, fields: told };
    });
  }

  Object.assign(budgetTargets, { open, find, texts });
})();
