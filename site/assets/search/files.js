'use strict';
/* 取索引文件。用 script 标签取，直接打开磁盘上的网页（file://）也能用；每个文件用 budgetTargets.take 交出内容。 */
globalThis.budgetTargets = (() => {
  const base = document.currentScript.src.replace(/[^/]*$/, '') + 'data/';
  const LOWER = 46;
  const DIGITS = new Uint8Array(0x80);
  for (let code = 0x20, digit = 0; digit < 2 * LOWER; code += 1) {
    const sign = String.fromCharCode(code);
    if (sign !== '"' && sign !== '\\') DIGITS[code] = digit++;
  }
  const taken = new Map();
  const asked = new Map();
  let version = '';

  function take(fileVersion, name, content) {
    taken.set(name, { fileVersion, content });
  }

  /* 索引文件的内容。取不到，或者和先取到的不是同一版，都算失败。 */
  function load(name) {
    if (!asked.has(name)) asked.set(name, taken.has(name) ? checked(name) : fetchScript(name));
    return asked.get(name);
  }

  async function checked(name) {
    const { fileVersion, content } = taken.get(name);
    version = version || fileVersion;
    if (fileVersion !== version) throw new Error('version');
    return content;
  }

  function fetchScript(name) {
    return new Promise((resolve, reject) => {
      const script = document.createElement('script');
      const fail = (reason) => {
        asked.delete(name);
        reject(new Error(reason));
      };
      script.src = `${base}${name}.js${version ? `?v=${version}` : ''}`;
      script.onerror = () => fail('missing');
      script.onload = () => {
        script.remove();
        if (taken.has(name)) checked(name).then(resolve, reject);
        else fail('missing');
      };
      document.head.append(script);
    });
  }

  /* 一串数：46 进制，低位在前，最后一位用字母表的前一半。 */
  function numbers(text) {
    const found = new Uint32Array(text.length);
    let count = 0;
    let number = 0;
    let factor = 1;
    for (let i = 0; i < text.length; i += 1) {
      const digit = DIGITS[text.charCodeAt(i)];
      if (digit < LOWER) {
        found[count++] = number + digit * factor;
        number = 0;
        factor = 1;
      } else {
        number += (digit - LOWER) * factor;
        factor *= LOWER;
      }
    }
    return found.subarray(0, count);
  }

  /* 每一个数是前面各数之和。 */
  function summed(steps) {
    for (let i = 1; i < steps.length; i += 1) steps[i] += steps[i - 1];
    return steps;
  }

  return { take, load, numbers, summed };
})();
