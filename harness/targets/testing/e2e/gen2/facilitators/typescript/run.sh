node ../../../server.mjs
