// The package's own types of its runtime are empty. What is used of it:
declare module 'handlebars/runtime.js' {
  interface Runtime {
    create(): Runtime;
    template<View>(precompiled: object): (view: View) => string;
    registerPartial(name: string, partial: (view: never) => string): void;
  }
  const runtime: Runtime;
  // biome-ignore lint/style/noDefaultExport: that is how the package exports it
  export default runtime;
}
