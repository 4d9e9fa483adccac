// A button beside each command that copies it.
document.addEventListener('DOMContentLoaded', () => {
  for (const button of document.querySelectorAll('button[data-copy]')) {
    const commands = button.parentElement.querySelector('pre');
    button.hidden = false;
    button.addEventListener('click', async () => {
      const range = document.createRange();
      range.selectNodeContents(commands);
      const selection = window.getSelection();
      selection.removeAllRanges();
      selection.addRange(range);
      let copied = false;
      try {
        await navigator.clipboard.writeText(commands.textContent);
        copied = true;
      } catch {
        copied = document.execCommand('copy');
      }
      button.textContent = copied ? button.dataset.copied : button.dataset.copy;
    });
  }
});
