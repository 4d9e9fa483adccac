import Handlebars from 'handlebars/runtime.js';
import { templates } from '../../../templates/compiled/templates.js';

type PageName = 'page' | 'diff-page' | 'history-page';

const compiled = new Map<PageName, (view: object) => string>();

/** The function that a page's template is, made when it is first needed. Every other template is a partial to it. */
export function pageTemplate(name: PageName): (view: object) => string {
  let template = compiled.get(name);
  if (template === undefined) {
    const instance = Handlebars.create();
    for (const [other, partial] of Object.entries(templates)) {
      if (other !== name) instance.registerPartial(other, instance.template(partial));
    }
    template = instance.template(templates[name]);
    compiled.set(name, template);
  }
  return template;
}
