'use strict';
/* 从磁盘打开的网页：指向文件夹的链接改为指向其中的 index.html。 */
if (location.protocol === 'file:') {
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href]');
    const target = link && new URL(link.href);
    if (!target || target.protocol !== 'file:' || !target.pathname.endsWith('/')) return;
    target.pathname += 'index.html';
    link.href = target.href;
  });
}
