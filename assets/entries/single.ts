// The script of the single file (lib/one_file.ts). It runs before that of every page, which then finds one page in the document.
import { open_one_file } from "../lib/one_file";

open_one_file();
