// The script of review.html.
import { start_review } from "../lib/review/page";

function start(): void {
  const root = document.getElementById("review");
  if (root) void start_review(root);
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
