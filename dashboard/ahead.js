// What charts are drawn with is fetched while nobody waits for it: it is large, and the first chart would be late by it.
if (!window.liftcastAhead) {
  window.liftcastAhead = true;
  const app = document.querySelector("script[type=module][src*='/static/js/']");
  const isIdle = () => document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning";
  const fetchAll = () => PIECES.forEach((name) => import(new URL(name, app.src).href).catch(() => {}));
  const wait = () => setTimeout(() => (isIdle() ? (window.requestIdleCallback ?? setTimeout)(fetchAll) : wait()), 250);
  if (app) wait();
}
