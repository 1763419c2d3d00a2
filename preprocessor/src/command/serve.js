(() => {
  // What is being written is not for keeping, and other projects are previewed at the same address.
  if (window.__mission) window.__mission.offline = false;
  // Lays the mistakes of the last build over the page, or reloads it when a build has succeeded.
  let seen = 0;
  function lay(mistakes) {
    const old = document.getElementById('mission-mistakes');
    if (old) old.remove();
    if (!mistakes) return;
    const box = document.createElement('div');
    box.id = 'mission-mistakes';
    box.setAttribute('role', 'alert');
    box.style.cssText = 'position:fixed;inset:auto 0 0 0;max-height:70vh;overflow:auto;z-index:1000;background:#1b1b22;color:#f3d9d9;border-top:4px solid #e05252;padding:1rem;font:14px/1.5 monospace;white-space:pre';
    box.textContent = mistakes;
    document.body.appendChild(box);
  }
  function ask() {
    fetch(`/__mission/builds?seen=${seen}`).then((answer) => answer.json()).then((last) => {
      if (last.build !== seen) {
        if (seen && !last.mistakes) return location.reload();
        seen = last.build;
        lay(last.mistakes);
      }
      ask();
    }).catch(() => setTimeout(ask, 1000));
  }
  ask();
})();
