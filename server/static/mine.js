/* My things are kept for when there is no connection (offline.js), each time they are looked at. */
'use strict';
if (navigator.serviceWorker)
    navigator.serviceWorker.register('/offline.js')
        .then(() => navigator.serviceWorker.ready)
        .then((r) => r.active.postMessage(location.search))
        .catch(() => {}); /* plain HTTP, or a browser without: then nothing is kept */
