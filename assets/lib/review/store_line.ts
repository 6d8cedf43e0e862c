// Where the reviews are, and what the reader should do about it: a line under every review, with the log as a file.
import { element, tool, words_of } from "./dom";
import type { ImportResult, Keeper } from "./keeper";
import { has_preview_server } from "./preview_server";
import { t, tn } from "../strings";

const many_unsaved = 50;

export interface StoreLineEvents {
  brought_in(result: ImportResult): Promise<void>;
  say(text: string): void;
  complain(text: string): void;
}

export class StoreLine {
  readonly node = element("div", { class: "review-store" });
  private readonly words = element("span", { class: "review-store-text" });
  private readonly save = this.save_tool();
  private readonly result = element("span", { class: "review-store-result" }); // what came of a file, until there is news
  private reminded = false;

  constructor(
    private readonly keeper: Keeper,
    private readonly on: StoreLineEvents,
  ) {
    const file = element("input", { type: "file", accept: ".jsonl,.ndjson,.json,text/plain", hidden: true, "data-action": "import-file", "aria-label": t("File with reviews") });
    file.addEventListener("change", () => void this.bring_in(file));
    const actions = element("span", { class: "review-store-actions" }, this.save, tool(t("Bring in a file"), "import", () => file.click()), file);
    this.node.append(this.words, actions, this.result);
  }

  // The tools stay the same elements: the focus may be on one of them.
  draw(): void {
    const { unsaved, total } = this.keeper;
    const urgent = this.keeper.store.kind === "memory" || unsaved >= many_unsaved;
    const text = this.text(unsaved, total);
    this.node.classList.toggle("notice", urgent);
    this.node.dataset["unsaved"] = this.keeper.behind ? "" : String(unsaved); // not known yet
    this.node.dataset["store"] = this.keeper.store.kind;
    this.save.hidden = total === 0;
    if (text !== this.words.textContent) {
      this.words.textContent = text;
      this.result.textContent = "";
    }
    if (urgent && !this.reminded) this.on.say(text);
    this.reminded = urgent;
  }

  private text(unsaved: number, total: number): string {
    if (this.keeper.store.kind === "memory") {
      return t("This browser keeps nothing for this page: your reviews are lost when you close it. Save them to a file before you go.");
    }
    if (has_preview_server()) {
      if (this.keeper.problem === "" && unsaved === 0) return t("Reviews are saved in this project's log, .loci/reviews.");
      const said = tn("{n} review not yet saved to disk", "{n} reviews not yet saved to disk", unsaved);
      return `${said}${this.keeper.problem === "" ? "" : `: ${this.keeper.problem}`}. ${t("They are kept in this browser.")}`;
    }
    if (total === 0 || this.keeper.behind) return t("Reviews are kept in this browser.");
    if (unsaved === 0) return t("Reviews are kept in this browser, and all are in a file.");
    const reminder = unsaved >= many_unsaved ? ` ${t("A browser may forget them; a file does not.")}` : "";
    return tn("{n} review not yet saved to disk, only in this browser.", "{n} reviews not yet saved to disk, only in this browser.", unsaved) + reminder;
  }

  save_tool(): HTMLElement {
    return tool(t("Save to a file"), "export", () => void this.save_file());
  }

  private async save_file(): Promise<void> {
    await this.keeper.whole();
    const date = new Date().toISOString().slice(0, 10);
    const url = URL.createObjectURL(this.keeper.file());
    const link = element("a", { href: url, download: `loci-reviews-${window.loci.siteId}-${date}.jsonl`, hidden: true });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
    await this.keeper.file_taken();
  }

  private async bring_in(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    if (!file) return;
    try {
      const result = await this.keeper.bring_in(file.name, await file.text());
      await this.on.brought_in(result);
      this.draw();
      const parts = [tn("{n} new event", "{n} new events", result.added), t("{n} known already", { n: result.known })];
      if (result.skipped > 0) parts.push(tn("{n} line skipped", "{n} lines skipped", result.skipped));
      const message = t("From {file}: {what}.", { file: file.name, what: parts.join(", ") });
      this.result.textContent = message;
      this.on.say(message);
    } catch (error) {
      this.on.complain(t("The file cannot be brought in: {why}.", { why: words_of(error) }));
    } finally {
      input.value = ""; // the same file may be brought in again
    }
  }
}
