'use strict';
/* 字怎样算相同：逐字取兼容形式（NFKC）、小写，去掉空白；≥ ≧ >=、≤ ≦ <=、% 百分比各算一个字；
   千分位的逗号去掉。tools/web/search/folding.py 是同样的做法。 */
(() => {
  const SPACE = /[\s\u0085\u001c-\u001f\ufeff]/gu;
  const ALIKE = { '≧': '≥', '⩾': '≥', '≦': '≤', '⩽': '≤' };
  const LONGER = { '>=': '≥', '<=': '≤', 百分比: '%' };
  const RUN = />=|<=|百分比|[0-9]+(?:,[0-9]+)+/g;
  const THOUSANDS = /^[0-9]{1,3}(?:,[0-9]{3})+$/;

  function plain(sign) {
    const folded = sign.normalize('NFKC').toLowerCase();
    return (ALIKE[folded] ?? folded).replace(SPACE, '');
  }

  function shorter(run) {
    if (LONGER[run]) return LONGER[run];
    return THOUSANDS.test(run) ? run.replaceAll(',', '') : run;
  }

  const fold = (text) => Array.from(text, plain).join('').replace(RUN, shorter);

  /* 查询里的几个词，用空格或“，、；”隔开，每个词只算一次；千分位的逗号不隔开。 */
  function words(query) {
    const joined = query.replace(/[0-9０-９]+(?:[,，][0-9０-９]+)+/g, (run) => {
      const folded = fold(run);
      return folded.includes(',') ? run : folded;
    });
    return [...new Set(joined.split(/[\s,，、;；]+/u).map(fold).flatMap(apart))].filter(Boolean);
  }

  /* 和汉字连写的年度另算一个词：“2026年法律援助”“法律援助2026”。“2024年10月”“2025年底”“2000人次”
     不是年度和别的词，照原样查。 */
  const YEAR = /^(.*\p{Script=Han})?(20[0-9]{2}年度?|20[1-3][0-9])((?![年度月底末初内前后来至到以])\p{Script=Han}.*)?$/u;
  const BOUND = /[至到自从于在比较]$/u;

  function apart(word) {
    const [, before = '', year, after = ''] = YEAR.exec(word) ?? [];
    if (!(before || after) || BOUND.test(before)) return [word];
    const isBare = !year.includes('年');
    if (isBare && [before, after].some((part) => part.length === 1)) return [word];
    return [...apart(before), year, ...apart(after)].filter(Boolean);
  }

  /* 文字里每个词出现的地方，[起, 止]，有重叠的并在一起。 */
  function places(text, sought) {
    const { folded, origin } = traced(text);
    const found = [];
    for (const word of sought) {
      for (let i = folded.indexOf(word); i >= 0; i = folded.indexOf(word, i + 1)) {
        found.push([origin[i][0], origin[i + word.length - 1][1]]);
      }
    }
    return merged(found.sort((a, b) => a[0] - b[0]));
  }

  /* fold 的结果，和其中每个字在原文里的 [起, 止]。 */
  function traced(text) {
    let signs = [];
    let at = 0;
    for (const sign of text) {
      for (const unit of plain(sign).split('')) signs.push([unit, at, at + sign.length]);
      at += sign.length;
    }
    const whole = signs.map(([unit]) => unit).join('');
    for (const run of [...whole.matchAll(RUN)].reverse()) {
      const part = signs.slice(run.index, run.index + run[0].length);
      const short = shorter(run[0]);
      const left = LONGER[run[0]]
        ? [[short, part[0][1], part[part.length - 1][2]]]
        : part.filter(([unit]) => unit !== ',' || short === run[0]);
      signs = [...signs.slice(0, run.index), ...left, ...signs.slice(run.index + part.length)];
    }
    return {
      folded: signs.map(([unit]) => unit).join(''),
      origin: signs.map(([, from, to]) => [from, to]),
    };
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
