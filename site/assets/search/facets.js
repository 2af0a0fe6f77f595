'use strict';
/* 筛选：每个条目属于哪些类，按哪些类挑，每一类有多少条。 */
(() => {
  const CLASS = ([, level1, level2]) => [level1, `${level1}/${level2}`];

  /* 每种筛选：网址里的名字，显示的名字，一个条目的类。 */
  function facets(index) {
    const department = (row) => index.years[index.year[row]][0];
    const region = (row) => index.regions[index.departments[department(row)][0]];
    const regions = index.years.map(([of]) => [index.regions[index.departments[of][0]][0]]);
    const departments = index.years.map(([of]) => {
      const [number, slug] = index.departments[of];
      return [`${index.regions[number][0]}/${slug}`];
    });
    const years = index.years.map(([, year]) => [String(year)]);
    const bySort = (told) => {
      const values = index.sorts.map(told);
      return (row) => values[index.sort[row]];
    };
    return {
      region: (row) => regions[index.year[row]],
      department: (row) => departments[index.year[row]],
      year: (row) => years[index.year[row]],
      type: bySort(([type]) => [type]),
      class: bySort(CLASS),
      kind: bySort(([, , , kind]) => [kind]),
      change: bySort(([, , , , change]) => [change]),
      isSample: (row) => Boolean(region(row)[2]),
    };
  }

  /* 选项的名字：地区和部门在网址里是文件夹名。 */
  function names(index) {
    const region = new Map(index.regions.map(([slug, name, sample]) => [
      slug, sample ? `${name}（示例数据）` : name,
    ]));
    const department = new Map(index.departments.map(([number, slug, name]) => [
      `${index.regions[number][0]}/${slug}`, `${index.regions[number][1]} ${name}`,
    ]));
    return { region, department };
  }

  /* 挑出符合各项筛选的条目；每项筛选各类的条数，按其余各项筛选之后算。 */
  function filter(rows, of, wanted) {
    const facetNames = Object.keys(wanted);
    const counts = Object.fromEntries(facetNames.map((name) => [name, new Map()]));
    const add = (name, row) => {
      for (const value of of[name](row)) counts[name].set(value, (counts[name].get(value) ?? 0) + 1);
    };
    const kept = rows.filter((row) => {
      const failing = facetNames.filter((name) => wanted[name] && !of[name](row).includes(wanted[name]));
      if (failing.length === 0) facetNames.forEach((name) => add(name, row));
      if (failing.length === 1) add(failing[0], row);
      return failing.length === 0;
    });
    return { kept, counts };
  }

  Object.assign(budgetTargets, { facets, names, filter });
})();
