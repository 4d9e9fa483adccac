// The browser is found at run time (see cli/browser/find.ts); installing the package must download nothing.
module.exports = { skipDownload: true };
