/* The service worker of members: without a connection it shows one page that was kept, with what is borrowed, until
 * when, and the hours (/me/offline). It keeps no other page, so nothing can be called free that is not. */
'use strict';
const kept = 'kist', page = '/me/offline';

async function keep(query) {
    const answer = await fetch(page + query);
    if (!answer.ok || answer.redirected) return caches.delete(kept);
    const files = [...(await answer.clone().text()).matchAll(/<link [^>]*href="([^"]+)"/g)].map((m) => m[1]);
    const cache = await caches.open(kept);
    await cache.addAll(files);
    return cache.put(page, answer);
}

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (e) => e.waitUntil(self.clients.claim()));
self.addEventListener('message', (e) => e.waitUntil(keep(e.data)));
self.addEventListener('fetch', (e) => {
    const to = new URL(e.request.url).pathname;
    if (/^\/log(in|out)\b/.test(to)) // nobody is logged in any more
        e.waitUntil(caches.delete(kept));
    else if (e.request.mode === 'navigate')
        e.respondWith(fetch(e.request).catch(async (gone) => (await caches.match(page)) || Promise.reject(gone)));
    else if (to.startsWith('/static/'))
        e.respondWith(fetch(e.request).catch(async (gone) => (await caches.match(e.request)) || Promise.reject(gone)));
});
