'use strict';
/* 字怎样算相同：逐字取兼容形式（NFKC）、小写，去掉空白。tools/web/search/folding.py 是同样的做法。 */
(() => {
  const SPACE = /[\s\u0085\u001c-\u001f\ufeff]/gu;

  function fold(text) {
    let folded = '';
    for (const sign of text) folded += sign.normalize('NFKC').toLowerCase().replace(SPACE, '');
    return folded;
  }

  /* 用空格隔开的几个词，每个词只算一次。 */
  function words(query) {
    return [...new Set(query.split(/\s+/u).map(fold))].filter(Boolean);
  }

  /* 文字里每个词出现的地方，[起, 止]，有重叠的并在一起。 */
  function places(text, sought) {
    const origin = [];
    let folded = '';
    let at = 0;
    for (const sign of text) {
      const part = fold(sign);
      for (let i = 0; i < part.length; i += 1) origin.push([at, at + sign.length]);
      folded += part;
      at += sign.length;
    }
    const found = [];
    for (const word of sought) {
      for (let i = folded.indexOf(word); i >= 0; i = folded.indexOf(word, i + 1)) {
        found.push([origin[i][0], origin[i + word.length - 1][1]]);
      }
    }
    return merged(found.sort((a, b) => a[0] - b[0]));
  }

  function merged(ranges) {
    const result = [];
    for (const [start, end] of ranges) {
      const last = result[result.length - 1];
      if (last && start <= last[1]) last[1] = Math.max(last[1], end);
      else result.push([start, end]);
    }
    return result;
  }

  Object.assign(budgetTargets, { fold, words, places });
})();
