// A page at an old address leads on by itself (<meta http-equiv="refresh">); this one only keeps the fragment that the reader came
// with, when the new address has none of its own.
const link = document.querySelector<HTMLAnchorElement>("main a[href]");
if (link && location.hash && !link.hash) {
  link.hash = location.hash;
  location.replace(link.href);
}
