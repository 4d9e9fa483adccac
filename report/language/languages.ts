// Apart from the texts, so that to list the languages loads none of them.
export { LANGS, type Lang } from '../../templates/compiled/languages.js';
