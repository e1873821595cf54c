// A phone's menus close once something in them is chosen: they cover the page it leads to.
if (!window.liftcastMenus) {
  window.liftcastMenus = true;
  const choice = "[data-testid=stSidebarNavLink], [data-testid=stPopoverBody] a, [role=option]";
  const open = [
    ".st-key-bar [data-testid=stPopoverButton][aria-expanded=true]",
    "[data-testid=stSidebar][data-collapsed=false] [data-testid=stSidebarCollapseButton] button",
  ];
  const close = () => open.forEach((menu) => document.querySelector(menu)?.click());
  document.addEventListener("click", (event) => {
    if (window.innerWidth <= 640 && event.target.closest(choice)) setTimeout(close, 150);
  }, true);
}
